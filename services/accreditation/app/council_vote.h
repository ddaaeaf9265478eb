// Whether a vote carries, and whether those who voted may.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/faults.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// The people who took part: all but those who recused themselves.
std::set<std::string> VotersOf(const v1::Vote& vote);

// Faults of the vote itself, under `path`: more ballots than members, a recusal without a reason.
void CheckBallots(const v1::Vote& vote, absl::string_view path, Faults& problems);

// PERMISSION_DENIED CONFLICT_OF_INTEREST that names everyone who took part and is one of `others`;
// `why` ends the sentence ("sat on the commission").
absl::Status CheckDisjoint(const v1::Vote& vote, const std::set<std::string>& others,
                           absl::string_view why);

// FAILED_PRECONDITION NO_QUORUM unless at least `quorum` percent of the members took part and more
// of them voted for it than against.
absl::Status CheckCarried(const v1::Vote& vote, double quorum);

}  // namespace tarazy::accreditation
