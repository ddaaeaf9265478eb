// A client of the fault runs: it changes its own realm, one operation after the other, and knows
// what was acknowledged and what nobody knows.
#pragma once

#include <climits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "tests/chaos/activity.h"
#include "tests/chaos/clients.h"
#include "tests/chaos/operation.h"
#include "tests/chaos/realm.h"

namespace tarazy::chaos {

class Worker {
 public:
  // `id` begins all its names.
  Worker(std::string id, uint64_t seed) : random_(seed) { realm_.id = std::move(id); }

  // Random operations until one is not answered. One that is refused fails the test, as does one
  // that is not answered before the strike.
  void Work(Clients& clients, Activity& activity);

  // Random operations until `stop`, or until there were `most`. What fails as an outage may make
  // it fail (see ExpectOutage) is sent again until it is done, or to be settled later.
  void Insist(Clients& clients, absl::FunctionRef<bool()> stop, int most = INT_MAX);
  // One operation of this kind, sent once; its answer. Then it can be settled.
  Answer Try(Clients& clients, absl::string_view kind);

  // After the fault: the operation that was not answered is there wholly or not at all.
  void ExpectAllOrNothing(Clients& clients);
  // It is sent again, and then it is there once.
  void Settle(Clients& clients);
  // What was acknowledged gives the same answers when it is sent again: the last one and `more`.
  void ExpectSameAnswers(Clients& clients, int more);
  // Everything acknowledged is there exactly once: the newest ranking, or all.
  void ExpectStored(Clients& clients, bool all);
  // The newest case, or all, and every decision.
  void ExpectAccreditation(Clients& clients, bool all) const;
  void ExpectInstitutions(const std::map<std::string, InstitutionFacts>& stored) const;

  const Realm& realm() const { return realm_; }
  int acknowledged() const { return static_cast<int>(history_.size()); }
  // The kind of the operation that was not answered; empty for none.
  absl::string_view pending() const { return pending_ ? pending_->kind : ""; }
  // How often which status came: "UNAVAILABLE COMMIT_OUTCOME_UNKNOWN".
  const std::map<std::string, int>& failures() const { return failures_; }
  // Whether it had been done all the same, where that can be seen.
  bool was_done() const { return was_done_; }

 private:
  struct Sent {
    absl::string_view kind;
    Operation operation;
    std::string answer;
  };

  Sent Make(const Kind& kind);
  void Acknowledge(Sent sent);

  Random random_;
  Realm realm_;
  int sent_ = 0;
  std::vector<Sent> history_;
  std::optional<Sent> pending_;
  bool was_done_ = false;
  std::map<std::string, int> failures_;
};

// An answer is OK or says, in time, what docs/operations.md promises for an outage.
void ExpectOutage(const grpc::Status& status, absl::Duration took, absl::Duration timeout);

}  // namespace tarazy::chaos
