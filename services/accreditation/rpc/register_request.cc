#include "services/accreditation/rpc/register_request.h"

#include "absl/strings/match.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/rpc/resource_name.h"
#include "tarazy/accreditation/v1/vocabulary.pb.h"

namespace tarazy::accreditation {

absl::Status CheckSubject(absl::string_view field, absl::string_view name) {
  const absl::string_view pattern =
      absl::StartsWith(name, "institutions/") ? "institutions/*" : "programmes/*";
  return rpc::ParseId(field, pattern, name).status();
}

absl::Status CheckAgency(absl::string_view agency) {
  return agency.empty() ? absl::OkStatus() : CheckId("agency", agency);
}

absl::Status CheckScope(int scope) {
  return v1::ProcedureType_IsValid(scope) ? absl::OkStatus()
                                          : InvalidField("scope", "is no kind of procedure");
}

}  // namespace tarazy::accreditation
