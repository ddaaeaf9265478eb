// The registry as an import needs it. Implemented over gRPC in rpc/, since the registry is another
// service.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

class UnitDirectory {
 public:
  virtual ~UnitDirectory() = default;

  struct Resolution {
    std::optional<RankedUnit> unit;  // when the key means exactly one
    int matches = 0;
  };
  // What each key (an id, or an exact title) means; in the order of the keys.
  virtual absl::StatusOr<std::vector<Resolution>> Resolve(UnitKind kind,
                                                          const std::vector<std::string>& keys) = 0;

  // NOT_FOUND when there is no such institution.
  virtual absl::StatusOr<RankedUnit> Institution(const std::string& id) = 0;

  // What of an institution is ranked: itself, or its programmes by id.
  virtual absl::StatusOr<std::vector<RankedUnit>> UnitsOf(UnitKind kind,
                                                          const std::string& institution) = 0;

  // Registers those that are not there; gives how many were new.
  virtual absl::StatusOr<int> Register(UnitKind kind, const std::vector<RankedUnit>& units) = 0;
};

}  // namespace tarazy::rankings
