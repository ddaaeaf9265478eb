#include "services/rankings/app/edition_inputs.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/effective_values.h"
#include "services/rankings/domain/digest.h"
#include "services/rankings/file/methodology_file.h"

namespace tarazy::rankings {
namespace {

template <typename Items, typename KeyOf>
std::unordered_map<std::string, size_t> IndexOf(const Items& items, KeyOf key_of) {
  std::unordered_map<std::string, size_t> index;
  for (size_t i = 0; i < items.size(); ++i) index.emplace(key_of(items[i]), i);
  return index;
}

absl::Status FillColumns(sql::Tx& tx, EditionInputs& inputs) {
  const auto unit_index = IndexOf(inputs.units, [](const RankedUnit& unit) { return unit.id; });
  const auto variable_index =
      IndexOf(inputs.methodology.variables, [](const Variable& variable) { return variable.name; });
  Dataset& data = inputs.dataset;
  data.columns.assign(variable_index.size(), std::vector<double>(inputs.units.size(), kAbsent));
  return ForEachEffectiveValue(
      tx, inputs.ranking.id, inputs.revision, "", inputs.methodology, [&](const CellReading& cell) {
        const auto unit = unit_index.find(cell.counts.unit);
        const auto variable = variable_index.find(cell.counts.variable);
        if (unit == unit_index.end() || !cell.counts.value.has_value()) return absl::OkStatus();
        data.columns[variable->second][unit->second] = *cell.counts.value;
        for (const ValueVersion* other : cell.discrepant) {
          if (inputs.discrepancies.size() == kMaxDiscrepancies) break;
          inputs.discrepancies.push_back({.severity = Severity::kWarning,
                                          .rule = "source_discrepancy",
                                          .unit = cell.counts.unit,
                                          .message = DiscrepancySentence(cell, *other)});
        }
        return absl::OkStatus();
      });
}

}  // namespace

absl::StatusOr<EditionInputs> LoadInputs(sql::Tx& tx, absl::string_view ranking, int64_t revision) {
  EditionInputs inputs;
  ASSIGN_OR_RETURN(inputs.ranking, LoadRanking(tx, ranking));
  inputs.revision = revision < 0 ? inputs.ranking.revision : revision;
  ASSIGN_OR_RETURN(inputs.version, LoadMethodology(tx, inputs.ranking.methodology,
                                                   inputs.ranking.methodology_version));
  ParsedMethodology parsed = Parse(inputs.version.source);
  if (!parsed.methodology.has_value()) {
    return FailedPrecondition(Reason::kEvidenceMismatch,
                              "the stored methodology file can no longer be read; it was changed");
  }
  inputs.methodology = *std::move(parsed.methodology);
  ASSIGN_OR_RETURN(inputs.units, UnitsAsOf(tx, ranking, inputs.revision));
  for (const RankedUnit& unit : inputs.units) {
    inputs.dataset.units.push_back(unit.id);
    inputs.dataset.groups.push_back(unit.group);
  }
  RETURN_IF_ERROR(FillColumns(tx, inputs));
  return inputs;
}

std::string DigestOf(const EditionInputs& inputs, absl::string_view engine_version) {
  Sha256 hash;
  WriteEditionBytes(inputs.methodology, inputs.dataset, engine_version,
                    [&](absl::string_view bytes) { hash.Update(bytes); });
  return Hex(hash.Finish());
}

}  // namespace tarazy::rankings
