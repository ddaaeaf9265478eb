#include "services/rankings/app/import_layout.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tarazy::rankings {
namespace {

bool Contains(absl::Span<const std::string> names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

absl::string_view At(absl::Span<const std::string> fields, int column) {
  return column < 0 ? absl::string_view() : absl::string_view(fields[column]);
}

bool IsTemplate(absl::Span<const std::string> header) {
  return std::all_of(kTemplateColumns.begin(), kTemplateColumns.end(),
                     [&](absl::string_view name) { return Contains(header, name); });
}

bool Informs(absl::string_view name) {
  return std::find(kTemplateColumns.begin(), kTemplateColumns.end(), name) !=
         kTemplateColumns.end();
}

}  // namespace

ImportLayout::ImportLayout(const Methodology& methodology, absl::Span<const std::string> header,
                           const std::vector<std::string>& ignored,
                           std::vector<ImportProblem>& problems)
    : header_(header.begin(), header.end()) {
  for (const Variable& variable : methodology.variables) variables_.push_back(variable.name);
  const std::string unit = methodology.unit == UnitKind::kInstitution ? "institution" : "programme";
  if (header_.empty() || header_.front() != unit) {
    problems.push_back({1, header_.empty() ? "" : header_.front(),
                        absl::StrCat("the first column must be \"", unit, "\"")});
    return;
  }
  for (size_t i = 0; i < header_.size(); ++i) {
    const auto before = header_.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(header_.begin(), before, header_[i]) != before) {
      problems.push_back({1, header_[i], "this column stands twice"});
    }
  }
  if (problems.empty()) ReadHeader(methodology, ignored, problems);
}

void ImportLayout::ReadHeader(const Methodology& methodology,
                              const std::vector<std::string>& ignored,
                              std::vector<ImportProblem>& problems) {
  long_ = Contains(header_, "variable") && Contains(header_, "value");
  const bool from_template = long_ && IsTemplate(header_);
  used_.assign(header_.size(), false);
  used_.front() = true;
  std::map<std::string, int*> meanings = {{"group", &group_}};
  if (long_) {
    meanings.insert({{"variable", &variable_},
                     {"value", &value_},
                     {"source", &source_},
                     {"evidence", &evidence_},
                     {"base", &base_},
                     {"standard_error", &error_}});
  } else {
    meanings.insert({"title", &title_});
  }
  for (size_t i = 1; i < header_.size(); ++i) {
    const std::string& name = header_[i];
    const int column = static_cast<int>(i);
    if (Contains(ignored, name) || (from_template && Informs(name))) continue;
    used_[i] = true;
    const int variable = long_ ? -1 : VariableOf(name);
    if (variable >= 0) {
      wide_.emplace_back(column, variable);
    } else if (const auto meaning = meanings.find(name); meaning != meanings.end()) {
      *meaning->second = column;
    } else {
      problems.push_back({1, name,
                          absl::StrCat("is no variable of ", methodology.id,
                                       "; correct it or pass it in the ignored columns")});
    }
  }
  if (problems.empty() && long_ && (variable_ < 0 || value_ < 0)) {
    problems.push_back({1, "", "a long file needs the columns variable and value"});
  }
}

int ImportLayout::VariableOf(absl::string_view name) const {
  const auto found = std::find(variables_.begin(), variables_.end(), name);
  return found == variables_.end() ? -1 : static_cast<int>(found - variables_.begin());
}

void ImportLayout::Read(absl::Span<const std::string> fields, ImportRow& row) const {
  row.unit = fields[0];
  row.title = At(fields, title_);
  row.group = At(fields, group_);
  row.cells.clear();
  if (long_) {
    row.cells.push_back({.variable = VariableOf(fields[variable_]),
                         .variable_name = fields[variable_],
                         .column = header_[value_],
                         .value = fields[value_],
                         .source = At(fields, source_),
                         .evidence = At(fields, evidence_),
                         .base = At(fields, base_),
                         .standard_error = At(fields, error_)});
    return;
  }
  for (const auto& [column, variable] : wide_) {
    row.cells.push_back({.variable = variable,
                         .variable_name = variables_[variable],
                         .column = header_[column],
                         .value = fields[column]});
  }
}

}  // namespace tarazy::rankings
