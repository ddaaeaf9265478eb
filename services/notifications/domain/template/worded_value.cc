#include "services/notifications/domain/template/worded_value.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/text.h"
#include "services/notifications/domain/template/render.h"

namespace tarazy::notifications {
namespace {

bool IsPlainAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t'; });
}

// Well-formed, and of control characters no others than ends of lines and tabs.
std::string Clean(absl::string_view text) {
  if (IsPlainAscii(text)) return std::string(text);
  std::string clean = IsValidUtf8(text) ? std::string(text) : ToValidUtf8(text);
  for (char& c : clean) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\n' && c != '\t') c = ' ';
  }
  return clean;
}

const std::string& Best(const Localized& text, Language language) {
  const std::string& wanted = language == Language::kKk   ? text.kk
                              : language == Language::kRu ? text.ru
                                                          : text.en;
  return !wanted.empty() ? wanted : !text.kk.empty() ? text.kk : text.Any();
}

// What every value can be written as.
struct TextOf {
  Language language;
  const absl::TimeZone& zone;

  std::optional<std::string> operator()(const std::string& text) const { return Clean(text); }
  std::optional<std::string> operator()(const Localized& text) const {
    return Clean(Best(text, language));
  }
  // Digits alone: a text that is a number is a year or a code.
  std::optional<std::string> operator()(int64_t number) const { return absl::StrCat(number); }
  std::optional<std::string> operator()(double number) const {
    if (!std::isfinite(number)) return std::nullopt;
    return ShortestDecimal(number);
  }
  std::optional<std::string> operator()(absl::CivilDay day) const { return Worded(day, language); }
  std::optional<std::string> operator()(absl::Time time) const {
    return Worded(time, language, zone);
  }
  std::optional<std::string> operator()(const std::vector<std::string>&) const {
    return std::nullopt;
  }
};

bool IsEmptyText(const NoticeValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
  if (const auto* text = std::get_if<Localized>(&value)) return text->Any().empty();
  return false;
}

std::optional<Number> NumberOf(const NoticeValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return *number;
  if (const auto* number = std::get_if<double>(&value)) {
    if (std::isfinite(*number)) return *number;
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    int64_t integer = 0;
    // SimpleAtoi takes spaces, ParseDecimal does not.
    const std::optional<double> number = ParseDecimal(*text);
    if (number.has_value() && absl::SimpleAtoi(*text, &integer)) return integer;
    if (number.has_value()) return *number;
  }
  return std::nullopt;
}

std::optional<absl::CivilDay> DayOf(const NoticeValue& value) {
  if (const auto* day = std::get_if<absl::CivilDay>(&value)) return *day;
  if (const auto* text = std::get_if<std::string>(&value)) return ParseDay(*text);
  return std::nullopt;
}

std::optional<absl::Time> TimeOf(const NoticeValue& value) {
  absl::Time time = absl::InfinitePast();
  if (const auto* given = std::get_if<absl::Time>(&value)) time = *given;
  if (const auto* text = std::get_if<std::string>(&value)) {
    std::string error;
    if (!absl::ParseTime(absl::RFC3339_full, *text, &time, &error)) return std::nullopt;
  }
  if (time == absl::InfinitePast() || time == absl::InfiniteFuture()) return std::nullopt;
  return time;
}

// "https://…", or a resource name: segments of ids between slashes. Nothing that a browser would
// run, and nothing that ends an attribute or a line.
bool IsLink(absl::string_view text) {
  constexpr absl::string_view kNever = "\"'<>\\`{}|^";
  for (const char c : text) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) || c == ' ' ||
        kNever.find(c) != absl::string_view::npos)
      return false;
  }
  if (absl::ConsumePrefix(&text, "https://")) return !text.empty() && text[0] != '/';
  return absl::ascii_isalnum(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  absl::string_view("/-._").find(c) != absl::string_view::npos;
         });
}

absl::Status WrongKind(absl::string_view name, absl::string_view must) {
  return FailedPrecondition(Reason::kTemplateInvalid,
                            absl::StrCat("the value of {{", name, "}} must be ", must),
                            {{"variable", std::string(name)}});
}

std::vector<std::string> LinesOf(absl::string_view text) {
  std::vector<std::string> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    absl::ConsumeSuffix(&line, "\r");
    lines.emplace_back(line);
  }
  return lines;
}

absl::StatusOr<WordedValue> WordList(absl::string_view name, const NoticeValue& value,
                                     const TextOf& text_of) {
  WordedValue worded;
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    worded.items = *list;
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    worded.items = LinesOf(*text);
  } else {
    worded.items.push_back(*std::visit(text_of, value));
  }
  if (worded.items.size() > kMaxListItems) {
    return MakeError(absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
                     absl::StrCat("{{", name, "}} has ", worded.items.size(),
                                  " items, a notice takes ", kMaxListItems));
  }
  for (std::string& item : worded.items) item = Clean(item);
  return worded;
}

}  // namespace

absl::StatusOr<WordedValue> WordValue(absl::string_view name, v1::VariableKind kind,
                                      const NoticeValue& value, Language language,
                                      const absl::TimeZone& zone) {
  const TextOf text_of{language, zone};
  WordedValue worded;
  if (IsEmptyText(value)) return worded;
  switch (kind) {
    case v1::VARIABLE_KIND_NUMBER: {
      const std::optional<Number> number = NumberOf(value);
      if (!number.has_value()) return WrongKind(name, "a number");
      WordedNumber written = Worded(*number, language);
      worded.text = std::move(written.text);
      worded.plural = written.plural;
      return worded;
    }
    case v1::VARIABLE_KIND_DATE: {
      const std::optional<absl::CivilDay> day = DayOf(value);
      if (!day.has_value()) return WrongKind(name, "a day such as 2026-04-25");
      worded.text = Worded(*day, language);
      return worded;
    }
    case v1::VARIABLE_KIND_TIME: {
      const std::optional<absl::Time> time = TimeOf(value);
      if (!time.has_value()) return WrongKind(name, "an instant such as 2026-04-25T09:00:00Z");
      worded.text = Worded(*time, language, zone);
      return worded;
    }
    case v1::VARIABLE_KIND_LIST:
      if (std::holds_alternative<double>(value)) return WrongKind(name, "a list of texts");
      return WordList(name, value, text_of);
    default: {
      std::optional<std::string> text = std::visit(text_of, value);
      if (!text.has_value()) return WrongKind(name, "a text");
      if (kind == v1::VARIABLE_KIND_LINK && !IsLink(*text)) {
        return WrongKind(name, "a link that begins with https://, or a resource name");
      }
      worded.text = *std::move(text);
      return worded;
    }
  }
}

bool CanBeWordedAs(v1::VariableKind declared, v1::VariableKind brought) {
  if (declared == brought || brought == v1::VARIABLE_KIND_TEXT) return true;
  switch (declared) {
    case v1::VARIABLE_KIND_TEXT:
      return brought != v1::VARIABLE_KIND_LIST;
    case v1::VARIABLE_KIND_LIST:
      // A number with a fraction is no item.
      return brought != v1::VARIABLE_KIND_NUMBER;
    default:
      return false;
  }
}

NoticeValue ExampleOf(const v1::Variable& variable) {
  if (variable.kind() != v1::VARIABLE_KIND_LIST) return variable.example();
  return std::vector<std::string>(absl::StrSplit(variable.example(), "; "));
}

}  // namespace tarazy::notifications
