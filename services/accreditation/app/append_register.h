// How an act comes into the register: with its number, its change in the feed and the index of what
// its line says now.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {

// As many acts as a line may have; its reckoning grows with their square.
inline constexpr size_t kMaxActs = 1000;

// The acts of the lines that are being changed.
class OpenLines {
 public:
  explicit OpenLines(sql::Tx& tx) : tx_(tx) {}

  // Those of the store, and those added since. Valid until the object ends.
  absl::StatusOr<std::vector<Act>*> Of(const LineKey& line);

 private:
  sql::Tx& tx_;
  std::map<LineKey, std::vector<Act>> lines_;
};

// What certificates do about the register's acts, in the transaction of each.
class CertificateBook {
 public:
  virtual ~CertificateBook() = default;

  // A decision is about to be stored; its number and time are set. Gives the name of the
  // certificate that it gets, "certificates/…", or nothing.
  virtual absl::StatusOr<std::string> Decided(sql::Tx& tx, const v1::Decision& decision) = 0;
  // An appeal was filed, or ended when it has an outcome.
  virtual absl::Status Appealed(sql::Tx& tx, const v1::Appeal& appeal) = 0;
};

// When acts are recorded.
struct Recording {
  absl::Time now;
  absl::CivilDay today;                     // the day of the status before and after
  CertificateBook* certificates = nullptr;  // null: none are issued
};

// Decisions that were checked, in the order of their recording; sets their numbers and times. They
// become known together.
absl::Status AppendDecisions(sql::Tx& tx, const Recording& recording,
                             std::vector<RecordedDecision>& decisions);

// The certificate of `decision` was revoked by a person: a change of the feed and no act.
absl::Status AppendRevocation(sql::Tx& tx, const Recording& recording, const v1::Decision& decision,
                              const v1::Revocation& revocation);

// The filing of an appeal while it is open, else its end.
absl::Status AppendAppeal(sql::Tx& tx, const Recording& recording, RecordedAppeal& appeal);

}  // namespace tarazy::accreditation
