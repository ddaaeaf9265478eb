// The accreditation register over gRPC as a source of figures, on behalf of one call.
#pragma once

#include <string>

#include "common/rpc/call.h"
#include "common/rpc/channel_provider.h"
#include "services/rankings/app/pull_values.h"

namespace tarazy::rankings {

// The share of an institution's registered programmes that are accredited on a day, in percent.
class AccreditedShare final : public FigureSource {
 public:
  // `on`: "2026-03-01", or empty for the register's today. `agency`: only what it accredited.
  AccreditedShare(rpc::ChannelProvider& channels, const rpc::Call& call, std::string on,
                  std::string agency)
      : channels_(channels), call_(call), on_(std::move(on)), agency_(std::move(agency)) {}

  std::string Name() const override { return "accreditation"; }
  std::string Title() const override { return "accreditation register"; }
  // FAILED_PRECONDITION UNAVAILABLE when this process knows no accreditation service.
  absl::StatusOr<Figure> FigureOf(const std::string& institution) override;

  // The day of the figures; known once there was one.
  const std::string& on() const { return on_; }

 private:
  rpc::ChannelProvider& channels_;
  const rpc::Call& call_;
  std::string on_;
  const std::string agency_;
};

}  // namespace tarazy::rankings
