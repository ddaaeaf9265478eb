// Certificates in the life of the register: every grant gets one in the transaction that records
// it, and what later ends, rests or annuls the grant does the same to its certificates. The
// functions that take a decision or an appeal belong into the transaction that records it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/certificate/certificate.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// Signs and stores the certificate of a GRANT, GRANT_CONDITIONALLY or EXTEND; gives its name,
// "certificates/iaar-2023-000017". Uses name, agency, scope, kind, days, years and acts_on of the
// decision, which need not be stored yet. Errors: INVALID_ARGUMENT (other kinds, no end,
// a subject without a title or institution), ALREADY_EXISTS (it has one).
absl::StatusOr<std::string> IssueCertificate(sql::Tx& tx, const Signer& signer,
                                             const v1::Decision& decision,
                                             const SubjectFacts& subject, absl::Time now);

// What a decision does to earlier certificates: SUSPEND, REINSTATE, WITHDRAW and VOID act on those
// of the grant in `acts_on` (REINSTATE also names the suspension, VOID any decision); other kinds
// do nothing. A decision on a grant without a certificate does nothing either.
absl::Status ApplyToCertificates(sql::Tx& tx, const v1::Decision& decision, absl::Time now);

// Both, as the decision's kind has it: gives the certificate's name, or nothing. Decisions of
// before the register (`historical`) get none: they have the papers of their time.
absl::StatusOr<std::string> Certify(sql::Tx& tx, const Signer& signer, const v1::Decision& decision,
                                    const SubjectFacts& subject, absl::Time now);

// An appeal was filed, or ended when it has an outcome. While it is open, what the decision did
// counts as not done; it counts again, from the day of the appeal's end on, when that is dismissed
// or taken back. Upheld, the decision falls as if it had never been taken, and a grant's
// certificates with it.
absl::Status ApplyAppeal(sql::Tx& tx, const v1::Appeal& appeal, absl::Time now);

// By the certificate's id, or by its decision's. `revocation` is set when it does not hold on the
// day. NOT_FOUND.
absl::StatusOr<v1::Certificate> GetCertificate(sql::Tx& tx, absl::string_view id,
                                               absl::CivilDay today);

// Of these decisions the certificates that hold on the day, "certificates/…", by decision.
absl::StatusOr<std::map<std::string, std::string>> ValidCertificates(
    sql::Tx& tx, const std::vector<std::string>& decisions, absl::CivilDay day);

// Who revokes a certificate, and when.
struct RevokedBy {
  std::string person;  // as it is recorded
  absl::Time now;
  absl::CivilDay today;  // of the agency: the first day on which it does not hold
};

// A person revokes it. INVALID_ARGUMENT (a reason that is missing or odd), NOT_FOUND,
// FAILED_PRECONDITION CERTIFICATE_REVOKED.
absl::StatusOr<v1::Certificate> RevokeCertificate(sql::Tx& tx, absl::string_view id,
                                                  absl::string_view reason, const RevokedBy& by);

// The signed list of all that is revoked or suspended, was, or will be.
absl::StatusOr<std::string> SignRevocations(sql::Tx& tx, const Signer& signer, absl::Time now);

// The keys that certificates were signed with before this one, the newest first.
absl::StatusOr<std::vector<std::string>> FormerKeys(sql::Tx& tx, const Signer& signer);

}  // namespace tarazy::accreditation
