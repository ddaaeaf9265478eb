#include "services/rankings/file/read_sources.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxIdBytes = 63;

bool Contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

void ReadSource(const YamlNode& yaml, const std::string& path,
                const std::vector<std::string>* declared, Faults& faults,
                std::vector<std::string>& sources) {
  const std::optional<std::string> id = AsText(yaml, path, kMaxIdBytes, faults);
  if (!id.has_value()) return;
  if (!CheckId(path, *id).ok()) {
    faults.Add(yaml, path, "must be 1 to 63 of a-z, 0-9, '-', '.', '_'");
  } else if (Contains(sources, *id)) {
    faults.Add(yaml, path, absl::StrCat("names ", *id, " a second time"));
  } else if (declared != nullptr && !Contains(*declared, *id)) {
    faults.Add(yaml, path, absl::StrCat("names ", *id, ", which `sources` at the top does not"));
  } else {
    sources.push_back(*id);
  }
}

}  // namespace

SourceRules ReadSourceRules(Fields& fields, const std::vector<std::string>* declared) {
  SourceRules rules;
  if (const YamlNode* yaml = fields.Find("sources")) {
    const std::string path = fields.PathOf("sources");
    if (yaml->kind != YamlNode::Kind::kSequence || yaml->items.empty()) {
      fields.faults().Add(*yaml, path, "must be a list of sources, the most trusted first");
    }
    for (size_t i = 0; i < yaml->items.size(); ++i) {
      ReadSource(*yaml->items[i], absl::StrCat(path, "[", i, "]"), declared, fields.faults(),
                 rules.sources);
    }
  }
  rules.tolerance = fields.Number("tolerance");
  if (rules.tolerance.has_value() && !(*rules.tolerance >= 0 && *rules.tolerance <= 1)) {
    fields.faults().Add(*fields.Find("tolerance"), fields.PathOf("tolerance"),
                        "must be a share between 0 and 1, as in 0.02 for 2 %");
  }
  rules.max_change = fields.Number("max_change");
  if (rules.max_change.has_value() && !(*rules.max_change >= 0)) {
    fields.faults().Add(*fields.Find("max_change"), fields.PathOf("max_change"),
                        "must be a share of 0 or more, as in 0.5 for 50 %");
  }
  return rules;
}

void Apply(const SourceRules& own, const SourceRules& whole, Variable& variable) {
  variable.sources = own.sources.empty() ? whole.sources : own.sources;
  variable.tolerance = own.tolerance.has_value() ? own.tolerance : whole.tolerance;
  variable.max_change = own.max_change.has_value() ? own.max_change : whole.max_change;
}

}  // namespace tarazy::rankings
