#include "common/outbox/inbox.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/record/deterministic.h"

namespace tarazy::outbox {
namespace {

using sql::V;

// The sequence changes when a database is restored elsewhere, and the time when a caller without an
// outbox says the same again.
std::string HashOf(common::v1::Event event) {
  event.clear_id();
  event.clear_sequence();
  event.clear_time();
  return Sha256Of(record::DeterministicBytes(event));
}

}  // namespace

absl::StatusOr<bool> Accept(sql::Tx& tx, absl::string_view source, const common::v1::Event& event,
                            absl::Time now) {
  if (event.id().empty()) return InvalidField("id", "is what tells repeats; give it one");
  const std::string hash = HashOf(event);
  ASSIGN_OR_RETURN(const int64_t added,
                   tx.Exec("INSERT INTO inbox (event_id, source, body_hash, received_at) "
                           "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (event_id) DO NOTHING",
                           {V(event.id()), V(source), V(sql::Blob{hash}), V(now)}));
  if (added == 1) return true;
  std::string before;
  RETURN_IF_ERROR(tx.QueryOne("SELECT body_hash FROM inbox WHERE event_id = ?1", {V(event.id())},
                              [&](const sql::Row& row) { before = row.Bytes(0); })
                      .status());
  if (before == hash) return false;
  return InvalidArgument(Reason::kEventReused,
                         absl::StrCat("event ", event.id(), " came before with another content"));
}

}  // namespace tarazy::outbox
