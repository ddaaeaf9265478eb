// Questionnaire versions: stored once, never changed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

namespace control {
const sql::Migrations& SchemaMigrations();
}

struct QuestionnaireVersion {
  int version = 0;
  std::string source;  // the file
  absl::Time created;
  std::string created_by;
  v1::Questionnaire questionnaire;  // with name, digest and no create_time
};

// "questionnaires/iaar-teachers-2023/versions/1".
std::string QuestionnaireName(absl::string_view id, int version);

// Stores it as the next version of its id and sets version and name; the same file again is the
// version that it is already.
absl::Status AddQuestionnaireVersion(sql::Tx& tx, QuestionnaireVersion& version);

// Version 0 means the newest. Errors: NOT_FOUND.
absl::StatusOr<QuestionnaireVersion> LoadQuestionnaire(sql::Tx& tx, absl::string_view id,
                                                       int version);

// By id and version, those after the given pair; without source, pages and scales.
absl::StatusOr<std::vector<QuestionnaireVersion>> ListQuestionnaires(sql::Tx& tx,
                                                                     absl::string_view after_id,
                                                                     int after_version, int limit);

}  // namespace tarazy::surveys
