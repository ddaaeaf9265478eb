// What an institution has beside what every unit has.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/faults.h"
#include "services/registry/domain/date.h"
#include "services/registry/domain/dated_title.h"
#include "services/registry/domain/unit.h"

namespace tarazy::registry {

struct Licence {
  std::string number;
  std::optional<Date> issued_on;
  std::string issuer;
  Window window;  // as it was stated; Holding() is what counts
  std::string scope;

  bool operator==(const Licence&) const = default;

  // When it holds: from the day of issue where the window states no beginning.
  Window Holding() const { return {window.from ? window.from : issued_on, window.to}; }
};

// Numbers that mean one licence have one key: case, spaces, punctuation and whether a letter is
// Latin or the Cyrillic one that looks the same make no difference.
std::string LicenceKey(absl::string_view number);

enum class RelationKind { kMergedInto, kSucceededBy, kSpunOffFrom, kRenamedTo };

// "merged into", "succeeded by", "spun off from", "renamed to".
absl::string_view RelationWords(RelationKind kind);

// Told by the institution that ended, or that was spun off.
struct Relation {
  RelationKind kind = RelationKind::kMergedInto;
  std::string other;
  Date effective_on;

  bool operator==(const Relation&) const = default;

  // The one that tells it ended with it.
  bool Ends() const { return kind != RelationKind::kSpunOffFrom; }
};

struct Institution {
  Unit unit;
  std::vector<DatedTitle> names;
  std::string bin;
  std::vector<Licence> licences;
  std::vector<Relation> relations;
  std::string city;
  std::string country;
  std::string legal_form;
  std::string web_address;

  bool operator==(const Institution&) const = default;
};

// Names under `path` every fault that can be seen without other institutions; then puts names,
// licences and relations in order.
void CheckInstitution(absl::string_view path, Institution& institution, Faults& faults);

}  // namespace tarazy::registry
