// A campaign over real databases, whose ballots are released without a box's writer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "common/cache/tiered_cache.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/results/campaign_results.h"
#include "services/surveys/app/results/comments.h"
#include "services/surveys/app/results/import_tables.h"
#include "services/surveys/app/results/record_requests.h"
#include "services/surveys/domain/figures/make_results.h"
#include "services/surveys/domain/figures/test_campaign.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/ballots/release_store.h"
#include "services/surveys/store/control/campaign_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "tests/store/database_test.h"

namespace tarazy::testing {

using surveys::Audience;
using surveys::CampaignResults;
using surveys::CommentPage;
using surveys::TestAnswers;
namespace v1 = surveys::v1;

inline constexpr Audience kStaff{.staff = true};
inline constexpr Audience kPublic{};

class SurveyResultsTest : public DatabaseTest {
 protected:
  SurveyResultsTest()
      : control_(OpenOrDie(url(), name() + "c", surveys::control::SchemaMigrations())),
        ballots_(OpenOrDie(url(), name() + "b", surveys::ballots::SchemaMigrations())),
        data_{*control_, *control_, *ballots_},
        campaigns_(*control_),
        cache_({}, nullptr, nullptr),
        results_(data_, campaigns_, cache_) {}

  template <typename T>
  absl::StatusOr<T> Write(sql::Database& database,
                          const std::function<absl::StatusOr<T>(sql::Tx&)>& work) {
    absl::StatusOr<T> result = absl::UnknownError("was not run");
    const absl::Status status = database.Write(Soon(), [&](sql::Tx& tx) {
      result = work(tx);
      return result.status();
    });
    if (!status.ok()) return status;
    return result;
  }

  // The campaign of `answers_`, open, with an empty box.
  void OpenCampaign() {
    answers_.campaign.set_questionnaire("questionnaires/everything/versions/1");
    ASSERT_OK(control_->Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      surveys::QuestionnaireVersion version{.source = "s"};
      version.questionnaire = surveys::TestQuestionnaire();
      version.created = absl::Now();
      RETURN_IF_ERROR(surveys::AddQuestionnaireVersion(tx, version));
      return surveys::InsertCampaign(tx, {.campaign = answers_.campaign,
                                          .stage = surveys::CampaignStage::kOpen,
                                          .created = absl::Now(),
                                          .created_by = "test"});
    }));
    surveys::Box box{
        .campaign = "autumn",
        .mode = answers_.campaign.ballots(),
        .group_size = 10,
        .strata = {{.id = "east-1"}, {.id = "east-2"}, {.id = "test"}, {.id = "west"}}};
    ASSERT_OK(ballots_->Write(Soon(), [&](sql::Tx& tx) { return surveys::OpenBox(tx, box); }));
  }
  // Releases what `answers_` has got since the last time, with a comment per stratum and ballot
  // when there is a text.
  void ReleaseAll(const std::string& text = "") {
    std::map<std::string, surveys::ReleasedGroup> groups;
    for (; released_ < answers_.ballots.size(); ++released_) {
      const auto& [stratum, ballot] = answers_.ballots[released_];
      surveys::ReleasedGroup& group = groups[stratum];
      group.campaign = "autumn";
      group.stratum = stratum;
      if (group.tally.questions.empty()) group.tally = surveys::EmptyTally(answers_.form);
      surveys::Count(answers_.form, ballot, group.tally);
      if (answers_.campaign.ballots() == v1::BALLOT_MODE_RECORDS) {
        group.records.push_back(surveys::Pack(answers_.form, ballot));
      }
      if (!text.empty()) {
        group.comments.push_back({.question = "remarks", .language = "kk", .text = text});
      }
    }
    for (const auto& [stratum, group] : groups) {
      ASSERT_OK(ballots_->Write(Soon(), [&](sql::Tx& tx) {
        return surveys::AddReleased(tx, ballots_->Engine(), answers_.form, group);
      }));
    }
  }
  void Close() {
    ASSERT_OK(control_->Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(surveys::MarkClosing(tx, "autumn", "test", absl::Now()));
      return surveys::MarkClosed(tx, "autumn", {}).status();
    }));
  }
  void Answer() {
    surveys::Random random(42);
    answers_.AddRandom("east-1", 40, random);
    answers_.AddRandom("east-2", 50, random);
    answers_.AddRandom("west", 18, random);
  }

  v1::Results Results(const surveys::ResultsQuery& query, Audience audience = kStaff) {
    const absl::StatusOr<v1::Results> results = results_.Results(Soon(), query, audience);
    EXPECT_TRUE(results.ok()) << results.status();
    return results.value_or(v1::Results());
  }
  absl::StatusOr<CommentPage> Comments(const surveys::CommentFilter& filter, int size,
                                       bool reviewer) {
    ASSIGN_OR_RETURN(const surveys::ReadableCampaign readable,
                     surveys::OpenToRead(Soon(), data_, campaigns_, "autumn", kStaff));
    return surveys::ReadComments(Soon(), data_, readable, filter, size, reviewer);
  }
  absl::StatusOr<surveys::ImportedTables> Import(const std::string& file,
                                                 const std::string& population,
                                                 const std::string& id) {
    v1::Campaign campaign;
    campaign.set_id(id);
    campaign.mutable_title()->set_en("Published");
    return Write<surveys::ImportedTables>(*control_, [&](sql::Tx& tx) {
      return surveys::ImportTables(tx, campaign, file, population, "test", absl::Now());
    });
  }

  TestAnswers answers_;
  size_t released_ = 0;
  const std::unique_ptr<sql::Database> control_;
  const std::unique_ptr<sql::Database> ballots_;
  const surveys::SurveyData data_;
  surveys::RunningCampaigns campaigns_;
  cache::TieredCache cache_;
  CampaignResults results_;
};

}  // namespace tarazy::testing
