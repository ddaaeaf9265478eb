// The consensus marks of a case against its framework.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/decision_support.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// Whose marks: the consensus.
inline constexpr absl::string_view kConsensus = "";

// Looks marks up: a mark for one programme goes before one for all of them.
class Marks {
 public:
  // `expert`: a member's id, or kConsensus. `record` must outlive it.
  Marks(const v1::Case& record, absl::string_view expert);

  // The mark's id; empty when there is none.
  absl::string_view Of(absl::string_view criterion, absl::string_view programme) const;
  // The evaluation itself; null when there is none.
  const v1::Evaluation* Find(absl::string_view criterion, absl::string_view programme) const;

 private:
  std::map<std::pair<absl::string_view, absl::string_view>, const v1::Evaluation*> marks_;
};

// The scale's mark of this id; null when there is none.
const v1::ScaleMark* FindMark(const v1::Framework& framework, absl::string_view id);

// What the mark says; UNSPECIFIED when the scale has none of this id.
v1::MarkMeaning MeaningOf(const v1::Framework& framework, absl::string_view mark);

// The standard of this code; null when there is none.
const v1::Standard* FindStandard(const v1::Framework& framework, absl::string_view code);

// The standard that a criterion belongs to; null when there is no such criterion.
const v1::Standard* StandardOfCriterion(const v1::Framework& framework,
                                        absl::string_view criterion);

// Counts the consensus marks of each reported programme (of the institution when it has none), by
// standard, every mark of the scale in its order, zeros included.
std::vector<v1::ProgrammeTotals> CountMarks(const v1::Case& record, const v1::Framework& framework);

}  // namespace tarazy::accreditation
