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

// A unit and the words by which it is found; sorted, each once.
struct FoundUnit {
  Unit unit;
  std::vector<std::string> words;
};

// Inserts many units without codes at once, with their words. ALREADY_EXISTS when an id is taken.
absl::Status InsertUnits(sql::Tx& tx, absl::Span<const FoundUnit> units);

// At most `limit` units whose words are not those of their version: registered or changed by a
// program that knows no words. In bytewise order of the id.
absl::StatusOr<std::vector<Unit>> UnitsBehind(sql::Tx& tx, Kind kind, int limit);

struct Search {
  Kind kind = Kind::kInstitution;
  std::vector<std::string> words;  // each begins a word of the unit; at most eight
  std::string institution;         // programmes of this one only; empty for all
  std::string code;                // programmes that have or had this one; empty for all
};

// The ids that match, after `after` in bytewise order, at most `limit`. One institution or one code
// asks for few programmes, which are looked at. Otherwise words are looked up in an index; a word
// that begins the words of more than 20,000 units is looked for in those that the others leave.
// When all words are that common, units are looked at in order of their ids until the page is full:
// that lasts only when hardly any has all of them.
absl::StatusOr<std::vector<std::string>> SearchUnits(sql::Tx& tx, const Search& search,
                                                     absl::string_view after, int limit);

}  // namespace tarazy::registry
