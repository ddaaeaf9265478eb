#include "services/rankings/app/verify_edition.h"

#include <bit>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/memory.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/edition_figures.h"
#include "services/rankings/domain/canonical_json.h"
#include "services/rankings/domain/engine.h"
#include "services/rankings/file/methodology_file.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxDifferences = 100;

class Differences {
 public:
  explicit Differences(std::vector<std::string>& sentences) : sentences_(sentences) {}

  template <typename... Parts>
  void Add(const Parts&... parts) {
    if (sentences_.size() < kMaxDifferences) sentences_.push_back(absl::StrCat(parts...));
  }

 private:
  std::vector<std::string>& sentences_;
};

std::string Text(const std::optional<double>& value) {
  return value.has_value() ? ShortestDecimal(*value) : "none";
}

bool SameBits(const std::optional<double>& a, const std::optional<double>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a.has_value() || std::bit_cast<uint64_t>(*a) == std::bit_cast<uint64_t>(*b);
}

void CompareUnits(const std::vector<EditionUnit>& stored, const std::vector<EditionUnit>& computed,
                  Differences& differences) {
  if (stored.size() != computed.size()) {
    differences.Add("the table holds ", stored.size(), " units, computed are ", computed.size());
    return;
  }
  for (size_t i = 0; i < stored.size(); ++i) {
    const EditionUnit& s = stored[i];
    const EditionUnit& c = computed[i];
    if (s == c && SameBits(s.exact, c.exact)) continue;
    differences.Add("line ", i + 1, " of the table: stored is ", s.unit, " with ", s.score,
                    " at rank ", s.rank.value_or(0), ", computed ", c.unit, " with ", c.score,
                    " at rank ", c.rank.value_or(0),
                    s.unit == c.unit && s.score == c.score && s.rank == c.rank
                        ? " (another column differs)"
                        : "");
  }
}

void CompareScore(const EditionScore& s, const EditionScore& c, const std::string& code,
                  Differences& differences) {
  if (s.unit != c.unit || s.node != c.node) {
    differences.Add("scores: stored is ", s.unit, " node ", s.node, ", computed ", c.unit, " node ",
                    c.node);
  } else if (!SameBits(s.points, c.points)) {
    differences.Add(s.unit, ", ", code, ": ", Text(s.points), " points are stored, ",
                    Text(c.points), " computed");
  } else if (!SameBits(s.value, c.value) || !SameBits(s.normalised, c.normalised)) {
    differences.Add(s.unit, ", ", code, ": value ", Text(s.value), " (", Text(s.normalised),
                    ") is stored, ", Text(c.value), " (", Text(c.normalised), ") computed");
  } else if (s.contribution != c.contribution || s.rank != c.rank) {
    differences.Add(s.unit, ", ", code, ": the contribution or the rank differs");
  }
}

absl::Status CompareScores(sql::Tx& tx, const Edition& edition, EditionFigures& figures,
                           Differences& differences) {
  size_t at = 0;
  RETURN_IF_ERROR(ForEachScore(tx, edition, [&](const EditionScore& stored) {
    if (at < figures.scores.size()) {
      const EditionScore& computed = figures.scores.At(at);
      CompareScore(stored, computed, figures.indicators[computed.node].code, differences);
    }
    ++at;
    return absl::OkStatus();
  }));
  if (at != figures.scores.size()) {
    differences.Add(at, " scores are stored, ", figures.scores.size(), " computed");
  }
  return absl::OkStatus();
}

void CompareInputs(const EditionInputs& inputs, const Edition& edition, Verification& verification,
                   Differences& differences) {
  if (edition.engine_version != kEngineVersion) {
    differences.Add("computed by ", edition.engine_version, "; this program has ", kEngineVersion,
                    ": verify with the release that published it");
  }
  if (inputs.version.canonical_json != CanonicalJson(inputs.methodology)) {
    differences.Add("the methodology's file and its canonical form differ");
  }
  if (inputs.version.findings != ParseAndLint(inputs.version.source).findings) {
    differences.Add("the methodology's stored findings are not those of its file");
  }
  verification.computed_digest = DigestOf(inputs, edition.engine_version);
  if (verification.computed_digest != edition.digest) {
    differences.Add("the inputs are not those that were recorded: digest ",
                    verification.computed_digest, " instead of ", edition.digest);
  }
}

absl::StatusOr<std::vector<EditionUnit>> AllUnits(sql::Tx& tx, const Edition& edition) {
  const int all = edition.units + edition.excluded + 1;
  ASSIGN_OR_RETURN(std::vector<EditionUnit> units, ListUnits(tx, edition, {.limit = all}));
  ASSIGN_OR_RETURN(const std::vector<EditionUnit> excluded,
                   ListUnits(tx, edition, {.excluded = true, .limit = all}));
  units.insert(units.end(), excluded.begin(), excluded.end());
  return units;
}

// Everything that the edition stores against what was computed now.
absl::Status CompareFigures(sql::Tx& tx, const Edition& edition, EditionFigures& figures,
                            Differences& differences) {
  if (figures.result_digest != edition.result_digest) {
    differences.Add("the computed figures are not those that were recorded");
  }
  if (figures.listed != edition.units || figures.excluded != edition.excluded) {
    differences.Add(edition.units, " units and ", edition.excluded, " excluded are stored, ",
                    figures.listed, " and ", figures.excluded, " computed");
  }
  ASSIGN_OR_RETURN(const std::vector<Finding> findings, LoadFindings(tx, edition));
  if (findings != figures.findings) differences.Add("the stored findings differ");
  ASSIGN_OR_RETURN(const std::vector<EditionIndicator> indicators, LoadIndicators(tx, edition));
  if (indicators != figures.indicators) differences.Add("the stored indicators differ");
  ASSIGN_OR_RETURN(const std::vector<EditionUnit> units, AllUnits(tx, edition));
  CompareUnits(units, figures.units, differences);
  return CompareScores(tx, edition, figures, differences);
}

}  // namespace

absl::StatusOr<Verification> VerifyEdition(sql::Database& database, const Context& context,
                                           const Edition& edition, int threads) {
  const MemoryReturned at_the_end;
  Verification verification{.recorded_digest = edition.digest};
  Differences differences(verification.differences);
  EditionInputs inputs;
  absl::Status unreadable;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    absl::StatusOr<EditionInputs> loaded = LoadInputs(tx, edition.ranking, edition.revision);
    unreadable = loaded.status();
    if (loaded.ok()) inputs = *std::move(loaded);
    return unreadable.code() == absl::StatusCode::kFailedPrecondition ? absl::OkStatus()
                                                                      : unreadable;
  }));
  if (!unreadable.ok()) {
    differences.Add(unreadable.message());
    return verification;
  }
  CompareInputs(inputs, edition, verification, differences);
  absl::StatusOr<EditionFigures> figures = ComputeFigures(inputs, threads, nullptr);
  if (!figures.ok()) {
    differences.Add("it can no longer be computed: ", figures.status().message());
    return verification;
  }
  const std::vector<std::string> before = verification.differences;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) {
    verification.differences = before;
    return CompareFigures(tx, edition, *figures, differences);
  }));
  return verification;
}

}  // namespace tarazy::rankings
