// Cases, kept in parts with their history.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

// "cases/ektu-2023".
std::string CaseName(absl::string_view id);

// Who changed a case, when and by which deed ("import", "advance" …).
struct CaseChange {
  std::string by;
  absl::Time at;
  std::string deed;
};

// The case as it is, with name, etag and times. Errors: NOT_FOUND.
absl::StatusOr<v1::Case> LoadCase(sql::Tx& tx, absl::string_view id);

// As it was in that revision, from 1. Errors: NOT_FOUND.
absl::StatusOr<v1::Case> LoadCaseRevision(sql::Tx& tx, absl::string_view id, int revision);

// The case without its parts: a row of a list. Errors: NOT_FOUND.
absl::StatusOr<v1::Case> LoadCaseHeader(sql::Tx& tx, absl::string_view id);

// Stores a case that is not there yet and sets name, etag and times. Errors: ALREADY_EXISTS.
absl::Status InsertCase(sql::Tx& tx, v1::Case& record, const CaseChange& change);

// Stores what differs from `before`, which LoadCase gave in this transaction, as the next revision,
// and sets etag and times of `after`. Nothing differs: no revision.
absl::Status SaveCase(sql::Tx& tx, const v1::Case& before, v1::Case& after,
                      const CaseChange& change);

// Which cases; empty: any.
struct CaseFilter {
  std::string institution;   // the bare id
  std::string programme;     // "programmes/…"
  std::string member_token;  // only cases in whose commission this token sits
  v1::CaseState state = v1::CASE_STATE_UNSPECIFIED;
};

// Headers in the order of their ids, those after `after`.
absl::StatusOr<std::vector<v1::Case>> ListCases(sql::Tx& tx, const CaseFilter& filter,
                                                absl::string_view after, int limit);

}  // namespace tarazy::accreditation
