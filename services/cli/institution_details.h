// What an institution has beside its titles, as options and as columns.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "services/cli/field_list.h"
#include "services/cli/table.h"
#include "tarazy/registry/v1/registry_service.pb.h"

namespace tarazy::cli {

struct InstitutionDetails {
  ListOption names;
  std::optional<std::string> bin;
  ListOption licences;
  ListOption relations;
  std::optional<std::string> city;
  std::optional<std::string> country;
  std::optional<std::string> legal_form;
  std::optional<std::string> web_address;
};

void AddInstitutionDetails(CLI::App& command, InstitutionDetails& details);

// Fills what was given and names it in the mask.
absl::Status FillInstitutionDetails(const InstitutionDetails& details,
                                    registry::v1::UpdateInstitutionRequest& request);

std::vector<Column> InstitutionDetailColumns();
std::vector<Value> InstitutionDetailValues(const registry::v1::Institution& institution);

}  // namespace tarazy::cli
