#include "services/registry/rpc/update_paths.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"

namespace tarazy::registry {
namespace {

using google::protobuf::Message;

constexpr int kTitles = 3;

bool IsSet(const Message& proto, absl::string_view name) {
  const auto* field = proto.GetDescriptor()->FindFieldByName(std::string(name));
  if (field->is_repeated()) return proto.GetReflection()->FieldSize(proto, field) > 0;
  return proto.GetReflection()->HasField(proto, field);
}

bool IsSetPath(const Message& proto, absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "title.")) return IsSet(proto, path);
  const auto* title = proto.GetDescriptor()->FindFieldByName("title");
  return IsSet(proto.GetReflection()->GetMessage(proto, title), path);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> UpdatePaths(const google::protobuf::FieldMask& mask,
                                                     const Message& proto,
                                                     absl::Span<const absl::string_view> fields) {
  std::vector<std::string> all = {"title.en", "title.ru", "title.kk"};
  for (const absl::string_view field : fields) all.emplace_back(field);
  std::vector<std::string> paths;
  for (const std::string& path : mask.paths()) {
    if (path == "*") paths.insert(paths.end(), all.begin(), all.end());
    if (path == "title") paths.insert(paths.end(), all.begin(), all.begin() + kTitles);
    if (path == "*" || path == "title") continue;
    if (std::find(all.begin(), all.end(), path) == all.end()) {
      return InvalidField("update_mask",
                          absl::StrCat("there is no field \"", path, "\" to change; use title, ",
                                       absl::StrJoin(all, ", "), " or *"));
    }
    paths.push_back(path);
  }
  if (!mask.paths().empty()) return paths;
  for (const std::string& path : all) {
    if (IsSetPath(proto, path)) paths.push_back(path);
  }
  return paths;
}

}  // namespace tarazy::registry
