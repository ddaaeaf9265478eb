#include "services/accreditation/domain/procedure/institution_steps.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/words.h"

namespace tarazy::accreditation {
namespace {

constexpr int kFirst = v1::INSTITUTION_STEP_KIND_DECISION;
constexpr int kLast = v1::INSTITUTION_STEP_KIND_PUBLICATION;

// The index of the earliest entry of each kind. Dates of one notation sort as texts.
std::map<int, int> FirstOfEach(const v1::Case& record) {
  std::map<int, int> first;
  for (int i = 0; i < record.institution_steps_size(); ++i) {
    const auto [found, fresh] = first.try_emplace(record.institution_steps(i).step(), i);
    if (!fresh && record.institution_steps(i).on() < record.institution_steps(found->second).on()) {
      found->second = i;
    }
  }
  return first;
}

std::string StepWords(int kind) {
  return Words(v1::InstitutionStepKind_Name(static_cast<v1::InstitutionStepKind>(kind)),
               "INSTITUTION_STEP_KIND_");
}

}  // namespace

InstitutionStanding StandingOf(const v1::Case& record) {
  const std::map<int, int> first = FirstOfEach(record);
  const int reached = first.empty() ? 0 : first.rbegin()->first;
  InstitutionStanding standing;
  for (int kind = kFirst; kind <= kLast; ++kind) {
    if (first.count(kind) > 0) continue;
    const auto step = static_cast<v1::InstitutionStepKind>(kind);
    standing.missing.push_back(step);
    if (kind < reached) standing.skipped.push_back(step);
    if (kind == reached + 1) standing.next = step;
  }
  return standing;
}

void CheckInstitutionSteps(const v1::Case& record, Faults& problems) {
  const std::map<int, int> first = FirstOfEach(record);
  int latest = -1;  // the entry with the latest day among the kinds before
  for (const auto& [kind, index] : first) {
    const v1::InstitutionStep& step = record.institution_steps(index);
    if (latest >= 0 && step.on() < record.institution_steps(latest).on()) {
      const v1::InstitutionStep& before = record.institution_steps(latest);
      problems.Add(
          absl::StrCat("institution_steps[", index, "].on"),
          absl::StrCat("the ", StepWords(kind), " of ", step.on(), " comes before the ",
                       StepWords(before.step()), " of ", before.on(), ", which precedes it"));
      continue;
    }
    latest = index;
  }
}

}  // namespace tarazy::accreditation
