#include "common/yaml/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/text.h"

namespace tarazy {
namespace {

// Thrown through yaml-cpp to stop it, and caught below.
struct Stop {};

// Builds the tree from yaml-cpp's events: its own tree would lose duplicate keys and follow cycles.
class Builder : public YAML::EventHandler {
 public:
  Builder(YamlTree& tree, const YamlLimits& limits) : tree_(tree), limits_(limits) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Place(Make(YamlNode::Kind::kNull, mark, anchor));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end() || open_.contains(found->second)) {
      tree_.faults.push_back(
          {"cycle", mark.line + 1, mark.column + 1, "this alias stands inside what it refers to"});
      return Place(Make(YamlNode::Kind::kNull, mark, 0));
    }
    Count(found->second->size, mark);
    CheckDepth(found->second->height, mark);
    Place(found->second);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseTag(mark, tag);
    YamlNode* node = Make(YamlNode::Kind::kScalar, mark, anchor);
    node->text = value;
    node->plain = tag == "?";
    Place(node);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kSequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

 private:
  struct Frame {
    YamlNode* node;
    bool wants_key;
    std::unordered_set<std::string> keys;
  };

  [[noreturn]] void Refuse(const YAML::Mark& mark, std::string message) {
    Fault(mark, std::move(message));
    throw Stop{};
  }
  void Fault(const YAML::Mark& mark, std::string message) {
    tree_.faults.push_back({"parse_error", mark.line + 1, mark.column + 1, std::move(message)});
  }
  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") Fault(mark, "tags are not supported");
  }
  void Count(size_t more, const YAML::Mark& mark) {
    count_ += more;
    if (count_ > limits_.nodes) {
      Refuse(mark, absl::StrCat("the file has more than ", limits_.nodes, " values"));
    }
  }
  void CheckDepth(int height, const YAML::Mark& mark) {
    if (static_cast<int>(frames_.size()) + height > limits_.depth) {
      Refuse(mark, absl::StrCat("nested deeper than ", limits_.depth, " levels"));
    }
  }
  YamlNode* Make(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    Count(1, mark);
    YamlNode* node = &tree_.nodes.emplace_back();
    node->kind = kind;
    node->line = mark.line + 1;
    node->column = mark.column + 1;
    if (anchor != 0) anchors_[anchor] = node;
    return node;
  }
  void Open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    RefuseTag(mark, tag);
    CheckDepth(1, mark);
    YamlNode* node = Make(kind, mark, anchor);
    open_.insert(node);
    frames_.push_back({node, true, {}});
  }
  void Close() {
    YamlNode* node = frames_.back().node;
    frames_.pop_back();
    open_.erase(node);
    Place(node);
  }
  void Place(const YamlNode* node) {
    if (frames_.empty()) {
      tree_.root = node;
      return;
    }
    Frame& frame = frames_.back();
    YamlNode& parent = *frame.node;
    if (parent.kind == YamlNode::Kind::kMap && frame.wants_key) return PlaceKey(*node, frame);
    parent.size += node->size;
    parent.height = std::max(parent.height, node->height + 1);
    if (parent.kind == YamlNode::Kind::kSequence) {
      parent.items.push_back(node);
      return;
    }
    frame.wants_key = true;
    if (keep_member_.back()) parent.members.back().value = node;
    keep_member_.pop_back();
  }
  void PlaceKey(const YamlNode& key, Frame& frame) {
    const YAML::Mark mark = MarkOf(key);
    frame.wants_key = false;
    keep_member_.push_back(false);
    if (key.kind != YamlNode::Kind::kScalar) return Fault(mark, "a key must be a plain word");
    if (!frame.keys.insert(key.text).second) {
      return Fault(mark, absl::StrCat("the key ", key.text, " stands here twice"));
    }
    keep_member_.back() = true;
    frame.node->members.push_back({key.text, key.line, key.column, nullptr});
  }
  static YAML::Mark MarkOf(const YamlNode& node) {
    YAML::Mark mark;
    mark.line = node.line - 1;
    mark.column = node.column - 1;
    return mark;
  }

  YamlTree& tree_;
  const YamlLimits limits_;
  std::vector<Frame> frames_;
  std::vector<bool> keep_member_;  // whether the value after the open map's key is wanted
  std::unordered_map<YAML::anchor_t, const YamlNode*> anchors_;
  std::unordered_set<const YamlNode*> open_;
  size_t count_ = 0;
};

void Parse(absl::string_view text, const YamlLimits& limits, YamlTree& tree) {
  std::istringstream stream{std::string(text)};
  YAML::Parser parser(stream);
  Builder builder(tree, limits);
  if (!parser.HandleNextDocument(builder)) {
    tree.faults.push_back({"parse_error", 1, 1, "the file is empty"});
    return;
  }
  YamlTree other;
  Builder rest(other, limits);
  if (parser.HandleNextDocument(rest)) {
    tree.faults.push_back({"parse_error", other.root != nullptr ? other.root->line : 1, 1,
                           "the file holds a second document"});
  }
}

int LineOfBadUtf8(absl::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (!IsValidUtf8(text.substr(0, end))) return line;
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
  }
  return line;
}

}  // namespace

YamlTree ReadYaml(absl::string_view text, const YamlLimits& limits) {
  YamlTree tree;
  const auto fail = [&](int line, int column, std::string message) {
    tree.root = nullptr;
    tree.faults.push_back({"parse_error", line, column, std::move(message)});
  };
  if (text.size() > limits.bytes) {
    fail(1, 1, absl::StrCat("the file is larger than ", limits.bytes, " bytes"));
    return tree;
  }
  if (!IsValidUtf8(text)) {
    fail(LineOfBadUtf8(text), 1, "the file is not valid UTF-8");
    return tree;
  }
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");
  try {
    Parse(text, limits, tree);
  } catch (const Stop&) {
    tree.root = nullptr;
  } catch (const YAML::Exception& error) {
    fail(error.mark.line + 1, error.mark.column + 1, absl::StrCat("not YAML: ", error.msg));
  } catch (const std::exception& error) {
    fail(1, 1, absl::StrCat("cannot be read: ", error.what()));
  }
  return tree;
}

}  // namespace tarazy
