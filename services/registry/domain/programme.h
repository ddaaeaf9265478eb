// What a programme has beside what every unit has.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/faults.h"
#include "services/registry/domain/date.h"
#include "services/registry/domain/dated_title.h"
#include "services/registry/domain/unit.h"

namespace tarazy::registry {

struct EctsVersion {
  Date approved_on;
  int ects = 0;

  bool operator==(const EctsVersion&) const = default;
};

// Who gives it, too: an institution that is registered, or else a name.
struct JointPartner {
  std::string institution;
  std::string external_name;
  std::string code;
  Localized title;
  std::string agreement_number;
  std::optional<Date> agreement_on;

  bool operator==(const JointPartner&) const = default;
};

struct OldCode {
  std::string code;
  std::optional<Date> replaced_on;

  bool operator==(const OldCode&) const = default;
};

struct Programme {
  Unit unit;
  std::vector<DatedTitle> names;
  std::vector<EctsVersion> ects;
  int duration_months = 0;
  std::vector<std::string> languages;
  std::vector<JointPartner> partners;
  std::vector<OldCode> old_codes;

  bool operator==(const Programme&) const = default;
};

// Names under `path` every fault that can be seen without other programmes; then puts names,
// credits and old codes in order.
void CheckProgramme(absl::string_view path, Programme& programme, Faults& faults);

}  // namespace tarazy::registry
