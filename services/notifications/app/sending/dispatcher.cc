#include "services/notifications/app/sending/dispatcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "common/base/failpoint.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/store/receipt_store.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);  // of a transaction
// Finished ones wait so long for company: a commit costs nearly the same for one and for fifty.
constexpr absl::Duration kGather = absl::Milliseconds(10);

// The same may go well a little later.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status) ||
         absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status);
}

}  // namespace

Dispatcher::Dispatcher(sql::Database& database, const tarazy::Clock& clock, const Outlets& outlets,
                       const Sealer& sealer, Options options)
    : database_(database),
      clock_(clock),
      outlets_(outlets),
      sealer_(sealer),
      options_(std::move(options)) {}

void Dispatcher::Start() {
  coordinator_ = std::thread([this] { Coordinate(); });
  for (int i = 0; i < options_.workers; ++i)
    workers_.emplace_back([this, i] { Work(i > 0 || options_.workers == 1); });
}

void Dispatcher::Wake() {
  MutexLock lock(mu_);
  woken_ = true;
  changed_.NotifyAll();
}

void Dispatcher::Stop() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    work_there_.NotifyAll();
    changed_.NotifyAll();
  }
  for (std::thread& worker : workers_) {
    if (worker.joinable()) worker.join();
  }
  {
    MutexLock lock(mu_);
    workers_gone_ = true;
    changed_.NotifyAll();
  }
  if (coordinator_.joinable()) coordinator_.join();
}

std::deque<Job>::iterator Dispatcher::NextFor(bool posts) {
  return std::find_if(waiting_.begin(), waiting_.end(), [&](const Job& job) {
    return posts || job.leased.delivery.channel != v1::CHANNEL_WEBHOOK;
  });
}

void Dispatcher::Work(bool posts) {
  Sender sender(outlets_, clock_, sealer_, outages_);
  absl::BitGen lots;
  while (true) {
    Job job;
    {
      MutexLock lock(mu_);
      auto next = waiting_.end();
      while (!stopping_ && (next = NextFor(posts)) == waiting_.end()) work_there_.Wait(mu_);
      if (stopping_) return;
      job = std::move(*next);
      waiting_.erase(next);
    }
    const Context context{.deadline = absl::Now() + kPatience};
    Verdict verdict = sender.Send(job, context, absl::Uniform(lots, 0.0, 1.0));
    Failpoint("sent");
    MutexLock lock(mu_);
    finished_.push_back({std::move(job), std::move(verdict)});
    // In between the coordinator gathers them; to wake it for each would cost more than sending.
    if (finished_.size() == 1 || WorthStoring()) changed_.NotifyAll();
  }
}

bool Dispatcher::WorkersGone() {
  MutexLock lock(mu_);
  return workers_gone_;
}

void Dispatcher::Coordinate() {
  Sender sender(outlets_, clock_, sealer_, outages_);
  while (true) {
    const bool last = WorkersGone();
    const absl::StatusOr<bool> turn = Turn(sender);
    if (!turn.ok()) options_.on_failure(turn.status());
    MutexLock lock(mu_);
    if (workers_gone_) GiveBackWaiting();
    // What was on the wire when it ended is stored: else it would be sent again. What cannot be
    // stored now is tried again at its lease's end.
    if (workers_gone_ && (finished_.empty() || (last && !turn.ok()))) return;
    if (!turn.ok()) {
      changed_.WaitUntil(mu_, absl::Now() + options_.idle);
    } else if (!*turn) {
      const absl::Time until = absl::Now() + options_.idle;
      while (!workers_gone_ && !woken_ && finished_.empty() && absl::Now() < until) {
        changed_.WaitUntil(mu_, until);
      }
    }
    woken_ = false;
    if (finished_.empty() || stopping_) continue;
    const absl::Time until = absl::Now() + kGather;
    while (!stopping_ && !WorthStoring() && absl::Now() < until) changed_.WaitUntil(mu_, until);
  }
}

void Dispatcher::GiveBackWaiting() {
  // At once the next process's, which need not wait for the lease's end.
  for (Job& job : waiting_) {
    finished_.push_back(
        {std::move(job),
         {.fate = Fate::kPostponed, .reason = "the service was stopped", .next = clock_.Now()}});
  }
  waiting_.clear();
}

bool Dispatcher::WorthStoring() const {
  return finished_.size() >= std::min(under_way_, static_cast<size_t>(options_.batch) / 4);
}

absl::Status Dispatcher::StoreAndTake(absl::Span<const Finished> finished, size_t room,
                                      std::vector<const Finished*>& stored,
                                      std::vector<Job>& jobs) {
  const absl::Status status =
      database_.Write({.deadline = absl::Now() + kPatience}, [&](sql::Tx& tx) -> absl::Status {
        const absl::Time now = clock_.Now();
        jobs.clear();
        stored.clear();
        std::vector<StoredReceipt> receipts;
        for (const Finished& one : finished) {
          ASSIGN_OR_RETURN(const bool mine, Finish(tx, one, now, receipts));
          if (mine) stored.push_back(&one);
        }
        RETURN_IF_ERROR(InsertReceipts(tx, receipts));
        if (room == 0) return absl::OkStatus();
        absl::BitGen lots;
        const int64_t lease = absl::Uniform<int64_t>(lots, 1, int64_t{1} << 62);
        return Take(tx, lease, now, static_cast<int>(room), jobs);
      });
  if (status.ok() && (!jobs.empty() || !stored.empty())) Failpoint("taken");
  return status;
}

void Dispatcher::Tell(const std::vector<const Finished*>& stored) {
  std::map<std::pair<v1::Channel, v1::DeliveryState>, int> counts;
  for (const Finished* one : stored) {
    ++counts[{one->job.leased.delivery.channel, StateAfter(one->verdict.fate)}];
  }
  for (const auto& [state, count] : counts) options_.on_state(state.first, state.second, count);
  if (counts.contains({v1::CHANNEL_INBOX, v1::DELIVERY_STATE_DELIVERED})) options_.on_inbox();
}

void Dispatcher::PutIntoInboxes(Sender& sender, std::vector<Job>& jobs) {
  const auto inboxes = std::stable_partition(jobs.begin(), jobs.end(), [](const Job& job) {
    return job.leased.delivery.channel != v1::CHANNEL_INBOX;
  });
  std::vector<Finished> put;
  for (auto job = inboxes; job != jobs.end(); ++job) {
    Verdict verdict = sender.Send(*job, {.deadline = absl::Now() + kPatience}, 0);
    put.push_back({std::move(*job), std::move(verdict)});
  }
  jobs.erase(inboxes, jobs.end());
  MutexLock lock(mu_);
  under_way_ += put.size();
  std::move(put.begin(), put.end(), std::back_inserter(finished_));
}

absl::StatusOr<bool> Dispatcher::Turn(Sender& sender) {
  std::vector<Finished> finished;
  size_t room = 0;
  {
    MutexLock lock(mu_);
    finished = std::move(finished_);
    finished_.clear();
    const size_t after = under_way_ - finished.size();
    room = stopping_ ? 0 : static_cast<size_t>(options_.batch) - after;
    // Half empty before more is taken: leases come in batches.
    if (after > static_cast<size_t>(options_.batch) / 2) room = 0;
  }
  if (finished.empty() && room == 0) return false;
  std::vector<Job> jobs;
  std::vector<const Finished*> stored;
  const absl::Status status = StoreAndTake(finished, room, stored, jobs);
  if (!status.ok() && (finished.empty() || MayPass(status))) {
    // What was sent stays sent: it is stored with the next turn, while the lease holds.
    MutexLock lock(mu_);
    std::move(finished.begin(), finished.end(), std::back_inserter(finished_));
    return status;
  }
  if (status.ok()) {
    Tell(stored);
  } else {
    // One that cannot be stored holds up no other; at its lease's end it is tried again.
    for (const Finished& one : finished) {
      const absl::Status alone = StoreAndTake({&one, 1}, 0, stored, jobs);
      alone.ok() ? Tell(stored) : options_.on_failure(alone);
    }
  }
  const bool any = !finished.empty() || !jobs.empty();
  PutIntoInboxes(sender, jobs);
  MutexLock lock(mu_);
  under_way_ = under_way_ - finished.size() + jobs.size();
  std::move(jobs.begin(), jobs.end(), std::back_inserter(waiting_));
  work_there_.NotifyAll();
  return any;
}

absl::Status Dispatcher::Take(sql::Tx& tx, int64_t lease, absl::Time now, int limit,
                              std::vector<Job>& jobs) {
  const absl::Time until = now + options_.lease;
  ASSIGN_OR_RETURN(const int64_t taken, Lease(tx, database_.Engine(), lease, now, until, limit));
  if (taken == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::vector<LeasedDelivery> leased, Leased(tx, lease, now));
  std::map<std::string, std::shared_ptr<const v1::Topic>> topics;
  for (LeasedDelivery& one : leased) {
    std::shared_ptr<const v1::Topic>& topic = topics[one.notice.topic];
    if (topic == nullptr) {
      ASSIGN_OR_RETURN(v1::Topic loaded, LoadTopic(tx, one.notice.topic));
      topic = std::make_shared<const v1::Topic>(std::move(loaded));
    }
    jobs.push_back(
        {.leased = std::move(one), .lease = lease, .lease_until = until, .topic = topic});
  }
  return ReadLetters(tx, jobs);
}

absl::Status Dispatcher::ReadLetters(sql::Tx& tx, std::vector<Job>& jobs) {
  std::map<int64_t, std::shared_ptr<ParsedValues>> values;  // by notice
  for (Job& job : jobs) {
    const StoredNotice& notice = job.leased.notice;
    if (notice.step == kDigestStep) {
      ASSIGN_OR_RETURN(std::vector<TimelyDelivery> parts, GatheredIn(tx, job.leased.delivery.id));
      for (TimelyDelivery& part : parts) {
        absl::StatusOr<CompiledTemplate> letter =
            letters_.Compiled(tx, part.notice.letter, part.notice.letter_version);
        GatheredPart& gathered = job.parts.emplace_back(GatheredPart{std::move(part), {}});
        if (letter.ok()) gathered.letter = *std::move(letter);
      }
      continue;
    }
    std::shared_ptr<ParsedValues>& parsed = values[notice.id];
    if (parsed == nullptr) parsed = std::make_shared<ParsedValues>(notice.values);
    job.values = parsed;
    absl::StatusOr<CompiledTemplate> letter =
        letters_.Compiled(tx, notice.letter, notice.letter_version);
    if (letter.ok()) {
      job.letter = *std::move(letter);
    } else if (absl::IsNotFound(letter.status()) || absl::IsFailedPrecondition(letter.status())) {
      job.fault = std::string(letter.status().message());
    } else {
      return letter.status();
    }
  }
  return absl::OkStatus();
}

}  // namespace tarazy::notifications
