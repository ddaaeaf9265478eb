// Ballots that wait for their group, as nobody but the box can read them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

// A ballot and what is kept beside its answers.
struct CastBallot {
  CodedBallot ballot;
  std::string language;  // "kk", "ru" or "en"
};

class BallotSealer {
 public:
  // `secret` is the installation's.
  explicit BallotSealer(absl::string_view secret);

  // Bound to campaign and stratum; never the same twice. Its length is one of 256 · 4^n bytes, and
  // the least that any ballot of the form without long texts fits in.
  absl::StatusOr<std::string> Seal(const Form& form, absl::string_view campaign,
                                   absl::string_view stratum, const CastBallot& cast) const;

  // DATA_LOSS when the bytes are no ballot that was sealed for this stratum with this secret.
  absl::StatusOr<CastBallot> Unseal(const Form& form, absl::string_view campaign,
                                    absl::string_view stratum, absl::string_view sealed) const;

 private:
  std::string key_;
};

}  // namespace tarazy::surveys
