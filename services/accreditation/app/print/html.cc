#include "services/accreditation/app/print/html.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/text.h"

namespace tarazy::accreditation {
namespace {

bool IsForbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\t' && c != '\n';
}

}  // namespace

std::string Escape(absl::string_view text) {
  std::string plain = ToValidUtf8(text);
  // Embeddings, overrides and isolates; then what is no character.
  plain = absl::StrReplaceAll(plain, {{"\u202a", ""},
                                      {"\u202b", ""},
                                      {"\u202c", ""},
                                      {"\u202d", ""},
                                      {"\u202e", ""},
                                      {"\u2066", ""},
                                      {"\u2067", ""},
                                      {"\u2068", ""},
                                      {"\u2069", ""},
                                      {"\ufffe", "\ufffd"},
                                      {"\uffff", "\ufffd"}});
  std::string escaped;
  escaped.reserve(plain.size());
  for (const char c : plain) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else if (c == '\'') {
      escaped += "&#39;";
    } else if (IsForbidden(c)) {
      escaped += "\ufffd";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

void Html::Open(absl::string_view tag, const Attributes& attributes, absl::string_view end) {
  absl::StrAppend(&out_, "<", tag);
  for (const auto& [name, value] : attributes) {
    absl::StrAppend(&out_, " ", name, "=\"", Escape(value), "\"");
  }
  absl::StrAppend(&out_, end);
}

void Html::Close(absl::string_view tag) { absl::StrAppend(&out_, "</", tag, ">\n"); }

Html::Scope Html::In(absl::string_view tag, const Attributes& attributes) {
  Open(tag, attributes, ">");
  return Scope(*this, tag);
}

void Html::Add(absl::string_view tag, absl::string_view text, const Attributes& attributes) {
  Open(tag, attributes, ">");
  Text(text);
  Close(tag);
}

void Html::Empty(absl::string_view tag, const Attributes& attributes) {
  Open(tag, attributes, "/>\n");
}

void Html::Text(absl::string_view text) { out_ += Escape(text); }

void Html::Style(absl::string_view css) { absl::StrAppend(&out_, "<style>\n", css, "</style>\n"); }

std::string Html::Finish() && { return std::move(out_); }

}  // namespace tarazy::accreditation
