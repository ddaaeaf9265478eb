#include "services/rankings/app/import_scan.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/csv_reader.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxText = 1000;
constexpr size_t kMaxGroup = 200;
constexpr int64_t kProgressRows = 2000;
constexpr size_t kResolveBatch = 1000;

std::string Quoted(absl::string_view text) {
  constexpr size_t kMaxShown = 40;
  return absl::StrCat("\"", Shorten(ToValidUtf8(text), kMaxShown),
                      text.size() > kMaxShown ? "…" : "", "\"");
}

}  // namespace

void ImportScan::Problem(int64_t row, absl::string_view column, std::string message) {
  ++problem_count_;
  if (problems_.size() < kMaxProblems) {
    problems_.push_back({row, ToValidUtf8(column), std::move(message)});
  }
}

absl::Status ImportScan::ForEachRow(const OnProgress& progress,
                                    absl::FunctionRef<void(const ImportRow&, int64_t)> each) {
  std::optional<ImportLayout> layout;
  ImportRow row;
  int64_t rows = 0;
  return ReadCsv(file_, [&](int64_t number, absl::Span<const std::string> fields, int64_t bytes) {
    if (!layout.has_value()) {
      std::vector<ImportProblem> faults;
      layout.emplace(methodology_, fields, ignored_, faults);
      for (ImportProblem& fault : faults) Problem(1, fault.column, std::move(fault.message));
      return faults.empty() ? absl::OkStatus() : absl::CancelledError("wrong columns");
    }
    ++rows;
    if (fields.size() != layout->width()) {
      Problem(number, "",
              absl::StrCat("has ", fields.size(), " fields, the header has ", layout->width(),
                           "; a decimal comma or a missing quote?"));
    } else {
      layout->Read(fields, row);
      each(row, number);
    }
    if (progress && rows % kProgressRows == 0) progress({bytes, rows, filled_cells_});
    return absl::OkStatus();
  });
}

absl::Status ImportScan::Check(const OnProgress& progress) {
  int64_t rows = 0;
  const absl::Status status = ForEachRow(progress, [&](const ImportRow& row, int64_t number) {
    ++rows;
    CheckRow(row, number);
  });
  if (problem_count_ > 0) return absl::OkStatus();  // the problems say more than the status
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
    cell_seen_.emplace_back(methodology_.variables.size(), false);
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
    auto seen = cell_seen_[unit][cell.variable];
    if (seen) {
      Problem(number, cell.variable_name,
              absl::StrCat("has a value for ", Quoted(row.unit), " in an earlier row already"));
    }
    seen = true;
    if (value->value.has_value()) ++filled_cells_;
  }
}

std::optional<double> ImportScan::ParseNumber(absl::string_view text, absl::string_view column,
                                              int64_t row) {
  const std::optional<double> number = ParseDecimal(text);
  if (!number.has_value()) {
    const bool comma = absl::StrContains(text, ',');
    Problem(row, column,
            absl::StrCat(Quoted(text), comma ? " has a decimal comma; write a point, as in 1.5"
                                             : " is not a finite decimal number"));
  }
  return number;
}

std::optional<ImportedValue> ImportScan::ParseCell(const ImportCell& cell, int64_t row) {
  const Variable& variable = methodology_.variables[cell.variable];
  const int64_t problems_before = problem_count_;
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
  if (problem_count_ > problems_before) return std::nullopt;
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
  unit.title.en = seen.title.empty() ? seen.key : seen.title;
  if (unit.id.empty()) {
    Problem(
        seen.row, "",
        absl::StrCat(Quoted(seen.key), " gives no id; register it by hand and name its id here"));
  }
  return unit;
}

// The title that a new unit would get tells whether it is the one that has the id.
void ImportScan::AdoptRegistered(size_t index, const RankedUnit& registered) {
  const std::string& title = units_[index].title.en;
  const Localized& known = registered.title;
  if (title != known.en && title != known.ru && title != known.kk) {
    Problem(seen_[index].row, "",
            absl::StrCat(Quoted(seen_[index].key), " gives the id ", registered.id,
                         ", which is registered under another title; use its id, or register this "
                         "one by hand"));
    return;
  }
  std::erase_if(new_units_, [&](const RankedUnit& unit) { return unit.id == registered.id; });
  units_[index] = registered;
  if (!seen_[index].group.empty()) units_[index].group = seen_[index].group;
}

absl::Status ImportScan::CheckSlugs(UnitDirectory& directory) {
  std::unordered_set<std::string> is_new;
  for (const RankedUnit& unit : new_units_) is_new.insert(unit.id);
  std::vector<size_t> slugs;
  for (size_t i = 0; i < units_.size(); ++i) {
    if (units_[i].id != seen_[i].key && is_new.contains(units_[i].id)) slugs.push_back(i);
  }
  for (size_t begin = 0; begin < slugs.size(); begin += kResolveBatch) {
    const size_t end = std::min(slugs.size(), begin + kResolveBatch);
    std::vector<std::string> ids;
    for (size_t i = begin; i < end; ++i) ids.push_back(units_[slugs[i]].id);
    ASSIGN_OR_RETURN(const auto resolutions, directory.Resolve(methodology_.unit, ids));
    for (size_t i = begin; i < end; ++i) {
      const std::optional<RankedUnit>& found = resolutions[i - begin].unit;
      if (found.has_value() && found->id == ids[i - begin]) AdoptRegistered(slugs[i], *found);
    }
  }
  return absl::OkStatus();
}

absl::Status ImportScan::ResolveUnits(UnitDirectory& directory, bool register_unknown) {
  for (size_t begin = 0; begin < seen_.size(); begin += kResolveBatch) {
    const size_t end = std::min(seen_.size(), begin + kResolveBatch);
    std::vector<std::string> keys;
    for (size_t i = begin; i < end; ++i) keys.push_back(seen_[i].key);
    ASSIGN_OR_RETURN(const auto resolutions, directory.Resolve(methodology_.unit, keys));
    for (size_t i = begin; i < end; ++i) {
      const UnitDirectory::Resolution& resolution = resolutions[i - begin];
      const SeenUnit& seen = seen_[i];
      if (resolution.unit.has_value()) {
        units_.push_back(*resolution.unit);
        if (!seen.group.empty()) units_.back().group = seen.group;
        continue;
      }
      units_.push_back(AdoptUnknown(seen, resolution.matches, register_unknown));
    }
  }
  if (problem_count_ > 0) return absl::OkStatus();
  CheckUnitsDiffer();
  RETURN_IF_ERROR(CheckSlugs(directory));
  if (methodology_.groups.has_value()) {
    for (size_t i = 0; i < units_.size(); ++i) {
      if (units_[i].group.empty()) {
        Problem(
            seen_[i].row, "group",
            absl::StrCat(Quoted(seen_[i].key), " has no group; state it here or in the registry"));
      }
    }
  }
  return absl::OkStatus();
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
