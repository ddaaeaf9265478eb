// The keys of a campaign's vouchers: made when it is opened, kept sealed, used by the roll alone.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/blind_rsa.h"
#include "common/base/seal.h"
#include "services/surveys/store/roll/roll_store.h"

namespace tarazy::surveys {

// A key pair for each stratum, on all cores: some 200 ms each. The private keys are sealed under
// the installation's secret for this campaign and stratum.
absl::StatusOr<std::vector<StratumKey>> MakeKeys(const Secret& secret, absl::string_view campaign,
                                                 absl::Span<const std::string> strata);

// The private key. DATA_LOSS when it was sealed for another campaign or stratum, or under another
// secret; empty once the roll is closed, which is DATA_LOSS too.
absl::StatusOr<BlindRsaKey> OpenKey(const Secret& secret, absl::string_view campaign,
                                    const StratumKey& key);

}  // namespace tarazy::surveys
