// Figures of another service become a revision of a ranking's values, by the way of an import.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "services/rankings/app/import_values.h"
#include "services/rankings/app/unit_directory.h"

namespace tarazy::rankings {

// What a service says about one institution.
struct Figure {
  std::optional<double> value;
  std::optional<double> base;            // how many it rests on
  std::optional<double> standard_error;  // of the value
  std::string evidence;                  // what to cite, when there is a value
  std::string reason;                    // why there is none
};

// The service that is asked. Implemented over gRPC in rpc/.
class FigureSource {
 public:
  virtual ~FigureSource() = default;
  // As the methodology declares it among its sources: "accreditation".
  virtual std::string Name() const = 0;
  // What its values state as their source: "accreditation register".
  virtual std::string Title() const = 0;
  // The institution's figure; no value when the service has none for it. An error ends the pull.
  virtual absl::StatusOr<Figure> FigureOf(const std::string& institution) = 0;
};

struct PullRequest {
  std::string ranking;
  std::string variable;
  ValueState state = ValueState::kVerified;
  bool validate_only = false;
  std::string entered_by;
  std::string works_at;  // as of an import
  absl::Time now;
  std::function<void(int done, int total)> progress;  // may be empty
};

struct WithoutFigure {
  std::string unit;
  std::string reason;
};

struct PullResult {
  int64_t revision = 0;
  int64_t cells = 0;
  int64_t cleared = 0;
  std::string origin;
  std::vector<WithoutFigure> without;  // by unit
};

// Asks about every institution that takes part and stores the answers. `before` and `stored` as of
// ImportValues. Errors: those of ImportValues and of the source; INVALID_ARGUMENT for an unknown
// variable or a ranking of programmes; FAILED_PRECONDITION NO_DATA when nobody takes part or there
// is no figure at all.
absl::StatusOr<PullResult> PullValues(
    sql::Database& database, const Context& context, UnitDirectory& directory, FigureSource& source,
    const PullRequest& request, absl::FunctionRef<absl::StatusOr<bool>(sql::Tx&)> before,
    absl::FunctionRef<absl::Status(sql::Tx&, const PullResult&)> stored);

}  // namespace tarazy::rankings
