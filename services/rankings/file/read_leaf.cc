#include "services/rankings/file/read_leaf.h"

#include "services/rankings/domain/parse_formula.h"

namespace tarazy::rankings {
namespace {

constexpr char kNormalisers[] =
    "must be share_of_best, min_max, z_score, rank, percentile, identity, goalposts: {min, max}, "
    "reached: {at} or bands: [{at, points}, …]";

void ReadValue(Fields& fields, Node& leaf) {
  const YamlNode* yaml = fields.Find("value");
  if (yaml == nullptr || yaml->kind == YamlNode::Kind::kNull) return;
  const std::string path = fields.PathOf("value");
  if (yaml->kind != YamlNode::Kind::kScalar) {
    return fields.faults().Add(*yaml, path, "must be a formula");
  }
  ParsedFormula parsed = ParseFormula(yaml->text);
  if (parsed.formula) {
    leaf.value = *std::move(parsed.formula);
    return;
  }
  fields.faults().Add(
      *yaml, path,
      absl::StrCat("formula, column ", parsed.fault.column, ": ", parsed.fault.message));
}

Bands ReadBands(const YamlNode& yaml, const std::string& path, Faults& faults) {
  Bands bands;
  if (yaml.kind != YamlNode::Kind::kSequence) {
    faults.Add(yaml, path, "must be a list of {at, points}");
    return bands;
  }
  for (size_t i = 0; i < yaml.items.size(); ++i) {
    Fields band(*yaml.items[i], absl::StrCat(path, "[", i, "]"), faults);
    const double at = band.RequireNumber("at").value_or(0);
    const double points = band.RequireNumber("points").value_or(0);
    band.RefuseOthers();
    bands.bands.push_back({.at = at, .points = points});
  }
  return bands;
}

std::optional<Normaliser> NamedNormaliser(const std::string& word) {
  if (word == "share_of_best") return ShareOfBest{};
  if (word == "min_max") return MinMax{};
  if (word == "z_score") return ZScore{};
  if (word == "rank") return RankShare{};
  if (word == "percentile") return Percentile{};
  if (word == "identity") return Identity{};
  return std::nullopt;
}

std::optional<Normaliser> NormaliserWith(const Choice& choice, Faults& faults) {
  if (choice.word == "bands") return ReadBands(*choice.below, choice.path, faults);
  if (choice.word == "goalposts") {
    Fields posts(*choice.below, choice.path, faults);
    const double min = posts.RequireNumber("min").value_or(0);
    const double max = posts.RequireNumber("max").value_or(0);
    posts.RefuseOthers();
    return Goalposts{.min = min, .max = max};
  }
  if (choice.word == "reached") {
    Fields reached(*choice.below, choice.path, faults);
    const double at = reached.RequireNumber("at").value_or(0);
    reached.RefuseOthers();
    return Reached{.at = at};
  }
  return std::nullopt;
}

void ReadNormalize(Fields& fields, Node& leaf) {
  const YamlNode* yaml = fields.Find("normalize");
  if (yaml == nullptr) return;
  const std::string path = fields.PathOf("normalize");
  const std::optional<Choice> choice = AsChoice(*yaml, path, fields.faults());
  if (!choice) return;
  const std::optional<Normaliser> normaliser = choice->below == nullptr
                                                   ? NamedNormaliser(choice->word)
                                                   : NormaliserWith(*choice, fields.faults());
  if (!normaliser) return fields.faults().Add(*yaml, path, kNormalisers);
  leaf.normaliser = *normaliser;
}

void ReadInterpolate(Fields& fields, Node& leaf) {
  if (!fields.Bool("interpolate").value_or(false)) return;
  if (auto* bands = std::get_if<Bands>(&leaf.normaliser)) {
    bands->interpolate = true;
  } else {
    fields.Refuse("interpolate", "goes only with normalize: bands");
  }
}

void ReadDirection(Fields& fields, Node& leaf) {
  const YamlNode* yaml = fields.Find("direction");
  if (yaml == nullptr) return;
  const std::string path = fields.PathOf("direction");
  const std::optional<Choice> choice = AsChoice(*yaml, path, fields.faults());
  if (!choice) return;
  if (choice->below != nullptr && choice->word == "target") {
    leaf.direction.better = Better::kTarget;
    leaf.direction.target = AsNumber(*choice->below, choice->path, fields.faults()).value_or(0);
  } else if (choice->below == nullptr && choice->word == "higher") {
    leaf.direction.better = Better::kHigher;
  } else if (choice->below == nullptr && choice->word == "lower") {
    leaf.direction.better = Better::kLower;
  } else {
    fields.faults().Add(*yaml, path, "must be higher, lower or {target: t}");
  }
}

void ReadMissing(Fields& fields, Node& leaf) {
  const YamlNode* yaml = fields.Find("missing");
  if (yaml == nullptr) return;
  static constexpr std::pair<const char*, Missing> kPolicies[] = {
      {"zero", Missing::kZero},
      {"exclude_unit", Missing::kExcludeUnit},
      {"mean", Missing::kMean},
      {"median", Missing::kMedian},
      {"redistribute", Missing::kRedistribute},
      {"not_applicable", Missing::kNotApplicable}};
  for (const auto& [name, policy] : kPolicies) {
    if (yaml->kind != YamlNode::Kind::kScalar || yaml->text != name) continue;
    leaf.missing = policy;
    return;
  }
  fields.faults().Add(*yaml, fields.PathOf("missing"),
                      "must be zero, exclude_unit, redistribute, mean, median or not_applicable");
}

}  // namespace

void ReadLeaf(Fields& fields, Node& leaf) {
  ReadValue(fields, leaf);
  ReadNormalize(fields, leaf);
  ReadInterpolate(fields, leaf);
  ReadDirection(fields, leaf);
  ReadMissing(fields, leaf);
  for (const char* key : {"combine", "overflow"}) {
    fields.Refuse(key, "goes only with children");
  }
}

}  // namespace tarazy::rankings
