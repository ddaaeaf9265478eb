// The register's feed while many write to it, on both engines.
#include <atomic>

#include "common/base/mutex.h"
#include "tests/store/register_fixture.h"

namespace tarazy::testing {
namespace {

constexpr int kWriters = 6;
constexpr int kEach = 25;

class RegisterFeedTest : public RegisterTest {
 protected:
  // A writer's n-th decision; every third of its transactions is rolled back.
  absl::Status Write(int writer, int n) {
    pb::Decision decision = Historical(absl::StrCat("d-", writer, "-", n), pb::DECISION_KIND_GRANT,
                                       "2020-01-01", 1 + n % 5);
    decision.set_subject(writer % 2 == 0 ? "programmes/ektu-6B04106" : "programmes/iitu-6B04107");
    const bool fails = n % 3 == 2;
    FakeCases cases;
    const absl::Status status =
        db().Write(Within(absl::Seconds(60)), [&](sql::Tx& tx) -> absl::Status {
          RETURN_IF_ERROR(acc::RecordDecision(tx, cases, By(), decision).status());
          return fails ? absl::CancelledError() : absl::OkStatus();
        });
    return fails && absl::IsCancelled(status) ? absl::OkStatus() : status;
  }

  // Follows the feed from a cursor, a few changes at a time, until it has seen `until`.
  std::vector<int64_t> Follow(std::string cursor, int64_t until, int page) {
    std::vector<int64_t> seen;
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while ((seen.empty() || seen.back() < until) && absl::Now() < deadline) {
      const auto changes =
          Ok(InRead(db(), [&](sql::Tx& tx) -> absl::StatusOr<std::vector<pb::RegisterChange>> {
            ASSIGN_OR_RETURN(const acc::RegisterHead head, acc::LoadRegisterHead(tx));
            ASSIGN_OR_RETURN(const int64_t after, acc::ParseCursor(head, cursor));
            return acc::LoadChanges(tx, after, page, "");
          }));
      for (const auto& change : changes) {
        seen.push_back(change.sequence());
        cursor = change.cursor();
      }
    }
    return seen;
  }
};

TEST_P(RegisterFeedTest, ReadersSeeEveryChangeOnceAndInOrderWhileManyWrite) {
  constexpr int64_t kChanges = kWriters * (kEach - kEach / 3);
  std::vector<std::vector<int64_t>> seen(2);
  std::atomic<int> failures{0};
  InParallel(kWriters + 2, [&](int i) {
    if (i < 2) {
      seen[static_cast<size_t>(i)] = Follow("", kChanges, i == 0 ? 1000 : 3);
      return;
    }
    for (int n = 0; n < kEach; ++n) {
      const absl::Status status = Write(i, n);
      if (!status.ok()) {
        ++failures;
        ADD_FAILURE() << status;
      }
    }
  });
  EXPECT_EQ(failures, 0);
  std::vector<int64_t> all;
  for (int64_t number = 1; number <= kChanges; ++number) all.push_back(number);
  EXPECT_EQ(seen[0], all);
  EXPECT_EQ(seen[1], all);
}

TEST_P(RegisterFeedTest, GoesOnBehindACursor) {
  for (int n = 0; n < 6; ++n) ASSERT_OK(Write(0, n));  // two of them are rolled back
  const auto changes = Changes();
  ASSERT_EQ(changes.size(), 4u);
  EXPECT_EQ(Follow(changes[1].cursor(), 4, 1), (std::vector<int64_t>{3, 4}));
}

TEST_P(RegisterFeedTest, OnlyAboutOneSubject) {
  ASSERT_OK(Write(0, 0));
  ASSERT_OK(Write(1, 0));
  ASSERT_OK(Write(0, 1));
  std::vector<int64_t> seen;
  for (const auto& change : Changes(0, "programmes/ektu-6B04106")) {
    seen.push_back(change.sequence());
  }
  EXPECT_EQ(seen, (std::vector<int64_t>{1, 3}));
}

INSTANTIATE_TEST_SUITE_P(Engines, RegisterFeedTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace tarazy::testing
