#include "services/cli/proof_file.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/replace_file.h"

namespace tarazy::cli {
namespace {

constexpr size_t kMaxProofBytes = 64 << 20;

}  // namespace

absl::Status WriteProofFile(absl::string_view path, const notifications::v1::Proof& proof) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(proof, &json, options);
  if (!printed.ok()) return absl::InternalError(printed.ToString());
  return ReplaceFile(path, json);
}

absl::StatusOr<notifications::v1::Proof> ReadProofFile(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string json, ReadWholeFile(path, kMaxProofBytes));
  notifications::v1::Proof proof;
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, &proof);
  if (!parsed.ok()) {
    return UsageError(absl::StrCat(path, " is no proof of notice: ", parsed.ToString()));
  }
  return proof;
}

}  // namespace tarazy::cli
