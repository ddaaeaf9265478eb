// A mustache text as a tree. kainjow parses; what we render is our own walk of its tree, because
// its renderer leaves a blank line where a section on lines of its own is not shown, drops wanted
// ones where it is, and cannot be stopped when a text grows too large.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy::notifications {

struct TextNode {
  enum class Kind {
    kText,
    kVariable,
    kSection,   // shown when its variable is there; of a list once per item
    kInverted,  // shown when it is not
  };
  Kind kind = Kind::kText;
  // The name, or the literal text.
  std::string text;
  // From 1.
  int line = 1;
  std::vector<TextNode> children;
};

struct ParsedText {
  std::vector<TextNode> nodes;
  // Sentences with the line.
  std::vector<std::string> faults;
};

// The deepest nesting of sections, and the most tags, that a text may have.
inline constexpr int kMaxSectionDepth = 8;
inline constexpr int kMaxTags = 1000;

// Sections, variables and comments; everything else of mustache is a fault: partials, other
// delimiters, and variables that are not escaped. Where a section's tag stands alone on its line,
// the line is no part of the text.
ParsedText ParseText(absl::string_view text);

}  // namespace tarazy::notifications
