// What the register answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/register/status.h"
#include "services/accreditation/store/register_span_store.h"
#include "services/accreditation/store/register_store.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// A day, as known at a time (kAllKnown: now).
struct AsOf {
  absl::CivilDay on;
  absl::Time known_at = kAllKnown;
};

// Of every line of the subject, in the order of agency and scope; only of those that are asked for
// unless empty. A line of which nothing was known then is not there.
absl::StatusOr<std::vector<v1::StatusView>> StatusOf(sql::Tx& tx, absl::string_view subject,
                                                     const AsOf& as_of,
                                                     absl::string_view agency = "", int scope = 0);

// The status of one line.
absl::StatusOr<v1::StatusView> StatusOfLine(sql::Tx& tx, const LineKey& line, const AsOf& as_of);

struct RegisterPage {
  std::vector<v1::RegisterEntry> entries;
  std::optional<LineKey> next;  // go on after this line; absent on the last page
};

absl::StatusOr<RegisterPage> SearchRegister(sql::Tx& tx, const SearchFilter& filter,
                                            const AsOf& as_of, const LineKey& after, int size);

// How many of these programmes ("programmes/…") of an institution are accredited on a day, by any
// agency or one, and by which change of the register.
struct AccreditedCount {
  int accredited = 0;
  int64_t sequence = 0;
};
absl::StatusOr<AccreditedCount> CountAccredited(sql::Tx& tx, absl::string_view institution,
                                                const std::vector<std::string>& programmes,
                                                absl::string_view agency, absl::CivilDay on);

// The change that the cursor stands behind; 0 for an empty one. Errors: INVALID_ARGUMENT
// INVALID_CURSOR (of another register, of a change that is not there yet, or none at all).
absl::StatusOr<int64_t> ParseCursor(const RegisterHead& head, absl::string_view cursor);

// Takes out what is for the agency and the council only: who voted how, and who recorded it.
void Redact(v1::Decision& decision);
void Redact(v1::Appeal& appeal);
void Redact(v1::RegisterChange& change);

}  // namespace tarazy::accreditation
