#include "services/accreditation/app/print/sheet.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/civil_day.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

const std::string& In(const common::v1::Localized& text, absl::string_view language) {
  if (language == "ru") return text.ru();
  if (language == "kk") return text.kk();
  return text.en();
}

}  // namespace

Said Sheet::Say(const common::v1::Localized& text) const {
  const std::vector<absl::string_view> wishes = {Tag(language), framework.language(), "en", "ru",
                                                 "kk"};
  for (const absl::string_view wish : wishes) {
    const std::string& words = In(text, wish);
    if (!words.empty()) return {words, std::string(wish)};
  }
  return {};
}

Html::Attributes Sheet::Marked(const Said& said) const {
  if (said.text.empty() || said.language == Tag(language)) return {};
  return {{"lang", said.language}};
}

void Sheet::Add(absl::string_view tag, const common::v1::Localized& text) const {
  const Said said = Say(text);
  html.Add(tag, said.text, Marked(said));
}

std::string Sheet::Day(absl::string_view day) const {
  const std::optional<absl::CivilDay> parsed = ParseDay(day);
  return parsed.has_value() ? DayInWords(*parsed, language) : std::string(day);
}

void Sheet::Head(const std::vector<absl::string_view>& columns) const {
  const auto head = html.In("thead");
  const auto row = html.In("tr");
  for (const absl::string_view column : columns) html.Add("th", column, {{"scope", "col"}});
}

void Sheet::Number(int64_t number) const {
  html.Add("td", number == 0 ? "" : absl::StrCat(number), {{"class", "number"}});
}

void Sheet::Count(int64_t count) const {
  html.Add("td", absl::StrCat(count), {{"class", "number"}});
}

std::string Sheet::AppliesInWords(
    const google::protobuf::RepeatedPtrField<std::string>& codes) const {
  if (!codes.empty()) return absl::StrJoin(codes, ", ");
  return std::string(Word(ReportedProgrammesOf(record).empty() ? Phrase::kWholeInstitution
                                                               : Phrase::kAllProgrammes));
}

std::string Sheet::AppliesInWords(const v1::Finding& finding) const {
  if (finding.standard().empty() && finding.programmes().empty()) {
    return std::string(Word(Phrase::kWholeInstitution));
  }
  return AppliesInWords(finding.programmes());
}

}  // namespace tarazy::accreditation
