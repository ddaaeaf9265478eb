// The form that a campaign's answers are answers to.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/surveys/domain/form/form.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

// Of the questionnaire's version, or of the tables that somebody published. Errors: NOT_FOUND.
absl::StatusOr<std::shared_ptr<const Form>> FormOf(sql::Tx& tx, const v1::Campaign& campaign);

}  // namespace tarazy::surveys
