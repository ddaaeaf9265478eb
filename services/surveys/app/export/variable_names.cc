#include "services/surveys/app/export/variable_names.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

constexpr size_t kMaxName = 64;  // bytes
constexpr std::array<absl::string_view, 13> kReserved = {
    "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"};

// At most `bytes`, without a sign at the end.
std::string Cut(std::string name, size_t bytes) {
  if (name.size() > bytes) name.resize(bytes);
  while (!name.empty() && (name.back() == '.' || name.back() == '_')) name.pop_back();
  return name;
}

}  // namespace

std::string VariableNames::NameOf(absl::string_view id) {
  std::string name;
  for (const char c : id) name += absl::ascii_isalnum(c) || c == '.' ? c : '_';
  if (name.empty() || !absl::ascii_isalpha(name[0])) name.insert(0, "q");
  name = Cut(std::move(name), kMaxName);
  if (std::find(kReserved.begin(), kReserved.end(), absl::AsciiStrToLower(name)) !=
      kReserved.end()) {
    name.insert(0, "q_");
  }
  std::string unique = name;
  for (int i = 2; !given_.insert(absl::AsciiStrToLower(unique)).second; ++i) {
    const std::string suffix = absl::StrCat("_", i);
    unique = absl::StrCat(Cut(name, kMaxName - suffix.size()), suffix);
  }
  return unique;
}

}  // namespace tarazy::surveys
