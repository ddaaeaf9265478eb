#include "services/rankings/app/check_values.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/effective_values.h"
#include "services/rankings/file/methodology_file.h"
#include "services/rankings/store/methodology_store.h"

namespace tarazy::rankings {
namespace {

absl::StatusOr<Methodology> ReadMethodology(sql::Tx& tx, const Ranking& ranking) {
  ASSIGN_OR_RETURN(const MethodologyVersion version,
                   LoadMethodology(tx, ranking.methodology, ranking.methodology_version));
  ParsedMethodology parsed = Parse(version.source);
  if (!parsed.methodology.has_value()) return Internal("a stored methodology cannot be read");
  return *std::move(parsed.methodology);
}

using Figures = std::map<std::string, double>;  // by variable

// What counts in the cycle before.
absl::StatusOr<Figures> PreviousFigures(sql::Tx& tx, const CheckedCycle& cycle,
                                        absl::string_view unit) {
  Figures figures;
  if (cycle.previous.id.empty()) return figures;
  RETURN_IF_ERROR(ForEachEffectiveValue(tx, cycle.previous.id, cycle.previous.revision, unit,
                                        cycle.previous_methodology, [&](const CellReading& cell) {
                                          if (cell.counts.value.has_value())
                                            figures[cell.variable.name] = *cell.counts.value;
                                          return absl::OkStatus();
                                        }));
  return figures;
}

void AddDiscrepancies(const CellReading& cell, std::vector<ValueCheck>& checks) {
  for (const ValueVersion* other : cell.discrepant) {
    checks.push_back({.rule = "source_discrepancy",
                      .unit = cell.counts.unit,
                      .variable = cell.variable.name,
                      .message = DiscrepancySentence(cell, *other),
                      .value = *cell.counts.value,
                      .origin = cell.counts.act.origin,
                      .reference = *other->value,
                      .reference_origin = other->act.origin});
  }
}

void AddOutlier(const CheckedCycle& cycle, const CellReading& cell, const Figures& before,
                std::vector<ValueCheck>& checks) {
  const auto found = before.find(cell.variable.name);
  if (found == before.end() || !cell.counts.value.has_value()) return;
  const double now = *cell.counts.value;
  if (!MovedBeyond(cell.variable, found->second, now)) return;
  const std::string where = absl::StrCat("rankings/", cycle.previous.id);
  checks.push_back({.rule = "outlier",
                    .unit = cell.counts.unit,
                    .variable = cell.variable.name,
                    .message = absl::StrCat(cell.variable.name, ": ", ShortestDecimal(now),
                                            " after ", ShortestDecimal(found->second), " in ",
                                            where, ", a change of more than ",
                                            ShortestDecimal(*cell.variable.max_change * 100), " %"),
                    .value = now,
                    .origin = cell.counts.act.origin,
                    .reference = found->second,
                    .reference_origin = where});
}

}  // namespace

absl::StatusOr<CheckedCycle> LoadCheckedCycle(sql::Tx& tx, absl::string_view ranking) {
  CheckedCycle cycle;
  ASSIGN_OR_RETURN(cycle.ranking, LoadRanking(tx, ranking));
  ASSIGN_OR_RETURN(cycle.methodology, ReadMethodology(tx, cycle.ranking));
  if (cycle.ranking.previous.empty()) return cycle;
  ASSIGN_OR_RETURN(cycle.previous, LoadRanking(tx, cycle.ranking.previous));
  ASSIGN_OR_RETURN(cycle.previous_methodology, ReadMethodology(tx, cycle.previous));
  return cycle;
}

absl::StatusOr<std::vector<ValueCheck>> CheckValues(sql::Tx& tx, const CheckedCycle& cycle,
                                                    absl::string_view unit) {
  std::map<std::string, const Variable*> variables;
  for (const Variable& variable : cycle.methodology.variables) {
    variables.emplace(variable.name, &variable);
  }
  ASSIGN_OR_RETURN(const Figures before, PreviousFigures(tx, cycle, unit));
  std::vector<ValueCheck> checks;
  RETURN_IF_ERROR(
      ForEachCell(tx, cycle.ranking.id, unit, [&](absl::Span<const ValueVersion> statements) {
        std::vector<ValueVersion> standing;
        for (const ValueVersion& statement : statements) {
          if (statement.state != ValueState::kRejected) standing.push_back(statement);
        }
        const auto variable = variables.find(statements.front().variable);
        if (standing.empty() || variable == variables.end()) return absl::OkStatus();
        const CellReading cell = ReadCell(*variable->second, standing);
        AddDiscrepancies(cell, checks);
        AddOutlier(cycle, cell, before, checks);
        return absl::OkStatus();
      }));
  return checks;
}

}  // namespace tarazy::rankings
