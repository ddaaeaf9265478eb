#include "common/outbox/relay.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/obs/log.h"
#include "common/outbox/progress.h"

namespace tarazy::outbox {
namespace {

constexpr int kPurgeBatch = 500;
constexpr absl::Duration kMeasureEvery = absl::Seconds(1);

void KeepOneOfEach(std::vector<Refusal>& refused) {
  const auto same = [](const Refusal& a, const Refusal& b) { return a.event_id == b.event_id; };
  std::stable_sort(refused.begin(), refused.end(),
                   [](const Refusal& a, const Refusal& b) { return a.event_id < b.event_id; });
  refused.erase(std::unique(refused.begin(), refused.end(), same), refused.end());
}

}  // namespace

Relay::Relay(sql::Database& database, const Clock& clock, Deliver deliver, Options options)
    : database_(database),
      clock_(clock),
      deliver_(std::move(deliver)),
      options_(std::move(options)) {
  if (options_.metrics == nullptr) return;
  const obs::Labels labels = {{"service", options_.service}, {"consumer", options_.consumer}};
  lag_seconds_ =
      options_.metrics->AddGauge("tarazy_outbox_lag_seconds",
                                 "Age of the oldest event that the consumer does not have", labels);
  undelivered_ = options_.metrics->AddGauge(
      "tarazy_outbox_undelivered_events",
      "Events that the consumer does not have, counted to 100000", labels);
  delivered_ = options_.metrics->AddCounter(
      "tarazy_outbox_delivered_total", "Events that the consumer took, repeats included", labels);
  refused_ = options_.metrics->AddCounter("tarazy_outbox_refused_total",
                                          "Events that the consumer refused for good", labels);
}

void Relay::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Relay::Wake() {
  MutexLock lock(mu_);
  woken_ = true;
  changed_.NotifyAll();
}

void Relay::Stop() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

void Relay::Run() {
  absl::BitGen random;
  absl::Duration pause = options_.first_pause;
  bool adopted = false;
  while (!Stopping()) {
    absl::StatusOr<Turn> turn = Turn::kIdle;
    if (!adopted) {
      const absl::Status status = Adopt();
      adopted = status.ok();
      if (!adopted) turn = status;
    }
    if (turn.ok()) turn = DeliverNext();
    Measure();
    if (turn.ok()) turn = PurgeWhenDue(*turn);
    if (turn.ok()) {
      pause = options_.first_pause;
      if (*turn == Turn::kIdle) Pause(options_.idle_pause, /*until_woken=*/true);
      continue;
    }
    if (Stopping()) return;
    obs::Log(obs::Level::kWarn, "outbox.not_delivered",
             {{"service", options_.service},
              {"consumer", options_.consumer},
              {"code", absl::StatusCodeToString(turn.status().code())},
              {"message", turn.status().message()}});
    Pause(pause * absl::Uniform(random, 0.5, 1.0), /*until_woken=*/false);
    pause = std::min(pause * 2, options_.longest_pause);
  }
}

absl::Status Relay::Adopt() {
  bool renumbered = false;
  RETURN_IF_ERROR(database_.WriteBulk(MakeContext(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(renumbered, AdoptRestored(tx, database_.Engine()));
    return absl::OkStatus();
  }));
  if (renumbered) obs::Log(obs::Level::kWarn, "outbox.restored", {{"service", options_.service}});
  return absl::OkStatus();
}

absl::StatusOr<Relay::Turn> Relay::DeliverNext() {
  Batch batch;
  RETURN_IF_ERROR(database_.Read(MakeContext(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Position after, PositionOf(tx, options_.consumer));
    ASSIGN_OR_RETURN(batch, Pending(tx, database_.Engine(), after, options_.batch));
    return absl::OkStatus();
  }));
  if (batch.events.empty()) return Turn::kIdle;
  ASSIGN_OR_RETURN(std::vector<Refusal> refused, deliver_(MakeContext(), batch.events));
  KeepOneOfEach(refused);
  RETURN_IF_ERROR(database_.Write(MakeContext(), [&](sql::Tx& tx) {
    return Advance(tx, options_.consumer, batch, refused, clock_.Now());
  }));
  delivered_.Increment(static_cast<double>(batch.events.size() - refused.size()));
  refused_.Increment(static_cast<double>(refused.size()));
  for (const Refusal& refusal : refused) {
    obs::Log(obs::Level::kError, "outbox.refused",
             {{"service", options_.service},
              {"consumer", options_.consumer},
              {"event_id", refusal.event_id},
              {"reason", refusal.reason}});
  }
  return Turn::kDelivered;
}

absl::StatusOr<Relay::Turn> Relay::PurgeWhenDue(Turn turn) {
  if (absl::Now() < next_purge_) return turn;
  int64_t purged = 0;
  RETURN_IF_ERROR(database_.Write(MakeContext(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(purged,
                     Purge(tx, database_.Engine(), clock_.Now() - options_.retention, kPurgeBatch));
    return absl::OkStatus();
  }));
  if (purged == kPurgeBatch) return Turn::kDelivered;  // there may be more
  next_purge_ = absl::Now() + options_.purge_every;
  return turn;
}

void Relay::Measure() {
  if (options_.metrics == nullptr || absl::Now() < next_measure_) return;
  Backlog backlog;
  const absl::Status status = database_.Read(MakeContext(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Position after, PositionOf(tx, options_.consumer));
    ASSIGN_OR_RETURN(backlog, BacklogOf(tx, database_.Engine(), after));
    return absl::OkStatus();
  });
  next_measure_ = absl::Now() + kMeasureEvery;
  if (!status.ok()) return;  // the next delivery says why
  undelivered_.Set(static_cast<double>(backlog.events));
  const absl::Duration lag =
      backlog.oldest.has_value() ? clock_.Now() - *backlog.oldest : absl::ZeroDuration();
  lag_seconds_.Set(std::max(0.0, absl::ToDoubleSeconds(lag)));
}

Context Relay::MakeContext() {
  return {.deadline = absl::Now() + options_.patience, .cancelled = [this] { return Stopping(); }};
}

bool Relay::Stopping() {
  MutexLock lock(mu_);
  return stopping_;
}

void Relay::Pause(absl::Duration pause, bool until_woken) {
  const absl::Time until = absl::Now() + pause;
  MutexLock lock(mu_);
  while (!stopping_ && !(until_woken && woken_) && absl::Now() < until) {
    changed_.WaitUntil(mu_, until);
  }
  woken_ = false;
}

}  // namespace tarazy::outbox
