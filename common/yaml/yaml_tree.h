// A YAML document as values with positions, read within limits. The only door to yaml-cpp.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy {

struct YamlNode;

struct YamlMember {
  std::string key;
  int line = 0;  // of the key, from 1
  int column = 0;
  const YamlNode* value = nullptr;
};

struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMap };
  Kind kind = Kind::kNull;
  std::string text;                    // kScalar
  bool plain = false;                  // kScalar, without quotation marks and not a block
  int line = 0;                        // from 1
  int column = 0;                      // from 1
  std::vector<const YamlNode*> items;  // kSequence
  std::vector<YamlMember> members;     // kMap, in file order; keys are distinct
  size_t size = 1;                     // of the subtree, aliases counted as often as they stand
  int height = 1;
};

struct YamlFault {
  std::string rule = "parse_error";  // or "cycle"
  int line = 0;
  int column = 0;
  std::string message;
};

struct YamlTree {
  std::deque<YamlNode> nodes;      // owns
  const YamlNode* root = nullptr;  // null when the text is no usable YAML
  std::vector<YamlFault> faults;   // a broken syntax ends the reading; the others do not
};

// What a text may come to.
struct YamlLimits {
  size_t bytes = 1 << 20;
  size_t nodes = 400000;  // values, aliases counted as often as they stand
  int depth = 64;
};

// Never throws. An alias of something that encloses it gives a `cycle` and reads as null.
YamlTree ReadYaml(absl::string_view text, const YamlLimits& limits = {});

}  // namespace tarazy
