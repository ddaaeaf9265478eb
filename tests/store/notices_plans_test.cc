// What is asked for again and again, or of tables that grow for ever, is found by an index: as
// SQLite, whose plans do not depend on what is stored, means to run the statements.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Notes the plans of what is asked through it.
class PlanningTx final : public sql::Tx {
 public:
  explicit PlanningTx(sql::Tx& tx) : tx_(tx) {}

  absl::StatusOr<int64_t> Exec(absl::string_view sql,
                               absl::Span<const sql::Value> params) override {
    RETURN_IF_ERROR(Note(sql, params));
    return tx_.Exec(sql, params);
  }
  absl::Status Query(absl::string_view sql, absl::Span<const sql::Value> params,
                     absl::FunctionRef<absl::Status(const sql::Row&)> each) override {
    RETURN_IF_ERROR(Note(sql, params));
    return tx_.Query(sql, params, each);
  }
  absl::Status InsertMany(const sql::BulkTable& table,
                          absl::Span<const std::vector<sql::Value>> rows) override {
    return tx_.InsertMany(table, rows);
  }

  std::string plan() const { return absl::StrJoin(steps_, "\n"); }

 private:
  absl::Status Note(absl::string_view sql, absl::Span<const sql::Value> params) {
    return tx_.Query(absl::StrCat("EXPLAIN QUERY PLAN ", sql), params, [&](const sql::Row& row) {
      steps_.push_back(row.Text(3));
      return absl::OkStatus();
    });
  }

  sql::Tx& tx_;
  std::vector<std::string> steps_;
};

class NoticesPlansTest : public NoticesTest {
 protected:
  template <typename Ask>
  std::string PlanOf(Ask ask) {
    std::string plan;
    EXPECT_EQ(db().Write(testing::Soon(),
                         [&](sql::Tx& tx) {
                           PlanningTx planning(tx);
                           const auto answer = ask(planning);
                           plan = planning.plan();
                           if constexpr (std::is_same_v<decltype(answer), const absl::Status>) {
                             return answer;
                           } else {
                             return answer.status();
                           }
                         }),
              absl::OkStatus());
    return plan;
  }
  std::string PlanOfList(const DeliveryFilter& filter) {
    return PlanOf([&](sql::Tx& tx) { return ListDeliveries(tx, filter, clock_.Now(), "", 10); });
  }
};

auto SortsNothing() { return Not(HasSubstr("TEMP B-TREE")); }
auto ReadsNoWholeTable() { return Not(AnyOf(HasSubstr("SCAN d"), HasSubstr("SCAN n"))); }

TEST_P(NoticesPlansTest, DueRemindersComeInTheOrderOfTheirIndex) {
  const std::string plan = PlanOf([&](sql::Tx& tx) { return DueSteps(tx, clock_.Now(), 10); });
  EXPECT_THAT(plan, HasSubstr("ladder_step_due (fire_at<?)"));
  EXPECT_THAT(plan, SortsNothing());
}

TEST_P(NoticesPlansTest, OfDeadlinesThoseThatWaitAreFound) {
  const std::string plan = PlanOf([&](sql::Tx& tx) { return WaitingDeadlines(tx, "a", 10); });
  EXPECT_THAT(plan, HasSubstr("ladder_step_waiting (deadline>?)"));
  EXPECT_THAT(plan, Not(HasSubstr("SCAN deadline")));
  EXPECT_THAT(PlanOf([&](sql::Tx& tx) { return CancelWaiting(tx, "a"); }),
              HasSubstr("ladder_step_waiting (deadline=?)"));
}

TEST_P(NoticesPlansTest, OfNoticesThoseThatWaitForAWallTimeAreFound) {
  EXPECT_THAT(PlanOf([&](sql::Tx& tx) { return ScheduledNotices(tx, 0, 10); }),
              HasSubstr("notice_scheduled"));
}

TEST_P(NoticesPlansTest, OfInboxesThoseThatChangedAreFound) {
  const std::string plan = PlanOf([&](sql::Tx& tx) { return HeadsSince(tx, clock_.Now(), 10); });
  EXPECT_THAT(plan, HasSubstr("inbox_head_changed (changed_at>?)"));
  EXPECT_THAT(plan, SortsNothing());
}

TEST_P(NoticesPlansTest, DeliveriesAreListedByTheIndexOfTheFilter) {
  const v1::DeliveryState dead = v1::DELIVERY_STATE_DEAD;
  for (const std::string& plan :
       {PlanOfList({}), PlanOfList({.state = dead}), PlanOfList({.recipient = "r"}),
        PlanOfList({.recipient = "r", .state = dead}),
        PlanOfList({.state = dead, .channel = v1::CHANNEL_EMAIL})}) {
    EXPECT_THAT(plan, ReadsNoWholeTable());
    EXPECT_THAT(plan, SortsNothing());
  }
  EXPECT_THAT(PlanOfList({.state = dead}), HasSubstr("delivery_state (state=?"));
  EXPECT_THAT(PlanOfList({.recipient = "r"}), HasSubstr("delivery_recipient (recipient=?"));
  EXPECT_THAT(PlanOfList({.event = "e"}), ReadsNoWholeTable());
}

TEST_P(NoticesPlansTest, DeliveriesOfAnEventAreCountedByIt) {
  EXPECT_THAT(PlanOf([&](sql::Tx& tx) { return CountDeliveries(tx, "e"); }), ReadsNoWholeTable());
  EXPECT_THAT(PlanOf([&](sql::Tx& tx) { return CountDeliveries(tx, ""); }),
              HasSubstr("COVERING INDEX"));
}

TEST_P(NoticesPlansTest, WhatIsNotReleasedYetIsFoundByWhatItIsAbout) {
  EXPECT_THAT(
      PlanOf([&](sql::Tx& tx) { return UnreleasedNotices(tx, "topic", "about", clock_.Now()); }),
      HasSubstr("notice_release (topic=? AND about=? AND release_at>?)"));
}

INSTANTIATE_TEST_SUITE_P(Sqlite, NoticesPlansTest, ::testing::Values("sqlite"));

}  // namespace
}  // namespace tarazy::notifications
