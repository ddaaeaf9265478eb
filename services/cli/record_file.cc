#include "services/cli/record_file.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
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

constexpr size_t kMaxDocuments = 1000;
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

bool BeginsDocument(absl::string_view line) {
  return absl::ConsumePrefix(&line, "---") && (line.empty() || absl::ascii_isspace(line[0]));
}

bool SaysNothing(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  return line.empty() || line[0] == '#';
}

// Gives the documents of a file to `visit` until it is false, each below as many empty lines as it
// had lines above it, so that its faults name lines of the file. Blanks and comments alone are no
// document.
void ForEachDocument(absl::string_view text, const std::function<bool(absl::string_view)>& visit) {
  std::string document;
  bool says_something = false;
  size_t lines = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const bool begins = BeginsDocument(line);
    if (begins) {
      if (says_something && !visit(document)) return;
      document.assign(lines, '\n');
      says_something = false;
    }
    says_something = says_something || !(begins || SaysNothing(line));
    absl::StrAppend(&document, line, "\n");
    ++lines;
  }
  if (says_something) visit(document);
}

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

absl::Status ReadRecordDocuments(absl::string_view path,
                                 const std::function<google::protobuf::Message&()>& add) {
  ASSIGN_OR_RETURN(const std::string text, ReadRecordText(path));
  std::vector<FieldViolation> faults;
  size_t documents = 0;
  ForEachDocument(text, [&](absl::string_view document) {
    if (++documents > kMaxDocuments) return false;
    for (FieldViolation& fault : record::ReadRecord(document, kLimits, add())) {
      faults.push_back(std::move(fault));
    }
    return true;
  });
  if (documents == 0) return UsageError(absl::StrCat(path, " is empty"));
  if (documents > kMaxDocuments) {
    return UsageError(absl::StrCat(path, " holds more than ", kMaxDocuments, " documents"));
  }
  return Faulty(path, faults);
}

}  // namespace tarazy::cli
