// One mutation as a client sends it: with a request id of its own, so that it can be sent again
// when nobody knows what became of it.
#pragma once

#include <grpcpp/support/status.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/chaos/clients.h"
#include "tests/chaos/realm.h"

namespace tarazy::chaos {

using Random = std::mt19937_64;

// Uniform from 0 to `below` - 1.
inline int Below(Random& random, int below) {
  return std::uniform_int_distribution<int>(0, below - 1)(random);
}

struct Answer {
  grpc::Status status;
  std::string bytes;  // of the response, or of a stream's last message
};

struct Operation {
  std::function<Answer(Clients&)> send;
  // What it does when it is done once.
  std::function<void(Realm&)> effect;
  // Looks at the answer, given the realm after the effect.
  std::function<void(const std::string& bytes, const Realm& after)> check;
};

// A kind of operation: to add one, add a line to Kinds().
struct Kind {
  absl::string_view name;
  int weight;
  std::function<bool(const Realm&)> possible;
  std::function<Operation(const Realm&, const std::string& request_id, Random&)> make;
};

const std::vector<Kind>& Kinds();

// A kind that is possible now, by weight.
const Kind& ChooseKind(const Realm& realm, Random& random);

}  // namespace tarazy::chaos
