#include "services/accreditation/rpc/caller.h"

#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/resource_name.h"

namespace tarazy::accreditation {

Viewer ViewerOf(const auth::Principal& principal) {
  return {
      .person = absl::StrCat(auth::RoleName(principal.role), " ", principal.token),
      .token = principal.token,
      .administrator = principal.role == common::v1::ROLE_ADMIN,
      .staff = principal.IsStaff(),
      .council = principal.role == common::v1::ROLE_COUNCIL,
      .commission = principal.role == common::v1::ROLE_COMMISSION,
      .institution = principal.role == common::v1::ROLE_INSTITUTION ? principal.institution : ""};
}

Viewer ViewerOf(const rpc::Call& call) { return ViewerOf(call.principal); }

absl::CivilDay Today(const rpc::Call& call) { return DayOf(call.now); }

absl::StatusOr<absl::CivilDay> ParseDayOrToday(absl::string_view field, absl::string_view text,
                                               const rpc::Call& call) {
  if (text.empty()) return Today(call);
  const std::optional<absl::CivilDay> day = ParseDay(text);
  if (day.has_value()) return *day;
  return InvalidField(field, "is not an existing day written YYYY-MM-DD");
}

absl::StatusOr<Change> ChangeOf(const rpc::Call& call, absl::string_view field,
                                absl::string_view name, absl::string_view etag) {
  Change change{
      .etag = std::string(etag), .by = ViewerOf(call), .now = call.now, .today = Today(call)};
  ASSIGN_OR_RETURN(change.id, rpc::ParseId(field, "cases/*", name));
  return change;
}

}  // namespace tarazy::accreditation
