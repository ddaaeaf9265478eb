#include "services/rankings/app/import_ratings.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/import_target.h"
#include "services/rankings/app/ratings_scan.h"
#include "services/rankings/store/workflow_store.h"

namespace tarazy::rankings {
namespace {

absl::StatusOr<const Variable*> RatedVariable(const Methodology& methodology,
                                              absl::string_view name) {
  const auto found = std::find_if(methodology.variables.begin(), methodology.variables.end(),
                                  [&](const Variable& variable) { return variable.name == name; });
  if (found == methodology.variables.end()) {
    return InvalidField("header.variable",
                        absl::StrCat("\"", name, "\" is no variable of ", methodology.id));
  }
  if (!found->ratings.has_value()) {
    return InvalidField("header.variable",
                        absl::StrCat(methodology.id, " has no rules for ratings of ", name,
                                     "; import its values instead"));
  }
  return &*found;
}

// What is to be stored, apart from the revision.
struct Outcome {
  std::vector<RankedUnit> units;
  std::vector<ValueVersion> values;  // one for each of `units`
  RatingsResult counts;
};

Outcome Evaluate(const RatingsScan& scan, const Variable& variable, const RatingsRequest& request) {
  const RatingRules& rules = *variable.ratings;
  const auto means = MeanRatings(rules, scan.ratings(), static_cast<int>(scan.units().size()));
  const std::string source = absl::StrCat(rules.panel, ", ", scan.respondents(),
                                          scan.respondents() == 1 ? " respondent" : " respondents",
                                          request.file_name.empty() ? "" : "; ", request.file_name);
  const std::string evidence =
      request.file_digest.empty() ? "" : absl::StrCat("ratings with SHA-256 ", request.file_digest);
  Outcome outcome{.counts = {.respondents = static_cast<int64_t>(scan.respondents()),
                             .ratings = static_cast<int64_t>(scan.ratings().size())}};
  for (size_t i = 0; i < means.size(); ++i) {
    if (!means[i].has_value()) {
      ++outcome.counts.below_base;
      continue;
    }
    outcome.units.push_back(scan.units()[i]);
    outcome.values.push_back({.unit = scan.units()[i].id,
                              .variable = variable.name,
                              .state = request.state,
                              .value = means[i]->mean,
                              .source = source,
                              .evidence = evidence,
                              .base = static_cast<double>(means[i]->base),
                              .standard_error = means[i]->standard_error});
  }
  outcome.counts.units = static_cast<int>(outcome.units.size());
  return outcome;
}

// Values of an earlier panel for units that have none now, taken away.
absl::StatusOr<std::vector<ValueVersion>> Cleared(sql::Tx& tx, const RatingsRequest& request,
                                                  const Outcome& outcome) {
  std::set<std::string> kept;
  for (const RankedUnit& unit : outcome.units) kept.insert(unit.id);
  std::vector<ValueVersion> cleared;
  RETURN_IF_ERROR(ForEachFilledCell(
      tx, request.ranking, kAgencyOrigin, request.state,
      [&](const std::string& unit, const std::string& variable) {
        if (variable != request.variable || kept.contains(unit)) return;
        cleared.push_back(
            {.unit = unit,
             .variable = variable,
             .state = request.state,
             .source = outcome.values.empty() ? request.file_name : outcome.values.front().source});
      }));
  return cleared;
}

// A cell under dispute is answered and settled, not imported over.
absl::Status CheckUndisputed(sql::Tx& tx, const RatingsRequest& request,
                             const std::vector<ValueVersion>& values) {
  ASSIGN_OR_RETURN(const auto disputed, DisputedCells(tx, request.ranking, kAgencyOrigin));
  std::vector<FieldViolation> faults;
  for (const ValueVersion& value : values) {
    if (!disputed.contains({value.unit, value.variable})) continue;
    faults.push_back({value.unit, absl::StrCat(value.variable, " is under dispute")});
  }
  if (faults.empty()) return absl::OkStatus();
  const std::string message =
      absl::StrCat("nothing was stored: ", request.variable, " is under dispute for ",
                   faults.front().field, "; settle the dispute instead of importing over it");
  if (faults.size() > ImportProblems::kMost) faults.resize(ImportProblems::kMost);
  return MakeError(absl::StatusCode::kFailedPrecondition, Reason::kValueState, message,
                   {.fields = std::move(faults)});
}

absl::Status Store(sql::Tx& tx, const RatingsRequest& request, const Outcome& outcome,
                   RatingsResult& result) {
  ASSIGN_OR_RETURN(std::vector<ValueVersion> values, Cleared(tx, request, outcome));
  result.cleared = static_cast<int64_t>(values.size());
  values.insert(values.end(), outcome.values.begin(), outcome.values.end());
  RETURN_IF_ERROR(CheckUndisputed(tx, request, values));
  ValueAct act{.ranking = request.ranking,
               .kind = Act::kImport,
               .entered_by = request.entered_by,
               .created = request.now};
  RETURN_IF_ERROR(BeginAct(tx, act));
  result.revision = act.revision;
  for (ValueVersion& value : values) value.revision = act.revision;
  RETURN_IF_ERROR(AppendUnits(tx, request.ranking, act.revision, request.state, outcome.units));
  return AppendValues(tx, request.ranking, values);
}

}  // namespace

absl::StatusOr<RatingsResult> ImportRatings(
    sql::Database& database, const Context& context, SpooledFile& file, UnitDirectory& directory,
    const RatingsRequest& request, absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const RatingsResult&)> stored) {
  ASSIGN_OR_RETURN(const ImportTarget target, LoadImportTarget(database, context, request.ranking));
  ASSIGN_OR_RETURN(const Variable* const variable,
                   RatedVariable(target.methodology, request.variable));
  RatingsScan scan(file, target.methodology, *variable);
  RETURN_IF_ERROR(scan.Read(request.progress));
  RETURN_IF_ERROR(scan.ResolveUnits(directory, target.groups));
  scan.CheckRules();
  if (scan.problems().count() > 0) return scan.problems().Refusal(request.problem);

  if (request.state == ValueState::kVerified) {
    RETURN_IF_ERROR(CheckNoOwnUnit(request.works_at, scan.units()));
  }
  const Outcome outcome = Evaluate(scan, *variable, request);
  if (request.validate_only) return outcome.counts;
  RatingsResult result;
  RETURN_IF_ERROR(database.Write(context, [&](sql::Tx& tx) -> absl::Status {
    result = outcome.counts;
    ASSIGN_OR_RETURN(const bool done, before(tx));
    if (done) return absl::OkStatus();
    RETURN_IF_ERROR(Store(tx, request, outcome, result));
    return stored(tx, result);
  }));
  return result;
}

}  // namespace tarazy::rankings
