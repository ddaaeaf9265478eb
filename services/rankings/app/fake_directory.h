// The registry for tests: units in memory, answering as the real one does.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "services/rankings/app/unit_directory.h"

namespace tarazy::rankings {

class FakeDirectory : public UnitDirectory {
 public:
  FakeDirectory(std::initializer_list<RankedUnit> units) {
    for (const RankedUnit& unit : units) Add(unit);
  }

  void Add(const RankedUnit& unit) { units_[unit.id] = unit; }
  void Fail(const absl::Status& status) { failure_ = status; }
  const std::map<std::string, RankedUnit>& units() const { return units_; }

  absl::StatusOr<std::vector<Resolution>> Resolve(UnitKind /*kind*/,
                                                  const std::vector<std::string>& keys) override {
    if (!failure_.ok()) return failure_;
    std::vector<Resolution> resolutions;
    for (const std::string& key : keys) resolutions.push_back(ResolveOne(key));
    return resolutions;
  }

  absl::StatusOr<RankedUnit> Institution(const std::string& id) override {
    if (!failure_.ok()) return failure_;
    const auto found = units_.find(id);
    if (found == units_.end()) return NotFound("institution", "institutions/" + id);
    return found->second;
  }

  absl::StatusOr<std::vector<RankedUnit>> UnitsOf(UnitKind /*kind*/,
                                                  const std::string& institution) override {
    if (!failure_.ok()) return failure_;
    std::vector<RankedUnit> own;
    for (const auto& [id, unit] : units_) {
      if (unit.institution == institution) own.push_back(unit);
    }
    return own;
  }

  absl::StatusOr<int> Register(UnitKind /*kind*/, const std::vector<RankedUnit>& units) override {
    if (!failure_.ok()) return failure_;
    int registered = 0;
    for (const RankedUnit& unit : units) registered += units_.emplace(unit.id, unit).second ? 1 : 0;
    return registered;
  }

 private:
  Resolution ResolveOne(const std::string& key) const {
    if (const auto found = units_.find(key); found != units_.end()) return {found->second, 1};
    Resolution resolution;
    for (const auto& [id, unit] : units_) {
      if (unit.title.en != key && unit.title.ru != key && unit.title.kk != key) continue;
      if (++resolution.matches == 1) resolution.unit = unit;
    }
    if (resolution.matches > 1) resolution.unit = std::nullopt;
    return resolution;
  }

  std::map<std::string, RankedUnit> units_;
  absl::Status failure_;
};

}  // namespace tarazy::rankings
