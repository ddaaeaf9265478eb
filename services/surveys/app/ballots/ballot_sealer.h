// Ballots that wait for their group, as nobody but the box can read them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/seal.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

// A ballot and what is kept beside its answers.
struct CastBallot {
  CodedBallot ballot;
  std::string language;  // "kk", "ru" or "en"
};

// May be used from many threads.
class BallotSealer {
 public:
  // `secret` is the installation's.
  explicit BallotSealer(const Secret& secret);

  // Bound to campaign and stratum; never the same twice. Its length, 256 · 4^n bytes, is the same
  // for all ballots of the form but those with texts of more than some thousand bytes.
  std::string Seal(const Form& form, absl::string_view campaign, absl::string_view stratum,
                   const CastBallot& cast) const;

  // DATA_LOSS when the bytes are no ballot that was sealed for this stratum with this secret.
  absl::StatusOr<CastBallot> Unseal(const Form& form, absl::string_view campaign,
                                    absl::string_view stratum, absl::string_view sealed) const;

 private:
  const Sealer sealer_;
};

}  // namespace tarazy::surveys
