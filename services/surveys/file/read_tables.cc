#include "services/surveys/file/read_tables.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/record/read.h"
#include "common/yaml/yaml_tree.h"
#include "services/surveys/domain/tables/check_tables.h"

namespace tarazy::surveys {
namespace {

constexpr YamlLimits kLimits{.bytes = kMaxTablesBytes, .nodes = 400000, .depth = 16};

const YamlNode* Find(const YamlNode* node, absl::string_view key) {
  if (node == nullptr || node->kind != YamlNode::Kind::kMap) return nullptr;
  for (const YamlMember& member : node->members) {
    if (member.key == key) return member.value;
  }
  return nullptr;
}

// What is null in a list of percentages was not printed.
void ReadUnprintedAsEmpty(YamlTree& tree) {
  std::set<const YamlNode*> percentages;
  for (const YamlNode& node : tree.nodes) {
    const YamlNode* printed = Find(&node, "printed_percent");
    if (printed != nullptr) percentages.insert(printed->items.begin(), printed->items.end());
  }
  for (YamlNode& node : tree.nodes) {
    if (node.kind == YamlNode::Kind::kNull && percentages.contains(&node)) {
      node.kind = YamlNode::Kind::kScalar;
      node.text.clear();
    }
  }
}

absl::StatusOr<const YamlNode*> Choose(const YamlNode& root, absl::string_view population) {
  std::vector<std::string> choices;
  if (root.kind == YamlNode::Kind::kMap && Find(&root, "items") == nullptr) {
    for (const YamlMember& member : root.members) {
      if (Find(member.value, "items") != nullptr) choices.push_back(member.key);
    }
  }
  if (choices.empty()) {
    if (population.empty()) return &root;
    return InvalidField("population", "the file holds the tables of one population: leave it out");
  }
  if (std::find(choices.begin(), choices.end(), population) != choices.end()) {
    return Find(&root, population);
  }
  const std::string list = absl::StrJoin(choices, ", ");
  if (population.empty()) {
    return InvalidField("population", absl::StrCat("the file holds several: say which of ", list));
  }
  return InvalidField("population", absl::StrCat("is none of ", list));
}

}  // namespace

absl::StatusOr<v1::PublishedTables> ReadTables(absl::string_view file,
                                               absl::string_view population) {
  v1::PublishedTables tables;
  Faults faults;
  YamlTree tree = ReadYaml(file, kLimits);
  for (const YamlFault& fault : tree.faults) {
    faults.Add("source", absl::StrCat("line ", fault.line, ": ", fault.message));
  }
  if (tree.root != nullptr) {
    ReadUnprintedAsEmpty(tree);
    ASSIGN_OR_RETURN(const YamlNode* chosen, Choose(*tree.root, population));
    faults.Add(record::ReadRecord(*chosen, tables));
    const YamlNode* source = Find(tree.root, "source");
    if (chosen != tree.root && tables.source().empty() && source != nullptr) {
      tables.set_source(source->text);
    }
  }
  if (faults.empty()) faults.Add(TableFaults(tables));
  RETURN_IF_ERROR(faults.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kInvalidField,
                                  "the tables cannot be taken"));
  return tables;
}

}  // namespace tarazy::surveys
