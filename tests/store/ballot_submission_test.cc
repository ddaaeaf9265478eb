// Submissions on both engines: each voucher once, whatever comes at the same time or again.
#include <atomic>
#include <thread>

#include "services/surveys/store/ballots/draft_store.h"
#include "tests/store/ballots_fixture.h"

namespace tarazy::testing {
namespace {

using ::testing::Each;
using ::testing::Optional;
using Outcome = SubmissionOutcome;

class BallotSubmissionTest : public BallotsTest {
 protected:
  Outcome Submit(BallotWriter& writer, const Submission& submission) {
    const auto outcome = writer.Submit(Soon(), submission);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.value_or(Outcome::kClosed);
  }
};
TEST_ON_BOTH_ENGINES(BallotSubmissionTest);

TEST_P(BallotSubmissionTest, TheSameAgainIsRecognised) {
  Open(BoxOf({"a"}, 5));
  const auto writer = MakeWriter();
  const Submission first = CastAny("one");
  EXPECT_EQ(Submit(*writer, first), Outcome::kKept);
  EXPECT_EQ(Submit(*writer, first), Outcome::kRepeated);
  EXPECT_EQ(Submit(*writer, Cast("one", "another", "a", AnyBallot())), Outcome::kSpent);
  EXPECT_EQ(CountOf("a"), (surveys::BallotCount{.submitted = 1}));
}

TEST_P(BallotSubmissionTest, OneOfManyParallelSubmissionsWins) {
  Open(BoxOf({"a"}, 5));
  const auto writer = MakeWriter();
  constexpr int kRounds = 20, kRivals = 8;
  for (int round = 0; round < kRounds; ++round) {
    std::atomic<int> kept = 0, spent = 0;
    InParallel(kRivals, [&](int i) {
      Submission rival;
      {
        surveys::Random random(static_cast<uint64_t>(round * kRivals + i));
        rival = Cast(absl::StrCat("voucher ", round), absl::StrCat("rival ", i), "a",
                     RandomBallotWithTexts(random));
      }
      const Outcome outcome = Submit(*writer, rival);
      if (outcome == Outcome::kKept) ++kept;
      if (outcome == Outcome::kSpent) ++spent;
    });
    EXPECT_EQ(kept, 1);
    EXPECT_EQ(spent, kRivals - 1);
  }
  EXPECT_EQ(CountOf("a").submitted, kRounds);
  EXPECT_EQ(ReadInt(ballots(), "SELECT COUNT(*) FROM pending"), kRounds);
}

TEST_P(BallotSubmissionTest, SeveralServersShareOneBox) {
  Open(BoxOf({"a", "b"}, 5));
  const auto other_process = OpenBallots(name());
  const auto first = MakeWriter();
  const auto second = MakeWriter(*other_process, {.release_pause = absl::ZeroDuration()});
  constexpr int kVouchers = 60;
  std::atomic<int> kept = 0;
  InParallel(6, [&](int i) {
    for (int j = 0; j < kVouchers; ++j) {
      surveys::Random random(static_cast<uint64_t>(i));
      const Outcome outcome = Submit(i % 2 == 0 ? *first : *second,
                                     Cast(absl::StrCat("v", j), absl::StrCat(i),
                                          j % 2 == 0 ? "a" : "b", RandomBallotWithTexts(random)));
      if (outcome == Outcome::kKept) ++kept;
    }
  });
  EXPECT_EQ(kept, kVouchers);
  EXPECT_EQ(CountOf("a").submitted + CountOf("b").submitted, kVouchers);
  ASSERT_OK(Close());
  EXPECT_EQ(Tallies().tallies["a"].ballots, kVouchers / 2);
  EXPECT_EQ(Tallies().tallies["b"].ballots, kVouchers / 2);
}

TEST_P(BallotSubmissionTest, AQuotaIsNeverPassed) {
  Box box = BoxOf({"a", "b"}, 5);
  box.strata[0].quota = 7;
  Open(box);
  const auto writer = MakeWriter();
  std::atomic<int> kept = 0, refused = 0;
  InParallel(20, [&](int i) {
    surveys::Random random(static_cast<uint64_t>(i));
    const Outcome outcome =
        Submit(*writer, Cast(absl::StrCat(i), absl::StrCat(i), "a", RandomBallotWithTexts(random)));
    if (outcome == Outcome::kKept) ++kept;
    if (outcome == Outcome::kQuotaFull) ++refused;
  });
  EXPECT_EQ(kept, 7);
  EXPECT_EQ(refused, 13);
  EXPECT_EQ(CountOf("a"), (surveys::BallotCount{.submitted = 7, .over_quota = 13}));
  EXPECT_EQ(Submit(*writer, CastAny("other", "b")), Outcome::kKept);
  // A refused voucher is not spent.
  EXPECT_EQ(ReadInt(ballots(), "SELECT COUNT(*) FROM spent"), 8);
}

TEST_P(BallotSubmissionTest, AClosedBoxRefusesAndStillKnowsWhatItHas) {
  Open(BoxOf({"a"}, 5));
  const auto writer = MakeWriter();
  const Submission first = CastAny("first");
  EXPECT_EQ(Submit(*writer, first), Outcome::kKept);
  ASSERT_OK(Close());
  EXPECT_EQ(Submit(*writer, CastAny("late")), Outcome::kClosed);
  EXPECT_EQ(Submit(*writer, first), Outcome::kRepeated);
  EXPECT_EQ(Submit(*writer, Cast("first", "other", "a", AnyBallot())), Outcome::kSpent);
  EXPECT_EQ(CountOf("a").submitted, 1);
}

TEST_P(BallotSubmissionTest, WhatIsOfNoBoxIsRefused) {
  Open(BoxOf({"a"}, 5));
  const auto writer = MakeWriter();
  EXPECT_EQ(Submit(*writer, CastAny("one", "nowhere")), Outcome::kClosed);
  Submission elsewhere = CastAny("two");
  elsewhere.campaign = "another";
  EXPECT_EQ(Submit(*writer, elsewhere), Outcome::kClosed);
  EXPECT_EQ(ReadInt(ballots(), "SELECT COUNT(*) FROM spent"), 0);
}

TEST_P(BallotSubmissionTest, VouchersAreOfTheirCampaign) {
  Box other = BoxOf({"a"}, 5);
  other.campaign = "other";
  Open(other);
  Open(BoxOf({"a"}, 5));
  const auto writer = MakeWriter();
  Submission submission = CastAny("same digest");
  EXPECT_EQ(Submit(*writer, submission), Outcome::kKept);
  submission.campaign = "other";
  EXPECT_EQ(Submit(*writer, submission), Outcome::kKept);
}

TEST_P(BallotSubmissionTest, TheSameBoxIsOpenedOnceAndAnotherNever) {
  Box box = BoxOf({"b", "a"}, 5);
  Open(box);
  Open(box);
  box.group_size = 6;
  EXPECT_FAILS(ballots().Write(Soon(), [&](sql::Tx& tx) { return surveys::OpenBox(tx, box); }),
               kAlreadyExists, kAlreadyExists);
}

// Holds all that writes into the boxes back while it lives.
class Standstill {
 public:
  explicit Standstill(sql::Database& db)
      : thread_([this, &db] {
          EXPECT_TRUE(db.Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
                          RETURN_IF_ERROR(surveys::AwaitTurn(tx, db.Engine()));
                          stands_.store(true);
                          stands_.notify_all();
                          ends_.wait(false);
                          return absl::OkStatus();
                        }).ok());
        }) {
    stands_.wait(false);
  }
  ~Standstill() {
    ends_.store(true);
    ends_.notify_all();
    thread_.join();
  }

 private:
  std::atomic<bool> stands_ = false;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

TEST_P(BallotSubmissionTest, ABadSubmissionFailsAlone) {
  Open(BoxOf({"a"}, 5));
  const auto writer = MakeWriter();
  std::vector<absl::StatusOr<Outcome>> outcomes(12, absl::UnknownError("not run"));
  std::vector<Submission> submissions;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    submissions.push_back(CastAny(absl::StrCat(i)));
    // No database takes such a text.
    if (i % 4 == 1) submissions.back().stratum = "\xff";
    if (i % 4 == 3) submissions.back().campaign = std::string("nul\0", 4);
  }
  {
    std::vector<std::thread> threads;
    {
      const Standstill standstill(ballots());
      for (size_t i = 0; i < outcomes.size(); ++i) {
        threads.emplace_back([&, i] { outcomes[i] = writer->Submit(Soon(), submissions[i]); });
      }
    }
    for (std::thread& thread : threads) thread.join();
  }
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (i % 2 == 0) {
      ASSERT_OK(outcomes[i].status());
      EXPECT_EQ(*outcomes[i], Outcome::kKept);
    } else {
      // A stratum that is none of the box's needs no database to be refused.
      EXPECT_TRUE(outcomes[i].ok() ? *outcomes[i] == Outcome::kClosed
                                   : absl::IsInternal(outcomes[i].status()))
          << i;
    }
  }
  EXPECT_EQ(CountOf("a").submitted, 6);
}

TEST_P(BallotSubmissionTest, NobodyWaitsBeyondHisDeadline) {
  Open(BoxOf({"a"}, 5));
  const auto writer = MakeWriter();
  const Submission late = CastAny("late");
  {
    const Standstill standstill(ballots());
    const absl::Time began = absl::Now();
    InParallel(4, [&](int) {
      EXPECT_FAILS(writer->Submit(Within(absl::Milliseconds(200)), late).status(),
                   kDeadlineExceeded, kDeadlineExceeded);
    });
    EXPECT_LT(absl::Now() - began, absl::Milliseconds(1200));
  }
  // It was kept or it was not: the same again ends the doubt.
  const Outcome again = Submit(*writer, late);
  EXPECT_TRUE(again == Outcome::kKept || again == Outcome::kRepeated);
  EXPECT_EQ(CountOf("a").submitted, 1);
}

TEST_P(BallotSubmissionTest, TooManyAreRefusedAtOnce) {
  Open(BoxOf({"a"}, 5));
  const auto writer =
      MakeWriter({.largest_batch = 1, .longest_queue = 2, .release_pause = absl::Hours(1)});
  std::vector<Submission> submissions;
  for (int i = 0; i < 8; ++i) submissions.push_back(CastAny(absl::StrCat(i)));
  std::atomic<int> overloaded = 0, late = 0;
  {
    const Standstill standstill(ballots());
    InParallel(8, [&](int i) {
      const absl::Status status =
          writer->Submit(Within(absl::Seconds(1)), submissions[static_cast<size_t>(i)]).status();
      if (DetailOf(status).reason == Reason::kOverloaded) ++overloaded;
      if (DetailOf(status).reason == Reason::kDeadlineExceeded) ++late;
    });
  }
  EXPECT_GE(overloaded, 5);  // one is being written, two wait
  EXPECT_EQ(overloaded + late, 8);
}

// Does what it is told and loses the answer.
class LosesAnswers final : public sql::Database {
 public:
  explicit LosesAnswers(sql::Database& db) : db_(db) {}

  absl::Status Read(const Context& context, sql::Work work) override {
    return db_.Read(context, work);
  }
  absl::Status Write(const Context& context, sql::Work work) override {
    const absl::Status status = db_.Write(context, work);
    if (!status.ok() || !losing) return status;
    return MakeError(absl::StatusCode::kUnavailable, Reason::kCommitOutcomeUnknown, "lost");
  }
  absl::Status WriteBulk(const Context& context, sql::Work work) override {
    return db_.WriteBulk(context, work);
  }
  absl::Status Ready(const Context& context) override { return db_.Ready(context); }
  absl::string_view Engine() const override { return db_.Engine(); }

  std::atomic<bool> losing = true;

 private:
  sql::Database& db_;
};

TEST_P(BallotSubmissionTest, ARepeatAfterALostAnswerIsRecognised) {
  Open(BoxOf({"a"}, 5));
  LosesAnswers lossy(ballots());
  const auto writer = MakeWriter(lossy, Unreleased());
  std::vector<Submission> submissions;
  for (int i = 0; i < 6; ++i) submissions.push_back(CastAny(absl::StrCat(i)));
  InParallel(6, [&](int i) {
    EXPECT_FAILS(writer->Submit(Soon(), submissions[static_cast<size_t>(i)]).status(), kUnavailable,
                 kCommitOutcomeUnknown);
  });
  lossy.losing = false;
  for (const Submission& submission : submissions) {
    EXPECT_EQ(Submit(*writer, submission), Outcome::kRepeated);
  }
  EXPECT_EQ(CountOf("a").submitted, 6);
}

TEST_P(BallotSubmissionTest, AWriterThatEndsLeavesNobodyWaiting) {
  Open(BoxOf({"a"}, 5));
  auto writer = MakeWriter({.largest_batch = 1, .release_pause = absl::Hours(1)});
  std::vector<Submission> submissions;
  for (int i = 0; i < 8; ++i) submissions.push_back(CastAny(absl::StrCat(i)));
  std::vector<absl::StatusOr<Outcome>> outcomes(8, absl::UnknownError("not run"));
  std::atomic<int> begun = 0;
  std::vector<std::thread> threads;
  {
    const Standstill standstill(ballots());
    for (size_t i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        ++begun;
        begun.notify_all();
        outcomes[i] = writer->Submit(Soon(), submissions[i]);
      });
    }
    for (int seen = begun; seen < 8; seen = begun) begun.wait(seen);
  }
  for (std::thread& thread : threads) thread.join();
  writer.reset();
  int kept = 0;
  for (const auto& outcome : outcomes) {
    ASSERT_OK(outcome.status());
    if (*outcome == Outcome::kKept) ++kept;
  }
  EXPECT_EQ(CountOf("a").submitted, kept);
}

TEST_P(BallotSubmissionTest, ADraftEndsWithItsBallot) {
  Open(BoxOf({"a"}, 5));
  const auto load = [&](const std::string& voucher) {
    std::optional<std::string> draft;
    EXPECT_TRUE(ballots()
                    .Read(Soon(),
                          [&](sql::Tx& tx) -> absl::Status {
                            ASSIGN_OR_RETURN(draft,
                                             surveys::LoadDraft(tx, kCampaign, Sha256Of(voucher)));
                            return absl::OkStatus();
                          })
                    .ok());
    return draft;
  };
  for (const char* voucher : {"one", "two"}) {
    for (const std::string& text : {std::string("older"), std::string("\0new\xff", 5)}) {
      ASSERT_OK(ballots().Write(Soon(), [&](sql::Tx& tx) {
        return surveys::PutDraft(tx, kCampaign, Sha256Of(voucher), text);
      }));
    }
  }
  EXPECT_THAT(load("one"), Optional(std::string("\0new\xff", 5)));
  EXPECT_EQ(load("three"), std::nullopt);
  ASSERT_OK(Put(CastAny("one")).status());
  EXPECT_EQ(load("one"), std::nullopt);
  EXPECT_NE(load("two"), std::nullopt);
  ASSERT_OK(Close());
  EXPECT_EQ(load("two"), std::nullopt);
}

}  // namespace
}  // namespace tarazy::testing
