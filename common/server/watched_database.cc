#include "common/server/watched_database.h"

#include <string>
#include <utility>

#include "absl/time/clock.h"

namespace tarazy::server {
namespace {

constexpr char kSeconds[] = "tarazy_database_seconds";
constexpr char kSecondsHelp[] =
    "Duration of transactions, with waiting for a connection and repeats, seconds";

// One transaction: counted while it lives, timed when it ends.
class Watch {
 public:
  Watch(const Context& context, const obs::Gauge& in_flight, const obs::Histogram& seconds)
      : context_(context), in_flight_(in_flight), seconds_(seconds), start_(absl::Now()) {
    in_flight_.Add(1);
  }
  ~Watch() {
    const absl::Duration took = absl::Now() - start_;
    in_flight_.Add(-1);
    seconds_.Observe(absl::ToDoubleSeconds(took));
    if (context_.spent != nullptr) context_.spent->AddDatabase(took);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  const Context& context_;
  const obs::Gauge& in_flight_;
  const obs::Histogram& seconds_;
  const absl::Time start_;
};

}  // namespace

WatchedDatabase::WatchedDatabase(std::unique_ptr<sql::Database> database, absl::string_view name,
                                 obs::Metrics& metrics)
    : database_(std::move(database)),
      in_flight_(metrics.AddGauge("tarazy_database_transactions_in_flight",
                                  "Transactions under way or waiting for a connection",
                                  {{"database", std::string(name)}})),
      read_(metrics.AddHistogram(kSeconds, kSecondsHelp,
                                 {{"database", std::string(name)}, {"kind", "read"}})),
      write_(metrics.AddHistogram(kSeconds, kSecondsHelp,
                                  {{"database", std::string(name)}, {"kind", "write"}})),
      bulk_(metrics.AddHistogram(kSeconds, kSecondsHelp,
                                 {{"database", std::string(name)}, {"kind", "bulk"}})) {}

absl::Status WatchedDatabase::Read(const Context& context, sql::Work work) {
  const Watch watch(context, in_flight_, read_);
  return database_->Read(context, work);
}

absl::Status WatchedDatabase::Write(const Context& context, sql::Work work) {
  const Watch watch(context, in_flight_, write_);
  return database_->Write(context, work);
}

absl::Status WatchedDatabase::WriteBulk(const Context& context, sql::Work work) {
  const Watch watch(context, in_flight_, bulk_);
  return database_->WriteBulk(context, work);
}

}  // namespace tarazy::server
