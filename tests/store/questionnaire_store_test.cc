// questionnaire_store.h and store_questionnaire.h, on both engines.
#include <gmock/gmock.h>

#include "absl/strings/str_replace.h"
#include "services/surveys/app/forms/store_questionnaire.h"
#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using surveys::QuestionnaireVersion;
using surveys::StoredQuestionnaire;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixMicros(1700000000123456);

// With one finding, a warning.
constexpr char kFile[] = R"(
id: small
title: {en: Small, ru: Малый, kk: Шағын}
respondents: teachers
scales:
  - id: quality
    direction: best_first
    points:
      - {code: good, label: {en: Good, ru: Хорошо, kk: Жақсы}}
      - {code: bad, label: {en: Bad, ru: Плохо, kk: Жаман}}
pages:
  - id: first
    items:
      - id: hall
        type: scale
        scale: quality
        text: {en: The hall and the yard, ru: Зал с двором, kk: Зал мен аула}
)";

class QuestionnaireStoreTest : public DatabaseTest {
 protected:
  QuestionnaireStoreTest() : db_(OpenOrDie(url(), name(), surveys::control::SchemaMigrations())) {}

  absl::StatusOr<StoredQuestionnaire> Store(const std::string& file) {
    absl::StatusOr<StoredQuestionnaire> stored = absl::UnknownError("was not run");
    const absl::Status status = db_->Write(Soon(), [&](sql::Tx& tx) {
      stored = surveys::StoreQuestionnaire(tx, file, "methodologist tokens/1", kNow);
      return stored.status();
    });
    if (!status.ok()) return status;
    return stored;
  }

  absl::StatusOr<QuestionnaireVersion> Load(const std::string& id, int version) {
    absl::StatusOr<QuestionnaireVersion> loaded = absl::UnknownError("was not run");
    const absl::Status status = db_->Read(Soon(), [&](sql::Tx& tx) {
      loaded = surveys::LoadQuestionnaire(tx, id, version);
      return loaded.status();
    });
    if (!status.ok()) return status;
    return loaded;
  }

  std::vector<std::string> List(const std::string& after_id, int after_version, int limit) {
    std::vector<std::string> names;
    EXPECT_TRUE(db_->Read(Soon(),
                          [&](sql::Tx& tx) -> absl::Status {
                            ASSIGN_OR_RETURN(
                                const auto page,
                                surveys::ListQuestionnaires(tx, after_id, after_version, limit));
                            for (const QuestionnaireVersion& version : page) {
                              names.push_back(version.questionnaire.name());
                              EXPECT_EQ(version.questionnaire.pages_size(), 0);
                              EXPECT_EQ(version.questionnaire.scales_size(), 0);
                              EXPECT_NE(version.questionnaire.title().kk(), "");
                              EXPECT_EQ(version.created, kNow);
                            }
                            return absl::OkStatus();
                          })
                    .ok());
    return names;
  }

  const std::unique_ptr<sql::Database> db_;
};

TEST_ON_BOTH_ENGINES(QuestionnaireStoreTest);

TEST_P(QuestionnaireStoreTest, AFileIsAVersionAndComesBackAsItWas) {
  const auto stored = Store(kFile);
  ASSERT_OK(stored.status());
  EXPECT_EQ(stored->version.version, 1);
  ASSERT_EQ(stored->findings.size(), 1u);
  EXPECT_EQ(stored->findings[0].rule, "double_barrelled");
  const auto loaded = Load("small", 1);
  ASSERT_OK(loaded.status());
  EXPECT_EQ(loaded->source, kFile);
  EXPECT_EQ(loaded->created, kNow);
  EXPECT_EQ(loaded->created_by, "methodologist tokens/1");
  EXPECT_EQ(loaded->questionnaire.name(), "questionnaires/small/versions/1");
  EXPECT_EQ(loaded->questionnaire.digest().size(), 64u);
  EXPECT_EQ(loaded->questionnaire.pages(0).items(0).text().kk(), "Зал мен аула");
}

TEST_P(QuestionnaireStoreTest, TheSameFileIsOneVersionAndAnotherTheNext) {
  const std::string changed = absl::StrReplaceAll(kFile, {{"The hall", "A hall"}});
  EXPECT_EQ(Store(kFile)->version.version, 1);
  EXPECT_EQ(Store(changed)->version.version, 2);
  const auto again = Store(kFile);
  EXPECT_EQ(again->version.version, 1);
  EXPECT_EQ(again->version.questionnaire.name(), "questionnaires/small/versions/1");
  EXPECT_EQ(Load("small", 0)->version, 2);
  EXPECT_EQ(Load("small", 0)->source, changed);
  EXPECT_EQ(Load("small", 1)->source, kFile);
}

TEST_P(QuestionnaireStoreTest, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(Load("small", 0).status().code(), absl::StatusCode::kNotFound);
  ASSERT_OK(Store(kFile).status());
  EXPECT_EQ(Load("small", 2).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Load("smal", 1).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(QuestionnaireStoreTest, VersionsAreListedInPages) {
  for (const char* id : {"b", "a"}) {
    const std::string file = absl::StrReplaceAll(kFile, {{"id: small", absl::StrCat("id: ", id)}});
    ASSERT_OK(Store(file).status());
    ASSERT_OK(Store(file + "source: the same again\n").status());
  }
  EXPECT_THAT(List("", 0, 3),
              ElementsAre("questionnaires/a/versions/1", "questionnaires/a/versions/2",
                          "questionnaires/b/versions/1"));
  EXPECT_THAT(List("b", 1, 3), ElementsAre("questionnaires/b/versions/2"));
  EXPECT_THAT(List("b", 2, 3), IsEmpty());
}

TEST_P(QuestionnaireStoreTest, AFileThatDoesNotFitTheContractIsRefusedWithEveryFault) {
  const absl::Status status =
      Store(absl::StrReplaceAll(kFile, {{"teachers", "cats"}, {"direction", "way"}})).status();
  EXPECT_EQ(DetailOf(status).reason, Reason::kQuestionnaireInvalid);
  EXPECT_GE(DetailOf(status).fields.size(), 2u);
  EXPECT_THAT(List("", 0, 10), IsEmpty());
}

TEST_P(QuestionnaireStoreTest, ErrorsOfTheLintAreRefusedUntilTheyAreAcknowledged) {
  std::string file = absl::StrReplaceAll(kFile, {{"code: good,", "code: good, value: 1,"}});
  const absl::Status status = Store(file).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, Reason::kQuestionnaireInvalid);
  ASSERT_EQ(detail.fields.size(), 1u);
  EXPECT_EQ(detail.fields[0].field, "source: quality");
  EXPECT_THAT(detail.fields[0].description, HasSubstr("partial_values"));
  file += "acknowledge: [{rule: partial_values, node: quality, reason: so it is meant}]\n";
  const auto stored = Store(file);
  ASSERT_OK(stored.status());
  EXPECT_TRUE(stored->findings[0].acknowledged);
}

TEST_P(QuestionnaireStoreTest, AMissingTranslationIsNeverStored) {
  const std::string file = absl::StrReplaceAll(kFile, {{", kk: Зал мен аула", ""}});
  EXPECT_THAT(Store(file).status().message(), HasSubstr("missing_translation"));
  ASSERT_OK(Store(file + "languages: [ru, en]\n").status());
}

}  // namespace
}  // namespace tarazy::testing
