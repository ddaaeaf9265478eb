#include "services/rankings/app/store_methodology.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "services/rankings/domain/canonical_json.h"
#include "services/rankings/domain/tree.h"
#include "services/rankings/file/methodology_file.h"

namespace tarazy::rankings {
namespace {

absl::Status Refuse(const std::vector<Finding>& findings) {
  std::vector<FieldViolation> violations;
  Reason reason = Reason::kMethodologyInvalid;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::kError || finding.acknowledged) continue;
    if (absl::StrContains(finding.message, "not supported yet")) {
      reason = Reason::kUnsupportedFeature;
    }
    violations.push_back({finding.node.empty() ? "source" : absl::StrCat("source: ", finding.node),
                          absl::StrCat(finding.rule, ": ", finding.message)});
  }
  if (violations.empty()) return absl::OkStatus();
  return InvalidArgument(
      reason,
      absl::StrCat("the methodology has ", violations.size(),
                   violations.size() == 1 ? " error" : " errors",
                   "; correct it, or acknowledge what is meant: ", violations.front().description),
      violations);
}

}  // namespace

absl::StatusOr<MethodologyVersion> StoreMethodology(sql::Tx& tx, absl::string_view source,
                                                    absl::Time now) {
  ParsedMethodology parsed = ParseAndLint(source);
  RETURN_IF_ERROR(Refuse(parsed.findings));
  if (!parsed.methodology.has_value()) {
    return InvalidArgument(Reason::kMethodologyInvalid, "the methodology file cannot be read");
  }
  const Methodology& methodology = *parsed.methodology;
  RETURN_IF_ERROR(CheckId("source: id", methodology.id));
  MethodologyVersion version{.id = methodology.id,
                             .unit = methodology.unit,
                             .title = methodology.title,
                             .variables = static_cast<int>(methodology.variables.size()),
                             .source = std::string(source),
                             .canonical_json = CanonicalJson(methodology),
                             .created = now,
                             .findings = std::move(parsed.findings)};
  for (const Node* node : MakeTree(methodology).nodes) {
    ++version.indicators;
    if (node->is_leaf()) ++version.leaves;
  }
  RETURN_IF_ERROR(AddMethodologyVersion(tx, version));
  return version;
}

}  // namespace tarazy::rankings
