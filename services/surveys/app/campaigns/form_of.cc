#include "services/surveys/app/campaigns/form_of.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/domain/tables/count_tables.h"
#include "services/surveys/store/control/questionnaire_store.h"
#include "services/surveys/store/control/tables_store.h"

namespace tarazy::surveys {

absl::StatusOr<std::shared_ptr<const Form>> FormOf(sql::Tx& tx, const v1::Campaign& campaign) {
  if (campaign.kind() == v1::CAMPAIGN_KIND_TABLES) {
    ASSIGN_OR_RETURN(const v1::PublishedTables tables, LoadTables(tx, campaign.id()));
    return std::make_shared<const Form>(QuestionnaireOf(tables, campaign.id()));
  }
  const std::vector<std::string> parts = absl::StrSplit(campaign.questionnaire(), '/');
  int version = 0;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[3], &version)) {
    return Internal("a stored campaign names no version of a questionnaire");
  }
  ASSIGN_OR_RETURN(QuestionnaireVersion loaded, LoadQuestionnaire(tx, parts[1], version));
  return std::make_shared<const Form>(std::move(loaded.questionnaire));
}

}  // namespace tarazy::surveys
