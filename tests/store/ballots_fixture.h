// A ballot box over a real database, and ballots to put into it.
#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/seal.h"
#include "common/base/sha256.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/ballots/ballot_writer.h"
#include "services/surveys/app/ballots/close_box.h"
#include "services/surveys/app/ballots/release.h"
#include "services/surveys/domain/form/test_random_form.h"
#include "services/surveys/domain/tally/tally.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/ballots/comment_store.h"
#include "services/surveys/store/ballots/record_store.h"
#include "services/surveys/store/ballots/submission_store.h"
#include "services/surveys/store/ballots/tally_store.h"
#include "tests/store/database_test.h"

namespace tarazy::testing {

using surveys::BallotSealer;
using surveys::BallotWriter;
using surveys::BallotWriterOptions;
using surveys::Box;
using surveys::BoxTallies;
using surveys::CastBallot;
using surveys::CodedBallot;
using surveys::Form;
using surveys::Submission;
using surveys::SubmissionOutcome;
namespace v1 = surveys::v1;

inline constexpr char kCampaign[] = "students-2023";

// A choice of three, a set of four, a number and a text.
inline v1::Questionnaire FourQuestions() {
  v1::Questionnaire questionnaire;
  questionnaire.set_id("four");
  v1::Page& page = *questionnaire.add_pages();
  page.set_id("p");
  const auto add = [&](const char* id, v1::ItemType type, int choices) {
    v1::Item& item = *page.add_items();
    item.set_id(id);
    item.set_type(type);
    for (int i = 0; i < choices; ++i) item.add_choices()->set_code(absl::StrCat("c", i));
    return &item;
  };
  add("single", v1::ITEM_TYPE_SINGLE, 3);
  add("multi", v1::ITEM_TYPE_MULTI, 4);
  v1::NumberRange& range = *add("number", v1::ITEM_TYPE_NUMBER, 0)->mutable_number();
  range.set_min(-1000);
  range.set_max(1000);
  add("text", v1::ITEM_TYPE_TEXT, 0);
  return questionnaire;
}

class BallotsTest : public DatabaseTest {
 protected:
  BallotsTest() : form_(std::make_shared<Form>(FourQuestions())), ballots_(OpenBallots(name())) {}

  std::unique_ptr<sql::Database> OpenBallots(const std::string& name) {
    return OpenOrDie(url(), name, surveys::ballots::SchemaMigrations());
  }
  sql::Database& ballots() { return *ballots_; }
  const Form& form() const { return *form_; }
  void UseForm(v1::Questionnaire questionnaire) {
    form_ = std::make_shared<Form>(std::move(questionnaire));
  }

  static Box BoxOf(std::vector<std::string> strata, int group_size) {
    Box box{.campaign = kCampaign, .group_size = group_size};
    for (std::string& stratum : strata) box.strata.push_back({.id = std::move(stratum)});
    box.strata.push_back({.id = std::string(surveys::kTrials)});
    return box;
  }
  void Open(const Box& box) {
    ASSERT_OK(ballots().Write(Soon(), [&](sql::Tx& tx) { return surveys::OpenBox(tx, box); }));
  }

  // Without releases of its own unless `release_pause` says so.
  std::unique_ptr<BallotWriter> MakeWriter(BallotWriterOptions options = Unreleased()) {
    return MakeWriter(ballots(), std::move(options));
  }
  std::unique_ptr<BallotWriter> MakeWriter(sql::Database& ballots, BallotWriterOptions options) {
    return std::make_unique<BallotWriter>(
        ballots, sealer_, [this](const Context&, absl::string_view) { return FoundForm(); },
        std::move(options));
  }
  static BallotWriterOptions Unreleased() { return {.release_pause = absl::Hours(1)}; }
  absl::StatusOr<std::shared_ptr<const Form>> FoundForm() const { return form_; }

  // By a voucher and a submission of these names.
  Submission Cast(const std::string& voucher, const std::string& submission,
                  const std::string& stratum, const CodedBallot& ballot,
                  const std::string& language = "kk") const {
    return {.campaign = kCampaign,
            .stratum = stratum,
            .voucher_digest = Sha256Of(voucher),
            .submission_digest = Sha256Of(submission),
            .sealed =
                sealer_.Seal(form(), kCampaign, stratum, {.ballot = ballot, .language = language})};
  }
  CodedBallot AnyBallot() { return RandomBallotWithTexts(random_); }
  Submission CastAny(const std::string& name, const std::string& stratum = "a") {
    return Cast(name, name, stratum, AnyBallot());
  }
  CodedBallot RandomBallotWithTexts(surveys::Random& random) const {
    CodedBallot ballot = surveys::RandomBallot(form(), random);
    for (size_t i = 0; i < ballot.answers.size(); ++i) {
      if (form().questions()[i].type != v1::ITEM_TYPE_TEXT) continue;
      if (ballot.answers[i].state != surveys::AnswerState::kAnswered) continue;
      ballot.texts.push_back(
          {.question = static_cast<int>(i),
           .text = std::string(static_cast<size_t>(ballot.answers[i].value), "xyz"[i % 3])});
    }
    return ballot;
  }

  // Puts it into the box without a writer.
  absl::StatusOr<SubmissionOutcome> Put(const Submission& submission) {
    absl::StatusOr<std::vector<SubmissionOutcome>> outcomes;
    const absl::Status status = ballots().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(surveys::AwaitTurn(tx, ballots().Engine()));
      outcomes = surveys::TakeSubmissions(tx, ballots().Engine(), {&submission});
      return outcomes.status();
    });
    if (!status.ok()) return status;
    return outcomes->front();
  }
  int64_t Release(const std::string& stratum) {
    int64_t released = -1;
    const absl::Status status = ballots().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(surveys::AwaitTurn(tx, ballots().Engine()));
      ASSIGN_OR_RETURN(released, surveys::ReleaseGroup(tx, ballots().Engine(), sealer_, form(),
                                                       kCampaign, stratum));
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return released;
  }
  absl::Status Close() { return Close(sealer_); }
  absl::Status Close(const BallotSealer& sealer) {
    surveys::RunningCampaign running;
    running.campaign.set_id(kCampaign);
    running.form = form_;
    return surveys::CloseBox(Within(absl::Minutes(2)), ballots(), sealer, running);
  }

  BoxTallies Tallies() {
    BoxTallies tallies;
    EXPECT_TRUE(ballots()
                    .Read(Soon(),
                          [&](sql::Tx& tx) -> absl::Status {
                            ASSIGN_OR_RETURN(tallies, surveys::ReadTallies(tx, form(), kCampaign));
                            return absl::OkStatus();
                          })
                    .ok());
    return tallies;
  }
  surveys::BallotCount CountOf(const std::string& stratum) {
    std::map<std::string, surveys::BallotCount, std::less<>> counts;
    EXPECT_TRUE(ballots()
                    .Read(Soon(),
                          [&](sql::Tx& tx) -> absl::Status {
                            ASSIGN_OR_RETURN(counts, surveys::CountBallots(tx, kCampaign));
                            return absl::OkStatus();
                          })
                    .ok());
    return counts[stratum];
  }
  // The records, counted anew.
  surveys::Tallies Recount() {
    surveys::Tallies tallies;
    for (const auto& [stratum, tally] : Tallies().tallies) {
      tallies[stratum] = surveys::EmptyTally(form());
    }
    EXPECT_TRUE(
        ballots()
            .Read(Soon(),
                  [&](sql::Tx& tx) {
                    CodedBallot ballot;
                    return surveys::ForEachRecord(
                        tx, kCampaign, "",
                        [&](absl::string_view stratum, absl::string_view packed) -> absl::Status {
                          RETURN_IF_ERROR(surveys::Unpack(form(), packed, ballot));
                          surveys::Count(form(), ballot, tallies[std::string(stratum)]);
                          return absl::OkStatus();
                        });
                  })
            .ok());
    return tallies;
  }
  std::vector<surveys::StoredComment> Comments(surveys::CommentFilter filter = {},
                                               int limit = 100000) {
    std::vector<surveys::StoredComment> comments;
    EXPECT_TRUE(ballots()
                    .Read(Soon(),
                          [&](sql::Tx& tx) -> absl::Status {
                            ASSIGN_OR_RETURN(comments,
                                             surveys::ListComments(tx, kCampaign, filter, limit));
                            return absl::OkStatus();
                          })
                    .ok());
    return comments;
  }

  BallotSealer sealer_{Secret::Generate()};
  surveys::Random random_{20231126};

 private:
  std::shared_ptr<const Form> form_;
  const std::unique_ptr<sql::Database> ballots_;
};

}  // namespace tarazy::testing
