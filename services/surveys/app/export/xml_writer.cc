#include "services/surveys/app/export/xml_writer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/text.h"

namespace tarazy::surveys {
namespace {

// Characters that XML 1.0 has no place for become U+FFFD.
std::string Escaped(absl::string_view text) {
  const std::string plain =
      absl::StrReplaceAll(ToValidUtf8(text), {{"\ufffe", "\ufffd"}, {"\uffff", "\ufffd"}});
  std::string escaped;
  escaped.reserve(plain.size());
  for (const char c : plain) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else if (byte < 0x20 && c != '\t' && c != '\n') {
      // A carriage return would come back as a newline.
      escaped += c == '\r' ? "&#13;" : "\ufffd";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

XmlWriter::XmlWriter(Sink sink)
    : sink_(sink), piece_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void XmlWriter::Begin(const std::string& element, const Attributes& attributes) {
  absl::StrAppend(&piece_, "<", element);
  for (const auto& [name, value] : attributes) {
    absl::StrAppend(&piece_, " ", name, "=\"", Escaped(value), "\"");
  }
  piece_ += ">";
}

void XmlWriter::Open(const std::string& element, const Attributes& attributes) {
  Begin(element, attributes);
  piece_ += "\n";
  open_.push_back(element);
}

void XmlWriter::Close() {
  absl::StrAppend(&piece_, "</", open_.back(), ">\n");
  open_.pop_back();
  if (piece_.size() >= kPiece) Flush();
}

void XmlWriter::Add(const std::string& element, absl::string_view text,
                    const Attributes& attributes) {
  Begin(element, attributes);
  absl::StrAppend(&piece_, Escaped(text), "</", element, ">\n");
}

void XmlWriter::AddIf(const std::string& element, absl::string_view text,
                      const Attributes& attributes) {
  if (!text.empty()) Add(element, text, attributes);
}

void XmlWriter::Flush() {
  if (status_.ok()) status_ = sink_(piece_);
  piece_.clear();
}

absl::Status XmlWriter::End() {
  while (!open_.empty()) Close();
  Flush();
  return status_;
}

}  // namespace tarazy::surveys
