// Acts and answers as short texts, for the tests of this folder.
//
//   g1 grant 2020-01-10 to 2025-01-10
//   s1 suspend 2021-03-01 upon g1 to 2021-09-01 known 2021-03-05
//   a1 appeal 2021-03-10 upon s1
//   a1 dismiss 2021-05-01 upon s1
//
// Words after the day taken: `from` (the first day of effect; absent: the day taken), `to`, `upon`,
// `known` (the day it was recorded; absent: the day taken, or that of the act before it).
#pragma once

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/register/act.h"
#include "services/accreditation/domain/register/status.h"

namespace tarazy::accreditation {

inline absl::CivilDay Day(absl::string_view text) {
  const auto day = ParseDay(text);
  if (!day.has_value()) std::abort();
  return *day;
}

// Noon of that day.
inline absl::Time KnownOn(absl::string_view day) {
  return absl::FromCivil(Day(day), absl::UTCTimeZone()) + absl::Hours(12);
}

inline std::vector<Act> Script(absl::string_view text) {
  static const auto* const kinds =
      new std::map<std::string, ActKind>{{"grant", ActKind::kGrant},
                                         {"conditional", ActKind::kGrantConditionally},
                                         {"refuse", ActKind::kRefuse},
                                         {"defer", ActKind::kDefer},
                                         {"suspend", ActKind::kSuspend},
                                         {"reinstate", ActKind::kReinstate},
                                         {"withdraw", ActKind::kWithdraw},
                                         {"void", ActKind::kVoid},
                                         {"extend", ActKind::kExtend},
                                         {"appeal", ActKind::kFileAppeal},
                                         {"uphold", ActKind::kUpholdAppeal},
                                         {"dismiss", ActKind::kDismissAppeal},
                                         {"take-back", ActKind::kWithdrawAppeal}};
  std::vector<Act> acts;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    const std::vector<std::string> words =
        absl::StrSplit(absl::StripAsciiWhitespace(line), ' ', absl::SkipEmpty());
    Act act{.kind = kinds->at(words.at(1)),
            .id = words[0],
            .sequence = static_cast<int64_t>(acts.size()) + 1,
            .decided_on = Day(words.at(2))};
    act.valid_from = act.decided_on;
    act.recorded = KnownOn(words[2]);
    if (!acts.empty()) act.recorded = std::max(act.recorded, acts.back().recorded);
    for (size_t i = 3; i + 1 < words.size(); i += 2) {
      if (words[i] == "from") act.valid_from = Day(words[i + 1]);
      if (words[i] == "to") act.valid_to = Day(words[i + 1]);
      if (words[i] == "upon") act.acts_on = words[i + 1];
      if (words[i] == "known") act.recorded = KnownOn(words[i + 1]);
    }
    acts.push_back(std::move(act));
  }
  return acts;
}

// "accredited g1 2020-01-10..2025-01-10"; under appeal "under appeal (accredited) w1 …".
inline std::string ToText(const LineStatus& status) {
  const std::string meanwhile = status.meanwhile == RegisterStatus::kUnspecified
                                    ? ""
                                    : absl::StrCat(" (", StatusName(status.meanwhile), ")");
  return absl::StrCat(StatusName(status.status), meanwhile, " ",
                      status.decision.empty() ? "-" : status.decision, " ",
                      status.since.has_value() ? FormatDay(*status.since) : "", "..",
                      status.until.has_value() ? FormatDay(*status.until) : "");
}

// "g1 superseded by g2, g2 accredited".
inline std::string ToText(const std::vector<Standing>& standings) {
  std::string text;
  for (const Standing& standing : standings) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", standing.decision, " ",
                    StatusName(standing.standing), standing.by.empty() ? "" : " by ", standing.by);
  }
  return text;
}

}  // namespace tarazy::accreditation
