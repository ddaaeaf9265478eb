// By what a unit is found: the words of all its names, in one spelling.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/registry/domain/institution.h"
#include "services/registry/domain/programme.h"

namespace tarazy::registry {

// The different words of the names, present and former, and of a programme's codes, in order
// (SpellingWords). The same unit gives the same words.
std::vector<std::string> SearchWords(const Institution& institution);
std::vector<std::string> SearchWords(const Programme& programme);

// Of a unit of which nothing more than its title is known.
std::vector<std::string> SearchWords(const Unit& unit);

// The words that a query asks for: none for an empty one. INVALID_ARGUMENT that names `query` when
// it is too long, has more than eight words or no letter or digit.
absl::StatusOr<std::vector<std::string>> QueryWords(absl::string_view query);

}  // namespace tarazy::registry
