#include "services/surveys/app/forms/store_questionnaire.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/record/read.h"

namespace tarazy::surveys {
namespace {

constexpr YamlLimits kLimits{.bytes = kMaxQuestionnaireBytes, .nodes = 400000, .depth = 32};

}  // namespace

absl::StatusOr<v1::Questionnaire> ReadQuestionnaire(absl::string_view source) {
  v1::Questionnaire questionnaire;
  Faults faults;
  faults.Add(record::ReadRecord(source, kLimits, questionnaire));
  RETURN_IF_ERROR(faults.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kQuestionnaireInvalid,
                                  "the questionnaire file cannot be taken"));
  questionnaire.clear_name();
  questionnaire.clear_digest();
  questionnaire.clear_create_time();
  return questionnaire;
}

absl::StatusOr<StoredQuestionnaire> StoreQuestionnaire(sql::Tx& tx, absl::string_view source,
                                                       const std::string& by, absl::Time now) {
  StoredQuestionnaire stored;
  ASSIGN_OR_RETURN(v1::Questionnaire questionnaire, ReadQuestionnaire(source));
  stored.findings = LintQuestionnaire(questionnaire);
  Faults faults;
  for (const QuestionnaireFinding& finding : stored.findings) {
    if (finding.error && !finding.acknowledged) {
      faults.Add(finding.node.empty() ? "source" : absl::StrCat("source: ", finding.node),
                 absl::StrCat(finding.rule, ": ", finding.message));
    }
  }
  RETURN_IF_ERROR(faults.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kQuestionnaireInvalid,
                                  "the questionnaire has errors; correct them, or acknowledge what "
                                  "is meant"));
  questionnaire.set_digest(Hex(Sha256Of(source)));
  stored.version = {.source = std::string(source),
                    .created = now,
                    .created_by = by,
                    .questionnaire = std::move(questionnaire)};
  RETURN_IF_ERROR(AddQuestionnaireVersion(tx, stored.version));
  return stored;
}

}  // namespace tarazy::surveys
