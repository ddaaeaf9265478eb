#include "services/accreditation/app/store_framework.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/record/read.h"

namespace tarazy::accreditation {
namespace {

constexpr YamlLimits kLimits{.bytes = kMaxFrameworkBytes, .nodes = 400000, .depth = 32};

}  // namespace

absl::StatusOr<v1::Framework> ReadFramework(absl::string_view source) {
  v1::Framework framework;
  Faults problems;
  problems.Add(record::ReadRecord(source, kLimits, framework));
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kFrameworkInvalid,
                                    "the framework file cannot be taken"));
  framework.clear_name();
  framework.clear_digest();
  framework.clear_create_time();
  return framework;
}

absl::StatusOr<StoredFramework> StoreFramework(sql::Tx& tx, absl::string_view source,
                                               const Viewer& by, absl::Time now) {
  StoredFramework stored;
  ASSIGN_OR_RETURN(v1::Framework framework, ReadFramework(source));
  stored.findings = LintFramework(framework);
  Faults problems;
  for (const FrameworkFinding& finding : stored.findings) {
    if (finding.error && !finding.acknowledged) {
      problems.Add(finding.node.empty() ? "source" : absl::StrCat("source: ", finding.node),
                   absl::StrCat(finding.rule, ": ", finding.message));
    }
  }
  RETURN_IF_ERROR(problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kFrameworkInvalid,
                                    "the framework has errors; correct them, or acknowledge what "
                                    "is meant"));
  framework.set_digest(Hex(Sha256Of(source)));
  stored.version = {.source = std::string(source),
                    .created = now,
                    .created_by = by.person,
                    .framework = std::move(framework)};
  RETURN_IF_ERROR(AddFrameworkVersion(tx, stored.version));
  return stored;
}

absl::StatusOr<v1::Framework> FrameworkOf(sql::Tx& tx, absl::string_view field,
                                          absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  int version = 0;
  if (parts.size() != 4 || parts[0] != "frameworks" || parts[2] != "versions" ||
      !absl::SimpleAtoi(parts[3], &version) || version < 0) {
    return InvalidField(field, "is not of the form frameworks/*/versions/*");
  }
  ASSIGN_OR_RETURN(FrameworkVersion loaded, LoadFramework(tx, parts[1], version));
  return std::move(loaded.framework);
}

}  // namespace tarazy::accreditation
