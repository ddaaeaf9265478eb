#include "services/notifications/domain/template/names.h"

#include "absl/strings/str_cat.h"
#include "services/notifications/domain/template/built_in_values.h"

namespace tarazy::notifications {
namespace {

// The section around a place.
struct Scope {
  const Scope* outer = nullptr;
  // The variable of the section.
  std::string source;
  bool list = false;
};

class UseReader {
 public:
  explicit UseReader(const Names& names) : names_(names) {}

  NameUse Read(const std::vector<TextNode>& nodes) && {
    Walk(nodes, nullptr);
    return std::move(use_);
  }

 private:
  void Fault(const TextNode& node, absl::string_view sentence) {
    use_.faults.push_back(absl::StrCat("line ", node.line, ": ", sentence));
  }

  static bool IsGuarded(const Scope* scope, const std::string& source) {
    for (; scope != nullptr; scope = scope->outer) {
      if (scope->source == source) return true;
    }
    return false;
  }

  static bool IsInList(const Scope* scope) {
    for (; scope != nullptr; scope = scope->outer) {
      if (scope->list) return true;
    }
    return false;
  }

  void Variable(const TextNode& node, const Scope* scope) {
    if (node.text == ".") {
      if (scope == nullptr) Fault(node, "{{.}} stands in no section");
      return;
    }
    const Name* name = Find(node);
    if (name == nullptr) return;
    if (name->kind == v1::VARIABLE_KIND_LIST) {
      Fault(node,
            absl::StrCat(node.text, " is a list: {{#", node.text, "}}{{.}}{{/", node.text, "}}"));
    }
    const std::string& source = name->Source(node.text);
    if (!IsGuarded(scope, source)) use_.needed.emplace(source, node.line);
  }

  void Section(const TextNode& node, const Scope* scope) {
    const Name* name = Find(node);
    if (name == nullptr) return Walk(node.children, scope);
    if (node.kind == TextNode::Kind::kInverted) return Walk(node.children, scope);
    const bool list = name->kind == v1::VARIABLE_KIND_LIST;
    // A few of them would multiply into more text than there is memory.
    if (list && IsInList(scope)) Fault(node, "a list cannot stand in another");
    const Scope inner{.outer = scope, .source = name->Source(node.text), .list = list};
    Walk(node.children, &inner);
  }

  const Name* Find(const TextNode& node) {
    const auto found = names_.find(node.text);
    if (found == names_.end()) {
      Fault(node, absl::StrCat("{{", node.text, "}} is neither a variable, a phrase nor built in"));
      return nullptr;
    }
    use_.names.insert(node.text);
    return &found->second;
  }

  void Walk(const std::vector<TextNode>& nodes, const Scope* scope) {
    for (const TextNode& node : nodes) {
      switch (node.kind) {
        case TextNode::Kind::kText:
          break;
        case TextNode::Kind::kVariable:
          Variable(node, scope);
          break;
        case TextNode::Kind::kSection:
        case TextNode::Kind::kInverted:
          Section(node, scope);
          break;
      }
    }
  }

  const Names& names_;
  NameUse use_;
};

}  // namespace

Names NamesOf(const v1::Template& letter) {
  Names names;
  for (const char* built_in :
       {"recipient", "institution", "link", "topic", "now", "due", "days", "days_over"}) {
    names[built_in].kind = *BuiltInKind(built_in);
  }
  for (const v1::Variable& variable : letter.variables()) {
    names[variable.name()] = {.kind = variable.kind(), .required = !variable.optional()};
  }
  for (const v1::Phrase& phrase : letter.phrases()) {
    names[phrase.name()] = {.kind = v1::VARIABLE_KIND_NUMBER, .phrase = &phrase};
  }
  return names;
}

NameUse UseOf(const std::vector<TextNode>& nodes, const Names& names) {
  return UseReader(names).Read(nodes);
}

}  // namespace tarazy::notifications
