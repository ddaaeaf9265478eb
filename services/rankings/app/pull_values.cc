#include "services/rankings/app/pull_values.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/import_target.h"
#include "services/rankings/app/spooled_file.h"

namespace tarazy::rankings {
namespace {

std::string Cell(absl::string_view text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

std::string Number(std::optional<double> number) {
  return number.has_value() ? ShortestDecimal(*number) : "";
}

absl::Status CheckTarget(const ImportTarget& target, const PullRequest& request) {
  const Methodology& methodology = target.methodology;
  if (methodology.unit != UnitKind::kInstitution) {
    return InvalidField("ranking", absl::StrCat("rankings/", request.ranking,
                                                " ranks programmes; these figures are of "
                                                "institutions"));
  }
  const auto& variables = methodology.variables;
  if (std::none_of(variables.begin(), variables.end(),
                   [&](const Variable& variable) { return variable.name == request.variable; })) {
    return InvalidField("variable", absl::StrCat(methodology.id, " has no variable ",
                                                 ToValidUtf8(Shorten(request.variable, 100))));
  }
  if (target.groups.empty()) {
    return FailedPrecondition(
        Reason::kNoData, absl::StrCat("no institution takes part in rankings/", request.ranking,
                                      " yet; import some values first"));
  }
  return absl::OkStatus();
}

// A declared source speaks for itself, so that the methodology's precedence decides between it and
// others; what no methodology knows is the agency's statement.
std::string OriginOf(const FigureSource& source, const Methodology& methodology) {
  const auto& declared = methodology.sources;
  const bool known = std::find(declared.begin(), declared.end(), source.Name()) != declared.end();
  return known ? source.Name() : std::string(kAgencyOrigin);
}

// Writes the figures as the file that an import reads.
absl::Status Ask(const ImportTarget& target, FigureSource& source, const PullRequest& request,
                 SpooledFile& file, PullResult& result) {
  RETURN_IF_ERROR(file.Append("institution,variable,value,source,evidence,base,standard_error\n"));
  const int total = static_cast<int>(target.groups.size());
  int done = 0;
  for (const auto& [unit, group] : target.groups) {
    ASSIGN_OR_RETURN(Figure figure, source.FigureOf(unit));
    if (!figure.value.has_value()) result.without.push_back({unit, std::move(figure.reason)});
    const std::string title = figure.value.has_value() ? source.Title() : "";
    RETURN_IF_ERROR(
        file.Append(absl::StrCat(unit, ",", request.variable, ",", Number(figure.value), ",",
                                 Cell(title), ",", Cell(figure.evidence), ",", Number(figure.base),
                                 ",", Number(figure.standard_error), "\n")));
    if (request.progress) request.progress(++done, total);
  }
  if (result.without.size() < target.groups.size()) return absl::OkStatus();
  return FailedPrecondition(
      Reason::kNoData, absl::StrCat("the ", source.Title(), " has no figure for any of the ", total,
                                    " institutions; the first: ", result.without.front().reason));
}

}  // namespace

absl::StatusOr<PullResult> PullValues(
    sql::Database& database, const Context& context, UnitDirectory& directory, FigureSource& source,
    const PullRequest& request, absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const PullResult&)> stored) {
  ASSIGN_OR_RETURN(const ImportTarget target, LoadImportTarget(database, context, request.ranking));
  RETURN_IF_ERROR(CheckTarget(target, request));
  PullResult result{.origin = OriginOf(source, target.methodology)};
  SpooledFile file;
  RETURN_IF_ERROR(Ask(target, source, request, file, result));
  const auto count = [&](const ImportResult& imported) {
    result.revision = imported.revision;
    result.cells = imported.cells;
    result.cleared = imported.cleared;
  };
  ASSIGN_OR_RETURN(const ImportResult imported,
                   ImportValues(database, context, file, directory,
                                {.ranking = request.ranking,
                                 .state = request.state,
                                 .validate_only = request.validate_only,
                                 .origin = result.origin,
                                 .entered_by = request.entered_by,
                                 .works_at = request.works_at,
                                 .now = request.now},
                                before, [&](sql::Tx& tx, const ImportResult& now_stored) {
                                  count(now_stored);
                                  return stored(tx, result);
                                }));
  count(imported);
  return result;
}

}  // namespace tarazy::rankings
