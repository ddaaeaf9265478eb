// Who may answer, and whether his ticket was taken. Nothing here says when or in which order.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"

namespace tarazy::surveys {

namespace roll {
const sql::Migrations& SchemaMigrations();
}  // namespace roll

// The key pair that the vouchers of a stratum are signed with.
struct StratumKey {
  std::string stratum;             // the id of one without children, or kTrials
  std::string public_key;          // SubjectPublicKeyInfo, DER
  std::string sealed_private_key;  // PKCS #8, DER, as app/roll/make_keys.h sealed it; never plain
};

// A person on the roll.
struct RollEntry {
  std::string id;  // 16 random bytes
  std::string contact;
  std::string stratum;  // of those without children, also when it is a trial
  std::string language;
  bool test = false;
  std::string ticket_digest;  // SHA-256 of the ticket's code
};

// What a ticket is for.
struct FoundTicket {
  std::string campaign;
  std::string stratum;  // whose key signs: kTrials when it is a trial
  std::string language;
  bool test = false;
  bool taken = false;
  std::string blinded_digest;  // of what it was exchanged for; empty until then and once closed
  bool closed = false;         // the campaign's roll is
};

// How many of a group.
struct RollCount {
  int64_t invited = 0;
  int64_t taken = 0;  // of those, whose ticket was exchanged; the others may be reminded

  bool operator==(const RollCount&) const = default;
};

enum class Taking {
  kFirst,      // now it is taken
  kRepeated,   // it was taken with the same blinded voucher before
  kByAnother,  // it was taken with another one
};

// Opens a campaign's roll and gives the keys that hold: these, or those of the first call for the
// campaign. ALREADY_EXISTS when that one named other strata.
absl::StatusOr<std::vector<StratumKey>> OpenRoll(sql::Tx& tx, absl::string_view campaign,
                                                 absl::Span<const StratumKey> keys);

// From now on nobody is added and nothing is signed: the private keys are destroyed, and what the
// tickets were exchanged for. Again, and for a campaign without a roll, it does nothing.
absl::Status CloseRoll(sql::Tx& tx, absl::string_view campaign);

// Closed; also when there is none. Reading it keeps the transaction from overlapping CloseRoll.
absl::StatusOr<bool> RollClosed(sql::Tx& tx, absl::string_view campaign);

// NOT_FOUND when the campaign has no such key.
absl::StatusOr<StratumKey> LoadKey(sql::Tx& tx, absl::string_view campaign,
                                   absl::string_view stratum);

// The person with this contact, whatever the case of its ASCII letters.
absl::StatusOr<std::optional<RollEntry>> FindEntry(sql::Tx& tx, absl::string_view campaign,
                                                   absl::string_view contact);

// ALREADY_EXISTS when a contact is on the roll; FAILED_PRECONDITION when the campaign has none.
absl::Status AddEntries(sql::Tx& tx, absl::string_view campaign,
                        absl::Span<const RollEntry> entries);

// Takes a person off for good; whether his ticket was taken. NOT_FOUND, without the contact.
absl::StatusOr<bool> EraseEntry(sql::Tx& tx, absl::string_view campaign, absl::string_view contact);

// Nothing when no ticket has this digest.
absl::StatusOr<std::optional<FoundTicket>> FindTicket(sql::Tx& tx, absl::string_view digest);

// Takes the ticket for a blinded voucher of this digest; of all that try, one is the first.
// NOT_FOUND TICKET_UNKNOWN; FAILED_PRECONDITION CAMPAIGN_STATE when the roll is closed.
absl::StatusOr<Taking> TakeTicket(sql::Tx& tx, absl::string_view digest,
                                  absl::string_view blinded_digest);

// By stratum; those that nobody was invited of are not in it, nor are trials.
absl::StatusOr<std::map<std::string, RollCount, std::less<>>> CountRoll(sql::Tx& tx,
                                                                        absl::string_view campaign);

// People, no trials, whose ticket was not taken, of these strata (none: all), by their random ids,
// those after `after`; none once the roll is closed. Of an entry only id, contact and language.
absl::StatusOr<std::vector<RollEntry>> NotTaken(sql::Tx& tx, absl::string_view campaign,
                                                absl::Span<const std::string> strata,
                                                absl::string_view after, int limit);

// The trials of all strata.
absl::StatusOr<RollCount> CountTrials(sql::Tx& tx, absl::string_view campaign);

// The refusals that the roll's rooms share.
absl::Status TicketUnknown();
absl::Status RollIsClosed();

}  // namespace tarazy::surveys
