#include "services/accreditation/domain/register/act.h"

namespace tarazy::accreditation {

absl::string_view ActName(ActKind kind) {
  switch (kind) {
    case ActKind::kGrant:
      return "grant";
    case ActKind::kGrantConditionally:
      return "conditional grant";
    case ActKind::kRefuse:
      return "refusal";
    case ActKind::kDefer:
      return "deferral";
    case ActKind::kSuspend:
      return "suspension";
    case ActKind::kReinstate:
      return "reinstatement";
    case ActKind::kWithdraw:
      return "withdrawal";
    case ActKind::kVoid:
      return "voiding";
    case ActKind::kExtend:
      return "extension";
    case ActKind::kFileAppeal:
      return "appeal";
    case ActKind::kUpholdAppeal:
      return "upholding of an appeal";
    case ActKind::kDismissAppeal:
      return "dismissal of an appeal";
    case ActKind::kWithdrawAppeal:
      return "withdrawal of an appeal";
  }
  return "act";
}

bool IsGrant(ActKind kind) {
  return kind == ActKind::kGrant || kind == ActKind::kGrantConditionally;
}

bool EndsAppeal(ActKind kind) {
  return kind == ActKind::kUpholdAppeal || kind == ActKind::kDismissAppeal ||
         kind == ActKind::kWithdrawAppeal;
}

bool IsAppeal(ActKind kind) { return kind == ActKind::kFileAppeal || EndsAppeal(kind); }

bool IsMain(ActKind kind) {
  return IsGrant(kind) || kind == ActKind::kRefuse || kind == ActKind::kDefer;
}

bool IsAdverse(ActKind kind) {
  return kind == ActKind::kGrantConditionally || kind == ActKind::kRefuse ||
         kind == ActKind::kDefer || kind == ActKind::kSuspend || kind == ActKind::kWithdraw ||
         kind == ActKind::kVoid;
}

}  // namespace tarazy::accreditation
