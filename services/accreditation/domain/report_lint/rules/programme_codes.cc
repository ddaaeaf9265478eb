#include "services/accreditation/domain/report_lint/rules/programme_codes.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

constexpr absl::string_view kNationalShape = "9A99999";

}  // namespace

std::string NormalCode(absl::string_view printed) {
  std::string code = absl::StrReplaceAll(
      printed, {{"В", "B"}, {"в", "B"}, {"М", "M"}, {"м", "M"}, {"\u00a0", ""}, {" ", ""}});
  absl::AsciiStrToUpper(&code);
  return code;
}

std::string ShapeOf(absl::string_view code) {
  std::string shape;
  for (const char c : code) {
    const auto byte = static_cast<unsigned char>(c);
    shape += absl::ascii_isdigit(byte) ? '9' : (absl::ascii_isalpha(byte) ? 'A' : c);
  }
  return shape;
}

bool HasImpossibleLevel(absl::string_view code) {
  return ShapeOf(code) == kNationalShape && LevelOfCode(code).empty();
}

absl::string_view LevelOfCode(absl::string_view code) {
  if (ShapeOf(code) != kNationalShape) return "";
  if (absl::StartsWith(code, "6B")) return "bachelor";
  if (absl::StartsWith(code, "7M")) return "master";
  if (absl::StartsWith(code, "7R")) return "residency";
  if (absl::StartsWith(code, "8D")) return "doctorate";
  return "";
}

absl::string_view LevelOfWords(absl::string_view stated) {
  for (const std::string& word : Words(stated)) {
    if (absl::StartsWith(word, "bachelor") || absl::StartsWith(word, "бакалавр")) {
      return "bachelor";
    }
    if (absl::StartsWith(word, "master") || absl::StartsWith(word, "magist") ||
        absl::StartsWith(word, "магист")) {
      return "master";
    }
    if (absl::StartsWith(word, "residen") || absl::StartsWith(word, "резиден")) {
      return "residency";
    }
    if (absl::StartsWith(word, "doctor") || word == "phd" || absl::StartsWith(word, "доктор")) {
      return "doctorate";
    }
  }
  return "";
}

bool IsOwn(const Subject& subject, const v1::CodeMention& mention) {
  if (mention.institution().empty()) return true;
  const absl::string_view own = subject.record.institution();
  if (mention.institution() == own) return true;
  const size_t slash = own.rfind('/');
  return slash != absl::string_view::npos &&
         absl::EqualsIgnoreCase(mention.institution(), own.substr(slash + 1));
}

}  // namespace tarazy::accreditation::report_lint
