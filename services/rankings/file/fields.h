// Reads a mapping's members by name; what nobody asked for is refused by name.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/localized.h"
#include "common/yaml/yaml_tree.h"
#include "services/rankings/file/faults.h"

namespace tarazy::rankings {

// Scalars. Each notes a fault and gives nothing when the value is something else.
std::optional<std::string> AsText(const YamlNode& node, absl::string_view path, size_t max_bytes,
                                  Faults& faults);
std::optional<double> AsNumber(const YamlNode& node, absl::string_view path, Faults& faults);
std::optional<int> AsInteger(const YamlNode& node, absl::string_view path, Faults& faults);
std::optional<bool> AsBool(const YamlNode& node, absl::string_view path, Faults& faults);

class Fields {
 public:
  // A fault, and no members, when `node` is not a mapping. `node` must outlive this.
  Fields(const YamlNode& node, std::string path, Faults& faults);

  const YamlNode& node() const { return node_; }
  Faults& faults() const { return faults_; }
  std::string PathOf(absl::string_view key) const;

  // The member's value; null when it is absent.
  const YamlNode* Find(absl::string_view key);
  // The same; its absence is a fault.
  const YamlNode* Require(absl::string_view key);

  std::optional<std::string> Text(absl::string_view key, size_t max_bytes);
  std::optional<double> Number(absl::string_view key);
  std::optional<double> RequireNumber(absl::string_view key);
  std::optional<int> RequireInteger(absl::string_view key);
  std::optional<bool> Bool(absl::string_view key);
  Localized Title(absl::string_view key);

  // Refuses, with `why`, a known key that has no place here.
  void Refuse(absl::string_view key, absl::string_view why);
  // Refuses every member that was not asked for.
  void RefuseOthers();

 private:
  const YamlNode& node_;
  std::string path_;
  Faults& faults_;
  std::vector<bool> asked_;
};

// One of several words ("cap", "scale", "allow") or the single key of a mapping
// ("best_of: {count: 2}"): the word, and the value below it when there is one.
struct Choice {
  std::string word;
  const YamlNode* below = nullptr;
  std::string path;  // of what is below
};
std::optional<Choice> AsChoice(const YamlNode& node, const std::string& path, Faults& faults);

}  // namespace tarazy::rankings
