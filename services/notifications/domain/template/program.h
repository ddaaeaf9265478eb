// A text of a template, ready to be written many times.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/notifications/domain/template/parsed_text.h"

namespace tarazy::notifications {

// What a name shows in one notice.
struct Shown {
  std::string text;
  std::vector<std::string> items;
  bool there = false;
};

enum class Escape { kNone, kHtml };

// A tree of a text whose names are numbers.
class TextProgram {
 public:
  TextProgram() = default;
  // `number_of` gives the number of a name.
  template <typename NumberOf>
  TextProgram(const std::vector<TextNode>& nodes, const NumberOf& number_of)
      : steps_(StepsOf(nodes, number_of)) {}

  // Appends the text, each name as `shown` says by number. False when `out` would become longer
  // than `most` bytes; what is appended then is of no use.
  bool Write(absl::Span<const Shown> shown, Escape escape, size_t most, std::string& out) const {
    return Write(steps_, shown, nullptr, escape, most, out);
  }

 private:
  enum class Kind : uint8_t { kText, kVariable, kItem, kSection, kInverted };
  struct Step {
    Kind kind = Kind::kText;
    int name = -1;
    std::string text;
    std::vector<Step> inner;
  };

  template <typename NumberOf>
  static std::vector<Step> StepsOf(const std::vector<TextNode>& nodes, const NumberOf& number_of) {
    std::vector<Step> steps;
    steps.reserve(nodes.size());
    for (const TextNode& node : nodes) {
      Step& step = steps.emplace_back();
      step.kind = KindOf(node);
      if (step.kind == Kind::kText) {
        step.text = node.text;
      } else if (step.kind != Kind::kItem) {
        step.name = number_of(node.text);
      }
      step.inner = StepsOf(node.children, number_of);
    }
    return steps;
  }

  static Kind KindOf(const TextNode& node);
  static bool Write(const std::vector<Step>& steps, absl::Span<const Shown> shown,
                    const std::string* item, Escape escape, size_t most, std::string& out);

  std::vector<Step> steps_;
};

}  // namespace tarazy::notifications
