// What was counted of the released ballots, as it is kept and read.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/domain/tally/tally.h"
#include "services/surveys/store/ballots/box_store.h"

namespace tarazy::surveys {

struct BoxTallies {
  int64_t revision = 0;
  BoxState state = BoxState::kOpen;
  Tallies tallies;  // every stratum of the box but kTrials, those without ballots too
};

// All released ballots of a campaign. NOT_FOUND without a box; DATA_LOSS when a count is of
// something that the form does not ask.
absl::StatusOr<BoxTallies> ReadTallies(sql::Tx& tx, const Form& form, absl::string_view campaign);

// One row of the table `tally`, whose codes are: a choice's or point's; "#not-asked", "#missing",
// "#answered"; of numbers "#sum", "#squares.high", "#squares.low"; of rate "OBJECT/POINT".
struct TallyCell {
  absl::string_view question;
  std::string code;
  int64_t count = 0;
};

// The cells of a tally that are not 0.
std::vector<TallyCell> CellsOf(const Form& form, const StratumTally& tally);

}  // namespace tarazy::surveys
