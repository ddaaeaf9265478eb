// What a programme has beside its titles, as options and as columns.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/cli/field_list.h"
#include "services/cli/table.h"
#include "tarazy/registry/v1/registry_service.pb.h"

namespace tarazy::cli {

struct ProgrammeDetails {
  std::optional<std::string> code;
  std::string level;  // empty: not given
  ListOption names;
  ListOption ects;
  std::optional<int32_t> duration_months;
  ListOption languages;
  ListOption partners;
  ListOption old_codes;
};

void AddProgrammeDetails(CLI::App& command, ProgrammeDetails& details);

// Fills what was given and names it in the mask.
absl::Status FillProgrammeDetails(const ProgrammeDetails& details,
                                  registry::v1::UpdateProgrammeRequest& request);

std::vector<Column> ProgrammeDetailColumns();
std::vector<Value> ProgrammeDetailValues(const registry::v1::Programme& programme);

}  // namespace tarazy::cli
