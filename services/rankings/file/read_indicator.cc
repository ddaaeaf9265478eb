#include "services/rankings/file/read_indicator.h"

#include "services/rankings/file/fields.h"
#include "services/rankings/file/methodology_file.h"
#include "services/rankings/file/read_leaf.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxCodeBytes = 64;

void ReadCombine(Fields& fields, Node& node) {
  const YamlNode* yaml = fields.Find("combine");
  if (yaml == nullptr) return;
  static constexpr std::pair<const char*, CombineKind> kKinds[] = {
      {"sum", CombineKind::kSum},
      {"min", CombineKind::kMin},
      {"weighted_mean", CombineKind::kWeightedMean},
      {"geometric", CombineKind::kGeometric},
      {"harmonic", CombineKind::kHarmonic}};
  const std::string path = fields.PathOf("combine");
  const std::optional<Choice> choice = AsChoice(*yaml, path, fields.faults());
  if (!choice) return;
  if (choice->below != nullptr && choice->word == "best_of") {
    Fields best(*choice->below, choice->path, fields.faults());
    node.combine = {CombineKind::kBestOf, best.RequireInteger("count").value_or(1)};
    return best.RefuseOthers();
  }
  for (const auto& [name, kind] : kKinds) {
    if (choice->below != nullptr || choice->word != name) continue;
    node.combine.kind = kind;
    return;
  }
  fields.faults().Add(
      *yaml, path, "must be sum, weighted_mean, geometric, harmonic, min or best_of: {count: k}");
}

void ReadOverflow(Fields& fields, Node& node) {
  const YamlNode* yaml = fields.Find("overflow");
  if (yaml == nullptr) return;
  if (yaml->text == "cap") {
    node.overflow = Overflow::kCap;
  } else if (yaml->text == "scale") {
    node.overflow = Overflow::kScale;
  } else if (yaml->text == "allow") {
    node.overflow = Overflow::kAllow;
  } else {
    fields.faults().Add(*yaml, fields.PathOf("overflow"), "must be cap, scale or allow");
  }
}

void ReadInner(Fields& fields, Node& node) {
  ReadCombine(fields, node);
  ReadOverflow(fields, node);
  for (const char* key : {"value", "normalize", "interpolate", "direction", "missing"}) {
    fields.Refuse(key, "goes only with a leaf, and this node has children");
  }
}

}  // namespace

Node IndicatorReader::Read(const YamlNode& yaml, const std::string& path) {
  Node node;
  node.line = yaml.line;
  if (++count > kMaxIndicators) {
    if (count == kMaxIndicators + 1) {
      faults.Add(yaml, path, absl::StrCat("more than ", kMaxIndicators, " indicators"));
    }
    return node;
  }
  faults.set_node("");
  const size_t before = faults.count();
  Fields fields(yaml, path, faults);
  if (const YamlNode* code = fields.Require("code")) {
    node.code = AsText(*code, fields.PathOf("code"), kMaxCodeBytes, faults).value_or("");
    if (node.code.empty()) faults.Add(*code, fields.PathOf("code"), "must not be empty");
    faults.set_node(node.code);
  }
  node.title = fields.Title("title");
  node.points = fields.Number("points");
  node.weight = fields.Number("weight");
  const YamlNode* children = fields.Find("children");
  if (children == nullptr) {
    ReadLeaf(fields, node);
  } else {
    ReadInner(fields, node);
    if (children->kind != YamlNode::Kind::kSequence) {
      faults.Add(*children, fields.PathOf("children"), "must be a list");
    }
  }
  fields.RefuseOthers();
  if (children != nullptr) {
    for (size_t i = 0; i < children->items.size() && count <= kMaxIndicators; ++i) {
      node.children.push_back(
          Read(*children->items[i], absl::StrCat(fields.PathOf("children"), "[", i, "]")));
    }
  }
  if (faults.count() != before) faulty.insert(node.code);
  return node;
}

}  // namespace tarazy::rankings
