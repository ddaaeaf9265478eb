#include "services/rankings/app/effective_values.h"

#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "common/base/text.h"

namespace tarazy::rankings {

CellReading ReadCell(const Variable& variable, absl::Span<const ValueVersion> statements) {
  std::vector<Statement> said;
  said.reserve(statements.size());
  for (const ValueVersion& version : statements) {
    said.push_back({version.act.origin, version.revision, version.value});
  }
  const size_t preferred = Preferred(variable, said);
  CellReading cell{.variable = variable, .counts = statements[preferred]};
  for (const size_t i : Discrepant(variable, said, preferred)) {
    cell.discrepant.push_back(&statements[i]);
  }
  return cell;
}

std::string DiscrepancySentence(const CellReading& cell, const ValueVersion& other) {
  return absl::StrCat(cell.variable.name, ": ", cell.counts.act.origin, " states ",
                      ShortestDecimal(cell.counts.value.value_or(0)), ", ", other.act.origin, " ",
                      ShortestDecimal(other.value.value_or(0)), "; ",
                      ShortestDecimal(cell.counts.value.value_or(0)), " counts");
}

absl::Status ForEachEffectiveValue(sql::Tx& tx, absl::string_view ranking, int64_t revision,
                                   absl::string_view unit, const Methodology& methodology,
                                   absl::FunctionRef<absl::Status(const CellReading&)> each) {
  std::unordered_map<std::string, const Variable*> variables;
  for (const Variable& variable : methodology.variables) {
    variables.emplace(variable.name, &variable);
  }
  return ForEachCellAsOf(tx, ranking, revision, unit,
                         [&](absl::Span<const ValueVersion> statements) {
                           const auto found = variables.find(statements.front().variable);
                           if (found == variables.end()) return absl::OkStatus();
                           return each(ReadCell(*found->second, statements));
                         });
}

}  // namespace tarazy::rankings
