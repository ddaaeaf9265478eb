#include "common/cache/single_flight.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/error.h"

namespace tarazy::cache {
namespace {

bool IsOfOneCallerOnly(const absl::Status& status) {
  return absl::IsCancelled(status) || absl::IsDeadlineExceeded(status);
}

absl::Status TooLate() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, Reason::kDeadlineExceeded,
                   "the time allowed for the call is over");
}

absl::Status NoRoom() {
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kOverloaded,
                   "too many values are being computed; retry later");
}

}  // namespace

// Someone who waits for a flight.
class SingleFlight::Seat {
 public:
  explicit Seat(absl::Time deadline) : deadline_(deadline) {}
  virtual ~Seat() = default;

  // The result is there. Called at most once, with no lock held.
  virtual void Land(const Result& result) = 0;
  // It is this one's turn to lead; false when he cannot (then he has been told, or has left).
  virtual bool Promote() = 0;

  absl::Time deadline() const { return deadline_; }

 private:
  const absl::Time deadline_;
};

class SingleFlight::BlockingSeat final : public Seat {
 public:
  using Seat::Seat;

  void Land(const Result& result) override {
    MutexLock lock(mu_);
    result_ = result;
    changed_.NotifyAll();
  }

  bool Promote() override {
    MutexLock lock(mu_);
    if (left_) return false;
    promoted_ = true;
    changed_.NotifyAll();
    return true;
  }

  // The result; nothing when this one shall lead.
  std::optional<Result> Wait() {
    MutexLock lock(mu_);
    while (!result_.has_value() && !promoted_) {
      if (!changed_.WaitUntil(mu_, deadline()) && !result_.has_value() && !promoted_) {
        left_ = true;
        return TooLate();
      }
    }
    return promoted_ ? std::nullopt : std::move(result_);
  }

 private:
  Mutex mu_;
  CondVar changed_;
  std::optional<Result> result_ ABSL_GUARDED_BY(mu_);
  bool promoted_ ABSL_GUARDED_BY(mu_) = false;
  bool left_ ABSL_GUARDED_BY(mu_) = false;
};

class SingleFlight::CallbackSeat final : public Seat,
                                         public std::enable_shared_from_this<CallbackSeat> {
 public:
  CallbackSeat(SingleFlight& owner, absl::string_view key, absl::Time deadline, Executor executor,
               Work work, Done done, std::function<void()> after)
      : Seat(deadline),
        owner_(owner),
        key_(key),
        executor_(std::move(executor)),
        work_(std::move(work)),
        done_(std::move(done)),
        after_(std::move(after)) {}

  void Land(const Result& result) override { done_(result); }

  bool Promote() override {
    if (executor_([self = shared_from_this()] { self->Run(); })) return true;
    done_(NoRoom());
    return false;
  }

 private:
  void Run() {
    // The executor's queue may have eaten the time.
    const bool late = absl::Now() >= deadline();
    done_(owner_.Lead(key_, late ? [] { return Result(TooLate()); } : work_));
    if (after_) after_();
  }

  SingleFlight& owner_;
  const std::string key_;
  const Executor executor_;
  const Work work_;
  const Done done_;
  const std::function<void()> after_;
};

Result SingleFlight::Do(absl::string_view key, absl::Time deadline, const Work& work) {
  const auto seat = std::make_shared<BlockingSeat>(deadline);
  if (!Board(key, seat)) {
    joined_.Increment();
    if (std::optional<Result> result = seat->Wait()) return *std::move(result);
  }
  return Lead(std::string(key), work);
}

void SingleFlight::Start(absl::string_view key, absl::Time deadline, const Executor& executor,
                         Work work, Done done, std::function<void()> after) {
  const auto seat = std::make_shared<CallbackSeat>(*this, key, deadline, executor, std::move(work),
                                                   std::move(done), std::move(after));
  if (!Board(key, seat)) {
    joined_.Increment();
    return;
  }
  if (!seat->Promote()) PassOn(std::string(key));
}

bool SingleFlight::Board(absl::string_view key, const std::shared_ptr<Seat>& seat) {
  MutexLock lock(mu_);
  const auto flight = flights_.find(std::string_view(key.data(), key.size()));
  if (flight == flights_.end()) {
    flights_.emplace(std::string(key), std::vector<std::shared_ptr<Seat>>());
    return true;
  }
  flight->second.push_back(seat);
  return false;
}

Result SingleFlight::Lead(const std::string& key, const Work& work) {
  Result result = work();
  if (IsOfOneCallerOnly(result.status())) {
    PassOn(key);
    return result;
  }
  std::vector<std::shared_ptr<Seat>> waiting;
  {
    MutexLock lock(mu_);
    const auto flight = flights_.find(key);
    waiting.swap(flight->second);
    flights_.erase(flight);
  }
  for (const auto& seat : waiting) seat->Land(result);
  return result;
}

void SingleFlight::PassOn(const std::string& key) {
  while (true) {
    std::shared_ptr<Seat> next;
    {
      MutexLock lock(mu_);
      const auto flight = flights_.find(key);
      if (flight->second.empty()) {
        flights_.erase(flight);
        return;
      }
      next = std::move(flight->second.front());
      flight->second.erase(flight->second.begin());
    }
    if (absl::Now() >= next->deadline()) {
      next->Land(TooLate());
    } else if (next->Promote()) {
      return;
    }
  }
}

}  // namespace tarazy::cache
