// A database whose transactions are counted and timed.
#pragma once

#include <memory>

#include "absl/strings/string_view.h"
#include "common/obs/metrics.h"
#include "common/sql/database.h"

namespace tarazy::server {

class WatchedDatabase final : public sql::Database {
 public:
  // `name` is the label of its series; `metrics` must outlive this.
  WatchedDatabase(std::unique_ptr<sql::Database> database, absl::string_view name,
                  obs::Metrics& metrics);

  absl::Status Read(const Context& context, sql::Work work) override;
  absl::Status Write(const Context& context, sql::Work work) override;
  absl::Status WriteBulk(const Context& context, sql::Work work) override;
  absl::Status Ready(const Context& context) override { return database_->Ready(context); }
  absl::string_view Engine() const override { return database_->Engine(); }

 private:
  const std::unique_ptr<sql::Database> database_;
  const obs::Gauge in_flight_;
  const obs::Histogram read_;
  const obs::Histogram write_;
  const obs::Histogram bulk_;
};

}  // namespace tarazy::server
