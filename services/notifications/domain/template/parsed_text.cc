#include "services/notifications/domain/template/parsed_text.h"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tarazy::notifications {
namespace {

namespace mustache = kainjow::mustache;
using Component = mustache::component<std::string>;

int CountTags(absl::string_view text) {
  int count = 0;
  for (size_t at = text.find("{{"); at != absl::string_view::npos; at = text.find("{{", at + 2)) {
    ++count;
  }
  return count;
}

class Reader {
 public:
  explicit Reader(absl::string_view text) : text_(text) {}

  ParsedText Read() && {
    // Before it is parsed: kainjow walks and frees its tree by recursion.
    if (CountTags(text_) > kMaxTags) {
      parsed_.faults.push_back(absl::StrCat("has more than ", kMaxTags, " tags"));
      return std::move(parsed_);
    }
    mustache::context<std::string> context;
    mustache::context_internal<std::string> state(context);
    Component root;
    std::string error;
    const mustache::parser<std::string> parser(text_, state, root, error);
    if (!error.empty()) {
      parsed_.faults.push_back(WithLine(error));
    } else {
      Convert(root.children, 0, parsed_.nodes);
    }
    return std::move(parsed_);
  }

 private:
  int LineAt(size_t position) const {
    const auto end = text_.begin() + static_cast<ptrdiff_t>(std::min(position, text_.size()));
    return 1 + static_cast<int>(std::count(text_.begin(), end, '\n'));
  }

  // "Unclosed section "x" at 120" becomes "line 7: unclosed section "x"".
  std::string WithLine(absl::string_view error) const {
    const size_t at = error.rfind(" at ");
    size_t position = 0;
    if (at == absl::string_view::npos || !absl::SimpleAtoi(error.substr(at + 4), &position)) {
      return std::string(error);
    }
    std::string sentence(error.substr(0, at));
    sentence[0] = absl::ascii_tolower(static_cast<unsigned char>(sentence[0]));
    return absl::StrCat("line ", LineAt(position), ": ", sentence);
  }

  void Fault(const Component& component, absl::string_view sentence) {
    parsed_.faults.push_back(absl::StrCat("line ", LineAt(component.position), ": ", sentence));
  }

  void AddText(const std::string& text, std::vector<TextNode>& nodes) {
    if (nodes.empty() || nodes.back().kind != TextNode::Kind::kText) nodes.emplace_back();
    nodes.back().text += text;
  }

  void AddTag(const Component& component, TextNode::Kind kind, int depth,
              std::vector<TextNode>& nodes) {
    if (component.tag.name.empty()) {
      Fault(component, "a tag without a name");
      return;
    }
    TextNode node;
    node.kind = kind;
    node.text = component.tag.name;
    node.line = LineAt(component.position);
    Convert(component.children, depth, node.children);
    nodes.push_back(std::move(node));
  }

  void AddSection(const Component& component, TextNode::Kind kind, int depth,
                  std::vector<TextNode>& nodes) {
    if (depth == kMaxSectionDepth) {
      Fault(component, absl::StrCat("sections nest deeper than ", kMaxSectionDepth));
      return;
    }
    AddTag(component, kind, depth + 1, nodes);
  }

  void Convert(const std::vector<Component>& components, int depth, std::vector<TextNode>& nodes) {
    for (const Component& component : components) {
      switch (component.tag.type) {
        case mustache::tag_type::text:
          AddText(component.text, nodes);
          break;
        case mustache::tag_type::variable:
          AddTag(component, TextNode::Kind::kVariable, depth, nodes);
          break;
        case mustache::tag_type::section_begin:
          AddSection(component, TextNode::Kind::kSection, depth, nodes);
          break;
        case mustache::tag_type::section_begin_inverted:
          AddSection(component, TextNode::Kind::kInverted, depth, nodes);
          break;
        case mustache::tag_type::unescaped_variable:
          Fault(component, absl::StrCat("{{{", component.tag.name,
                                        "}}} would not be escaped: write two braces and no &"));
          break;
        case mustache::tag_type::partial:
          Fault(component, "there are no partials, {{>…}}");
          break;
        case mustache::tag_type::set_delimiter:
          Fault(component, "delimiters cannot be changed, {{=…=}}");
          break;
        case mustache::tag_type::section_end:
        case mustache::tag_type::comment:
          break;
      }
    }
  }

  const std::string text_;
  ParsedText parsed_;
};

// The only thing on its line, blanks aside: "{{#x}}", "{{^x}}", "{{/x}}" or "{{!…}}".
absl::string_view LoneTag(absl::string_view line) {
  const absl::string_view tag = absl::StripAsciiWhitespace(line);
  if (tag.size() < 5 || tag.substr(0, 2) != "{{" || tag.find("}}") != tag.size() - 2) return "";
  const absl::string_view content = absl::StripLeadingAsciiWhitespace(tag.substr(2));
  return absl::string_view("#^/!").find(content[0]) == absl::string_view::npos ? "" : tag;
}

std::string WithoutLinesOfTags(absl::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const absl::string_view line = end == absl::string_view::npos ? text : text.substr(0, end + 1);
    const absl::string_view tag = LoneTag(line);
    absl::StrAppend(&kept, tag.empty() ? line : tag);
    text.remove_prefix(line.size());
  }
  return kept;
}

void CopyLines(const std::vector<TextNode>& from, std::vector<int>& lines) {
  for (const TextNode& node : from) {
    if (node.kind == TextNode::Kind::kText) continue;
    lines.push_back(node.line);
    CopyLines(node.children, lines);
  }
}

void SetLines(std::vector<TextNode>& nodes, std::vector<int>::const_iterator& line) {
  for (TextNode& node : nodes) {
    if (node.kind == TextNode::Kind::kText) continue;
    node.line = *line++;
    SetLines(node.children, line);
  }
}

}  // namespace

ParsedText ParseText(absl::string_view text) {
  ParsedText parsed = Reader(text).Read();
  if (!parsed.faults.empty()) return parsed;
  // The same tags in the same order, at the lines that its writer sees.
  ParsedText compact = Reader(WithoutLinesOfTags(text)).Read();
  std::vector<int> lines, compact_lines;
  CopyLines(parsed.nodes, lines);
  CopyLines(compact.nodes, compact_lines);
  if (!compact.faults.empty() || lines.size() != compact_lines.size()) {
    // Tags that run over the ends of lines.
    return parsed;
  }
  auto line = lines.cbegin();
  SetLines(compact.nodes, line);
  return compact;
}

}  // namespace tarazy::notifications
