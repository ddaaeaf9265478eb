// The register: decisions, appeals and the changes that they are, only ever added.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/register/act.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// One line of the register.
struct LineKey {
  std::string subject;  // "programmes/…" or "institutions/…"
  std::string agency;
  int scope = 0;  // v1::ProcedureType

  auto operator<=>(const LineKey&) const = default;
};

// What the register was told last.
struct RegisterHead {
  std::string epoch;     // tells this register from any other
  int64_t sequence = 0;  // the number of the last change; 0: none yet
  absl::Time recorded;   // when that was

  // Where to go on after a change.
  std::string Cursor(int64_t after) const;
};

absl::StatusOr<RegisterHead> LoadRegisterHead(sql::Tx& tx);

// Takes the next `count` numbers, the last of which is the head's `sequence`; `recorded` is later
// than that of every change before, and `now` unless a clock went backwards. Until the transaction
// ends nobody else takes a number: to be called late in it.
absl::StatusOr<RegisterHead> TakeNumbers(sql::Tx& tx, int64_t count, absl::Time now);

// A copy of what the registry says of a subject.
struct RegisteredSubject {
  std::string subject;
  std::string institution;  // "institutions/…"; of an institution itself
  std::string code;         // of programmes; may be empty
  std::string title;

  bool operator==(const RegisteredSubject&) const = default;
};

absl::Status PutSubject(sql::Tx& tx, const RegisteredSubject& subject);
// Errors: NOT_FOUND.
absl::StatusOr<RegisteredSubject> LoadSubject(sql::Tx& tx, absl::string_view subject);

// An act with what is told of it. Its sequence and time stand in `act` and in the message alike.
struct RecordedDecision {
  LineKey line;
  Act act;
  v1::Decision decision;
};
struct RecordedAppeal {
  LineKey line;
  Act act;
  v1::Appeal appeal;
};

// Errors: ALREADY_EXISTS (the name is taken).
absl::Status InsertDecisions(sql::Tx& tx, const std::vector<RecordedDecision>& decisions);
absl::Status InsertAppeal(sql::Tx& tx, const RecordedAppeal& appeal);
absl::Status InsertAppealEnd(sql::Tx& tx, const RecordedAppeal& appeal);

// Errors: NOT_FOUND.
absl::StatusOr<v1::Decision> LoadDecision(sql::Tx& tx, absl::string_view name);
// As it ended, or as it was filed while it is open. Errors: NOT_FOUND.
absl::StatusOr<v1::Appeal> LoadAppeal(sql::Tx& tx, absl::string_view name);

// In the order of recording, those after `after`; of a subject or case unless empty.
absl::StatusOr<std::vector<v1::Decision>> ListDecisions(sql::Tx& tx, absl::string_view subject,
                                                        absl::string_view case_name, int64_t after,
                                                        int limit);

// The acts of a line in the order of recording; none when nobody decided.
absl::StatusOr<std::vector<Act>> LoadActs(sql::Tx& tx, const LineKey& line);
// Of all lines of a subject.
absl::StatusOr<std::map<LineKey, std::vector<Act>>> LoadLines(sql::Tx& tx,
                                                              absl::string_view subject);

// Stores changes that have their numbers and times, and sets their cursors.
absl::Status AppendChanges(sql::Tx& tx, const RegisterHead& head,
                           std::vector<v1::RegisterChange>& changes);
// By number, those after `after`; about a subject unless that is empty.
absl::StatusOr<std::vector<v1::RegisterChange>> LoadChanges(sql::Tx& tx, int64_t after, int limit,
                                                            absl::string_view subject);

}  // namespace tarazy::accreditation
