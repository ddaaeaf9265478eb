#include "services/cli/enum_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tarazy::cli {
namespace {

// "VALUE_STATE_" of VALUE_STATE_UNSPECIFIED.
absl::string_view PrefixOf(const google::protobuf::EnumDescriptor& type) {
  return absl::StripSuffix(type.value(0)->name(), "UNSPECIFIED");
}

}  // namespace

std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 1; i < type.value_count(); ++i) {
    words.push_back(EnumWord(type, type.value(i)->number()));
  }
  return words;
}

std::string EnumWord(const google::protobuf::EnumDescriptor& type, int number) {
  const auto* value = type.FindValueByNumber(number);
  if (number == 0 || value == nullptr) return "";
  return absl::AsciiStrToLower(absl::StripPrefix(value->name(), PrefixOf(type)));
}

int EnumNumber(const google::protobuf::EnumDescriptor& type, absl::string_view word) {
  const auto* value =
      type.FindValueByName(absl::StrCat(PrefixOf(type), absl::AsciiStrToUpper(word)));
  return value == nullptr ? 0 : value->number();
}

}  // namespace tarazy::cli
