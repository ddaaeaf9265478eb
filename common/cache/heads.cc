#include "common/cache/heads.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tarazy::cache {
namespace {

using std::chrono::steady_clock;

// Long enough to be there when the message is sent. When it ends, heads are dropped once more,
// which costs one load.
constexpr absl::Duration kBellTtl = absl::Minutes(1);

}  // namespace

Heads::Heads(const Options& options, Remote* bell, obs::Metrics* metrics)
    : options_(options), bell_(bell) {
  if (metrics == nullptr) return;
  const auto count = [&](const char* name, const char* help, const char* label, const char* value) {
    return metrics->AddCounter(name, help, {{label, value}});
  };
  constexpr char kReads[] = "tarazy_cache_heads_total";
  constexpr char kReadsHelp[] = "Reads of heads: from memory (hit), loaded, or failed to load";
  hits_ = count(kReads, kReadsHelp, "result", "hit");
  loads_ = count(kReads, kReadsHelp, "result", "loaded");
  load_errors_ = count(kReads, kReadsHelp, "result", "error");
  constexpr char kDrops[] = "tarazy_cache_head_drops_total";
  constexpr char kDropsHelp[] = "Heads dropped one by one (bell), or all at once (lost)";
  drops_ = count(kDrops, kDropsHelp, "cause", "bell");
  flushes_ = count(kDrops, kDropsHelp, "cause", "lost");
  constexpr char kRings[] = "tarazy_cache_head_rings_total";
  constexpr char kRingsHelp[] = "Changes of heads told to the other processes, by result";
  rings_ = count(kRings, kRingsHelp, "result", "ok");
  ring_errors_ = count(kRings, kRingsHelp, "result", "error");
  live_gauge_ = metrics->AddGauge("tarazy_cache_heads_live",
                                  "1 while changes made elsewhere are heard of, else 0");
}

Value Heads::Find(absl::string_view name) {
  const auto now = steady_clock::now();
  MutexLock lock(mu_);
  if (!MayKeep()) return nullptr;
  const auto found = entries_.find(name);
  if (found == entries_.end()) return nullptr;
  if (absl::FromChrono(now - found->second.loaded) >= options_.max_age) return nullptr;
  hits_.Increment();
  return found->second.value;
}

Result Heads::Get(absl::string_view name, const Load& load) {
  if (Value value = Find(name)) return value;
  const auto began = steady_clock::now();
  uint64_t generation = 0;
  {
    MutexLock lock(mu_);
    generation = generation_;
  }
  absl::StatusOr<std::string> loaded = load();
  if (!loaded.ok()) {
    load_errors_.Increment();
    return std::move(loaded).status();
  }
  loads_.Increment();
  Value value = std::make_shared<const std::string>(*std::move(loaded));
  MutexLock lock(mu_);
  if (MayKeep() && generation == generation_) {
    if (entries_.size() >= options_.max_entries) entries_.clear();
    entries_[name] = {value, began};
  }
  return value;
}

void Heads::Changed(absl::string_view name) {
  {
    MutexLock lock(mu_);
    ++generation_;
    entries_.erase(name);
  }
  if (bell_ == nullptr) return;
  const absl::Status rung = bell_->Set(absl::StrCat(options_.prefix, name), "", kBellTtl);
  (rung.ok() ? rings_ : ring_errors_).Increment();
}

void Heads::Drop(absl::string_view key) {
  if (!absl::ConsumePrefix(&key, options_.prefix)) return;
  drops_.Increment();
  MutexLock lock(mu_);
  ++generation_;
  entries_.erase(key);
}

void Heads::DropAll() {
  drops_.Increment();
  MutexLock lock(mu_);
  ++generation_;
  entries_.clear();
}

void Heads::Live() {
  live_gauge_.Set(1);
  MutexLock lock(mu_);
  ++generation_;  // a load under way began when nobody listened
  entries_.clear();
  live_ = true;
}

void Heads::Lost() {
  live_gauge_.Set(0);
  flushes_.Increment();
  MutexLock lock(mu_);
  ++generation_;
  entries_.clear();
  live_ = false;
}

bool Heads::live() const {
  MutexLock lock(mu_);
  return MayKeep();
}

}  // namespace tarazy::cache
