#include "services/rankings/domain/canonical_json.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/text.h"
#include "services/rankings/domain/normalise.h"

namespace tarazy::rankings {
namespace {

using Json = std::string;
using Members = std::map<std::string, Json>;  // sorted bytewise

Json Text(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}
Json Number(double value) { return ShortestDecimal(value == 0 ? 0.0 : value); }
Json Number(const std::optional<double>& value) { return value ? Number(*value) : "null"; }
Json Bool(bool value) { return value ? "true" : "false"; }
Json Array(const std::vector<Json>& items) {
  return absl::StrCat("[", absl::StrJoin(items, ","), "]");
}
Json Object(const Members& members) {
  std::vector<std::string> items;
  for (const auto& [key, value] : members) items.push_back(absl::StrCat(Text(key), ":", value));
  return absl::StrCat("{", absl::StrJoin(items, ","), "}");
}

Json Title(const Localized& title) {
  return Object({{"en", Text(title.en)}, {"ru", Text(title.ru)}, {"kk", Text(title.kk)}});
}

Json NormaliserJson(const Normaliser& normaliser) {
  const char* name = NormaliserName(normaliser);
  if (const auto* posts = std::get_if<Goalposts>(&normaliser)) {
    return Object({{name, Object({{"min", Number(posts->min)}, {"max", Number(posts->max)}})}});
  }
  if (const auto* reached = std::get_if<Reached>(&normaliser)) {
    return Object({{name, Object({{"at", Number(reached->at)}})}});
  }
  if (const auto* bands = std::get_if<Bands>(&normaliser)) {
    std::vector<Json> items;
    for (const Band& band : bands->bands) {
      items.push_back(Object({{"at", Number(band.at)}, {"points", Number(band.points)}}));
    }
    return Object({{name, Array(items)}});
  }
  return Text(name);
}

Json DirectionJson(const Direction& direction) {
  if (direction.better == Better::kTarget) return Object({{"target", Number(direction.target)}});
  return Text(direction.better == Better::kLower ? "lower" : "higher");
}

Json MissingJson(Missing missing) {
  constexpr const char* kNames[] = {"zero",   "exclude_unit", "mean",
                                    "median", "redistribute", "not_applicable"};
  return Text(kNames[static_cast<int>(missing)]);
}

Json CombineJson(const Combine& combine) {
  constexpr const char* kNames[] = {"sum",           "best_of",   "min",
                                    "weighted_mean", "geometric", "harmonic"};
  const char* name = kNames[static_cast<int>(combine.kind)];
  if (combine.kind != CombineKind::kBestOf) return Text(name);
  return Object({{name, Object({{"count", absl::StrCat(combine.count)}})}});
}

// Not a default written out: lint tells "cap" from saying nothing.
Json OverflowJson(const std::optional<Overflow>& overflow) {
  constexpr const char* kNames[] = {"cap", "scale", "allow"};
  return overflow ? Text(kNames[static_cast<int>(*overflow)]) : "null";
}

Json NodeJson(const Node& node) {
  Members members = {{"code", Text(node.code)},
                     {"title", Title(node.title)},
                     {"points", Number(node.points)},
                     {"weight", Number(node.weight)}};
  if (node.is_leaf()) {
    const auto* bands = std::get_if<Bands>(&node.normaliser);
    members["value"] = node.value ? Text(CanonicalText(*node.value)) : "null";
    members["normalize"] = NormaliserJson(node.normaliser);
    members["interpolate"] = Bool(bands != nullptr && bands->interpolate);
    members["direction"] = DirectionJson(node.direction);
    members["missing"] = MissingJson(node.missing);
    return Object(members);
  }
  std::vector<Json> children;
  for (const Node& child : node.children) children.push_back(NodeJson(child));
  members["children"] = Array(children);
  members["combine"] = CombineJson(node.combine);
  members["overflow"] = OverflowJson(node.overflow);
  return Object(members);
}

Json Count(const std::optional<int>& count) { return count ? absl::StrCat(*count) : "null"; }

Json RatingsJson(const RatingRules& rules) {
  constexpr const char* kOwn[] = {"allow", "refuse", "only"};
  return Object({{"panel", Text(rules.panel)},
                 {"each", Object({{"min", Count(rules.each_min)}, {"max", Count(rules.each_max)}})},
                 {"own", Text(kOwn[static_cast<int>(rules.own)])},
                 {"min_base", absl::StrCat(rules.min_base)},
                 {"weighted", Bool(rules.weighted)}});
}

Json SourcesJson(const std::vector<std::string>& sources) {
  std::vector<Json> ids;
  for (const std::string& source : sources) ids.push_back(Text(source));
  return Array(ids);
}

// Keys that came after the first release appear only where they are used: what was published
// before keeps its digest.
Json VariablesJson(const std::vector<Variable>& variables) {
  Members members;
  for (const Variable& variable : variables) {
    Members keys = {{"title", Title(variable.title)},
                    {"unit", Text(variable.unit)},
                    {"min", Number(variable.min)},
                    {"max", Number(variable.max)}};
    if (!variable.sources.empty()) keys["sources"] = SourcesJson(variable.sources);
    if (variable.tolerance.has_value()) keys["tolerance"] = Number(variable.tolerance);
    if (variable.max_change.has_value()) keys["max_change"] = Number(variable.max_change);
    if (variable.ratings.has_value()) keys["ratings"] = RatingsJson(*variable.ratings);
    members[variable.name] = Object(keys);
  }
  return Object(members);
}

Json GroupsJson(const std::optional<Groups>& groups) {
  if (!groups) return "null";
  return Object({{"by", Text(groups->by)},
                 {"normalize_within", Bool(groups->normalize_within)},
                 {"rank_within", Bool(groups->rank_within)}});
}

Json FinalJson(const FinalScale& scale) {
  if (scale.kind == FinalScaleKind::kNone) return Object({{"scale", Text("none")}});
  const char* name = scale.kind == FinalScaleKind::kBestIs ? "best_is" : "out_of";
  return Object({{"scale", Object({{name, Number(scale.value)}})}});
}

Json TiesJson(const Ties& ties) {
  if (ties.kind == TiesKind::kCompetition) return Text("competition");
  if (ties.kind == TiesKind::kDense) return Text("dense");
  return Object({{"cluster", Object({{"tolerance", Number(ties.tolerance)}})}});
}

}  // namespace

std::string CanonicalJson(const Methodology& m) {
  std::vector<Json> indicators, acknowledged;
  for (const Node& node : m.indicators) indicators.push_back(NodeJson(node));
  for (const Acknowledgement& a : m.acknowledgements) {
    acknowledged.push_back(
        Object({{"rule", Text(a.rule)}, {"node", Text(a.node)}, {"reason", Text(a.reason)}}));
  }
  Members keys = {
      {"id", Text(m.id)},
      {"unit", Text(m.unit == UnitKind::kProgramme ? "programme" : "institution")},
      {"title", Title(m.title)},
      {"declared_total", Number(m.declared_total)},
      {"variables", VariablesJson(m.variables)},
      {"indicators", Array(indicators)},
      {"groups", GroupsJson(m.groups)},
      {"inclusion", Object({{"min_available", Number(m.inclusion.min_available)},
                            {"min_share_of_points", Number(m.inclusion.min_share_of_points)}})},
      {"final", FinalJson(m.final_scale)},
      {"ties", TiesJson(m.ties)},
      {"rounding", Object({{"decimals", absl::StrCat(m.decimals)}})},
      {"acknowledge", Array(acknowledged)}};
  if (!m.sources.empty()) keys["sources"] = SourcesJson(m.sources);
  return Object(keys);
}

}  // namespace tarazy::rankings
