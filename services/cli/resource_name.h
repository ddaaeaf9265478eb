// Ids and resource names as people type them: "ektu" and "institutions/ektu" mean the same.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tarazy::cli {

// ("institutions", "ektu") and ("institutions", "institutions/ektu") give "institutions/ektu".
std::string FullName(absl::string_view collection, absl::string_view text);

// The same, but nothing for an empty text: an option that was left out.
std::string OptionalName(absl::string_view collection, absl::string_view text);

// "institutions/ektu" gives "ektu"; text without a collection stays as it is.
std::string BareId(absl::string_view collection, absl::string_view text);

// A unit of either kind: "ektu", "institutions/ektu" and "programmes/ektu" give "ektu".
std::string UnitId(absl::string_view text);

// "iqaa-2020@3" gives "methodologies/iqaa-2020/versions/3", "iqaa-2020" the version "latest"; a
// full name is itself. Else a usage error.
absl::StatusOr<std::string> MethodologyName(absl::string_view text);

// "iaar-joint@3" gives "frameworks/iaar-joint/versions/3", "iaar-joint" the version 0, which is the
// newest; a full name is itself. Else a usage error.
absl::StatusOr<std::string> FrameworkName(absl::string_view text);

// The same of "questionnaires".
absl::StatusOr<std::string> QuestionnaireName(absl::string_view text);

// The same of "templates" of notices.
absl::StatusOr<std::string> TemplateName(absl::string_view text);

// A subject of the register: "programmes/ektu-6b04107" or "institutions/ektu", whole, because both
// have ids of one form. Else a usage error that names `argument`.
absl::StatusOr<std::string> SubjectName(absl::string_view argument, absl::string_view text);

}  // namespace tarazy::cli
