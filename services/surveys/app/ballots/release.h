// Lets ballots out of the sealed pool, in groups in which no single one can be told from the
// others.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/store/ballots/box_store.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

// How many ballots a group has at least: the largest of the policy's thresholds, and never below 5.
int GroupSizeOf(const v1::DisclosurePolicy& policy);

// The ballot as a record keeps it, packed: of text questions only whether they were asked, so that
// a comment cannot be found to be of the one record that has an answer there, or one of its length.
std::string RecordOf(const Form& form, const CodedBallot& ballot);

// How many of `pending` ballots may be let out while the box is open: none, or at least group_size
// so that at least group_size stay behind. Two states of the counts that anybody can see thus never
// differ by fewer ballots than a group has.
int64_t Releasable(int64_t pending, int group_size);

// Lets out as many ballots of the stratum as Releasable says, at most some thousand, taken by lot.
// Gives how many it were. Only in a Write that began with AwaitTurn.
absl::StatusOr<int64_t> ReleaseGroup(sql::Tx& tx, absl::string_view engine,
                                     const BallotSealer& sealer, const Form& form,
                                     absl::string_view campaign, absl::string_view stratum);

// Of a closing box: the next some thousand of the stratum, or all that are left when fewer than a
// group would stay behind. Gives how many it were; 0 when none is left. Only in a Write that began
// with AwaitTurn.
absl::StatusOr<int64_t> ReleaseRest(sql::Tx& tx, absl::string_view engine,
                                    const BallotSealer& sealer, const Form& form,
                                    absl::string_view campaign, absl::string_view stratum);

}  // namespace tarazy::surveys
