// What the rules read: a case, its framework and its report, with what several rules look up.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/accreditation/domain/record/marks.h"
#include "services/accreditation/domain/record/programmes.h"
#include "services/accreditation/domain/report_lint/date_mentions.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation::report_lint {

struct Subject {
  // Both must outlive it.
  Subject(const v1::Case& record, const v1::Framework& framework);

  const v1::Case& record;
  const v1::Framework& framework;
  const v1::Report& report;
  const Marks marks;
  const DateMentions dates;
  // The programmes of all clusters, and of the reported ones.
  const std::vector<CaseProgramme> programmes;
  const std::vector<CaseProgramme> reported;
  // The codes that marks are for: of the reported programmes, or one empty code, the institution.
  const std::vector<std::string> codes;
  const std::optional<absl::CivilDay> visit_from;
  const std::optional<absl::CivilDay> visit_to;

  std::map<absl::string_view, const v1::PrintedTable*> tables;
  std::map<absl::string_view, const v1::PrintedSurvey*> surveys;
  // Taken from a campaign rather than printed.
  std::map<absl::string_view, const v1::SurveyEvidence*> evidence;
  std::map<absl::string_view, const v1::Claim*> claims;
  std::map<absl::string_view, const v1::Act*> acts;
  std::map<absl::string_view, const v1::Finding*> findings;
  // The framework's criteria and the standards they belong to.
  std::map<absl::string_view, const v1::Standard*> standard_of;

  // The consensus on a criterion: one for each reported programme that has a mark, alike ones once.
  std::vector<const v1::Evaluation*> Consensus(absl::string_view criterion) const;

  // The reported programme that the registry calls so, "programmes/ektu-6b04107"; null: none.
  const v1::ProgrammeReview* ReportedAs(absl::string_view programme) const;

  // What a mark says.
  v1::MarkMeaning Meaning(absl::string_view mark) const { return MeaningOf(framework, mark); }
};

// Found by its key, or null.
template <typename Map>
auto Find(const Map& map, absl::string_view key) -> typename Map::mapped_type {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

// More than the standard asks, or what it asks.
inline bool IsMet(v1::MarkMeaning meaning) {
  return meaning == v1::MARK_MEANING_STRENGTH || meaning == v1::MARK_MEANING_MET;
}

// Less than the standard asks.
inline bool IsWeak(v1::MarkMeaning meaning) {
  return meaning == v1::MARK_MEANING_IMPROVEMENT || meaning == v1::MARK_MEANING_FAILED;
}

}  // namespace tarazy::accreditation::report_lint
