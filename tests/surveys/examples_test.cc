// The questionnaires in examples/: nothing about them is left unsaid, and published tables find
// their questions and answers in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/record/read.h"
#include "services/surveys/domain/form/check_answers.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/domain/form/lint.h"
#include "services/surveys/file/read_tables.h"

namespace tarazy::surveys {
namespace {

using ::testing::HasSubstr;

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

v1::Questionnaire Read(const std::filesystem::path& path) {
  v1::Questionnaire questionnaire;
  for (const FieldViolation& fault :
       record::ReadRecord(TextOf(path), {.bytes = 4 << 20, .nodes = 400000}, questionnaire)) {
    ADD_FAILURE() << path << ": " << fault.field << ": " << fault.description;
  }
  return questionnaire;
}

v1::Questionnaire Example(absl::string_view id) {
  return Read(absl::StrCat(EXAMPLES, "/", id, ".yaml"));
}

TEST(QuestionnaireExamples, NothingIsFoundThatNobodyAcknowledged) {
  int read = 0;
  for (const auto& file : std::filesystem::directory_iterator(EXAMPLES)) {
    const v1::Questionnaire questionnaire = Read(file.path());
    EXPECT_EQ(questionnaire.id(), file.path().stem());
    for (const QuestionnaireFinding& finding : LintQuestionnaire(questionnaire)) {
      EXPECT_TRUE(finding.acknowledged) << file.path().filename() << ": " << finding.rule << " "
                                        << finding.node << ": " << finding.message;
    }
    ++read;
  }
  EXPECT_GE(read, 3);
}

// Words of a matrix and its row, or of an item alone.
bool SaysTheSame(const Question& question, const v1::PublishedItem& item) {
  const std::string& words =
      question.row == nullptr ? question.item->text().en() : question.row->text().en();
  return words == item.text();
}

// How many of the questions were published.
size_t ExpectPublished(absl::string_view id, const std::string& population) {
  const char* shared = std::getenv("TARAZY_SHARED");
  const std::string path = absl::StrCat(shared != nullptr ? shared : REPOSITORY "/../shared",
                                        "/data/survey-tables-2023.json");
  if (!std::filesystem::exists(path)) {
    std::cout << "TARAZY_SHARED is absent: the published tables are not compared\n";
    return 0;
  }
  const auto tables = ReadTables(TextOf(path), population);
  EXPECT_TRUE(tables.ok()) << tables.status();
  if (!tables.ok()) return 0;
  const Form form(Example(id));
  for (const v1::PublishedItem& item : tables->items()) {
    const std::optional<int> place = form.Find(item.id());
    EXPECT_TRUE(place.has_value()) << item.id();
    if (!place.has_value()) continue;
    const Question& question = form.questions()[static_cast<size_t>(*place)];
    std::vector<std::string> labels;
    for (const Option& option : question.options) labels.push_back(option.choice->label().en());
    EXPECT_EQ(labels, std::vector<std::string>(item.categories().begin(), item.categories().end()))
        << item.id();
    // The tables give these two shortened.
    if (item.id() == "37" || item.id() == "38") {
      if (absl::StrContains(question.item->text().en(), "do you have")) continue;
      if (absl::StrContains(question.item->text().en(), "invited teachers")) continue;
    }
    EXPECT_TRUE(SaysTheSame(question, item)) << item.id();
  }
  return static_cast<size_t>(tables->items_size());
}

TEST(QuestionnaireExamples, TheTeachersPublishedTablesFindTheirQuestions) {
  const size_t published = ExpectPublished("iaar-teachers-2023", "faculty");
  const Form form(Example("iaar-teachers-2023"));
  // Two of them are answered by a text, and no table.
  EXPECT_EQ(form.questions().size(), 62u);
  if (published > 0) EXPECT_EQ(published, form.questions().size() - 2);
}

TEST(QuestionnaireExamples, TheStudentsPublishedTablesFindTheirQuestions) {
  const size_t published = ExpectPublished("iaar-students-2023", "students");
  const Form form(Example("iaar-students-2023"));
  EXPECT_EQ(form.questions().size(), 61u);
  if (published > 0) EXPECT_EQ(published, form.questions().size() - 1);
}

TEST(QuestionnaireExamples, NoExpertRatesHisOwnInstitution) {
  const Form form(Example("expert-ratings"));
  const Question& reputation = form.questions()[static_cast<size_t>(*form.Find("reputation"))];
  google::protobuf::RepeatedPtrField<v1::Answer> answers;
  v1::Answer& experience = *answers.Add();
  experience.set_question("experience");
  experience.set_number(3);
  v1::Answer& ratings = *answers.Add();
  ratings.set_question("reputation");
  for (int i = 0; i < 5; ++i) {
    v1::Rating& rating = *ratings.mutable_ratings()->add_of();
    rating.set_object(reputation.item->objects().objects(i).id());
    rating.set_choice("strong");
  }
  EXPECT_TRUE(CheckAnswers(form, answers, "institutions/elsewhere", HiddenAnswers::kRefuse).ok());
  const std::string own = reputation.item->objects().objects(4).id();
  const auto refused =
      CheckAnswers(form, answers, absl::StrCat("institutions/", own), HiddenAnswers::kRefuse);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("own institution"));
}

}  // namespace
}  // namespace tarazy::surveys
