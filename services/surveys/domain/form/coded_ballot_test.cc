#include "services/surveys/domain/form/coded_ballot.h"

#include <gmock/gmock.h>

#include "services/surveys/domain/form/test_random_form.h"

namespace tarazy::surveys {
namespace {

// Bytes that are taken are those that their ballot is packed into: no two texts of one ballot.
void ExpectRefusedOrTheSame(const Form& form, const std::string& bytes, CodedBallot& ballot) {
  const absl::Status status = Unpack(form, bytes, ballot);
  if (status.ok()) {
    EXPECT_EQ(Pack(form, ballot), bytes);
  } else {
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  }
}

TEST(CodedBallotTest, IsTheSameAfterPackingAndUnpacking) {
  Random random(1);
  CodedBallot unpacked;  // filled again and again
  for (int i = 0; i < 300; ++i) {
    const Form form(RandomQuestionnaire(random));
    for (int j = 0; j < 10; ++j) {
      const CodedBallot ballot = RandomBallot(form, random);
      ASSERT_TRUE(Unpack(form, Pack(form, ballot), unpacked).ok());
      ASSERT_EQ(unpacked, ballot);
    }
  }
}

TEST(CodedBallotTest, TextsStayBehind) {
  v1::Questionnaire questionnaire;
  v1::Item& item = *questionnaire.add_pages()->add_items();
  item.set_id("remark");
  item.set_type(v1::ITEM_TYPE_TEXT);
  const Form form(questionnaire);
  const CodedBallot ballot = {.answers = {{.state = AnswerState::kAnswered, .value = 6}},
                              .texts = {{.question = 0, .text = "better"}}};
  EXPECT_THAT(Pack(form, ballot), testing::Not(testing::HasSubstr("better")));
  CodedBallot unpacked = ballot;
  ASSERT_TRUE(Unpack(form, Pack(form, ballot), unpacked).ok());
  EXPECT_THAT(unpacked.texts, testing::IsEmpty());
  EXPECT_EQ(unpacked.answers, ballot.answers);
}

TEST(CodedBallotTest, AQuestionOfOneChoiceTakesAByte) {
  v1::Questionnaire questionnaire;
  v1::Page& page = *questionnaire.add_pages();
  for (int i = 0; i < 60; ++i) {
    v1::Item& item = *page.add_items();
    item.set_id(absl::StrCat("q", i));
    item.set_type(v1::ITEM_TYPE_SINGLE);
    for (int j = 0; j < 60; ++j) item.add_choices()->set_code(absl::StrCat("c", j));
  }
  const Form form(questionnaire);
  const CodedBallot ballot = {
      .answers = std::vector<CodedAnswer>(60, {.state = AnswerState::kAnswered, .value = 59})};
  EXPECT_EQ(Pack(form, ballot).size(), 61);
}

TEST(CodedBallotTest, ChangedBytesAreLostDataOrAnotherBallotAndNeverMore) {
  Random random(2);
  CodedBallot ballot;
  for (int i = 0; i < 300; ++i) {
    const Form form(RandomQuestionnaire(random));
    const std::string good = Pack(form, RandomBallot(form, random));
    for (int j = 0; j < 100; ++j) {
      std::string bad = good;
      for (int64_t changes = Between(random, 1, 4); changes > 0; --changes) {
        bad[static_cast<size_t>(Between(random, 0, static_cast<int64_t>(bad.size()) - 1))] =
            static_cast<char>(Between(random, 0, 255));
      }
      ExpectRefusedOrTheSame(form, bad, ballot);
    }
  }
}

TEST(CodedBallotTest, RandomBytesAreLostDataOrABallotAndNeverMore) {
  Random random(3);
  CodedBallot ballot;
  for (int i = 0; i < 300; ++i) {
    const Form form(RandomQuestionnaire(random, 1));
    for (int j = 0; j < 100; ++j) {
      std::string bytes(1, '\1');
      for (int64_t left = Between(random, 0, 40); left > 0; --left) {
        bytes.push_back(static_cast<char>(Between(random, 0, 1) == 0 ? Between(random, 0, 255)
                                                                     : Between(random, 0, 5)));
      }
      ExpectRefusedOrTheSame(form, bytes, ballot);
    }
  }
}

TEST(CodedBallotTest, EveryEndTooEarlyOrTooLateIsLostData) {
  Random random(4);
  CodedBallot ballot;
  for (int i = 0; i < 50; ++i) {
    const Form form(RandomQuestionnaire(random));
    const std::string good = Pack(form, RandomBallot(form, random));
    for (size_t length = 0; length < good.size(); ++length) {
      ASSERT_EQ(Unpack(form, good.substr(0, length), ballot).code(), absl::StatusCode::kDataLoss);
    }
    ASSERT_EQ(Unpack(form, good + '\0', ballot).code(), absl::StatusCode::kDataLoss);
  }
}

}  // namespace
}  // namespace tarazy::surveys
