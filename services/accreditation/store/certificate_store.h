// Certificates, what was done to them, and the keys that signed them. Nothing is ever changed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/certificate/revocations.h"

namespace tarazy::accreditation {

struct StoredCertificate {
  std::string id;      // "iaar-2023-000017"
  std::string number;  // "IAAR-2023-000017"
  std::string agency;
  int year = 0;
  int64_t serial = 0;
  std::string decision;  // "decisions/…"
  std::string root;      // the grant that it rests on: the decision, or what it extends
  std::string subject;
  absl::CivilDay valid_from;
  absl::CivilDay valid_to;
  std::string document;
  absl::Time created;
};

// The number after the last one of the agency's year; from 1.
absl::StatusOr<int64_t> NextCertificateSerial(sql::Tx& tx, absl::string_view agency, int year);

// ALREADY_EXISTS when the decision has one.
absl::Status InsertCertificate(sql::Tx& tx, const StoredCertificate& certificate);

// NOT_FOUND when there is none.
absl::StatusOr<StoredCertificate> LoadCertificate(sql::Tx& tx, absl::string_view id);

// The certificate of a decision ("decisions/…"), if it has one.
absl::StatusOr<std::optional<StoredCertificate>> FindCertificateOf(sql::Tx& tx,
                                                                   absl::string_view decision);

// The ids of the certificates that rest on a grant, in their order.
// The ids of the certificates of these decisions, by decision; those without one are left out.
absl::StatusOr<std::map<std::string, std::string>> CertificatesOf(
    sql::Tx& tx, const std::vector<std::string>& decisions);

absl::StatusOr<std::vector<std::string>> CertificatesOfGrant(sql::Tx& tx, absl::string_view grant);

// The ids of the certificates to which this decision or appeal did something.
absl::StatusOr<std::vector<std::string>> CertificatesActedOnBy(sql::Tx& tx, absl::string_view by);

// `entered_by`: the role and the token.
absl::Status AppendCertificateAct(sql::Tx& tx, absl::string_view id, const CertificateAct& act,
                                  absl::string_view entered_by);

// In the order of their recording.
absl::StatusOr<std::vector<CertificateAct>> LoadCertificateActs(sql::Tx& tx, absl::string_view id);

// Of every certificate that has any, by id: all its acts at once.
absl::Status ForEachCertificateWithActs(
    sql::Tx& tx,
    absl::FunctionRef<void(const std::string& id, const std::vector<CertificateAct>& acts)> each);

// Remembers a public key, "did:key:…", from its first use on.
absl::Status RecordSigningKey(sql::Tx& tx, absl::string_view did, absl::Time now);

// All keys that were ever used, the newest first.
absl::StatusOr<std::vector<std::string>> SigningKeys(sql::Tx& tx);

}  // namespace tarazy::accreditation
