#include "services/surveys/app/export/words.h"

#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

std::string Joined(const std::string& item, const std::string& row) {
  if (item.empty()) return row;
  return row.empty() ? item : absl::StrCat(item, " — ", row);
}

}  // namespace

const std::string& Say(const common::v1::Localized& text, absl::string_view language) {
  if (language == "kk" && !text.kk().empty()) return text.kk();
  if (language == "ru" && !text.ru().empty()) return text.ru();
  if (!text.en().empty()) return text.en();
  return text.ru().empty() ? text.kk() : text.ru();
}

std::string WordsOf(const v1::QuestionResults& question, absl::string_view language) {
  return Joined(Say(question.item_text(), language), Say(question.text(), language));
}

std::string WordsOf(const v1::Item& item, const v1::MatrixRow* row, absl::string_view language) {
  return Joined(Say(item.text(), language), row == nullptr ? "" : Say(row->text(), language));
}

}  // namespace tarazy::surveys
