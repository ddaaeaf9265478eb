#include "services/rankings/app/import_scan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/import_text.h"
#include "services/rankings/app/table_reader.h"
#include "services/rankings/domain/evidence_name.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxText = 1000;
constexpr size_t kMaxGroup = 200;
constexpr int64_t kProgressRows = 10;  // wide ones may hold thousands of cells each
constexpr size_t kResolveBatch = 1000;

// True when one of the unit's titles is the key but for case, punctuation and accents, as "King's"
// and "King’s".
bool IsNamed(const RankedUnit& unit, absl::string_view key) {
  const std::string name = Slug(key, kMaxText);
  return Slug(unit.title.en, kMaxText) == name || Slug(unit.title.ru, kMaxText) == name ||
         Slug(unit.title.kk, kMaxText) == name;
}

}  // namespace

void ImportScan::Problem(int64_t row, absl::string_view column, std::string message) {
  problems_.Add(row, column, std::move(message));
}

absl::Status ImportScan::ForEachRow(const OnProgress& progress,
                                    absl::FunctionRef<void(const ImportRow&, int64_t)> each) {
  std::optional<ImportLayout> layout;
  ImportRow row;
  int64_t rows = 0;
  return ReadTable(file_, [&](const TableRow& read) {
    if (!layout.has_value()) {
      std::vector<ImportProblem> faults;
      for (const CellFault& fault : read.faults) faults.push_back({1, "", fault.message});
      if (faults.empty()) layout.emplace(methodology_, read.fields, ignored_, faults);
      for (ImportProblem& fault : faults) {
        Problem(read.number, fault.column, std::move(fault.message));
      }
      return faults.empty() ? absl::OkStatus() : absl::CancelledError("wrong columns");
    }
    ++rows;
    if (HasFaults(read, *layout)) return absl::OkStatus();
    if (read.fields.size() != layout->width()) {
      Problem(read.number, "",
              absl::StrCat("has ", read.fields.size(), " fields, the header has ", layout->width(),
                           "; a decimal comma or a missing quote?"));
    } else {
      layout->Read(read.fields, row);
      each(row, read.number);
    }
    if (progress && rows % kProgressRows == 0) progress({read.bytes, rows, filled_cells_});
    return absl::OkStatus();
  });
}

bool ImportScan::HasFaults(const TableRow& row, const ImportLayout& layout) {
  bool found = false;
  for (const CellFault& fault : row.faults) {
    if (fault.column >= 0 && !layout.Uses(fault.column)) continue;
    Problem(row.number, fault.column < 0 ? "" : layout.column(fault.column), fault.message);
    found = true;
  }
  return found;
}

absl::Status ImportScan::Check(const OnProgress& progress) {
  int64_t rows = 0;
  const absl::Status status = ForEachRow(progress, [&](const ImportRow& row, int64_t number) {
    ++rows;
    CheckRow(row, number);
  });
  if (problems_.count() > 0) return absl::OkStatus();  // the problems say more than the status
  RETURN_IF_ERROR(status);
  if (rows == 0) Problem(1, "", "the file has no data rows");
  return absl::OkStatus();
}

int ImportScan::UnitOf(const ImportRow& row, int64_t number) {
  const std::string key(row.unit);
  if (key.empty()) {
    Problem(number, "", "names no unit; the first column holds its id or title");
    return -1;
  }
  const absl::Status checked_key = CheckText("the unit", row.unit, kMaxText);
  if (!checked_key.ok()) {
    Problem(number, "", std::string(checked_key.message()));
    return -1;
  }
  const auto [it, is_new] = unit_of_key_.emplace(key, seen_.size());
  if (is_new) {
    for (const auto& [column, text, limit] : {std::make_tuple("title", row.title, kMaxText),
                                              std::make_tuple("group", row.group, kMaxGroup)}) {
      const absl::Status checked = CheckText(column, text, limit);
      if (!checked.ok()) Problem(number, column, std::string(checked.message()));
    }
    seen_.push_back({key, std::string(row.title), std::string(row.group), number});
    cell_seen_.resize(seen_.size() * methodology_.variables.size());
  } else if (SeenUnit& seen = seen_[it->second]; seen.group != row.group) {
    Problem(number, "group",
            absl::StrCat("is ", Quoted(row.group), " here and ", Quoted(seen.group), " in row ",
                         seen.row));
  }
  return static_cast<int>(it->second);
}

void ImportScan::CheckRow(const ImportRow& row, int64_t number) {
  const int unit = UnitOf(row, number);
  for (const ImportCell& cell : row.cells) {
    if (cell.variable < 0) {
      Problem(number, "variable",
              absl::StrCat(Quoted(cell.variable_name), " is no variable of ", methodology_.id));
      continue;
    }
    const std::optional<ImportedValue> value = ParseCell(cell, number);
    if (unit < 0 || !value.has_value()) continue;
    auto seen = cell_seen_[unit * methodology_.variables.size() + cell.variable];
    if (seen) {
      Problem(number, cell.variable_name,
              absl::StrCat("has a value for ", Quoted(row.unit), " in an earlier row already"));
    }
    seen = true;
    ++(value->value.has_value() ? filled_cells_ : empty_cells_);
    if (absl::StartsWith(cell.evidence, kEvidencePrefix)) named_evidence_.emplace(cell.evidence);
  }
}

std::optional<double> ImportScan::ParseNumber(absl::string_view text, absl::string_view column,
                                              int64_t row) {
  const std::optional<double> number = ParseDecimal(text);
  if (!number.has_value()) Problem(row, column, absl::StrCat(Quoted(text), WhyNoNumber(text)));
  return number;
}

std::optional<ImportedValue> ImportScan::ParseCell(const ImportCell& cell, int64_t row) {
  const Variable& variable = methodology_.variables[cell.variable];
  const int64_t problems_before = problems_.count();
  ImportedValue value{.variable = cell.variable, .source = cell.source, .evidence = cell.evidence};
  if (!cell.value.empty()) {
    value.value = ParseNumber(cell.value, variable.name, row);
    if (value.value.has_value() && variable.min.has_value() && *value.value < *variable.min) {
      Problem(row, variable.name,
              absl::StrCat(cell.value, " is below the minimum ", ShortestDecimal(*variable.min)));
    }
    if (value.value.has_value() && variable.max.has_value() && *value.value > *variable.max) {
      Problem(row, variable.name,
              absl::StrCat(cell.value, " is above the maximum ", ShortestDecimal(*variable.max)));
    }
  }
  if (!cell.base.empty()) value.base = ParseNumber(cell.base, "base", row);
  if (!cell.standard_error.empty()) {
    value.standard_error = ParseNumber(cell.standard_error, "standard_error", row);
  }
  if (value.base.value_or(0) < 0) Problem(row, "base", "must not be negative");
  if (value.standard_error.value_or(0) < 0) {
    Problem(row, "standard_error", "must not be negative");
  }
  for (const auto& [column, text] :
       {std::make_pair("source", cell.source), std::make_pair("evidence", cell.evidence)}) {
    const absl::Status checked = CheckText(column, text, kMaxText);
    if (!checked.ok()) Problem(row, column, std::string(checked.message()));
  }
  if (problems_.count() > problems_before) return std::nullopt;
  return value;
}

RankedUnit ImportScan::AdoptUnknown(const SeenUnit& seen, int matches, bool register_unknown) {
  if (matches > 1) {
    Problem(seen.row, "",
            absl::StrCat(Quoted(seen.key), " is the title of several units; use an id"));
    return {};
  }
  if (!register_unknown) {
    Problem(seen.row, "",
            absl::StrCat(Quoted(seen.key),
                         " is not registered; register it, or let "
                         "the import register units"));
    return {};
  }
  new_units_.push_back(NewUnit(seen));
  return new_units_.back();
}

RankedUnit ImportScan::NewUnit(const SeenUnit& seen) {
  RankedUnit unit{.id = seen.key, .group = seen.group};
  if (!CheckId("id", seen.key).ok()) unit.id = Slug(seen.key);
  if (methodology_.unit == UnitKind::kInstitution) unit.institution = unit.id;
  unit.title.en = seen.title.empty() ? seen.key : seen.title;
  if (unit.id.empty()) {
    Problem(
        seen.row, "",
        absl::StrCat(Quoted(seen.key), " gives no id; register it by hand and name its id here"));
  }
  return unit;
}

absl::Status ImportScan::ResolveUnits(UnitDirectory& directory, bool register_unknown,
                                      const std::map<std::string, std::string>& groups) {
  for (size_t begin = 0; begin < seen_.size(); begin += kResolveBatch) {
    const size_t end = std::min(seen_.size(), begin + kResolveBatch);
    std::vector<std::string> keys;
    for (size_t i = begin; i < end; ++i) keys.push_back(seen_[i].key);
    ASSIGN_OR_RETURN(std::vector<UnitDirectory::Resolution> resolutions,
                     directory.Resolve(methodology_.unit, keys));
    if (register_unknown) RETURN_IF_ERROR(ResolveBySlug(directory, begin, resolutions));
    for (size_t i = begin; i < end; ++i) {
      const UnitDirectory::Resolution& found = resolutions[i - begin];
      RankedUnit unit = found.unit.has_value()
                            ? *found.unit
                            : AdoptUnknown(seen_[i], found.matches, register_unknown);
      const auto current = groups.find(unit.id);
      if (current != groups.end() && !current->second.empty()) unit.group = current->second;
      if (!seen_[i].group.empty()) unit.group = seen_[i].group;
      units_.push_back(std::move(unit));
    }
  }
  if (problems_.count() > 0) return absl::OkStatus();
  CheckUnitsDiffer();
  CheckGroups();
  return absl::OkStatus();
}

void ImportScan::RestrictTo(absl::string_view institution) {
  for (size_t i = 0; i < units_.size(); ++i) {
    if (units_[i].institution != institution) {
      Problem(seen_[i].row, "",
              absl::StrCat(Quoted(seen_[i].key), " is not of institutions/", institution,
                           "; an institution states its own values only"));
    }
    if (!seen_[i].group.empty()) {
      Problem(seen_[i].row, "group", "is set by the agency; leave the column out");
    }
  }
}

absl::Status ImportScan::ResolveBySlug(UnitDirectory& directory, size_t begin,
                                       std::vector<UnitDirectory::Resolution>& resolutions) {
  std::vector<size_t> unknown;
  std::vector<std::string> slugs;
  for (size_t i = 0; i < resolutions.size(); ++i) {
    const std::string& key = seen_[begin + i].key;
    if (resolutions[i].matches > 0 || CheckId("id", key).ok()) continue;
    unknown.push_back(i);
    slugs.push_back(Slug(key));
  }
  if (slugs.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto found, directory.Resolve(methodology_.unit, slugs));
  for (size_t i = 0; i < found.size(); ++i) {
    if (!found[i].unit.has_value()) continue;
    const SeenUnit& seen = seen_[begin + unknown[i]];
    if (IsNamed(*found[i].unit, seen.key) ||
        (!seen.title.empty() && IsNamed(*found[i].unit, seen.title))) {
      resolutions[unknown[i]] = found[i];
      // In this ranking as its file spells it.
      resolutions[unknown[i]].unit->title.en = seen.title.empty() ? seen.key : seen.title;
    } else {
      Problem(seen.row, "",
              absl::StrCat(Quoted(seen.key), " gives the id ", slugs[i],
                           ", which another unit has; register it and name its id here"));
    }
  }
  return absl::OkStatus();
}

void ImportScan::CheckGroups() {
  if (!methodology_.groups.has_value()) return;
  for (size_t i = 0; i < units_.size(); ++i) {
    if (!units_[i].group.empty()) continue;
    Problem(seen_[i].row, "group",
            absl::StrCat(Quoted(seen_[i].key), " has no group; state it here or in the registry"));
  }
}

void ImportScan::CheckUnitsDiffer() {
  std::unordered_map<std::string, size_t> first;
  for (size_t i = 0; i < units_.size(); ++i) {
    const auto [it, is_new] = first.emplace(units_[i].id, i);
    if (is_new) continue;
    Problem(seen_[i].row, "",
            absl::StrCat(Quoted(seen_[i].key), " and ", Quoted(seen_[it->second].key), " in row ",
                         seen_[it->second].row, " both mean the unit ", units_[i].id));
  }
}

absl::Status ImportScan::ForEachValue(const OnProgress& progress,
                                      absl::FunctionRef<absl::Status(const ImportedValue&)> each) {
  absl::Status failed;
  RETURN_IF_ERROR(ForEachRow(progress, [&](const ImportRow& row, int64_t number) {
    if (!failed.ok()) return;
    const size_t unit = unit_of_key_.at(std::string(row.unit));
    for (const ImportCell& cell : row.cells) {
      std::optional<ImportedValue> value = ParseCell(cell, number);
      if (!value.has_value()) continue;
      value->unit = unit;
      value->row = number;
      failed = each(*value);
      if (!failed.ok()) return;
    }
  }));
  return failed;
}

}  // namespace tarazy::rankings
