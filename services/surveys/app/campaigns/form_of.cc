#include "services/surveys/app/campaigns/form_of.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/store/control/questionnaire_store.h"

namespace tarazy::surveys {

absl::StatusOr<std::shared_ptr<const Form>> FormOf(sql::Tx& tx, const v1::Campaign& campaign) {
  const std::vector<std::string> parts = absl::StrSplit(campaign.questionnaire(), '/');
  int version = 0;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[3], &version)) {
    return Internal("a stored campaign names no version of a questionnaire");
  }
  ASSIGN_OR_RETURN(QuestionnaireVersion loaded, LoadQuestionnaire(tx, parts[1], version));
  return std::make_shared<const Form>(std::move(loaded.questionnaire));
}

}  // namespace tarazy::surveys
