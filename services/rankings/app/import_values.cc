#include "services/rankings/app/import_values.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/memory.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/evidence.h"
#include "services/rankings/app/import_target.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kBatch = 5000;
constexpr size_t kRegisterBatch = 1000;

// Where the phases end, as shares of the whole: storing takes most of the time.
constexpr double kChecked = 0.15;
constexpr double kRegistered = 0.2;
constexpr double kStored = 0.99;  // the rest is the commit

// Passes on how far a reading of the file is as a part of the whole, from `begin` to `end`.
OnProgress PartOf(const ImportRequest& request, const SpooledFile& file, absl::string_view phase,
                  double begin, double end) {
  if (!request.progress) return nullptr;
  return [&request, &file, phase, begin, end](ImportProgress progress) {
    const double size = static_cast<double>(std::max<int64_t>(file.size(), 1));
    const double part = std::min(1.0, static_cast<double>(progress.bytes) / size);
    progress.phase = phase;
    progress.share = begin + (end - begin) * part;
    request.progress(progress);
  };
}

absl::Status CheckOrigin(const std::string& origin, const Methodology& methodology) {
  if (origin == kAgencyOrigin || origin == kInstitutionOrigin) return absl::OkStatus();
  const auto& sources = methodology.sources;
  if (std::find(sources.begin(), sources.end(), origin) != sources.end()) return absl::OkStatus();
  return InvalidField(
      "header.origin",
      absl::StrCat("must be agency, institution or a source that ", methodology.id, " declares",
                   sources.empty() ? "; it declares none" : ": ", absl::StrJoin(sources, ", ")));
}

// Writes one import's cells in batches.
class ValueWriter {
 public:
  ValueWriter(sql::Tx& tx, const ImportRequest& request, const ImportScan& scan,
              const Methodology& methodology, const DisputedCellMap& disputed, ImportResult& result)
      : tx_(tx),
        request_(request),
        scan_(scan),
        methodology_(methodology),
        disputed_(disputed),
        result_(result) {}

  // Cells of the file's units that hold a value: an empty cell takes it away.
  absl::Status LoadFilled() {
    if (scan_.empty_cells() == 0) return absl::OkStatus();
    absl::flat_hash_map<absl::string_view, size_t> units, variables;
    for (size_t i = 0; i < scan_.units().size(); ++i) units.emplace(scan_.units()[i].id, i);
    for (size_t i = 0; i < methodology_.variables.size(); ++i) {
      variables.emplace(methodology_.variables[i].name, i);
    }
    filled_.assign(scan_.units().size() * methodology_.variables.size(), false);
    return ForEachFilledCell(
        tx_, request_.ranking, request_.origin, request_.state,
        [&](const std::string& unit_id, const std::string& name) {
          const auto unit = units.find(unit_id);
          const auto variable = variables.find(name);
          if (unit == units.end() || variable == variables.end()) return;
          filled_[unit->second * methodology_.variables.size() + variable->second] = true;
        });
  }

  absl::Status Add(const ImportedValue& cell) {
    const std::string& unit = scan_.units()[cell.unit].id;
    const std::string& variable = methodology_.variables[cell.variable].name;
    if (!disputed_.empty() && disputed_.contains({unit, variable})) return absl::OkStatus();
    if (!cell.value.has_value()) {
      if (!filled_[cell.unit * methodology_.variables.size() + cell.variable]) {
        return absl::OkStatus();
      }
      ++result_.cleared;
    } else {
      ++result_.cells;
    }
    batch_.push_back({.unit = unit,
                      .variable = variable,
                      .revision = result_.revision,
                      .state = request_.state,
                      .value = cell.value,
                      .source = SourceOf(cell),
                      .evidence = std::string(cell.evidence),
                      .base = cell.base,
                      .standard_error = cell.standard_error});
    return batch_.size() < kBatch ? absl::OkStatus() : Flush();
  }

  absl::Status Flush() {
    RETURN_IF_ERROR(AppendValues(tx_, request_.ranking, batch_));
    batch_.clear();
    return absl::OkStatus();
  }

 private:
  std::string SourceOf(const ImportedValue& cell) const {
    if (!cell.source.empty() || request_.file_name.empty()) return std::string(cell.source);
    return absl::StrCat(request_.file_name, ", row ", cell.row);
  }

  sql::Tx& tx_;
  const ImportRequest& request_;
  const ImportScan& scan_;
  const Methodology& methodology_;
  const DisputedCellMap& disputed_;  // what the file says of them stands already
  ImportResult& result_;
  std::vector<bool> filled_;  // [unit * variables + variable]: a bit each, however many there are
  std::vector<ValueVersion> batch_;
};

// A cell under dispute is answered and settled, not imported over; stating again what stands, as a
// template filled before does, changes nothing.
absl::Status CheckUndisputed(const DisputedCellMap& disputed, const Methodology& methodology,
                             ImportScan& scan) {
  if (disputed.empty()) return absl::OkStatus();
  std::vector<FieldViolation> faults;
  RETURN_IF_ERROR(scan.ForEachValue(nullptr, [&](const ImportedValue& cell) {
    const std::string& unit = scan.units()[cell.unit].id;
    const std::string& variable = methodology.variables[cell.variable].name;
    const auto found = disputed.find({unit, variable});
    if (found != disputed.end() && found->second != cell.value) {
      faults.push_back({absl::StrCat("row ", cell.row, ", ", variable),
                        absl::StrCat("is under dispute for ", unit)});
    }
    return absl::OkStatus();
  }));
  if (faults.empty()) return absl::OkStatus();
  const std::string message = absl::StrCat("nothing was stored: ", faults.size(),
                                           " values are under dispute; answer or "
                                           "settle the dispute instead of importing over it: ",
                                           faults.front().field);
  if (faults.size() > ImportProblems::kMost) faults.resize(ImportProblems::kMost);
  return MakeError(absl::StatusCode::kFailedPrecondition, Reason::kValueState, message,
                   {.fields = std::move(faults)});
}

// The units as this import describes them; an institution describes only those that are new here or
// were not known to be its own, and those as the registry does.
std::vector<RankedUnit> DescribedUnits(const ImportRequest& request, const ImportTarget& target,
                                       const ImportScan& scan) {
  if (request.own_institution.empty()) return scan.units();
  std::vector<RankedUnit> units;
  for (const RankedUnit& unit : scan.units()) {
    if (!target.groups.contains(unit.id) || target.without_institution.contains(unit.id)) {
      units.push_back(unit);
    }
  }
  return units;
}

// Evidence that is named as a stored file is one, and the importer may have it.
absl::Status CheckNamedEvidence(sql::Tx& tx, const ImportRequest& request, const ImportScan& scan) {
  const std::vector<std::string> names(scan.named_evidence().begin(), scan.named_evidence().end());
  return CheckEvidence(tx, names, request.own_institution);
}

absl::Status Store(sql::Tx& tx, const ImportRequest& request, const Methodology& methodology,
                   const std::vector<RankedUnit>& units, const SpooledFile& file, ImportScan& scan,
                   ImportResult& result) {
  ASSIGN_OR_RETURN(const DisputedCellMap disputed,
                   DisputedCells(tx, request.ranking, request.origin));
  RETURN_IF_ERROR(CheckUndisputed(disputed, methodology, scan));
  RETURN_IF_ERROR(CheckNamedEvidence(tx, request, scan));
  ValueAct act{.ranking = request.ranking,
               .kind = Act::kImport,
               .origin = request.origin,
               .entered_by = request.entered_by,
               .created = request.now};
  RETURN_IF_ERROR(BeginAct(tx, act));
  result.revision = act.revision;
  RETURN_IF_ERROR(AppendUnits(tx, request.ranking, result.revision, request.state, units));
  ValueWriter writer(tx, request, scan, methodology, disputed, result);
  RETURN_IF_ERROR(writer.LoadFilled());
  const OnProgress part = PartOf(request, file, "storing", kRegistered, kStored);
  const auto progress = [&](ImportProgress reading) {
    reading.cells = result.cells;
    part(reading);
  };
  RETURN_IF_ERROR(scan.ForEachValue(part ? OnProgress(progress) : nullptr,
                                    [&](const ImportedValue& cell) { return writer.Add(cell); }));
  return writer.Flush();
}

absl::StatusOr<int> RegisterNew(UnitDirectory& directory, UnitKind kind,
                                const std::vector<RankedUnit>& units,
                                const ImportRequest& request) {
  int registered = 0;
  for (size_t begin = 0; begin < units.size(); begin += kRegisterBatch) {
    const size_t end = std::min(units.size(), begin + kRegisterBatch);
    ASSIGN_OR_RETURN(const int count,
                     directory.Register(kind, {units.begin() + static_cast<std::ptrdiff_t>(begin),
                                               units.begin() + static_cast<std::ptrdiff_t>(end)}));
    registered += count;
    if (request.progress) {
      const double part = static_cast<double>(end) / static_cast<double>(units.size());
      request.progress(
          {.phase = "registering", .share = kChecked + (kRegistered - kChecked) * part});
    }
  }
  return registered;
}

}  // namespace

absl::StatusOr<ImportResult> ImportValues(
    sql::Database& database, const Context& context, SpooledFile& file, UnitDirectory& directory,
    const ImportRequest& request, absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const ImportResult&)> stored) {
  const MemoryReturned at_the_end;
  ASSIGN_OR_RETURN(const ImportTarget target, LoadImportTarget(database, context, request.ranking));
  const Methodology& methodology = target.methodology;
  RETURN_IF_ERROR(CheckOrigin(request.origin, methodology));
  ImportScan scan(file, methodology, request.ignored_columns);
  RETURN_IF_ERROR(scan.Check(PartOf(request, file, "checking", 0, kChecked)));
  RETURN_IF_ERROR(scan.ResolveUnits(directory, request.register_units, target.groups));
  if (!request.own_institution.empty()) scan.RestrictTo(request.own_institution);
  if (scan.problem_count() > 0) return scan.Refusal(request.problem);
  if (request.state == ValueState::kVerified) {
    RETURN_IF_ERROR(CheckNoOwnUnit(request.works_at, scan.units()));
  }
  const std::vector<RankedUnit> described = DescribedUnits(request, target, scan);

  ImportResult checked{.units = static_cast<int>(scan.units().size()),
                       .registered = static_cast<int>(scan.new_units().size()),
                       .cells = scan.filled_cells()};
  if (request.validate_only) {
    RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const DisputedCellMap disputed,
                       DisputedCells(tx, request.ranking, request.origin));
      RETURN_IF_ERROR(CheckUndisputed(disputed, methodology, scan));
      return CheckNamedEvidence(tx, request, scan);
    }));
    return checked;
  }
  // The registry is another service, with a transaction of its own: units first, so that values
  // never name an unknown one. A failure after this leaves registered units without values, which
  // is harmless, and the import can be repeated.
  ASSIGN_OR_RETURN(checked.registered,
                   RegisterNew(directory, methodology.unit, scan.new_units(), request));
  ImportResult result;
  RETURN_IF_ERROR(database.WriteBulk(context, [&](sql::Tx& tx) -> absl::Status {
    result = {.units = checked.units, .registered = checked.registered};
    ASSIGN_OR_RETURN(const bool done, before(tx));
    if (done) return absl::OkStatus();
    RETURN_IF_ERROR(Store(tx, request, methodology, described, file, scan, result));
    return stored(tx, result);
  }));
  return result;
}

}  // namespace tarazy::rankings
