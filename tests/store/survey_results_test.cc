// Results on both engines: from maintained counts, from records, from tables that others published.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "common/cache/tiered_cache.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/results/campaign_results.h"
#include "services/surveys/app/results/comments.h"
#include "services/surveys/app/results/import_tables.h"
#include "services/surveys/app/results/record_requests.h"
#include "services/surveys/domain/figures/make_results.h"
#include "services/surveys/domain/figures/test_campaign.h"
#include "services/surveys/domain/tables/check_tables.h"
#include "services/surveys/file/read_tables.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/ballots/release_store.h"
#include "services/surveys/store/control/campaign_store.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using surveys::Audience;
using surveys::CampaignResults;
using surveys::CommentPage;
using surveys::TestAnswers;
using ::testing::HasSubstr;
using ::testing::SizeIs;
namespace v1 = surveys::v1;

constexpr Audience kStaff{.staff = true};
constexpr Audience kPublic{};

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
    std::mt19937 random(42);
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
TEST_ON_BOTH_ENGINES(SurveyResultsTest);

TEST_P(SurveyResultsTest, MaintainedCountsGiveTheResultsOfAFullRecount) {
  OpenCampaign();
  Answer();
  ReleaseAll();
  Close();
  const v1::Results kept = Results({.campaign = "autumn", .by_stratum = true});
  v1::Results recounted = surveys::MakeResults(answers_.Masked({5}), {.by_stratum = true});
  recounted.set_revision(kept.revision());
  recounted.set_policy(kept.policy());
  recounted.set_frozen(true);
  EXPECT_EQ(kept.strata(0).ballots(), 108);
  EXPECT_EQ(kept.DebugString(), recounted.DebugString());
  EXPECT_EQ(kept.policy(), surveys::PolicyDigest(answers_.campaign));
}

TEST_P(SurveyResultsTest, BeforeTheCloseOnlyStaffReadsAndOnlyWhereThePolicySaysSo) {
  OpenCampaign();
  Answer();
  ReleaseAll();
  const surveys::ResultsQuery query{.campaign = "autumn"};
  const Audience as_public{.staff = true, .as_public = true};
  for (const Audience audience : {kStaff, kPublic, as_public}) {
    EXPECT_FAILS(results_.Results(Soon(), query, audience).status(), kFailedPrecondition,
                 kResultsNotYet);
  }
  Close();
  for (const Audience audience : {kStaff, kPublic, as_public}) {
    EXPECT_TRUE(Results(query, audience).frozen());
  }
  EXPECT_EQ(Results(query, kStaff).threshold(), 5);
  EXPECT_EQ(Results(query, kPublic).threshold(), 10);
  EXPECT_EQ(Results(query, as_public).DebugString(), Results(query, kPublic).DebugString());
  EXPECT_FAILS(results_.Results(Soon(), {.campaign = "spring"}, kStaff).status(), kNotFound,
               kNotFound);
}

TEST_P(SurveyResultsTest, AReleaseIsSeenAtOnceAndTheSameStateTwice) {
  answers_.campaign.mutable_disclosure()->set_results_before_close(true);
  OpenCampaign();
  const surveys::ResultsQuery query{.campaign = "autumn"};
  EXPECT_EQ(Results(query).strata(0).ballots(), 0);
  Answer();
  ReleaseAll();
  const v1::Results first = Results(query);
  EXPECT_EQ(first.strata(0).ballots(), 108);
  EXPECT_FALSE(first.frozen());
  EXPECT_EQ(Results(query).SerializeAsString(), first.SerializeAsString());
  std::mt19937 random(1);
  answers_.AddRandom("west", 10, random);
  ReleaseAll();
  EXPECT_EQ(Results(query).strata(0).ballots(), 118);
  EXPECT_GT(Results(query).revision(), first.revision());
}

TEST_P(SurveyResultsTest, CrossTablesFiltersAndQualityComeFromRecords) {
  answers_.campaign.mutable_disclosure()->set_cells(v1::PROTECTED_CELLS_GROUPS);
  OpenCampaign();
  Answer();
  ReleaseAll();
  Close();
  const auto cross =
      results_.Cross(Soon(), {.campaign = "autumn", .row = "sex", .column = "opinion"}, kStaff);
  ASSERT_TRUE(cross.ok()) << cross.status();
  EXPECT_EQ(cross->rows_size(), 2);
  EXPECT_EQ(cross->columns_size(), 3);
  const v1::Results filtered = Results({.campaign = "autumn", .filter = "sex = male"});
  int64_t men = 0;
  for (const auto& [stratum, ballot] : answers_.ballots) {
    const surveys::CodedAnswer& sex = ballot.answers[0];
    men += sex.state == surveys::AnswerState::kAnswered && sex.value == 0;
  }
  EXPECT_EQ(filtered.strata(0).ballots(), men);
  const auto quality = results_.Quality(Soon(), "autumn", kStaff);
  ASSERT_TRUE(quality.ok()) << quality.status();
  EXPECT_EQ(quality->ballots(), 108);
  for (const char* bad : {"sex", "sex = ", "sex = male = female", "nothing = male", "years = 3"}) {
    EXPECT_FAILS(results_.Results(Soon(), {.campaign = "autumn", .filter = bad}, kStaff).status(),
                 kInvalidArgument, kInvalidField)
        << bad;
  }
  const auto refused = [&](const char* row, const char* column, const char* stratum) {
    return results_
        .Cross(Soon(), {.campaign = "autumn", .row = row, .column = column, .stratum = stratum},
               kStaff)
        .status();
  };
  EXPECT_FAILS(refused("sex", "sex", ""), kInvalidArgument, kInvalidField);
  EXPECT_FAILS(refused("sex", "years", ""), kInvalidArgument, kInvalidField);
  EXPECT_FAILS(refused("sex", "opinion", "north"), kInvalidArgument, kInvalidField);
}

TEST_P(SurveyResultsTest, OfCountersOnlyWhatCountsTell) {
  answers_.campaign.set_ballots(v1::BALLOT_MODE_COUNTERS);
  OpenCampaign();
  Answer();
  ReleaseAll();
  Close();
  EXPECT_TRUE(Results({.campaign = "autumn"}).marginals_only());
  EXPECT_FAILS(
      results_.Cross(Soon(), {.campaign = "autumn", .row = "sex", .column = "opinion"}, kStaff)
          .status(),
      kFailedPrecondition, kRecordsNeeded);
  EXPECT_FAILS(
      results_.Results(Soon(), {.campaign = "autumn", .filter = "sex = male"}, kStaff).status(),
      kFailedPrecondition, kRecordsNeeded);
  EXPECT_FAILS(results_.Quality(Soon(), "autumn", kStaff).status(), kFailedPrecondition,
               kRecordsNeeded);
}

TEST_P(SurveyResultsTest, FiguresForOthersAreThoseOfTheResults) {
  answers_.campaign.mutable_disclosure()->set_cells(v1::PROTECTED_CELLS_GROUPS);
  OpenCampaign();
  Answer();
  ReleaseAll();
  Close();
  const v1::Results results = Results({.campaign = "autumn", .questions = {"recommend"}});
  const auto figure = results_.Figure(
      Soon(), "autumn", {.question = "years", .statistic = v1::STATISTIC_MEAN}, kPublic);
  ASSERT_TRUE(figure.ok()) << figure.status();
  EXPECT_TRUE(figure->has_value());
  EXPECT_TRUE(figure->has_standard_error());
  EXPECT_TRUE(figure->frozen());
  EXPECT_EQ(figure->policy(), results.policy());
  EXPECT_EQ(figure->revision(), results.revision());
  const auto comparison = results_.Compare(Soon(), "autumn", "autumn", kStaff);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  EXPECT_EQ(comparison->changes_size() + comparison->not_compared_size(), 1);
}

TEST_P(SurveyResultsTest, CommentsAreListedOnceReviewedAndOnlyOfLargeGroups) {
  OpenCampaign();
  answers_.Say("east-1", "opinion", 0, 12);
  answers_.Say("west", "opinion", 0, 7);  // fewer than 8
  ReleaseAll("Professor X shouts\nevery day");
  Close();
  const auto listed = [&](bool reviewer) { return Comments({}, 100, reviewer)->comments; };
  EXPECT_THAT(listed(true), SizeIs(12));
  EXPECT_THAT(listed(false), SizeIs(0));
  const std::string name = listed(true)[0].name();
  const std::string id = name.substr(name.rfind('/') + 1);
  const auto review = [&](const surveys::Review& how) {
    return Write<v1::Comment>(
        *ballots_, [&](sql::Tx& tx) { return surveys::ReviewOf(tx, "autumn", id, how); });
  };
  EXPECT_FAILS(review({.state = v1::COMMENT_STATE_RELEASED, .text = "[…] shouts"}).status(),
               kInvalidArgument, kInvalidField);
  EXPECT_FAILS(review({.state = v1::COMMENT_STATE_WITHHELD}).status(), kInvalidArgument,
               kInvalidField);
  EXPECT_FAILS(review({.state = v1::COMMENT_STATE_PENDING}).status(), kInvalidArgument,
               kInvalidField);
  ASSERT_OK(review({.state = v1::COMMENT_STATE_RELEASED,
                    .text = "[…] shouts\nevery day",
                    .reason = v1::COMMENT_REASON_NAMES_PERSON})
                .status());
  ASSERT_THAT(listed(false), SizeIs(1));
  EXPECT_EQ(listed(false)[0].text(), "[…] shouts\nevery day");
  EXPECT_EQ(listed(true)[0].text(), "Professor X shouts\nevery day") << "the original is kept";
  ASSERT_OK(
      review({.state = v1::COMMENT_STATE_WITHHELD, .reason = v1::COMMENT_REASON_IDENTIFIES_AUTHOR})
          .status());
  EXPECT_THAT(listed(false), SizeIs(0));
  EXPECT_THAT(Comments({.state = v1::COMMENT_STATE_WITHHELD}, 100, false)->comments, SizeIs(0));
  EXPECT_THAT(Comments({.state = v1::COMMENT_STATE_WITHHELD}, 100, true)->comments, SizeIs(1));

  std::set<std::string> seen;
  surveys::CommentFilter filter;
  int pages = 0;
  do {
    const CommentPage page = *Comments(filter, 5, true);
    for (const v1::Comment& comment : page.comments) seen.insert(comment.name());
    filter.after = page.next;
    ++pages;
  } while (!filter.after.empty() && pages < 10);
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(seen, SizeIs(12));
}

TEST_P(SurveyResultsTest, RecordsNeedASecondPerson) {
  OpenCampaign();
  const absl::Time now = absl::FromUnixSeconds(1700000000);
  const auto request = [&] {
    return Write<int64_t>(*control_, [&](sql::Tx& tx) {
      return surveys::RequestRecords(tx, "autumn", "a study", "methodologist tokens/a", now);
    });
  };
  EXPECT_FAILS(request().status(), kFailedPrecondition, kSurveyState);
  Close();
  EXPECT_EQ(request().value(), 1);
  EXPECT_EQ(request().value(), 2);
  const auto approve = [&](int64_t number, const char* by) {
    return Write<absl::Time>(*control_, [&](sql::Tx& tx) {
      return surveys::ApproveRecords(tx, "autumn", number, by, now);
    });
  };
  const auto approved = [&](int64_t number, absl::Time at) {
    return control_->Read(
        Soon(), [&](sql::Tx& tx) { return surveys::CheckApproved(tx, "autumn", number, at); });
  };
  EXPECT_FAILS(approved(1, now), kPermissionDenied, kApprovalNeeded);
  EXPECT_FAILS(approve(1, "methodologist tokens/a").status(), kPermissionDenied,
               kSecondPersonNeeded);
  EXPECT_FAILS(approve(3, "admin tokens/b").status(), kNotFound, kNotFound);
  EXPECT_EQ(approve(1, "admin tokens/b").value(), now + absl::Hours(7 * 24));
  ASSERT_OK(approved(1, now + absl::Hours(7 * 24 - 1)));
  EXPECT_FAILS(approved(1, now + absl::Hours(7 * 24)), kPermissionDenied, kApprovalNeeded);
  EXPECT_FAILS(approved(2, now), kPermissionDenied, kApprovalNeeded);
}

constexpr char kTables[] =
    "n: 57\nitems:\n  - {id: q1, type: single_choice, text: How, scale: s, categories: [good, "
    "bad], "
    "counts: [55, 2], printed_percent: ['96.5', '3.4']}\n";

TEST_P(SurveyResultsTest, PublishedTablesAreAClosedCampaignOfCounts) {
  const auto imported = Import(kTables, "", "published");
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->tables, 1);
  ASSERT_THAT(imported->findings, SizeIs(2));
  EXPECT_EQ(imported->campaign.disclosure().threshold(), 0);
  const v1::Results staff = Results({.campaign = "published"});
  EXPECT_TRUE(staff.frozen());
  EXPECT_TRUE(staff.marginals_only());
  EXPECT_EQ(staff.strata(0).ballots(), 57);
  EXPECT_EQ(staff.strata(0).questions(0).choices(1).count(), 2);
  EXPECT_EQ(staff.strata(0).questions(0).choices(1).percent(), 3.5);
  ASSERT_EQ(staff.flaws_size(), 2);
  EXPECT_EQ(staff.flaws(0).message(), "bad: 2 of 57 are 3.5 %, not 3.4 %");
  EXPECT_TRUE(
      Results({.campaign = "published"}, kPublic).strata(0).questions(0).choices(1).suppressed());
  EXPECT_FAILS(
      results_.Cross(Soon(), {.campaign = "published", .row = "q1", .column = "q1"}, kStaff)
          .status(),
      kInvalidArgument, kInvalidField);
  EXPECT_FAILS(results_.Quality(Soon(), "published", kStaff).status(), kFailedPrecondition,
               kRecordsNeeded);
  EXPECT_FAILS(Import(kTables, "", "published").status(), kAlreadyExists, kAlreadyExists);
  const absl::Status bad = Import("n: 0\nitems: [{id: a}]", "", "Bad id").status();
  EXPECT_EQ(bad.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_GT(DetailOf(bad).fields.size(), 3u) << bad;
}

TEST_P(SurveyResultsTest, TheTablesOfARealReportAreReproduced) {
  const char* shared = std::getenv("TARAZY_SHARED");
  const std::string path = absl::StrCat(shared != nullptr ? shared : REPOSITORY "/../shared",
                                        "/data/survey-tables-2023.json");
  if (!std::filesystem::exists(path)) {
    std::cout << "TARAZY_SHARED is absent: the published tables are not compared\n";
    return;
  }
  std::stringstream file;
  file << std::ifstream(path).rdbuf();
  int counts = 0;
  int percentages = 0;
  int differing = 0;
  for (const std::string population : {"faculty", "students"}) {
    ASSERT_OK(Import(file.str(), population, population).status());
    const v1::Results results = Results({.campaign = population});
    const v1::PublishedTables tables = *surveys::ReadTables(file.str(), population);
    EXPECT_EQ(results.strata(0).ballots(), population == "faculty" ? 57 : 177);
    ASSERT_EQ(results.strata(0).questions_size(), tables.items_size());
    for (int q = 0; q < tables.items_size(); ++q) {
      const v1::QuestionResults& question = results.strata(0).questions(q);
      for (int c = 0; c < question.choices_size(); ++c) {
        counts += question.choices(c).count() == tables.items(q).counts(c);
        const std::string& printed = tables.items(q).printed_percent(c);
        // Percentages with two digits, as the students' programmes have, are compared elsewhere.
        if (printed.empty() || tables.items(q).id() == "programme") continue;
        const bool same = question.choices(c).percent() == std::strtod(printed.c_str(), nullptr);
        ++(same ? percentages : differing);
      }
    }
  }
  EXPECT_EQ(counts, 310 + 327);
  EXPECT_EQ(percentages, 264 + 228 - 12);
  EXPECT_EQ(differing, 6 + 20);
}

}  // namespace
}  // namespace tarazy::testing
