#include "services/cli/failure.h"

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/cli/printable.h"

namespace tarazy::cli {
namespace {

constexpr char kUsagePayload[] = "tarazy.cli/usage";
constexpr char kRpcPayload[] = "type.googleapis.com/google.rpc.Status";

google::rpc::Status RpcStatusOf(const absl::Status& status) {
  google::rpc::Status result;
  if (const auto payload = status.GetPayload(kRpcPayload)) {
    // A detail that does not parse is left out: the sentence is still worth printing.
    if (!result.ParseFromString(std::string(*payload))) result.Clear();
  }
  return result;
}

}  // namespace

absl::Status UsageError(absl::string_view sentence) {
  absl::Status status = absl::InvalidArgumentError(sentence);
  status.SetPayload(kUsagePayload, absl::Cord());
  return status;
}

absl::Status Refusal(absl::StatusCode code, absl::string_view sentence,
                     absl::string_view rpc_status) {
  absl::Status status(code, sentence);
  if (!rpc_status.empty()) status.SetPayload(kRpcPayload, absl::Cord(rpc_status));
  return status;
}

absl::Status WithoutFields(const absl::Status& status) {
  google::rpc::Status kept;
  const google::rpc::Status all = RpcStatusOf(status);
  for (const auto& detail : all.details()) {
    if (!detail.Is<google::rpc::BadRequest>()) *kept.add_details() = detail;
  }
  absl::Status result = status;
  result.SetPayload(kRpcPayload, absl::Cord(kept.SerializeAsString()));
  return result;
}

std::string ReasonOf(const absl::Status& status) {
  const google::rpc::Status rpc_status = RpcStatusOf(status);
  google::rpc::ErrorInfo info;
  for (const auto& detail : rpc_status.details()) {
    if (detail.Is<google::rpc::ErrorInfo>() && detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

int Report(const absl::Status& status, std::ostream& err) {
  const std::string sentence(status.message());
  err << "error: "
      << Printable(sentence.empty() ? absl::StatusCodeToString(status.code()) : sentence) << "\n";
  if (const std::string reason = ReasonOf(status); !reason.empty()) {
    err << "  reason: " << Printable(reason) << "\n";
  }
  const google::rpc::Status rpc_status = RpcStatusOf(status);
  for (const auto& detail : rpc_status.details()) {
    google::rpc::BadRequest bad;
    if (!detail.Is<google::rpc::BadRequest>() || !detail.UnpackTo(&bad)) continue;
    for (const auto& field : bad.field_violations()) {
      err << "  " << Printable(field.field()) << ": " << Printable(field.description()) << "\n";
    }
  }
  return status.GetPayload(kUsagePayload) ? kWrongUsage : kRefused;
}

}  // namespace tarazy::cli
