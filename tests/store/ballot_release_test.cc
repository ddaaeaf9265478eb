// What comes out of the box on both engines: in groups, all of it, and nothing else.
#include <algorithm>

#include "tests/store/ballots_fixture.h"

namespace tarazy::testing {
namespace {

using surveys::AnswerState;
using surveys::StoredComment;
using surveys::StratumTally;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Records say of texts only whether they were asked.
void ForgetTexts(const Form& form, StratumTally& tally) {
  for (size_t i = 0; i < tally.questions.size(); ++i) {
    if (form.questions()[i].type != v1::ITEM_TYPE_TEXT) continue;
    tally.questions[i].missing += std::exchange(tally.questions[i].answered, 0);
  }
}

class BallotReleaseTest : public BallotsTest {
 protected:
  // Casts `count` ballots with new vouchers and counts them beside the box.
  void CastMany(const std::string& stratum, int count) {
    auto [place, is_new] = expected_.try_emplace(stratum, surveys::EmptyTally(form()));
    for (int i = 0; i < count; ++i) {
      const CodedBallot ballot = AnyBallot();
      surveys::Count(form(), ballot, place->second);
      for (const auto& text : ballot.texts) texts_.push_back(text.text);
      const std::string name = absl::StrCat("v", ++vouchers_);
      EXPECT_EQ(Put(Cast(name, name, stratum, ballot)).value(), SubmissionOutcome::kKept);
    }
  }
  void ExpectRecordsEqualTallies() {
    surveys::Tallies tallies = Tallies().tallies;
    for (auto& [stratum, tally] : tallies) ForgetTexts(form(), tally);
    EXPECT_TRUE(tallies == Recount());
  }

  surveys::Tallies expected_;
  std::vector<std::string> texts_;
  int vouchers_ = 0;
};
TEST_ON_BOTH_ENGINES(BallotReleaseTest);

TEST_P(BallotReleaseTest, AGroupStaysBehindAndNoStepIsSmallerThanAGroup) {
  constexpr int kGroup = 6;
  Open(BoxOf({"a", "b"}, kGroup));
  int64_t seen = 0;
  for (int i = 1; i <= 60; ++i) {
    CastMany("a", 1);
    if (i % 3 != 0) continue;
    const int64_t released = Release("a");
    const BoxTallies now = Tallies();
    EXPECT_EQ(now.tallies.at("a").ballots, seen + released);
    EXPECT_TRUE(released == 0 || released >= kGroup) << released;
    if (now.tallies.at("a").ballots > 0) EXPECT_GE(i - now.tallies.at("a").ballots, kGroup);
    if (i < 2 * kGroup) {
      EXPECT_EQ(released, 0);
    }
    seen += released;
  }
  EXPECT_GE(seen, 60 - 2 * kGroup);
  EXPECT_EQ(Release("b"), 0);
  ExpectRecordsEqualTallies();
  ASSERT_OK(Close());
  EXPECT_EQ(Tallies().tallies.at("a").ballots, 60);
}

TEST_P(BallotReleaseTest, TheWriterReleasesByItself) {
  constexpr int kGroup = 5;
  Open(BoxOf({"a"}, kGroup));
  const auto writer = MakeWriter({.release_pause = absl::ZeroDuration()});
  int64_t seen = 0;
  for (int i = 1; i <= 40; ++i) {
    EXPECT_EQ(writer->Submit(Soon(), CastAny(absl::StrCat(i))).value(), SubmissionOutcome::kKept);
    const int64_t now = Tallies().tallies.at("a").ballots;
    EXPECT_TRUE(now == seen || now >= seen + kGroup);
    EXPECT_TRUE(now == 0 || now <= i - kGroup);
    seen = now;
  }
  const absl::Time limit = absl::Now() + absl::Seconds(20);
  while (Tallies().tallies.at("a").ballots <= 40 - 2 * kGroup && absl::Now() < limit) {
    std::this_thread::yield();
  }
  EXPECT_GT(Tallies().tallies.at("a").ballots, 40 - 2 * kGroup);
}

TEST_P(BallotReleaseTest, AfterARestartTheWriterFindsWhatIsDue) {
  Open(BoxOf({"a"}, 5));
  CastMany("a", 30);
  const auto writer = MakeWriter({.release_pause = absl::ZeroDuration()});
  const absl::Time limit = absl::Now() + absl::Seconds(20);
  while (Tallies().tallies.at("a").ballots < 25 && absl::Now() < limit) std::this_thread::yield();
  EXPECT_EQ(Tallies().tallies.at("a").ballots, 25);
}

TEST_P(BallotReleaseTest, TalliesEqualACountOfWhatWasCastAndOfTheRecords) {
  for (int round = 0; round < 6; ++round) {
    SCOPED_TRACE(round);
    UseForm(surveys::RandomQuestionnaire(random_));
    expected_.clear();
    texts_.clear();
    const Box box = BoxOf({"a", "b", "c"}, 5);
    Open(box);
    for (int step = 0; step < 4; ++step) {
      for (const char* stratum : {"a", "b"}) {
        CastMany(stratum, static_cast<int>(surveys::Between(random_, 0, 12)));
        Release(stratum);
      }
      ExpectRecordsEqualTallies();
    }
    ASSERT_OK(Close());
    ExpectRecordsEqualTallies();
    expected_.try_emplace("c", surveys::EmptyTally(form()));
    EXPECT_TRUE(Tallies().tallies == expected_);
    std::vector<std::string> kept;
    for (const StoredComment& comment : Comments()) kept.push_back(comment.text);
    std::sort(kept.begin(), kept.end());
    std::sort(texts_.begin(), texts_.end());
    EXPECT_EQ(kept, texts_);
    // The next round's box is another one.
    for (const char* table : {"box_stratum", "box", "spent", "tally", "ballot", "comment"}) {
      ASSERT_OK(Exec(ballots(), absl::StrCat("DELETE FROM ", table)));
    }
  }
}

TEST_P(BallotReleaseTest, CountersKeepNoBallot) {
  Box box = BoxOf({"a"}, 5);
  box.mode = v1::BALLOT_MODE_COUNTERS;
  Open(box);
  CastMany("a", 25);
  EXPECT_GT(Release("a"), 0);
  EXPECT_EQ(ReadInt(ballots(), "SELECT COUNT(*) FROM ballot"), 0);
  ASSERT_OK(Close());
  EXPECT_TRUE(Tallies().tallies == expected_);
  EXPECT_EQ(ReadInt(ballots(), "SELECT COUNT(*) FROM ballot"), 0);
  EXPECT_EQ(ReadInt(ballots(), "SELECT COUNT(*) FROM pending"), 0);
}

TEST_P(BallotReleaseTest, TrialBallotsAreInNoFigure) {
  Open(BoxOf({"a"}, 5));
  CastMany("a", 6);
  const surveys::Tallies without = expected_;
  const size_t texts = texts_.size();
  CastMany("test", 30);
  EXPECT_GT(Release("test"), 0);
  ASSERT_OK(Close());
  EXPECT_TRUE(Tallies().tallies == without);
  EXPECT_THAT(Comments(), SizeIs(texts));
  EXPECT_THAT(Comments({.stratum = "test"}), IsEmpty());
  ExpectRecordsEqualTallies();
  int records = 0;
  ASSERT_OK(ballots().Read(Soon(), [&](sql::Tx& tx) {
    return surveys::ForEachRecord(tx, kCampaign, "test", [&](absl::string_view, absl::string_view) {
      ++records;
      return absl::OkStatus();
    });
  }));
  EXPECT_EQ(records, 0);
  EXPECT_EQ(CountOf("a").submitted, 6);
  EXPECT_EQ(CountOf("test").submitted, 0);
}

TEST_P(BallotReleaseTest, AnInterruptedCloseGoesOn) {
  Open(BoxOf({"a", "b"}, 5));
  CastMany("a", 12);
  CastMany("b", 12);
  // Sealed by somebody else: the close stops there.
  const BallotSealer stranger(Secret::Generate());
  EXPECT_EQ(Close(stranger).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Tallies().state, surveys::BoxState::kClosing);
  EXPECT_EQ(Put(CastAny("late")).value(), SubmissionOutcome::kClosed);
  EXPECT_EQ(Release("a"), 0);  // only the close releases now
  ASSERT_OK(Close());
  const BoxTallies closed = Tallies();
  EXPECT_EQ(closed.state, surveys::BoxState::kClosed);
  EXPECT_TRUE(closed.tallies == expected_);
  ExpectRecordsEqualTallies();
  ASSERT_OK(Close());
  ASSERT_OK(Close(stranger));  // nothing is left to be read
  EXPECT_EQ(Tallies().revision, closed.revision);
}

TEST_P(BallotReleaseTest, ACloseThatFailsBetweenAnyTwoStepsLosesNothing) {
  Open(BoxOf({"a", "b"}, 5));
  CastMany("a", 9);
  CastMany("b", 3);
  // Fails its nth transaction, as a kill before its commit does.
  class FailsAt final : public sql::Database {
   public:
    FailsAt(sql::Database& db, int n) : db_(db), left_(n) {}
    absl::Status Read(const Context& context, sql::Work work) override {
      return db_.Read(context, work);
    }
    absl::Status Write(const Context& context, sql::Work work) override {
      return db_.Write(context, [&](sql::Tx& tx) { return Fail(work(tx)); });
    }
    absl::Status WriteBulk(const Context& context, sql::Work work) override {
      return db_.WriteBulk(context, [&](sql::Tx& tx) { return Fail(work(tx)); });
    }
    absl::Status Ready(const Context& context) override { return db_.Ready(context); }
    absl::string_view Engine() const override { return db_.Engine(); }

   private:
    absl::Status Fail(absl::Status status) {
      return left_-- == 0 ? absl::UnavailableError("killed") : status;
    }
    sql::Database& db_;
    int left_;
  };
  surveys::RunningCampaign running;
  running.campaign.set_id(kCampaign);
  running.form = FoundForm().value();
  int attempts = 0;
  for (absl::Status status = absl::UnavailableError(""); !status.ok(); ++attempts) {
    ASSERT_LT(attempts, 20);
    // The first attempt fails at its first step, the next at its second …
    FailsAt killed(ballots(), attempts);
    status = surveys::CloseBox(Soon(), killed, sealer_, running);
    const BoxTallies tallies = Tallies();
    if (tallies.state != surveys::BoxState::kClosed) {
      EXPECT_FALSE(status.ok());
    }
    for (const auto& [stratum, tally] : tallies.tallies) {
      EXPECT_TRUE(tally.ballots == 0 || tally == expected_[stratum]);
    }
    ExpectRecordsEqualTallies();
  }
  EXPECT_GT(attempts, 3);
  EXPECT_TRUE(Tallies().tallies == expected_);
  EXPECT_EQ(ReadInt(ballots(), "SELECT COUNT(*) FROM pending"), 0);
}

TEST_P(BallotReleaseTest, ALargeRestComesOutInSeveralSteps) {
  Open(BoxOf({"a"}, 5));
  const auto writer = MakeWriter();
  InParallel(8, [&](int i) {
    for (int j = 0; j < 151; ++j) {
      surveys::Random random(static_cast<uint64_t>(1000 * i + j));
      const std::string name = absl::StrCat(i, ".", j);
      EXPECT_TRUE(
          writer->Submit(Soon(), Cast(name, name, "a", surveys::RandomBallot(form(), random)))
              .ok());
    }
  });
  ASSERT_OK(Close());
  EXPECT_EQ(Tallies().tallies.at("a").ballots, 8 * 151);
  EXPECT_EQ(Tallies().revision, 2);
  ExpectRecordsEqualTallies();
}

TEST_P(BallotReleaseTest, SealedBallotsAreOfOneLengthAndOfTheirStratum) {
  const auto seal = [&](const CodedBallot& ballot, const std::string& stratum) {
    return sealer_.Seal(form(), kCampaign, stratum, {.ballot = ballot, .language = "ru"});
  };
  const size_t usual = seal({.answers = std::vector<surveys::CodedAnswer>(4)}, "a").size();
  for (int i = 0; i < 200; ++i) {
    CodedBallot ballot = AnyBallot();
    const std::string sealed = seal(ballot, "a");
    EXPECT_EQ(sealed.size() % 256, 0u);
    if (ballot.texts.empty() || ballot.texts[0].text.size() < 1900) {
      EXPECT_EQ(sealed.size(), usual);
    }
    EXPECT_NE(seal(ballot, "a"), sealed);
    const auto back = sealer_.Unseal(form(), kCampaign, "a", sealed);
    ASSERT_OK(back.status());
    EXPECT_TRUE(back->ballot == ballot);
    EXPECT_EQ(back->language, "ru");
    EXPECT_EQ(sealer_.Unseal(form(), kCampaign, "b", sealed).status().code(),
              absl::StatusCode::kDataLoss);
    EXPECT_EQ(sealer_.Unseal(form(), "other", "a", sealed).status().code(),
              absl::StatusCode::kDataLoss);
  }
}

TEST_P(BallotReleaseTest, CommentsAreListedByTheirIdsAndReviewed) {
  Open(BoxOf({"a", "b"}, 5));
  for (const char* stratum : {"a", "b"}) {
    for (int i = 0; i < 12; ++i) {
      CodedBallot ballot{.answers = std::vector<surveys::CodedAnswer>(4)};
      ballot.answers[3] = {.state = AnswerState::kAnswered, .value = 3};
      ballot.texts = {{.question = 3, .text = absl::StrCat(stratum, " ", i, "\nқ")}};
      const std::string name = absl::StrCat(stratum, i);
      ASSERT_OK(Put(Cast(name, name, stratum, ballot, i % 2 == 0 ? "kk" : "en")).status());
    }
  }
  EXPECT_THAT(Comments(), IsEmpty());
  ASSERT_OK(Close());
  std::vector<StoredComment> read;
  std::string after;
  for (;;) {
    const std::vector<StoredComment> page = Comments({.after = after}, 5);
    if (page.empty()) break;
    EXPECT_LE(page.size(), 5u);
    for (const StoredComment& comment : page) {
      EXPECT_LT(after, comment.id);
      after = comment.id;
      read.push_back(comment);
    }
  }
  ASSERT_THAT(read, SizeIs(24));
  EXPECT_EQ(read[0].question, "text");
  EXPECT_EQ(read[0].id.size(), 32u);
  EXPECT_EQ(read[0].state, v1::COMMENT_STATE_PENDING);
  EXPECT_THAT(Comments({.stratum = "a"}), SizeIs(12));
  EXPECT_THAT(Comments({.question = "other"}), IsEmpty());
  const auto review = [&](const std::string& id) {
    return ballots().Write(Soon(), [&](sql::Tx& tx) {
      return surveys::ReviewComment(tx, kCampaign, id, v1::COMMENT_STATE_RELEASED,
                                    v1::COMMENT_REASON_NAMES_PERSON, "masked");
    });
  };
  ASSERT_OK(review(read[3].id));
  EXPECT_FAILS(review("nobody"), kNotFound, kNotFound);
  const std::vector<StoredComment> released = Comments({.state = v1::COMMENT_STATE_RELEASED});
  ASSERT_THAT(released, SizeIs(1));
  EXPECT_EQ(released[0].text, read[3].text);
  EXPECT_EQ(released[0].released_text, "masked");
  EXPECT_EQ(released[0].reason, v1::COMMENT_REASON_NAMES_PERSON);
}

TEST_P(BallotReleaseTest, ACountOfAnotherFormIsDataLoss) {
  Open(BoxOf({"a"}, 5));
  CastMany("a", 12);
  ASSERT_OK(Close());
  ASSERT_OK(Exec(ballots(), "UPDATE tally SET question = 'gone' WHERE question = 'single'"));
  const absl::Status status = ballots().Read(
      Soon(), [&](sql::Tx& tx) { return surveys::ReadTallies(tx, form(), kCampaign).status(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_FAILS(
      ballots().Read(
          Soon(), [&](sql::Tx& tx) { return surveys::ReadTallies(tx, form(), "nobody").status(); }),
      kNotFound, kNotFound);
}

}  // namespace
}  // namespace tarazy::testing
