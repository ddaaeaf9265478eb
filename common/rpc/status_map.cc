#include "common/rpc/status_map.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/text.h"

namespace tarazy::rpc {
namespace {

// Together, with base64 for the details and percent-encoding for the message, below 8 KiB.
constexpr size_t kMaxMessage = 512;
constexpr size_t kMaxDetails = 3000;
constexpr size_t kMaxMetadataValue = 200;
constexpr char kDomain[] = "tarazy";
constexpr char kRetryAfter[] = "retry_after_seconds";
constexpr char kOmitted[] = "omitted_field_violations";

google::rpc::BadRequest ToBadRequest(const ErrorDetail& detail, size_t& omitted) {
  google::rpc::BadRequest bad;
  size_t size = 0;
  for (const FieldViolation& field : detail.fields) {
    size += field.field.size() + field.description.size() + 8;
    if (size > kMaxDetails) {
      omitted = detail.fields.size() - static_cast<size_t>(bad.field_violations_size());
      break;
    }
    auto* violation = bad.add_field_violations();
    violation->set_field(field.field);
    violation->set_description(field.description);
  }
  return bad;
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const ErrorDetail detail = DetailOf(status);
  if (status.code() == absl::StatusCode::kCancelled) {  // nobody is left to read more
    return grpc::Status(grpc::StatusCode::CANCELLED, "the caller hung up");
  }
  google::rpc::Status wire;
  if (detail.reason == Reason::kUnspecified) {
    wire.set_code(static_cast<int>(grpc::StatusCode::INTERNAL));
    wire.set_message("something went wrong on our side; quote the x-request-id to the operator");
  } else {
    wire.set_code(static_cast<int>(status.code()));
    wire.set_message(std::string(Shorten(status.message(), kMaxMessage)));
  }
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(
      ReasonName(detail.reason == Reason::kUnspecified ? Reason::kInternal : detail.reason)));
  info.set_domain(kDomain);
  google::rpc::RetryInfo retry;
  for (const auto& [key, value] : detail.metadata) {
    (*info.mutable_metadata())[key] = std::string(Shorten(value, kMaxMetadataValue));
    int64_t seconds = 0;
    if (key == kRetryAfter && absl::SimpleAtoi(value, &seconds)) {
      retry.mutable_retry_delay()->set_seconds(seconds);
    }
  }
  size_t omitted = 0;
  const google::rpc::BadRequest bad = ToBadRequest(detail, omitted);
  if (omitted > 0) (*info.mutable_metadata())[kOmitted] = absl::StrCat(omitted);
  wire.add_details()->PackFrom(info);
  if (bad.field_violations_size() > 0) wire.add_details()->PackFrom(bad);
  if (retry.has_retry_delay()) wire.add_details()->PackFrom(retry);
  return grpc::Status(static_cast<grpc::StatusCode>(wire.code()), wire.message(),
                      wire.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  ErrorDetail detail;
  google::rpc::Status wire;
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  wire.ParseFromString(status.error_details());
  for (const auto& any : wire.details()) {
    if (any.Is<google::rpc::ErrorInfo>()) any.UnpackTo(&info);
    if (any.Is<google::rpc::BadRequest>()) any.UnpackTo(&bad);
  }
  for (int i = 1; i <= static_cast<int>(kLastReason); ++i) {
    if (ReasonName(static_cast<Reason>(i)) == info.reason()) detail.reason = static_cast<Reason>(i);
  }
  auto code = static_cast<absl::StatusCode>(status.error_code());
  if (detail.reason == Reason::kUnspecified) {  // not an answer of ours: the transport's own
    // A connection that broke in the middle of a call.
    const bool broken = code == absl::StatusCode::kUnknown || code == absl::StatusCode::kInternal;
    if (broken) code = absl::StatusCode::kUnavailable;
    const bool late = code == absl::StatusCode::kDeadlineExceeded;
    return MakeError(code, late ? Reason::kDeadlineExceeded : Reason::kUnavailable,
                     late ? "the deadline passed before another service answered"
                          : "another service does not answer; try again");
  }
  for (const auto& violation : bad.field_violations()) {
    detail.fields.push_back({violation.field(), violation.description()});
  }
  for (const auto& [key, value] : info.metadata()) detail.metadata.emplace_back(key, value);
  std::sort(detail.metadata.begin(), detail.metadata.end());
  const Reason reason = detail.reason;
  return MakeError(code, reason, status.error_message(), std::move(detail));
}

}  // namespace tarazy::rpc
