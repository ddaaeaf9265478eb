#include "services/rankings/file/read_ratings.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxPanelBytes = 200;

std::optional<int> Integer(Fields& fields, absl::string_view key) {
  const YamlNode* found = fields.Find(key);
  if (found == nullptr) return std::nullopt;
  return AsInteger(*found, fields.PathOf(key), fields.faults());
}

void ReadOwn(Fields& fields, RatingRules& rules) {
  const YamlNode* yaml = fields.Find("own");
  if (yaml == nullptr) return;
  if (yaml->text == "refuse") {
    rules.own = OwnInstitution::kRefuse;
  } else if (yaml->text == "only") {
    rules.own = OwnInstitution::kOnly;
  } else if (yaml->text != "allow") {
    fields.faults().Add(*yaml, fields.PathOf("own"), "must be allow, refuse or only");
  }
}

}  // namespace

void ReadRatings(Fields& fields, Variable& variable) {
  const YamlNode* yaml = fields.Find("ratings");
  if (yaml == nullptr) return;
  const size_t before = fields.faults().count();
  Fields ratings(*yaml, fields.PathOf("ratings"), fields.faults());
  RatingRules rules;
  if (const YamlNode* panel = ratings.Require("panel")) {
    rules.panel =
        AsText(*panel, ratings.PathOf("panel"), kMaxPanelBytes, fields.faults()).value_or("");
  }
  if (const YamlNode* each_yaml = ratings.Find("each")) {
    Fields each(*each_yaml, ratings.PathOf("each"), fields.faults());
    rules.each_min = Integer(each, "min");
    rules.each_max = Integer(each, "max");
    each.RefuseOthers();
  }
  ReadOwn(ratings, rules);
  rules.min_base = Integer(ratings, "min_base").value_or(rules.min_base);
  rules.weighted = ratings.Bool("weighted").value_or(rules.weighted);
  ratings.RefuseOthers();
  // Rules that were not understood would only make lint repeat the faults.
  if (fields.faults().count() == before) variable.ratings = rules;
}

}  // namespace tarazy::rankings
