#include "services/accreditation/domain/procedure/workflow.h"

#include <gmock/gmock.h>

#include "services/accreditation/domain/procedure/words.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

v1::Case At(v1::CaseState state, v1::ProcedureType type = v1::PROCEDURE_TYPE_PROGRAMME) {
  v1::Case record;
  record.set_type(type);
  record.set_state(state);
  return record;
}

// The way that a case takes when it always goes to the first of its next states.
std::vector<std::string> Walk(v1::ProcedureType type) {
  v1::Case record = At(v1::CASE_STATE_UNSPECIFIED, type);
  std::vector<std::string> names = {StateWords(StateOf(record))};
  for (auto next = NextStates(record); !next.empty(); next = NextStates(record)) {
    record.set_state(next.front());
    names.push_back(StateWords(next.front()));
  }
  return names;
}

TEST(Workflow, EachTypeTakesItsOwnWay) {
  const auto accreditation = Walk(v1::PROCEDURE_TYPE_PROGRAMME);
  EXPECT_THAT(
      accreditation,
      ElementsAre("applied", "contracted", "self assessing", "submitted", "admitted",
                  "commission formed", "visit planned", "visited", "drafting", "fact check",
                  "finalised", "before council", "decided", "published", "monitored", "closed"));
  EXPECT_EQ(Walk(v1::PROCEDURE_TYPE_INSTITUTIONAL), accreditation);
  EXPECT_EQ(Walk(v1::PROCEDURE_TYPE_PRIMARY), accreditation);
  EXPECT_THAT(Walk(v1::PROCEDURE_TYPE_CERTIFICATION),
              ElementsAre("applied", "contracted", "admitted", "commission formed", "visit planned",
                          "visited", "drafting", "finalised", "decided", "published", "monitored",
                          "closed"));
  EXPECT_THAT(Walk(v1::PROCEDURE_TYPE_INTERNAL_AUDIT),
              ElementsAre("applied", "commission formed", "visit planned", "visited", "drafting",
                          "fact check", "finalised", "decided", "monitored", "closed"));
}

TEST(Workflow, ASelfAssessmentGoesBackAndForth) {
  EXPECT_THAT(NextStates(At(v1::CASE_STATE_SUBMITTED)),
              UnorderedElementsAre(v1::CASE_STATE_ADMITTED, v1::CASE_STATE_RETURNED,
                                   v1::CASE_STATE_WITHDRAWN));
  EXPECT_THAT(NextStates(At(v1::CASE_STATE_RETURNED)),
              UnorderedElementsAre(v1::CASE_STATE_SUBMITTED, v1::CASE_STATE_WITHDRAWN));
}

TEST(Workflow, AnInstitutionWithdrawsFromEveryStateBeforeTheDecisionOnly) {
  for (const auto type : {v1::PROCEDURE_TYPE_PROGRAMME, v1::PROCEDURE_TYPE_CERTIFICATION,
                          v1::PROCEDURE_TYPE_INTERNAL_AUDIT}) {
    bool decided = false;
    for (const v1::CaseState state : WayOf(type)) {
      decided = decided || state == v1::CASE_STATE_DECIDED;
      const auto next = NextStates(At(state, type));
      const bool may = std::find(next.begin(), next.end(), v1::CASE_STATE_WITHDRAWN) != next.end();
      EXPECT_EQ(may, !decided) << StateWords(state);
    }
  }
  EXPECT_THAT(NextStates(At(v1::CASE_STATE_WITHDRAWN)), IsEmpty());
}

TEST(Workflow, AnAppealLeadsBackToWhereItCameFrom) {
  EXPECT_THAT(NextStates(At(v1::CASE_STATE_DECIDED)),
              UnorderedElementsAre(v1::CASE_STATE_PUBLISHED, v1::CASE_STATE_APPEALED));
  v1::Case record = At(v1::CASE_STATE_APPEALED);
  EXPECT_THAT(NextStates(record), ElementsAre(v1::CASE_STATE_DECIDED, v1::CASE_STATE_PUBLISHED));
  for (const auto state :
       {v1::CASE_STATE_DECIDED, v1::CASE_STATE_PUBLISHED, v1::CASE_STATE_APPEALED}) {
    record.add_history()->set_state(state);
  }
  EXPECT_THAT(NextStates(record), ElementsAre(v1::CASE_STATE_PUBLISHED));
  EXPECT_THAT(NextStates(At(v1::CASE_STATE_DECIDED, v1::PROCEDURE_TYPE_INTERNAL_AUDIT)),
              ElementsAre(v1::CASE_STATE_MONITORED));
}

TEST(Workflow, ARecordOfThePastMayLeaveOutStepsButNotGoBack) {
  struct Pair {
    v1::CaseState before, after;
    bool may;
  };
  for (const Pair& pair :
       std::vector<Pair>{{v1::CASE_STATE_APPLIED, v1::CASE_STATE_VISITED, true},
                         {v1::CASE_STATE_VISITED, v1::CASE_STATE_VISITED, false},
                         {v1::CASE_STATE_VISITED, v1::CASE_STATE_VISIT_PLANNED, false},
                         {v1::CASE_STATE_SUBMITTED, v1::CASE_STATE_RETURNED, true},
                         {v1::CASE_STATE_RETURNED, v1::CASE_STATE_SUBMITTED, true},
                         {v1::CASE_STATE_RETURNED, v1::CASE_STATE_ADMITTED, true},
                         {v1::CASE_STATE_ADMITTED, v1::CASE_STATE_RETURNED, false},
                         {v1::CASE_STATE_FACT_CHECK, v1::CASE_STATE_WITHDRAWN, true},
                         {v1::CASE_STATE_DECIDED, v1::CASE_STATE_WITHDRAWN, false},
                         {v1::CASE_STATE_WITHDRAWN, v1::CASE_STATE_CLOSED, false},
                         {v1::CASE_STATE_BEFORE_COUNCIL, v1::CASE_STATE_APPEALED, false},
                         {v1::CASE_STATE_PUBLISHED, v1::CASE_STATE_APPEALED, true},
                         {v1::CASE_STATE_APPEALED, v1::CASE_STATE_DECIDED, true},
                         {v1::CASE_STATE_APPEALED, v1::CASE_STATE_MONITORED, false}}) {
    EXPECT_EQ(MayFollow(v1::PROCEDURE_TYPE_PROGRAMME, pair.before, pair.after), pair.may)
        << StateWords(pair.before) << " -> " << StateWords(pair.after);
  }
  EXPECT_FALSE(MayFollow(v1::PROCEDURE_TYPE_CERTIFICATION, v1::CASE_STATE_FINALISED,
                         v1::CASE_STATE_BEFORE_COUNCIL));
}

}  // namespace
}  // namespace tarazy::accreditation
