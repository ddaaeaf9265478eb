// A questionnaire file becomes a version.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/surveys/domain/form/lint.h"
#include "services/surveys/store/control/questionnaire_store.h"

namespace tarazy::surveys {

inline constexpr size_t kMaxQuestionnaireBytes = 4 << 20;

// Reads a file without judging it. Errors: INVALID_ARGUMENT QUESTIONNAIRE_INVALID with every fault.
absl::StatusOr<v1::Questionnaire> ReadQuestionnaire(absl::string_view source);

struct StoredQuestionnaire {
  QuestionnaireVersion version;
  std::vector<QuestionnaireFinding> findings;
};

// Errors: INVALID_ARGUMENT QUESTIONNAIRE_INVALID with every fault and every error that the file
// does not acknowledge.
absl::StatusOr<StoredQuestionnaire> StoreQuestionnaire(sql::Tx& tx, absl::string_view source,
                                                       const std::string& by, absl::Time now);

}  // namespace tarazy::surveys
