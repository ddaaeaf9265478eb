#include "services/accreditation/domain/record/marks.h"

#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

// The count of this mark, made when the list has none.
v1::MarkCount& CountOf(v1::PrintedCount& count, absl::string_view mark) {
  for (v1::MarkCount& entry : *count.mutable_marks()) {
    if (entry.mark() == mark) return entry;
  }
  v1::MarkCount& made = *count.add_marks();
  made.set_mark(std::string(mark));
  return made;
}

v1::PrintedCount Zeros(const v1::Framework& framework, const std::string& standard) {
  v1::PrintedCount count;
  count.set_standard(standard);
  for (const v1::ScaleMark& mark : framework.scale()) count.add_marks()->set_mark(mark.id());
  return count;
}

}  // namespace

Marks::Marks(const v1::Case& record, absl::string_view expert) {
  for (const v1::Evaluation& evaluation : record.evaluations()) {
    if (evaluation.expert() == expert) {
      marks_[{evaluation.criterion(), evaluation.programme()}] = &evaluation;
    }
  }
}

absl::string_view Marks::Of(absl::string_view criterion, absl::string_view programme) const {
  const v1::Evaluation* found = Find(criterion, programme);
  return found == nullptr ? absl::string_view() : absl::string_view(found->mark());
}

const v1::Evaluation* Marks::Find(absl::string_view criterion, absl::string_view programme) const {
  auto found = marks_.find({criterion, programme});
  if (found == marks_.end()) found = marks_.find({criterion, absl::string_view()});
  return found == marks_.end() ? nullptr : found->second;
}

const v1::ScaleMark* FindMark(const v1::Framework& framework, absl::string_view id) {
  for (const v1::ScaleMark& mark : framework.scale()) {
    if (mark.id() == id) return &mark;
  }
  return nullptr;
}

v1::MarkMeaning MeaningOf(const v1::Framework& framework, absl::string_view mark) {
  const v1::ScaleMark* found = FindMark(framework, mark);
  return found == nullptr ? v1::MARK_MEANING_UNSPECIFIED : found->meaning();
}

const v1::Standard* FindStandard(const v1::Framework& framework, absl::string_view code) {
  for (const v1::Standard& standard : framework.standards()) {
    if (standard.code() == code) return &standard;
  }
  return nullptr;
}

const v1::Standard* StandardOfCriterion(const v1::Framework& framework,
                                        absl::string_view criterion) {
  for (const v1::Standard& standard : framework.standards()) {
    for (const v1::Criterion& own : standard.criteria()) {
      if (own.code() == criterion) return &standard;
    }
  }
  return nullptr;
}

std::vector<v1::ProgrammeTotals> CountMarks(const v1::Case& record,
                                            const v1::Framework& framework) {
  const Marks marks(record, kConsensus);
  std::vector<v1::ProgrammeTotals> all;
  for (const std::string& code : AppliesTo(record, {})) {
    v1::ProgrammeTotals& totals = all.emplace_back();
    totals.set_programme(code);
    *totals.mutable_total() = Zeros(framework, "");
    for (const v1::Standard& standard : framework.standards()) {
      v1::PrintedCount& count = *totals.add_standards();
      count = Zeros(framework, standard.code());
      for (const v1::Criterion& criterion : standard.criteria()) {
        const absl::string_view mark = marks.Of(criterion.code(), code);
        if (mark.empty()) {
          totals.add_unmarked(criterion.code());
          continue;
        }
        for (v1::PrintedCount* sum : {&count, totals.mutable_total()}) {
          v1::MarkCount& entry = CountOf(*sum, mark);
          entry.set_count(entry.count() + 1);
        }
      }
    }
  }
  return all;
}

}  // namespace tarazy::accreditation
