#include "services/rankings/file/fields.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "common/base/text.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxTitleBytes = 2000;

const char* KindName(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "nothing";
    case YamlNode::Kind::kScalar:
      return "a single value";
    case YamlNode::Kind::kSequence:
      return "a list";
    case YamlNode::Kind::kMap:
      return "a mapping";
  }
  return "";
}

}  // namespace

std::optional<std::string> AsText(const YamlNode& node, absl::string_view path, size_t max_bytes,
                                  Faults& faults) {
  if (node.kind != YamlNode::Kind::kScalar) {
    faults.Add(node, path, absl::StrCat("must be text, not ", KindName(node)));
    return std::nullopt;
  }
  const std::string text(absl::StripAsciiWhitespace(node.text));
  if (const absl::Status status = CheckText("", text, max_bytes); !status.ok()) {
    faults.Add(node, path,
               text.size() > max_bytes ? absl::StrCat("longer than ", max_bytes, " bytes")
                                       : std::string("holds a control character or a line break"));
    return std::nullopt;
  }
  return text;
}

std::optional<double> AsNumber(const YamlNode& node, absl::string_view path, Faults& faults) {
  if (node.kind != YamlNode::Kind::kScalar) {
    faults.Add(node, path, absl::StrCat("must be a number, not ", KindName(node)));
    return std::nullopt;
  }
  if (!node.plain) {
    faults.Add(node, path, "must be a number; write it without quotation marks");
    return std::nullopt;
  }
  const std::optional<double> value = ParseDecimal(node.text);
  if (!value) {
    faults.Add(node, path,
               absl::StrCat("must be a finite decimal number such as 12, 0.5 or 1e-3, not ",
                            node.text.substr(0, 50)));
  }
  return value;
}

std::optional<int> AsInteger(const YamlNode& node, absl::string_view path, Faults& faults) {
  const std::optional<double> value = AsNumber(node, path, faults);
  if (!value) return std::nullopt;
  if (*value != std::floor(*value) || std::fabs(*value) > 1e9) {
    faults.Add(node, path, "must be a whole number");
    return std::nullopt;
  }
  return static_cast<int>(*value);
}

std::optional<bool> AsBool(const YamlNode& node, absl::string_view path, Faults& faults) {
  if (node.kind == YamlNode::Kind::kScalar && node.plain) {
    if (node.text == "true") return true;
    if (node.text == "false") return false;
  }
  faults.Add(node, path, "must be true or false");
  return std::nullopt;
}

Fields::Fields(const YamlNode& node, std::string path, Faults& faults)
    : node_(node),
      path_(std::move(path)),
      faults_(faults),
      asked_(node.members.size(), node.kind != YamlNode::Kind::kMap) {
  if (node.kind != YamlNode::Kind::kMap) {
    faults.Add(node, path_, absl::StrCat("must be a mapping, not ", KindName(node)));
  }
}

std::string Fields::PathOf(absl::string_view key) const {
  return path_.empty() ? std::string(key) : absl::StrCat(path_, ".", key);
}

const YamlNode* Fields::Find(absl::string_view key) {
  for (size_t i = 0; i < node_.members.size(); ++i) {
    if (node_.members[i].key != key) continue;
    asked_[i] = true;
    return node_.members[i].value;
  }
  return nullptr;
}

const YamlNode* Fields::Require(absl::string_view key) {
  const YamlNode* found = Find(key);
  if (found == nullptr && node_.kind == YamlNode::Kind::kMap) {
    faults_.Add(node_, path_, absl::StrCat(key, " is missing"));
  }
  return found;
}

std::optional<std::string> Fields::Text(absl::string_view key, size_t max_bytes) {
  const YamlNode* found = Find(key);
  if (found == nullptr) return std::nullopt;
  return AsText(*found, PathOf(key), max_bytes, faults_);
}

std::optional<double> Fields::Number(absl::string_view key) {
  const YamlNode* found = Find(key);
  if (found == nullptr) return std::nullopt;
  return AsNumber(*found, PathOf(key), faults_);
}

std::optional<double> Fields::RequireNumber(absl::string_view key) {
  const YamlNode* found = Require(key);
  if (found == nullptr) return std::nullopt;
  return AsNumber(*found, PathOf(key), faults_);
}

std::optional<int> Fields::RequireInteger(absl::string_view key) {
  const YamlNode* found = Require(key);
  if (found == nullptr) return std::nullopt;
  return AsInteger(*found, PathOf(key), faults_);
}

std::optional<bool> Fields::Bool(absl::string_view key) {
  const YamlNode* found = Find(key);
  if (found == nullptr) return std::nullopt;
  return AsBool(*found, PathOf(key), faults_);
}

Localized Fields::Title(absl::string_view key) {
  const YamlNode* found = Find(key);
  if (found == nullptr) return {};
  if (found->kind == YamlNode::Kind::kScalar) {
    faults_.Add(*found, PathOf(key), "must name its language: {en: \"…\", ru: \"…\", kk: \"…\"}");
    return {};
  }
  Fields languages(*found, PathOf(key), faults_);
  Localized title{.en = languages.Text("en", kMaxTitleBytes).value_or(""),
                  .ru = languages.Text("ru", kMaxTitleBytes).value_or(""),
                  .kk = languages.Text("kk", kMaxTitleBytes).value_or("")};
  languages.RefuseOthers();
  return title;
}

void Fields::Refuse(absl::string_view key, absl::string_view why) {
  for (size_t i = 0; i < node_.members.size(); ++i) {
    const YamlMember& member = node_.members[i];
    if (member.key != key) continue;
    asked_[i] = true;
    faults_.Add(member.line, member.column, path_, absl::StrCat(key, ": ", why));
  }
}

void Fields::RefuseOthers() {
  for (size_t i = 0; i < node_.members.size(); ++i) {
    if (asked_[i]) continue;
    const YamlMember& member = node_.members[i];
    asked_[i] = true;
    faults_.Add(member.line, member.column, path_,
                absl::StrCat("unknown key ", member.key.substr(0, 100)));
  }
}

std::optional<Choice> AsChoice(const YamlNode& node, const std::string& path, Faults& faults) {
  if (node.kind == YamlNode::Kind::kScalar) return Choice{.word = node.text};
  if (node.kind == YamlNode::Kind::kMap && node.members.size() == 1) {
    const YamlMember& member = node.members[0];
    return Choice{member.key, member.value, absl::StrCat(path, ".", member.key)};
  }
  faults.Add(node, path,
             node.kind == YamlNode::Kind::kMap
                 ? "must have exactly one key"
                 : absl::StrCat("must be a word or a mapping with one key, not ", KindName(node)));
  return std::nullopt;
}

}  // namespace tarazy::rankings
