#include "services/rankings/rpc/accreditation_client.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/status_map.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"

namespace tarazy::rankings {
namespace {

constexpr char kService[] = "accreditation";

absl::Status NotHere() {
  return FailedPrecondition(Reason::kUnavailable,
                            "this process knows no accreditation service: host the module "
                            "accreditation in it, or say where it is with "
                            "--peer accreditation=HOST:PORT");
}

// The register has nothing to say about the institution, which is an answer.
bool HasNoFigure(const absl::Status& status) {
  return absl::IsNotFound(status) || DetailOf(status).reason == Reason::kNoData;
}

}  // namespace

absl::StatusOr<Figure> AccreditedShare::FigureOf(const std::string& institution) {
  const auto channel = channels_.For(kService);
  if (!channel.ok()) return NotHere();
  accreditation::v1::GetAccreditedShareRequest request;
  request.set_institution(absl::StrCat("institutions/", institution));
  request.set_on(on_);
  request.set_agency(agency_);
  accreditation::v1::GetAccreditedShareResponse response;
  const grpc::Status answer =
      accreditation::v1::RegisterService::NewStub(*channel)->GetAccreditedShare(
          rpc::Onward(call_).get(), request, &response);
  if (answer.error_code() == grpc::StatusCode::UNIMPLEMENTED) return NotHere();
  const absl::Status status = rpc::FromGrpc(answer);
  if (HasNoFigure(status)) return Figure{.reason = std::string(status.message())};
  RETURN_IF_ERROR(status);
  // Without a day the first answer sets it, so that midnight does not fall into a pull.
  on_ = response.on();
  return Figure{.value = response.share(),
                .evidence = absl::StrCat("accreditation register, ", response.on(), ", change ",
                                         response.register_sequence())};
}

}  // namespace tarazy::rankings
