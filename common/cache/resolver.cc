#include "common/cache/resolver.h"

#include <netdb.h>

#include <cstring>
#include <system_error>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/mutex.h"

namespace tarazy::cache {
namespace {

using Addresses = absl::StatusOr<std::vector<SocketAddress>>;

Addresses Ask(const std::string& host, const std::string& port, int flags) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &list); error != 0) {
    return absl::UnavailableError(absl::StrCat(host, ": ", gai_strerror(error)));
  }
  std::vector<SocketAddress> addresses;
  for (const addrinfo* item = list; item != nullptr; item = item->ai_next) {
    SocketAddress& address = addresses.emplace_back();
    std::memcpy(&address.storage, item->ai_addr, item->ai_addrlen);
    address.size = item->ai_addrlen;
  }
  freeaddrinfo(list);
  return addresses;
}

}  // namespace

// Shared with the thread that asks, which may outlive the resolver.
struct Resolver::Question {
  Mutex mu;
  CondVar answered;
  bool asking ABSL_GUARDED_BY(mu) = false;
  uint64_t answers ABSL_GUARDED_BY(mu) = 0;
  Addresses latest ABSL_GUARDED_BY(mu) = absl::UnavailableError("not asked yet");
};

Resolver::Resolver(absl::string_view host, int port)
    : host_(host), port_(absl::StrCat(port)), question_(std::make_shared<Question>()) {}

Addresses Resolver::Resolve(std::chrono::steady_clock::time_point deadline) {
  if (Addresses numeric = Ask(host_, port_, AI_NUMERICHOST); numeric.ok()) return numeric;
  const absl::Time until =
      absl::Now() + absl::FromChrono(deadline - std::chrono::steady_clock::now());
  MutexLock lock(question_->mu);
  if (!question_->asking) {
    try {
      std::thread([question = question_, host = host_, port = port_] {
        Addresses answer = Ask(host, port, AI_ADDRCONFIG);
        MutexLock lock(question->mu);
        question->latest = std::move(answer);
        ++question->answers;
        question->asking = false;
        question->answered.NotifyAll();
      }).detach();
    } catch (const std::system_error&) {
      return absl::UnavailableError("no thread to resolve a name on");
    }
    question_->asking = true;
  }
  const uint64_t before = question_->answers;
  while (question_->answers == before) {
    if (!question_->answered.WaitUntil(question_->mu, until) && question_->answers == before) {
      return absl::UnavailableError(absl::StrCat(host_, ": the name is not resolved in time"));
    }
  }
  return question_->latest;
}

}  // namespace tarazy::cache
