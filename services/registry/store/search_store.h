// Finding units by the words of their names and by their codes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "services/registry/domain/unit.h"

namespace tarazy::registry {

// Replaces the words by which the unit, at its version, is found; sorted, each once.
absl::Status PutWords(sql::Tx& tx, const Unit& unit, absl::Span<const std::string> words);

// At most `limit` units whose words are not those of their version: registered or changed by a
// program that knows no words. In bytewise order of the id.
absl::StatusOr<std::vector<Unit>> UnitsBehind(sql::Tx& tx, Kind kind, int limit);

struct Search {
  Kind kind = Kind::kInstitution;
  std::vector<std::string> words;  // each begins a word of the unit; at most eight
  std::string institution;         // programmes of this one only; empty for all
  std::string code;                // programmes that have or had this one; empty for all
};

// The ids that match, after `after` in bytewise order, at most `limit`. Asks for one institution or
// one code look at its programmes. Words are looked up in an index: the rarest of them tells which
// units to look at. When the rarest begins words of more than 20,000 units, units are looked at in
// order of their ids instead, until the page is full; that ends late only when hardly any unit has
// all of the words.
absl::StatusOr<std::vector<std::string>> SearchUnits(sql::Tx& tx, const Search& search,
                                                     absl::string_view after, int limit);

}  // namespace tarazy::registry
