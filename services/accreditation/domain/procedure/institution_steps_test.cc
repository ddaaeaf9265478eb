#include "services/accreditation/domain/procedure/institution_steps.h"

#include <gmock/gmock.h>

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

v1::Case Taken(const std::vector<std::pair<v1::InstitutionStepKind, const char*>>& steps) {
  v1::Case record;
  for (const auto& [kind, on] : steps) {
    v1::InstitutionStep& step = *record.add_institution_steps();
    step.set_step(kind);
    step.set_on(on);
  }
  return record;
}

std::vector<std::string> FaultsOf(const v1::Case& record) {
  Faults problems;
  CheckInstitutionSteps(record, problems);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : problems.fields()) fields.push_back(fault.field);
  return fields;
}

TEST(InstitutionSteps, BeginWithADecision) {
  const InstitutionStanding standing = StandingOf({});
  EXPECT_EQ(standing.next, v1::INSTITUTION_STEP_KIND_DECISION);
  EXPECT_THAT(standing.missing, SizeIs(8));
  EXPECT_THAT(standing.skipped, IsEmpty());
}

TEST(InstitutionSteps, ShowWhatWasLeftOut) {
  const v1::Case record = Taken({{v1::INSTITUTION_STEP_KIND_DECISION, "2022-09-01"},
                                 {v1::INSTITUTION_STEP_KIND_SELF_ASSESSMENT, "2023-01-10"}});
  const InstitutionStanding standing = StandingOf(record);
  EXPECT_EQ(standing.next, v1::INSTITUTION_STEP_KIND_REPORT);
  EXPECT_THAT(standing.skipped, ElementsAre(v1::INSTITUTION_STEP_KIND_ORDER,
                                            v1::INSTITUTION_STEP_KIND_WORKING_GROUP));
  EXPECT_THAT(standing.missing, SizeIs(6));
  EXPECT_THAT(FaultsOf(record), IsEmpty());
}

TEST(InstitutionSteps, EndWithThePublication) {
  std::vector<std::pair<v1::InstitutionStepKind, const char*>> all;
  for (int kind = 1; kind <= 8; ++kind) {
    all.emplace_back(static_cast<v1::InstitutionStepKind>(kind), "2023-01-10");
  }
  const InstitutionStanding standing = StandingOf(Taken(all));
  EXPECT_EQ(standing.next, v1::INSTITUTION_STEP_KIND_UNSPECIFIED);
  EXPECT_THAT(standing.missing, IsEmpty());
}

TEST(InstitutionSteps, AreTakenInTheirOrder) {
  EXPECT_THAT(FaultsOf(Taken({{v1::INSTITUTION_STEP_KIND_ACTION_PLAN, "2023-06-01"},
                              {v1::INSTITUTION_STEP_KIND_ORDER, "2022-09-01"},
                              {v1::INSTITUTION_STEP_KIND_DECISION, "2022-10-01"},
                              {v1::INSTITUTION_STEP_KIND_EXTERNAL_EVALUATION, "2023-07-01"}})),
              ElementsAre("institution_steps[1].on", "institution_steps[0].on"));
}

TEST(InstitutionSteps, MayBeTakenAgain) {
  EXPECT_THAT(FaultsOf(Taken({{v1::INSTITUTION_STEP_KIND_EXTERNAL_EVALUATION, "2023-04-27"},
                              {v1::INSTITUTION_STEP_KIND_ACTION_PLAN, "2023-06-01"},
                              {v1::INSTITUTION_STEP_KIND_EXTERNAL_EVALUATION, "2024-04-27"}})),
              IsEmpty());
}

}  // namespace
}  // namespace tarazy::accreditation
