#include "services/rankings/domain/workflow.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace tarazy::rankings {
namespace {

constexpr int kStateCount = 6;
constexpr int kActCount = 6;

TEST(WorkflowTest, OnlyTheDrawnStepsExist) {
  using S = ValueState;
  const std::set<std::tuple<Act, S, S>> drawn = {
      {Act::kSubmit, S::kDraft, S::kSubmitted},     {Act::kVerify, S::kSubmitted, S::kVerified},
      {Act::kDispute, S::kSubmitted, S::kDisputed}, {Act::kAnswer, S::kDisputed, S::kAnswered},
      {Act::kSettle, S::kDisputed, S::kVerified},   {Act::kSettle, S::kAnswered, S::kVerified}};
  std::set<std::tuple<Act, S, S>> found;
  for (int a = 0; a < kActCount; ++a) {
    for (int s = 0; s < kStateCount; ++s) {
      const auto after = StateAfter(static_cast<Act>(a), static_cast<S>(s));
      if (after.has_value()) found.emplace(static_cast<Act>(a), static_cast<S>(s), *after);
    }
  }
  EXPECT_EQ(found, drawn);
}

TEST(WorkflowTest, OnlyARejectionDoesNotCount) {
  EXPECT_EQ(StateAfter(Act::kSettle, ValueState::kAnswered, Settlement::kReject),
            ValueState::kRejected);
  EXPECT_EQ(StateAfter(Act::kSettle, ValueState::kDisputed, Settlement::kCorrect),
            ValueState::kVerified);
}

TEST(WorkflowTest, NamesComeBack) {
  for (int i = 0; i < kStateCount; ++i) {
    EXPECT_EQ(ValueStateOf(ValueStateName(static_cast<ValueState>(i))), static_cast<ValueState>(i));
    EXPECT_EQ(ActOf(ActName(static_cast<Act>(i))), static_cast<Act>(i));
  }
  EXPECT_EQ(ValueStateOf("corrected"), std::nullopt);
}

TEST(WorkflowTest, NobodyJudgesTheOwnInstitution) {
  for (const Act act : {Act::kVerify, Act::kDispute, Act::kSettle}) {
    for (const bool administrator : {false, true}) {
      EXPECT_EQ(RefuseJudgement(act, {"t1", "north", administrator}, "north", "t2"),
                Refusal::kConflictOfInterest);
      EXPECT_EQ(RefuseJudgement(act, {"t1", "north", administrator}, "south", "t2"),
                Refusal::kNone);
      // Belonging nowhere is no conflict with a programme whose institution is not known.
      EXPECT_EQ(RefuseJudgement(act, {"t1", "", administrator}, "", "t2"), Refusal::kNone);
    }
  }
}

TEST(WorkflowTest, ASecondPersonVerifiesSettlesAndPublishes) {
  EXPECT_EQ(RefuseJudgement(Act::kVerify, {"t1", ""}, "north", "t1"), Refusal::kSecondPerson);
  EXPECT_EQ(RefuseJudgement(Act::kVerify, {"t1", "", true}, "north", "t1"), Refusal::kNone);
  EXPECT_EQ(RefuseJudgement(Act::kSettle, {"t1", ""}, "north", "t1"), Refusal::kSecondPerson);
  EXPECT_EQ(RefuseJudgement(Act::kSettle, {"t1", "", true}, "north", "t1"), Refusal::kSecondPerson);
  EXPECT_EQ(RefuseJudgement(Act::kDispute, {"t1", ""}, "north", "t1"), Refusal::kNone);
  EXPECT_EQ(RefusePublication({"t1", ""}, "t1"), Refusal::kSecondPerson);
  EXPECT_EQ(RefusePublication({"t1", "", true}, "t1"), Refusal::kNone);
  EXPECT_EQ(RefusePublication({"t2", ""}, "t1"), Refusal::kNone);
}

}  // namespace
}  // namespace tarazy::rankings
