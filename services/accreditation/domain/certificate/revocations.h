// Which certificates do not hold on a day although their dates and signature say so: revoked ones
// and those that rest while an accreditation is suspended. Derived from acts, published as a signed
// list that is good for a while.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/accreditation/domain/certificate/certificate.h"

namespace tarazy::accreditation {

// What was done to a certificate.
enum class CertificateActKind {
  kRevoke,     // it does not hold from `from` on
  kSuspend,    // it does not hold from `from` up to but not including `to`
  kReinstate,  // suspensions end with `from`
  kAnnul,      // what `target` did counts as never done: it was voided, fell, or rests meanwhile
  kRestore,    // what `target` did counts again, from `from` on
};

struct CertificateAct {
  CertificateActKind kind = CertificateActKind::kRevoke;
  absl::CivilDay from;               // of all but annul
  std::optional<absl::CivilDay> to;  // of suspend
  std::string reason;
  std::string by;      // "decisions/…" or "appeals/…"; empty when a person did it
  std::string target;  // of annul, restore: the `by` of the acts they are about
  absl::Time recorded;

  bool operator==(const CertificateAct&) const = default;
};

// A stretch of days on which a certificate does not hold.
struct RevocationEntry {
  std::string certificate;  // "certificates/…"
  bool suspended = false;   // else revoked
  absl::CivilDay from;
  std::optional<absl::CivilDay> to;  // the first day on which it holds again; absent: never
  std::string reason;
  std::string by;
  absl::Time recorded;

  bool Holds(absl::CivilDay day) const { return from <= day && (!to.has_value() || day < *to); }
  bool operator==(const RevocationEntry&) const = default;
};

// The entries that a certificate's acts, in the order of their recording, amount to.
std::vector<RevocationEntry> EntriesOf(absl::string_view certificate,
                                       const std::vector<CertificateAct>& acts);

// How long a list is good for.
inline constexpr absl::Duration kListLifetime = absl::Hours(24 * 7);

struct RevocationList {
  absl::Time issued;
  absl::Time valid_until;
  std::string key;  // "did:key:…" of who signed it
  std::vector<RevocationEntry> entries;
};

// The signed list, canonical JSON, good for kListLifetime.
std::string MakeRevocationList(const std::vector<RevocationEntry>& entries, const Signer& signer,
                               absl::Time issued);

// Reads a list and checks its proof; whose key it is and how old it is the caller judges.
// INVALID_ARGUMENT, FAILED_PRECONDITION EVIDENCE_MISMATCH.
absl::StatusOr<RevocationList> ReadRevocationList(absl::string_view text);

}  // namespace tarazy::accreditation
