#include "common/rpc/idempotency.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"

namespace tarazy::rpc {
namespace {

constexpr size_t kMaxRequestId = 64;

std::string Deterministic(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

absl::StatusOr<Once> Once::For(const Call& call, const google::protobuf::Message& request,
                               absl::string_view more) {
  Once once;
  const auto* type = request.GetDescriptor();
  const auto* reflection = request.GetReflection();
  const auto* id_field = type->FindFieldByName("request_id");
  const auto* validate_field = type->FindFieldByName("validate_only");
  if (validate_field != nullptr) once.validate_only_ = reflection->GetBool(request, validate_field);
  if (id_field == nullptr) return once;

  const std::string id = reflection->GetString(request, id_field);
  bool printable = id.size() <= kMaxRequestId;
  for (const char c : id) printable = printable && absl::ascii_isgraph(c);
  if (!printable) return InvalidField("request_id", "at most 64 printable ASCII characters");
  const std::string body = Deterministic(request);
  Sha256 hash;
  hash.Update(body);
  hash.Update(more);
  once.key_ = {.principal = call.principal.token,
               .method = call.method,
               .request_id = id,
               .body_hash = hash.Finish()};
  return once;
}

absl::StatusOr<bool> Once::Recall(sql::Tx& tx, google::protobuf::Message* response) const {
  if (key_.request_id.empty() || validate_only_) return false;
  ASSIGN_OR_RETURN(const std::optional<std::string> stored, sql::Recall(tx, key_));
  if (!stored.has_value()) return false;
  if (!response->ParseFromString(*stored)) return Internal("a stored answer cannot be read");
  return true;
}

absl::Status Once::Remember(sql::Tx& tx, const google::protobuf::Message& response,
                            absl::Time now) const {
  if (key_.request_id.empty()) return absl::OkStatus();
  return sql::Remember(tx, key_, response.SerializeAsString(), now);
}

}  // namespace tarazy::rpc
