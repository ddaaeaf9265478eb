#include "services/notifications/domain/template/program.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tarazy::notifications {
namespace {

void Append(absl::string_view text, Escape escape, std::string& out) {
  constexpr absl::string_view kSpecial = "&<>\"'";
  if (escape == Escape::kNone || text.find_first_of(kSpecial) == absl::string_view::npos) {
    absl::StrAppend(&out, text);
    return;
  }
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

TextProgram::Kind TextProgram::KindOf(const TextNode& node) {
  switch (node.kind) {
    case TextNode::Kind::kText:
      return Kind::kText;
    case TextNode::Kind::kVariable:
      return node.text == "." ? Kind::kItem : Kind::kVariable;
    case TextNode::Kind::kSection:
      return Kind::kSection;
    case TextNode::Kind::kInverted:
      break;
  }
  return Kind::kInverted;
}

bool TextProgram::Write(const std::vector<Step>& steps, absl::Span<const Shown> shown,
                        const std::string* item, Escape escape, size_t most, std::string& out) {
  for (const Step& step : steps) {
    switch (step.kind) {
      case Kind::kText:
        out += step.text;
        break;
      case Kind::kVariable:
        Append(shown[static_cast<size_t>(step.name)].text, escape, out);
        break;
      case Kind::kItem:
        if (item != nullptr) Append(*item, escape, out);
        break;
      case Kind::kSection: {
        const Shown& name = shown[static_cast<size_t>(step.name)];
        for (const std::string& each : name.items) {
          if (!Write(step.inner, shown, &each, escape, most, out)) return false;
        }
        if (name.items.empty() && name.there &&
            !Write(step.inner, shown, &name.text, escape, most, out)) {
          return false;
        }
        break;
      }
      case Kind::kInverted:
        if (!shown[static_cast<size_t>(step.name)].there &&
            !Write(step.inner, shown, item, escape, most, out)) {
          return false;
        }
        break;
    }
    if (out.size() > most) return false;
  }
  return true;
}

}  // namespace tarazy::notifications
