// The first reading of an import: every row checked, every unit found, nothing stored.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rankings/app/import_layout.h"
#include "services/rankings/app/import_problems.h"
#include "services/rankings/app/spooled_file.h"
#include "services/rankings/app/table_reader.h"
#include "services/rankings/app/unit_directory.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

// How far an import is. A scan knows the first three, of its present reading of the file.
struct ImportProgress {
  int64_t bytes = 0;
  int64_t rows = 0;
  int64_t cells = 0;
  absl::string_view phase;  // "checking", "registering", "storing"
  double share = 0;         // 0 to 1 over all phases
};
using OnProgress = std::function<void(const ImportProgress&)>;

// A parsed cell.
struct ImportedValue {
  size_t unit = 0;  // index into ImportScan::units()
  int64_t row = 0;
  int variable = 0;
  std::optional<double> value;  // nothing for an empty cell
  absl::string_view source;
  absl::string_view evidence;
  std::optional<double> base;
  std::optional<double> standard_error;
};

class ImportScan {
 public:
  ImportScan(SpooledFile& file, const Methodology& methodology, std::vector<std::string> ignored)
      : file_(file), methodology_(methodology), ignored_(std::move(ignored)) {}

  // Reads the whole file. Faults of rows are problems; the status is for what stops the reading (a
  // broken quote, a hung-up caller).
  absl::Status Check(const OnProgress& progress);

  // Gives every unit its id, title and group; with `register_unknown` units that the registry does
  // not know become new_units(), else they are problems. A unit's group is what the file says, else
  // what it is in this ranking so far (`groups`, by id), else the registry's.
  absl::Status ResolveUnits(UnitDirectory& directory, bool register_unknown,
                            const std::map<std::string, std::string>& groups);

  // Makes a problem of every unit that is not of this institution, and of every stated group: an
  // institution does not choose it. After ResolveUnits.
  void RestrictTo(absl::string_view institution);

  // Reads the file again and passes on every cell. Only after Check without problems.
  absl::Status ForEachValue(const OnProgress& progress,
                            absl::FunctionRef<absl::Status(const ImportedValue&)> each);

  const std::vector<RankedUnit>& units() const { return units_; }
  const std::vector<RankedUnit>& new_units() const { return new_units_; }
  const std::vector<ImportProblem>& problems() const { return problems_.first(); }
  int64_t problem_count() const { return problems_.count(); }
  absl::Status Refusal(const OnProblem& tell) const { return problems_.Refusal(tell); }
  // The evidence that is named as a stored file: "evidence/…".
  const std::set<std::string>& named_evidence() const { return named_evidence_; }
  int64_t filled_cells() const { return filled_cells_; }
  int64_t empty_cells() const { return empty_cells_; }

 private:
  struct SeenUnit {
    std::string key;
    std::string title;
    std::string group;
    int64_t row = 0;
  };

  void Problem(int64_t row, absl::string_view column, std::string message);
  // -1 when the unit's key is faulty.
  int UnitOf(const ImportRow& row, int64_t number);
  void CheckRow(const ImportRow& row, int64_t number);
  std::optional<ImportedValue> ParseCell(const ImportCell& cell, int64_t row);
  std::optional<double> ParseNumber(absl::string_view text, absl::string_view column, int64_t row);
  absl::Status ForEachRow(const OnProgress& progress,
                          absl::FunctionRef<void(const ImportRow&, int64_t row)> each);
  // Reports the faulty cells that the import would read.
  bool HasFaults(const TableRow& row, const ImportLayout& layout);
  // What a key that the registry does not know (or knows several times) becomes.
  RankedUnit AdoptUnknown(const SeenUnit& seen, int matches, bool register_unknown);
  RankedUnit NewUnit(const SeenUnit& seen);
  // An unknown title whose slug is a known id means that unit when it is its title in other
  // spelling; else it is a problem. `resolutions` are those of seen_ from `begin` on.
  absl::Status ResolveBySlug(UnitDirectory& directory, size_t begin,
                             std::vector<UnitDirectory::Resolution>& resolutions);
  void CheckUnitsDiffer();
  void CheckGroups();

  SpooledFile& file_;
  const Methodology& methodology_;
  const std::vector<std::string> ignored_;
  std::unordered_map<std::string, size_t> unit_of_key_;
  std::vector<SeenUnit> seen_;
  std::vector<bool> cell_seen_;  // [unit * variables + variable]
  std::vector<RankedUnit> units_;
  std::vector<RankedUnit> new_units_;
  ImportProblems problems_;
  std::set<std::string> named_evidence_;
  int64_t filled_cells_ = 0;
  int64_t empty_cells_ = 0;
};

}  // namespace tarazy::rankings
