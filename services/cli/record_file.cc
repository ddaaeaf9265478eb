#include "services/cli/record_file.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/record/read.h"
#include "common/yaml/yaml_tree.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"

namespace tarazy::cli {
namespace {

constexpr YamlLimits kLimits{.bytes = kMaxRecordBytes, .nodes = 2000000, .depth = 32};

// In the form of a server's refusal, so that every fault is reported alike.
absl::Status Faulty(absl::string_view path, const std::vector<FieldViolation>& faults) {
  if (faults.empty()) return absl::OkStatus();
  google::rpc::BadRequest bad;
  for (const FieldViolation& fault : faults) {
    auto* violation = bad.add_field_violations();
    violation->set_field(fault.field);
    violation->set_description(fault.description);
  }
  google::rpc::Status details;
  details.add_details()->PackFrom(bad);
  return Refusal(absl::StatusCode::kInvalidArgument,
                 absl::StrCat(path, " has ", faults.size(),
                              faults.size() == 1 ? " fault" : " faults", "; nothing was sent"),
                 details.SerializeAsString());
}

std::string TopOf(const std::string& path) { return path.substr(0, path.find_first_of(".[")); }

}  // namespace

absl::StatusOr<std::string> ReadRecordText(absl::string_view path) {
  ASSIGN_OR_RETURN(std::string text, ReadWholeFile(path, kMaxRecordBytes));
  if (!IsValidUtf8(text)) return UsageError(absl::StrCat(path, " is not UTF-8"));
  return text;
}

absl::Status ReadRecordFile(absl::string_view path, google::protobuf::Message& message) {
  ASSIGN_OR_RETURN(const std::string text, ReadRecordText(path));
  return Faulty(path, record::ReadRecord(text, kLimits, message));
}

absl::StatusOr<std::vector<std::string>> ReadFieldsFile(absl::string_view path,
                                                        google::protobuf::Message& message) {
  ASSIGN_OR_RETURN(const std::string text, ReadRecordText(path));
  std::vector<std::string> fields;
  const YamlTree tree = ReadYaml(text, kLimits);
  if (tree.root != nullptr) {
    for (const YamlMember& member : tree.root->members) fields.push_back(member.key);
  }
  const auto concerns_others = [&](const FieldViolation& fault) {
    const std::string top = TopOf(fault.field);
    return !fields.empty() && top != "file" &&
           std::find(fields.begin(), fields.end(), top) == fields.end();
  };
  std::vector<FieldViolation> faults = record::ReadRecord(text, kLimits, message);
  faults.erase(std::remove_if(faults.begin(), faults.end(), concerns_others), faults.end());
  RETURN_IF_ERROR(Faulty(path, faults));
  return fields;
}

}  // namespace tarazy::cli
