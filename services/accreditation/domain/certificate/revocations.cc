#include "services/accreditation/domain/certificate/revocations.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/accreditation/domain/certificate/data_integrity.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

constexpr char kListType[] = "RevocationListCredential";
constexpr char kRevoked[] = "revoked";
constexpr char kSuspended[] = "suspended";

Json EntryJson(const RevocationEntry& entry) {
  Json::Object json = {{"certificate", entry.certificate},
                       {"status", entry.suspended ? kSuspended : kRevoked},
                       {"from", FormatDay(entry.from)},
                       {"reason", entry.reason},
                       {"recorded", IsoTime(entry.recorded)}};
  if (entry.to.has_value()) json["to"] = FormatDay(*entry.to);
  if (!entry.by.empty()) json["by"] = entry.by;
  return json;
}

absl::StatusOr<RevocationEntry> ReadEntry(const Json& json, size_t number) {
  const auto odd = [&](absl::string_view key) {
    return InvalidField(absl::StrCat("credentialSubject.entries[", number, "].", key),
                        "is missing or odd");
  };
  RevocationEntry entry{.certificate = std::string(json.TextAt("certificate")),
                        .suspended = json.TextAt("status") == kSuspended,
                        .reason = std::string(json.TextAt("reason")),
                        .by = std::string(json.TextAt("by"))};
  if (entry.certificate.empty()) return odd("certificate");
  if (!entry.suspended && json.TextAt("status") != kRevoked) return odd("status");
  const std::optional<absl::CivilDay> from = ParseDay(json.TextAt("from"));
  if (!from.has_value()) return odd("from");
  entry.from = *from;
  if (json.Find("to") != nullptr) {
    entry.to = ParseDay(json.TextAt("to"));
    if (!entry.to.has_value()) return odd("to");
  }
  const auto recorded = ParseIsoTime("recorded", json.TextAt("recorded"));
  if (!recorded.ok()) return odd("recorded");
  entry.recorded = *recorded;
  return entry;
}

// What was last said about the acts of a decision: nothing when they are annulled, else the day
// from which on they count again.
using LastWords = std::map<absl::string_view, std::optional<absl::CivilDay>>;

// The acts that count, in their order, without annulments. The last word about a target is the
// one that counts, unless what said it is annulled itself: so they are read from the end.
std::vector<CertificateAct> Counting(const std::vector<CertificateAct>& acts) {
  std::vector<CertificateAct> counting;
  LastWords words;
  for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
    const auto word = act->by.empty() ? words.end() : words.find(act->by);
    if (word != words.end() && !word->second.has_value()) continue;
    if (act->kind == CertificateActKind::kAnnul) {
      words.emplace(act->target, std::nullopt);
    } else if (act->kind == CertificateActKind::kRestore) {
      words.emplace(act->target, act->from);
    } else {
      counting.push_back(*act);
      if (word != words.end()) counting.back().from = std::max(act->from, *word->second);
    }
  }
  std::reverse(counting.begin(), counting.end());
  return counting;
}

}  // namespace

std::vector<RevocationEntry> EntriesOf(absl::string_view certificate,
                                       const std::vector<CertificateAct>& acts) {
  std::vector<RevocationEntry> entries;
  for (const CertificateAct& act : Counting(acts)) {
    if (act.kind == CertificateActKind::kReinstate) {
      for (RevocationEntry& entry : entries) {
        if (!entry.suspended || (entry.to.has_value() && *entry.to <= act.from)) continue;
        entry.to = std::max(act.from, entry.from);
      }
    } else {
      entries.push_back({.certificate = std::string(certificate),
                         .suspended = act.kind == CertificateActKind::kSuspend,
                         .from = act.from,
                         .to = act.to,
                         .reason = act.reason,
                         .by = act.by,
                         .recorded = act.recorded});
    }
  }
  std::erase_if(entries, [](const RevocationEntry& entry) {
    return entry.to.has_value() && *entry.to <= entry.from;
  });
  return entries;
}

std::string MakeRevocationList(const std::vector<RevocationEntry>& entries, const Signer& signer,
                               absl::Time issued) {
  Json::Array items;
  for (const RevocationEntry& entry : entries) items.push_back(EntryJson(entry));
  Json::Object document = CredentialOf(kListType, signer.Did());
  document["validFrom"] = IsoTime(issued);
  document["validUntil"] = IsoTime(issued + kListLifetime);
  document["credentialSubject"] =
      Json::Object{{"type", "RevocationList"}, {"entries", std::move(items)}};
  return CanonicalJson(Secure(std::move(document), signer.key, issued));
}

absl::StatusOr<RevocationList> ReadRevocationList(absl::string_view text) {
  ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  ASSIGN_OR_RETURN(const Proven proven, CheckProof(json));
  RETURN_IF_ERROR(CheckCredential(proven.document, kListType, proven.key));
  RevocationList list{.key = proven.key};
  ASSIGN_OR_RETURN(list.issued, ParseIsoTime("validFrom", proven.document.TextAt("validFrom")));
  ASSIGN_OR_RETURN(list.valid_until,
                   ParseIsoTime("validUntil", proven.document.TextAt("validUntil")));
  const Json* statement = proven.document.Find("credentialSubject");
  const Json* entries = statement == nullptr ? nullptr : statement->Find("entries");
  if (entries == nullptr || entries->array() == nullptr) {
    return InvalidField("credentialSubject.entries", "is missing");
  }
  for (const Json& item : *entries->array()) {
    ASSIGN_OR_RETURN(list.entries.emplace_back(), ReadEntry(item, list.entries.size()));
  }
  return list;
}

}  // namespace tarazy::accreditation
