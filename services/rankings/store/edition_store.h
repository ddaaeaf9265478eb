// Editions: immutable results whose state alone moves on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/localized.h"
#include "common/sql/database.h"
#include "services/rankings/domain/finding.h"

namespace tarazy::rankings {

enum class EditionState { kDraft, kPreliminary, kPublished, kSuperseded, kWithdrawn };

struct Edition {
  std::string ranking;
  int number = 0;
  EditionState state = EditionState::kDraft;
  std::string digest;
  std::string result_digest;
  std::string engine_version;
  int64_t revision = 0;
  int units = 0;
  int excluded = 0;
  std::string erratum;
  int64_t version = 1;  // the etag
  absl::Time created;
  std::optional<absl::Time> published;
  std::optional<absl::Time> embargo_until;
  std::optional<absl::Time> withdrawn;
  std::optional<absl::Time> objections_until;
  std::string computed_by;  // the role and the token
  std::string published_by;
};

struct EditionIndicator {
  int node = 0;
  std::string code;
  int depth = 0;
  Localized title;
  double max_points = 0;

  bool operator==(const EditionIndicator&) const = default;
};

// A line of the table, or an excluded unit behind it.
struct EditionUnit {
  int position = 0;
  std::string unit;
  Localized title;
  std::string group;
  std::string standing;  // "ranked", "unranked", "excluded"
  std::optional<int64_t> rank;
  std::string score;
  std::optional<double> exact;
  std::string reason;

  bool operator==(const EditionUnit&) const = default;
};

struct EditionScore {
  std::string unit;
  int node = 0;
  std::optional<double> value;
  std::optional<double> normalised;
  std::optional<double> points;
  std::string contribution;
  std::optional<int64_t> rank;

  bool operator==(const EditionScore&) const = default;
};

// "rankings/iqaa-2026/editions/2".
std::string EditionName(absl::string_view ranking, int number);
absl::string_view EditionStateName(EditionState state);

// Stores the edition under the next number of its ranking and sets that number.
absl::Status InsertEdition(sql::Tx& tx, Edition& edition);
absl::Status InsertFindings(sql::Tx& tx, const Edition& edition,
                            const std::vector<Finding>& findings);
absl::Status InsertIndicators(sql::Tx& tx, const Edition& edition,
                              const std::vector<EditionIndicator>& indicators);
absl::Status InsertUnits(sql::Tx& tx, const Edition& edition,
                         const std::vector<EditionUnit>& units);
absl::Status InsertScores(sql::Tx& tx, const Edition& edition,
                          const std::vector<EditionScore>& scores);

// NOT_FOUND when there is none.
absl::StatusOr<Edition> LoadEdition(sql::Tx& tx, absl::string_view ranking, int number);
// By number. With `public_at` only those that the public may see at that time: no drafts, none
// under embargo, preliminary ones only when `with_preliminary`.
absl::StatusOr<std::vector<Edition>> ListEditions(sql::Tx& tx, absl::string_view ranking,
                                                  int after_number, int limit,
                                                  std::optional<absl::Time> public_at = {},
                                                  bool with_preliminary = false);
// The ranking's preliminary edition, 0 for none.
absl::StatusOr<int> PreliminaryEdition(sql::Tx& tx, absl::string_view ranking);
// The edition that the public sees as the ranking's result at this time, 0 for none: a published
// one under embargo does not hide the one before it.
absl::StatusOr<int> PublicResult(sql::Tx& tx, absl::string_view ranking, absl::Time now);
// When the next embargo of the ranking's editions ends, which may change PublicResult; nothing when
// none is under embargo at this time.
absl::StatusOr<std::optional<absl::Time>> NextRelease(sql::Tx& tx, absl::string_view ranking,
                                                      absl::Time now);
absl::StatusOr<std::vector<Finding>> LoadFindings(sql::Tx& tx, const Edition& edition);
absl::StatusOr<std::vector<EditionIndicator>> LoadIndicators(sql::Tx& tx, const Edition& edition);
absl::StatusOr<std::vector<std::string>> LoadGroups(sql::Tx& tx, const Edition& edition);

// Stores state, erratum, times, who published it and the next version.
absl::Status UpdateEditionState(sql::Tx& tx, Edition& edition);

struct UnitQuery {
  bool excluded = false;  // those that the inclusion rules left out, instead of the table
  std::string group;      // empty: all
  int after_position = -1;
  int limit = 100;
};
absl::StatusOr<std::vector<EditionUnit>> ListUnits(sql::Tx& tx, const Edition& edition,
                                                   const UnitQuery& query);
// NOT_FOUND when the edition does not know the unit.
absl::StatusOr<EditionUnit> LoadUnit(sql::Tx& tx, const Edition& edition, absl::string_view unit);
// By node.
absl::StatusOr<std::vector<EditionScore>> LoadScores(sql::Tx& tx, const Edition& edition,
                                                     absl::string_view unit);
// All of them, by unit and node.
absl::Status ForEachScore(sql::Tx& tx, const Edition& edition,
                          absl::FunctionRef<absl::Status(const EditionScore&)> each);

}  // namespace tarazy::rankings
