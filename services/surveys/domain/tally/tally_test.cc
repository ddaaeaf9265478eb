#include "services/surveys/domain/tally/tally.h"

#include <gmock/gmock.h>

#include <numeric>

#include "services/surveys/domain/form/test_random_form.h"

namespace tarazy::surveys {
namespace {

// Counted question by question, the slow and plain way.
StratumTally Recount(const Form& form, const std::vector<CodedBallot>& ballots) {
  StratumTally tally = EmptyTally(form);
  tally.ballots = static_cast<int64_t>(ballots.size());
  for (size_t i = 0; i < form.questions().size(); ++i) {
    const Question& question = form.questions()[i];
    QuestionTally& one = tally.questions[i];
    for (const CodedBallot& ballot : ballots) {
      const CodedAnswer& answer = ballot.answers[i];
      one.not_asked += answer.state == AnswerState::kNotAsked;
      one.missing += answer.state == AnswerState::kMissing;
      if (answer.state != AnswerState::kAnswered) continue;
      ++one.answered;
      if (question.type == v1::ITEM_TYPE_NUMBER) {
        one.sum += answer.value;
        one.squares.Add(answer.value * answer.value);
      }
      for (size_t j = 0; j < question.options.size(); ++j) {
        if (question.type == v1::ITEM_TYPE_MULTI) {
          one.options[j] += answer.value >> j & 1;
        } else if (question.type != v1::ITEM_TYPE_RATE) {
          one.options[j] += answer.value == static_cast<int64_t>(j);
        }
      }
      for (const CodedRating& rating : ballot.ratings) {
        if (rating.question != static_cast<int>(i)) continue;
        ++one.options[rating.option];
        ++one.objects[rating.object].options[rating.option];
      }
    }
  }
  return tally;
}

TEST(TallyTest, IsTheRecount) {
  Random random(1);
  for (int i = 0; i < 100; ++i) {
    const Form form(RandomQuestionnaire(random));
    std::vector<CodedBallot> ballots;
    StratumTally tally = EmptyTally(form);
    for (int j = 0; j < 50; ++j) {
      ballots.push_back(RandomBallot(form, random));
      Count(form, ballots.back(), tally);
    }
    ASSERT_EQ(tally, Recount(form, ballots));
  }
}

TEST(TallyTest, GroupsCountedApartAndAddedAreTheWhole) {
  Random random(2);
  for (int i = 0; i < 100; ++i) {
    const Form form(RandomQuestionnaire(random));
    StratumTally whole = EmptyTally(form);
    StratumTally sum;  // takes its shape from what is added
    for (int group = 0; group < 4; ++group) {
      StratumTally part = EmptyTally(form);
      for (int64_t left = Between(random, 0, 9); left > 0; --left) {
        const CodedBallot ballot = RandomBallot(form, random);
        Count(form, ballot, whole);
        Count(form, ballot, part);
      }
      Add(part, sum);
    }
    ASSERT_EQ(sum, whole);
  }
}

TEST(TallyTest, ChoicesOfASingleAddUpToItsAnswers) {
  Random random(3);
  const Form form(RandomQuestionnaire(random, 20));
  StratumTally tally = EmptyTally(form);
  for (int i = 0; i < 200; ++i) Count(form, RandomBallot(form, random), tally);
  for (size_t i = 0; i < tally.questions.size(); ++i) {
    const QuestionTally& one = tally.questions[i];
    EXPECT_EQ(one.not_asked + one.missing + one.answered, 200);
    if (form.questions()[i].type != v1::ITEM_TYPE_SINGLE) continue;
    EXPECT_EQ(std::accumulate(one.options.begin(), one.options.end(), int64_t{0}), one.answered);
  }
}

TEST(WideSumTest, IsTheSumOf128Bits) {
  Random random(4);
  WideSum sum;
  WideSum halves[2];
  __int128 exact = 0;
  for (int i = 0; i < 1000000; ++i) {
    const int64_t number = Between(random, 999000000, 1000000000);
    sum.Add(number * number);
    halves[i % 2].Add(number * number);
    exact += static_cast<__int128>(number) * number;
  }
  EXPECT_TRUE(sum.Value() == exact);
  EXPECT_TRUE(exact > INT64_MAX);
  halves[0].Add(halves[1]);
  EXPECT_EQ(halves[0], sum);
}

TEST(WideSumTest, SmallAndLargestNumbersAreExact) {
  for (const int64_t number : {int64_t{0}, int64_t{1}, (int64_t{1} << 30) - 1, int64_t{1} << 30,
                               int64_t{1000000000000000000}, INT64_MAX}) {
    WideSum sum;
    sum.Add(number);
    sum.Add(number);
    EXPECT_TRUE(sum.Value() == static_cast<__int128>(number) * 2) << number;
  }
}

}  // namespace
}  // namespace tarazy::surveys
