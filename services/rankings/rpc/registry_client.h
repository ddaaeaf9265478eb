// The registry over gRPC, on behalf of one call: its token, deadline and request id go with it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/rpc/call.h"
#include "common/rpc/channel_provider.h"
#include "services/rankings/app/unit_directory.h"

namespace tarazy::rankings {

class RegistryClient final : public UnitDirectory {
 public:
  RegistryClient(rpc::ChannelProvider& channels, const rpc::Call& call)
      : channels_(channels), call_(call) {}

  absl::StatusOr<std::vector<Resolution>> Resolve(UnitKind kind,
                                                  const std::vector<std::string>& keys) override;
  absl::StatusOr<RankedUnit> Institution(const std::string& id) override;
  absl::StatusOr<std::vector<RankedUnit>> UnitsOf(UnitKind kind,
                                                  const std::string& institution) override;
  absl::StatusOr<int> Register(UnitKind kind, const std::vector<RankedUnit>& units) override;

 private:
  rpc::ChannelProvider& channels_;
  const rpc::Call& call_;
};

}  // namespace tarazy::rankings
