// Who comes after whom, over a real database.
#include "services/registry/app/succession.h"

#include "services/registry/app/put_unit.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using registry::Date;
using registry::Institution;
using registry::Relation;
using registry::RelationKind;
using registry::Succession;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Date Day(int year) { return Date(year, 9, 1); }

class SuccessionTest : public RegistryTest {
 protected:
  void SetUp() override {
    for (const char* id : {"a", "b", "c", "d"}) ASSERT_OK(Put(id, {}));
  }
  absl::Status Put(const std::string& id, std::vector<Relation> relations) {
    return InWrite(db(),
                   [&](sql::Tx& tx) {
                     return registry::Put(
                         tx,
                         {.whole = Institution{.unit = {.id = id, .title = {.en = id}},
                                               .relations = relations},
                          .paths = {"relations"},
                          .allow_missing = true},
                         At(1));
                   })
        .status();
  }
  Succession On(const std::string& id, Date day) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return registry::SuccessionOn(tx, id, day); }));
  }
};
TEST_ON_BOTH_ENGINES(SuccessionTest);

TEST_P(SuccessionTest, OneThatHasNotEndedStandsForItself) {
  ASSERT_OK(Put("a", {{RelationKind::kMergedInto, "b", Day(2000)}}));
  EXPECT_THAT(On("a", Day(2000) - 1).successors, ElementsAre("a"));
  EXPECT_TRUE(On("a", Day(2000) - 1).steps.empty());
  EXPECT_THAT(On("a", Day(2000)).successors, ElementsAre("b"));
  EXPECT_THAT(On("b", Day(2000)).successors, ElementsAre("b"));
}

TEST_P(SuccessionTest, TheWayIsFollowedAsFarAsTheDate) {
  ASSERT_OK(Put("b", {{RelationKind::kRenamedTo, "c", Day(2010)}}));
  ASSERT_OK(Put("a", {{RelationKind::kMergedInto, "b", Day(2000)}}));
  ASSERT_OK(Put("c", {{RelationKind::kSucceededBy, "d", Day(2020)}}));
  EXPECT_THAT(On("a", Day(2010) - 1).successors, ElementsAre("b"));
  EXPECT_THAT(On("a", Day(2010)).successors, ElementsAre("c"));
  const Succession all = On("a", Day(2025));
  EXPECT_THAT(all.successors, ElementsAre("d"));
  ASSERT_EQ(all.steps.size(), 3u);
  EXPECT_EQ(all.steps[0].from, "a");
  EXPECT_EQ(all.steps[1].relation, (Relation{RelationKind::kRenamedTo, "c", Day(2010)}));
  EXPECT_EQ(all.steps[2].relation.other, "d");
}

TEST_P(SuccessionTest, ADividedOneHasSeveralSuccessorsEachOnce) {
  ASSERT_OK(Put("a", {{RelationKind::kSucceededBy, "c", Day(2000)},
                      {RelationKind::kSucceededBy, "b", Day(2000)}}));
  EXPECT_THAT(On("a", Day(2000)).successors, ElementsAre("b", "c"));
  ASSERT_OK(Put("b", {{RelationKind::kMergedInto, "d", Day(2005)}}));
  ASSERT_OK(Put("c", {{RelationKind::kMergedInto, "d", Day(2006)}}));
  EXPECT_THAT(On("a", Day(2005)).successors, ElementsAre("c", "d"));
  EXPECT_THAT(On("a", Day(2006)).successors, ElementsAre("d"));
}

TEST_P(SuccessionTest, WhatWasSpunOffIsNoSuccessor) {
  ASSERT_OK(Put("b", {{RelationKind::kSpunOffFrom, "a", Day(2000)}}));
  EXPECT_THAT(On("a", Day(2025)).successors, ElementsAre("a"));
  EXPECT_THAT(On("b", Day(2025)).successors, ElementsAre("b"));
}

TEST_P(SuccessionTest, NoWayLeadsBack) {
  ASSERT_OK(Put("a", {{RelationKind::kMergedInto, "b", Day(2000)}}));
  ASSERT_OK(Put("b", {{RelationKind::kSucceededBy, "c", Day(2010)}}));
  const absl::Status status = Put("c", {{RelationKind::kRenamedTo, "a", Day(2020)}});
  EXPECT_FAILS(status, kInvalidArgument, kInvalidField);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("institutions/c, then institutions/a, then institutions/b, then "
                        "institutions/c"));
  EXPECT_THAT(On("c", Day(2025)).successors, ElementsAre("c"));
}

TEST_P(SuccessionTest, SpinOffsCountOnTheWayBack) {
  // b was made out of a, so a cannot come out of b, nor be made of what came after b.
  ASSERT_OK(Put("b", {{RelationKind::kSpunOffFrom, "a", Day(2000)}}));
  EXPECT_FAILS(Put("a", {{RelationKind::kSpunOffFrom, "b", Day(2010)}}), kInvalidArgument,
               kInvalidField);
  EXPECT_FAILS(Put("b", {{RelationKind::kSpunOffFrom, "a", Day(2000)},
                         {RelationKind::kMergedInto, "a", Day(2010)}}),
               kInvalidArgument, kInvalidField);
  ASSERT_OK(Put("b", {{RelationKind::kSpunOffFrom, "a", Day(2000)},
                      {RelationKind::kMergedInto, "c", Day(2010)}}));
  EXPECT_FAILS(Put("a", {{RelationKind::kSpunOffFrom, "c", Day(1990)}}), kInvalidArgument,
               kInvalidField);
}

TEST_P(SuccessionTest, AChangeThatEndsACycleIsNoCycle) {
  ASSERT_OK(Put("a", {{RelationKind::kMergedInto, "b", Day(2000)}}));
  // The other way round, in place of what was told before.
  ASSERT_OK(Put("a", {{RelationKind::kSpunOffFrom, "b", Day(2000)}}));
  ASSERT_OK(Put("a", {{RelationKind::kMergedInto, "b", Day(2000)}}));
}

TEST_P(SuccessionTest, OfTwoConcurrentHalvesOfACycleOneIsRefused) {
  absl::Status results[2];
  InParallel(2, [&](int i) {
    results[i] =
        Put(i == 0 ? "a" : "b", {{RelationKind::kMergedInto, i == 0 ? "b" : "a", Day(2000)}});
  });
  ASSERT_NE(results[0].ok(), results[1].ok()) << results[0] << results[1];
  EXPECT_FAILS(results[results[0].ok() ? 1 : 0], kInvalidArgument, kInvalidField);
}

}  // namespace
}  // namespace tarazy::testing
