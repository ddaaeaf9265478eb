// The index of what lines say: found by what a search asks for. Derived from the acts, rewritten
// with each of them, both in days and in the time of knowledge.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/register/status.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {

// A stretch with the time in which it was known.
struct KnownSpan {
  StatusSpan span;
  absl::Time known_from;
  absl::Time known_to;  // infinite: still known

  bool operator==(const KnownSpan&) const = default;
};

// From `recorded` on the line has these stretches: ends the rows that differ, adds the new ones.
absl::Status RewriteSpans(sql::Tx& tx, const LineKey& line, const std::vector<StatusSpan>& spans,
                          absl::Time recorded);

// All that was ever known, by known_from and day.
absl::StatusOr<std::vector<KnownSpan>> LoadSpans(sql::Tx& tx, const LineKey& line);

// Which lines; empty: any.
struct SearchFilter {
  std::string institution;  // "institutions/…": itself and its programmes
  std::string subject;
  std::string agency;
  int scope = 0;
  RegisterStatus status = RegisterStatus::kUnspecified;
  std::string code_prefix;
};

// A line that was found, with what is needed to say what it is.
struct FoundLine {
  LineKey line;
  RegisteredSubject subject;
  std::vector<Act> acts;  // all, in the order of recording
};

// The lines that were known then, in the order of subject, agency and scope, those after `after`.
absl::StatusOr<std::vector<FoundLine>> SearchLines(sql::Tx& tx, const SearchFilter& filter,
                                                   absl::CivilDay on, absl::Time known_at,
                                                   const LineKey& after, int limit);

// The subjects of an institution's programmes that are accredited on that day by this agency (any
// when empty), as known now; each once.
absl::StatusOr<std::vector<std::string>> AccreditedProgrammes(sql::Tx& tx,
                                                              absl::string_view institution,
                                                              absl::string_view agency,
                                                              absl::CivilDay on);

}  // namespace tarazy::accreditation
