#include "services/surveys/domain/figures/make_results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/surveys/domain/figures/percent.h"
#include "services/surveys/domain/figures/test_campaign.h"

namespace tarazy::surveys {
namespace {

enum Point { kGood, kFair, kBad, kNoAnswer };

const v1::StratumResults& Stratum(const v1::Results& results, absl::string_view id) {
  for (const v1::StratumResults& stratum : results.strata()) {
    if (stratum.stratum() == id) return stratum;
  }
  ADD_FAILURE() << "no stratum " << id;
  return results.strata(0);
}

// A copy: the results are often gone when it is looked at.
v1::QuestionResults Of(const v1::Results& results, absl::string_view question,
                       absl::string_view stratum = "all") {
  for (const v1::QuestionResults& figures : Stratum(results, stratum).questions()) {
    if (figures.question() == question) return figures;
  }
  ADD_FAILURE() << "no question " << question;
  return {};
}

TEST(MakeResultsTest, AScaleHasAllItsFigures) {
  TestAnswers answers;
  answers.Say("east-1", "opinion", kGood, 20);
  answers.Say("east-1", "opinion", kFair, 10);
  answers.Say("east-2", "opinion", kGood, 10);
  answers.Say("east-2", "opinion", kBad, 10);
  answers.Say("west", "opinion", kGood, 10);
  answers.Say("west", "opinion", kNoAnswer, 5);
  answers.Say("west", "sex", 0, 5);
  const v1::Results results = MakeResults(answers.Masked({5}), {.by_stratum = true});
  EXPECT_EQ(results.campaign(), "campaigns/autumn");
  EXPECT_EQ(results.threshold(), 5);
  EXPECT_FALSE(results.marginals_only());
  ASSERT_EQ(results.strata_size(), 5);
  const v1::StratumResults& all = Stratum(results, "all");
  EXPECT_EQ(all.ballots(), 70);
  EXPECT_EQ(all.frame(), 120);
  EXPECT_EQ(Stratum(results, "east").ballots(), 50);
  EXPECT_EQ(Stratum(results, "east").frame(), 100);
  EXPECT_EQ(Stratum(results, "east").share_of_all(), 71.4);  // 50/70
  EXPECT_EQ(Stratum(results, "east-1").parent(), "east");

  const v1::QuestionResults opinion = Of(results, "opinion");
  EXPECT_FALSE(opinion.suppressed());
  EXPECT_EQ(opinion.asked(), 70);
  EXPECT_EQ(opinion.base(), 60);  // without the 5 "no answer" and the 5 empty ones
  EXPECT_EQ(opinion.missing(), 10);
  EXPECT_EQ(opinion.nonresponse(), 14.3);  // 10/70
  ASSERT_EQ(opinion.choices_size(), 4);
  EXPECT_EQ(opinion.choices(0).code(), "good");
  EXPECT_EQ(opinion.choices(0).count(), 40);
  EXPECT_EQ(opinion.choices(0).percent(), 66.7);
  EXPECT_EQ(opinion.choices(1).percent(), 16.7);
  EXPECT_TRUE(opinion.choices(3).missing());
  EXPECT_EQ(opinion.choices(3).count(), 5);
  EXPECT_FALSE(opinion.choices(3).has_percent()) << "no answer is of no base";
  EXPECT_LT(opinion.choices(0).low(), 66.7);
  EXPECT_GT(opinion.choices(0).high(), 66.7);
  // 40 threes, 10 twos, 10 ones: 150/60; squares 410: (60·410 − 150²) / (60·59) = 2100/3540.
  EXPECT_DOUBLE_EQ(opinion.mean(), 2.5);
  EXPECT_DOUBLE_EQ(opinion.standard_deviation(), std::sqrt(2100.0 / 3540));
  EXPECT_DOUBLE_EQ(opinion.standard_error(), std::sqrt(2100.0 / 3540 / 60 * (1 - 60.0 / 120)));
  EXPECT_EQ(opinion.top1(), 66.7);
  EXPECT_EQ(opinion.top2(), 83.3);
  EXPECT_FALSE(opinion.has_nps());
  // East-1 (40): 20 of 30 good; east-2 (60): 10 of 20; west (20): 10 of 10.
  // (40·2/3 + 60·1/2 + 20·1) / 120 = 63.888…
  EXPECT_EQ(opinion.choices(0).weighted_percent(), 63.9);
  // Means 8/3, 2, 3: (40·8/3 + 60·2 + 20·3) / 120.
  EXPECT_NEAR(opinion.weighted_mean(), (40 * 8.0 / 3 + 120 + 60) / 120, 1e-12);
  // 60·(40²/30 + 60²/20 + 20²/10) / 120².
  EXPECT_NEAR(opinion.design_effect(), 60 * (1600.0 / 30 + 180 + 40) / 14400, 1e-12);
  EXPECT_FALSE(Of(results, "opinion", "east").has_weighted_mean()) << "only of all";
}

TEST(MakeResultsTest, TicksAreOfThePeople) {
  TestAnswers answers;
  answers.Say("west", "degrees", 0b011, 10);  // master and doctor
  answers.Say("west", "degrees", 0b001, 10);
  const v1::QuestionResults degrees = Of(MakeResults(answers.Masked({5}), {}), "degrees");
  EXPECT_EQ(degrees.base(), 20);
  EXPECT_EQ(degrees.choices(0).percent(), 100);
  EXPECT_EQ(degrees.choices(1).percent(), 50);
  EXPECT_EQ(degrees.choices(2).count(), 0);
  EXPECT_FALSE(degrees.choices(2).suppressed()) << "zero is not suppressed";
  EXPECT_FALSE(degrees.has_mean());
}

TEST(MakeResultsTest, NumbersKeepTheirDecimals) {
  TestAnswers answers;
  answers.Say("west", "years", 105, 10);
  answers.Say("west", "years", 95, 10);
  const v1::QuestionResults years = Of(MakeResults(answers.Masked({5}), {}), "years");
  EXPECT_EQ(years.base(), 20);
  EXPECT_DOUBLE_EQ(years.mean(), 10);
  EXPECT_NEAR(years.standard_deviation(), 0.5 * std::sqrt(20.0 / 19), 1e-12);
}

TEST(MakeResultsTest, ANumberOfFewPeopleIsTheirsWhateverIsProtected) {
  TestAnswers answers;
  answers.campaign.mutable_disclosure()->set_cells(v1::PROTECTED_CELLS_GROUPS);
  answers.Say("west", "years", 105, 1);
  answers.Say("west", "opinion", kGood, 19);
  const v1::Results results = MakeResults(answers.Masked({5}), {});
  EXPECT_FALSE(Of(results, "years").has_mean());
  EXPECT_FALSE(Of(results, "years").has_base());
  EXPECT_TRUE(Of(results, "years").suppressed());
  EXPECT_TRUE(Of(results, "opinion").has_mean());
}

TEST(MakeResultsTest, NetPromotersAreOfElevenPoints) {
  TestAnswers answers;
  answers.Say("west", "recommend", 10, 12);
  answers.Say("west", "recommend", 8, 5);
  answers.Say("west", "recommend", 6, 5);
  const v1::QuestionResults recommend = Of(MakeResults(answers.Masked({5}), {}), "recommend");
  EXPECT_EQ(recommend.nps(), 31.8);  // (12 − 5) / 22
  EXPECT_FALSE(recommend.has_top1()) << "no scale says which end is good";
}

TEST(MakeResultsTest, RatedObjectsOfFewAreNotTold) {
  TestAnswers answers;
  CodedBallot ballot = answers.Empty();
  answers.Set(ballot, "rated", 1);
  const int place = *answers.form.Find("rated");
  ballot.ratings = {{.question = place, .object = 0, .option = kGood}};
  answers.Add("west", ballot, 12);
  ballot.ratings = {{.question = place, .object = 0, .option = kBad},
                    {.question = place, .object = 1, .option = kFair}};
  answers.Set(ballot, "rated", 2);
  answers.Add("west", ballot, 4);
  const v1::QuestionResults rated = Of(MakeResults(answers.Masked({5}), {}), "rated");
  ASSERT_EQ(rated.objects_size(), 2);
  EXPECT_EQ(rated.objects(0).base(), 16);
  EXPECT_DOUBLE_EQ(rated.objects(0).mean(), (12 * 3 + 4) / 16.0);
  EXPECT_TRUE(rated.objects(1).suppressed());
  EXPECT_FALSE(rated.objects(1).has_base());
  EXPECT_FALSE(rated.objects(1).has_mean());
}

TEST(MakeResultsTest, ASmallStratumIsTakenOutWithOneThatProtectsIt) {
  TestAnswers answers;
  answers.Say("east-1", "opinion", kGood, 30);
  answers.Say("east-2", "opinion", kGood, 20);
  answers.Say("west", "opinion", kFair, 2);
  const v1::Results results = MakeResults(answers.Masked({5}), {.by_stratum = true});
  EXPECT_TRUE(Stratum(results, "west").suppressed());
  EXPECT_FALSE(Stratum(results, "west").has_ballots());
  EXPECT_EQ(Stratum(results, "west").questions_size(), 0);
  EXPECT_EQ(Stratum(results, "west").frame(), 20) << "how many were asked is no secret";
  EXPECT_TRUE(Stratum(results, "east").suppressed()) << "all without east is west";
}

TEST(MakeResultsTest, ASmallCountTakesWithItWhatWouldTellIt) {
  TestAnswers answers;
  answers.Say("west", "opinion", kGood, 12);
  answers.Say("west", "opinion", kFair, 6);
  answers.Say("west", "opinion", kBad, 2);
  const v1::QuestionResults opinion = Of(MakeResults(answers.Masked({5}), {}), "opinion");
  EXPECT_TRUE(opinion.suppressed());
  EXPECT_TRUE(opinion.choices(2).suppressed());
  EXPECT_FALSE(opinion.choices(2).has_count());
  EXPECT_FALSE(opinion.choices(2).has_percent());
  int suppressed = 0;
  for (const v1::ChoiceResults& choice : opinion.choices()) suppressed += choice.suppressed();
  EXPECT_GE(suppressed, 2);
  EXPECT_FALSE(opinion.has_mean());
  EXPECT_FALSE(opinion.has_standard_error());
}

TEST(MakeResultsTest, WhereOnlyGroupsAreProtectedOpinionsAreToldWhole) {
  TestAnswers answers;
  answers.campaign.mutable_disclosure()->set_cells(v1::PROTECTED_CELLS_GROUPS);
  CodedBallot ballot = answers.Empty();
  answers.Set(ballot, "opinion", kGood);
  answers.Set(ballot, "sex", 0);
  answers.Add("west", ballot, 12);
  answers.Set(ballot, "opinion", kBad);
  answers.Set(ballot, "sex", 1);
  answers.Add("west", ballot, 2);
  const v1::Results results = MakeResults(answers.Masked({5}), {});
  EXPECT_EQ(Of(results, "opinion").choices(2).count(), 2);
  EXPECT_TRUE(Of(results, "opinion").has_mean());
  EXPECT_TRUE(Of(results, "sex").choices(1).suppressed()) << "sex tells people apart";
}

TEST(MakeResultsTest, RowsThatAddUpDoSoOnlyWhenWhole) {
  TestAnswers answers;
  answers.campaign.mutable_disclosure()->set_rounding(v1::PERCENT_ROUNDING_ADD_UP);
  answers.Say("west", "opinion", kGood, 7);
  answers.Say("west", "opinion", kFair, 7);
  answers.Say("west", "opinion", kBad, 7);
  const v1::QuestionResults whole = Of(MakeResults(answers.Masked({5}), {}), "opinion");
  EXPECT_EQ(whole.choices(0).percent(), 33.4);
  EXPECT_EQ(whole.choices(1).percent(), 33.3);
  EXPECT_EQ(whole.choices(2).percent(), 33.3);
  answers.Say("west", "opinion", kNoAnswer, 7);
  EXPECT_EQ(Of(MakeResults(answers.Masked({5}), {}), "opinion").choices(0).percent(), 33.4);
  // 100/3 of three that count: a fourth, hidden one would have taken what is left over.
  answers.Say("west", "opinion", kBad, 100);
  answers.Say("west", "opinion", kGood, 1);
  const v1::QuestionResults other = Of(MakeResults(answers.Masked({8}), {}), "opinion");
  for (const v1::ChoiceResults& choice : other.choices()) {
    if (!choice.has_percent()) continue;
    EXPECT_EQ(choice.percent(), RoundedPercent(choice.count(), other.base(), 1)) << choice.code();
  }
}

TEST(MakeResultsTest, ABoxHasNoFrame) {
  TestAnswers answers;
  answers.campaign.clear_strata();
  answers.campaign.set_kind(v1::CAMPAIGN_KIND_BOX);
  answers.tallies.clear();
  answers.Say("all", "opinion", kGood, 8);
  answers.Say("all", "opinion", kFair, 8);
  const v1::Results results = MakeResults(answers.Masked({5}), {});
  EXPECT_EQ(results.strata(0).ballots(), 16);
  EXPECT_FALSE(results.strata(0).has_frame());
  EXPECT_FALSE(Of(results, "opinion").has_weighted_mean());
}

TEST(MakeResultsTest, OnlyTheQuestionsAskedFor) {
  TestAnswers answers;
  answers.Say("west", "opinion", kGood, 8);
  const v1::Results results = MakeResults(answers.Masked({5}), {.questions = {"opinion", "sex"}});
  ASSERT_EQ(results.strata(0).questions_size(), 2);
  EXPECT_EQ(results.strata(0).questions(0).question(), "sex");
}

TEST(MakeResultsTest, NobodyAnsweredIsNotSuppressed) {
  const TestAnswers answers;
  const v1::Results results = MakeResults(answers.Masked({5}), {.by_stratum = true});
  EXPECT_EQ(Stratum(results, "all").ballots(), 0);
  const v1::QuestionResults opinion = Of(results, "opinion", "west");
  EXPECT_FALSE(opinion.suppressed());
  EXPECT_EQ(opinion.base(), 0);
  EXPECT_FALSE(opinion.has_mean());
  EXPECT_FALSE(opinion.choices(0).has_percent());
  EXPECT_EQ(opinion.choices(0).count(), 0);
}

// What the reader with the higher threshold is told, the other is told too.
void ExpectTellsLess(const v1::Results& less, const v1::Results& more) {
  ASSERT_EQ(less.strata_size(), more.strata_size());
  for (int s = 0; s < less.strata_size(); ++s) {
    const v1::StratumResults& a = less.strata(s);
    const v1::StratumResults& b = more.strata(s);
    if (a.suppressed()) continue;
    ASSERT_FALSE(b.suppressed());
    for (int q = 0; q < a.questions_size(); ++q) {
      for (int c = 0; c < a.questions(q).choices_size(); ++c) {
        if (a.questions(q).choices(c).suppressed()) continue;
        EXPECT_FALSE(b.questions(q).choices(c).suppressed())
            << a.stratum() << " " << a.questions(q).question() << " " << c;
      }
    }
  }
}

TEST(MakeResultsTest, WhoReadsTwiceLearnsNothingMore) {
  Random random(20231);
  for (int round = 0; round < 20; ++round) {
    TestAnswers answers;
    answers.AddRandom("east-1", static_cast<int>(Between(random, 6, 45)), random);
    answers.AddRandom("east-2", static_cast<int>(Between(random, 6, 45)), random);
    answers.AddRandom("west", static_cast<int>(Between(random, 3, 22)), random);
    ExpectTellsLess(MakeResults(answers.Masked({10, 5}), {.by_stratum = true}),
                    MakeResults(answers.Masked({5}), {.by_stratum = true}));
  }
}

// Every figure is a function of counts that are told: computed again from them alone.
void ExpectMadeOfTold(const v1::QuestionResults& figures) {
  int64_t told = 0;
  bool whole = true;
  for (const v1::ChoiceResults& choice : figures.choices()) {
    if (choice.suppressed()) {
      EXPECT_FALSE(choice.has_count() || choice.has_percent() || choice.has_low() ||
                   choice.has_high() || choice.has_weighted_percent());
      whole = whole && choice.missing();
      continue;
    }
    EXPECT_TRUE(choice.has_count());
    if (!choice.missing()) told += choice.count();
    if (!choice.has_percent()) continue;
    EXPECT_TRUE(figures.has_base());
    EXPECT_EQ(choice.percent(), RoundedPercent(choice.count(), figures.base(), 1));
  }
  const bool one_choice = figures.type() != v1::ITEM_TYPE_MULTI && figures.choices_size() > 0;
  if (one_choice && whole) {
    EXPECT_EQ(figures.base(), told);
  }
  if (one_choice && !whole) {
    EXPECT_FALSE(figures.has_mean() || figures.has_standard_deviation() ||
                 figures.has_weighted_mean() || figures.has_nps());
  }
  if (!figures.has_base()) {
    EXPECT_FALSE(figures.has_top1() || figures.has_top2());
  }
}

TEST(MakeResultsTest, FiguresAreMadeOfWhatIsTold) {
  Random random(7);
  int suppressed = 0;
  for (int round = 0; round < 30; ++round) {
    TestAnswers answers;
    if (round % 2 == 1) {
      answers.campaign.mutable_disclosure()->set_cells(v1::PROTECTED_CELLS_GROUPS);
    }
    answers.AddRandom("east-1", static_cast<int>(Between(random, 0, 59)), random);
    answers.AddRandom("east-2", static_cast<int>(Between(random, 0, 59)), random);
    answers.AddRandom("west", static_cast<int>(Between(random, 0, 19)), random);
    const v1::Results results = MakeResults(answers.Masked({5}), {.by_stratum = true});
    for (const v1::StratumResults& stratum : results.strata()) {
      for (const v1::QuestionResults& figures : stratum.questions()) {
        ExpectMadeOfTold(figures);
        suppressed += figures.suppressed();
      }
    }
  }
  EXPECT_GT(suppressed, 100) << "the test would see nothing";
}

}  // namespace
}  // namespace tarazy::surveys
