#include "services/rankings/file/methodology_file.h"

#include <algorithm>
#include <set>

#include "services/rankings/domain/lint.h"
#include "services/rankings/file/fields.h"
#include "services/rankings/file/read_indicator.h"
#include "services/rankings/file/read_ratings.h"
#include "services/rankings/file/read_sources.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxIdBytes = 63;
constexpr size_t kMaxLabelBytes = 200;
constexpr size_t kMaxReasonBytes = 2000;

// What was understood, and how far lint can trust it.
struct Reading {
  Methodology methodology;
  bool header_faulty = false;  // in a key beside indicators and variables
  bool variables_faulty = false;
  std::set<std::string> faulty;  // nodes
};

class FileReader {
 public:
  FileReader(const YamlNode& root, Faults& faults) : faults_(faults), top_(root, "", faults) {}

  Reading Run() {
    const size_t before = faults_.count();
    ReadHeader();
    ReadRules();
    ReadAcknowledgements();
    reading_.header_faulty = faults_.count() != before || top_.node().kind != YamlNode::Kind::kMap;
    ReadVariables();
    ReadIndicators();
    faults_.set_node("");
    top_.Refuse("stars", "is not supported yet");
    top_.RefuseOthers();
    return std::move(reading_);
  }

 private:
  Methodology& m() { return reading_.methodology; }

  void ReadHeader() {
    if (const YamlNode* id = top_.Require("id")) {
      m().id = AsText(*id, "id", kMaxIdBytes, faults_).value_or("");
    }
    if (const YamlNode* unit = top_.Find("unit")) {
      if (unit->text == "programme") {
        m().unit = UnitKind::kProgramme;
      } else if (unit->text != "institution") {
        faults_.Add(*unit, "unit", "must be institution or programme");
      }
    }
    m().title = top_.Title("title");
    m().declared_total = top_.Number("declared_total");
  }

  void ReadRules() {
    if (const YamlNode* yaml = top_.Find("groups")) {
      Fields groups(*yaml, "groups", faults_);
      m().groups = Groups{.by = groups.Text("by", kMaxLabelBytes).value_or(""),
                          .normalize_within = groups.Bool("normalize_within").value_or(false),
                          .rank_within = groups.Bool("rank_within").value_or(false)};
      groups.RefuseOthers();
    }
    if (const YamlNode* yaml = top_.Find("inclusion")) {
      Fields inclusion(*yaml, "inclusion", faults_);
      m().inclusion.min_available = inclusion.Number("min_available");
      m().inclusion.min_share_of_points = inclusion.Number("min_share_of_points");
      inclusion.RefuseOthers();
    }
    if (const YamlNode* yaml = top_.Find("final")) {
      Fields final_fields(*yaml, "final", faults_);
      if (const YamlNode* scale = final_fields.Find("scale")) ReadFinalScale(*scale);
      final_fields.RefuseOthers();
    }
    if (const YamlNode* yaml = top_.Find("ties")) ReadTies(*yaml);
    if (const YamlNode* yaml = top_.Find("rounding")) {
      Fields rounding(*yaml, "rounding", faults_);
      m().decimals = rounding.RequireInteger("decimals").value_or(m().decimals);
      rounding.RefuseOthers();
    }
  }

  void ReadFinalScale(const YamlNode& yaml) {
    const std::optional<Choice> choice = AsChoice(yaml, "final.scale", faults_);
    if (!choice) return;
    FinalScale& scale = m().final_scale;
    if (choice->below == nullptr && choice->word == "none") return;
    if (choice->below != nullptr && choice->word == "best_is") {
      scale.kind = FinalScaleKind::kBestIs;
    } else if (choice->below != nullptr && choice->word == "out_of") {
      scale.kind = FinalScaleKind::kOutOf;
    } else {
      return faults_.Add(yaml, "final.scale", "must be none, {best_is: B} or {out_of: T}");
    }
    scale.value = AsNumber(*choice->below, choice->path, faults_).value_or(1);
  }

  void ReadTies(const YamlNode& yaml) {
    const std::optional<Choice> choice = AsChoice(yaml, "ties", faults_);
    if (!choice) return;
    if (choice->below != nullptr && choice->word == "cluster") {
      Fields cluster(*choice->below, choice->path, faults_);
      m().ties = {TiesKind::kCluster, cluster.RequireNumber("tolerance").value_or(0)};
      return cluster.RefuseOthers();
    }
    if (choice->below == nullptr && choice->word == "dense") {
      m().ties.kind = TiesKind::kDense;
    } else if (choice->below != nullptr || choice->word != "competition") {
      faults_.Add(yaml, "ties", "must be competition, dense or cluster: {tolerance: t}");
    }
  }

  void ReadAcknowledgements() {
    const YamlNode* yaml = top_.Find("acknowledge");
    if (yaml == nullptr) return;
    if (yaml->kind != YamlNode::Kind::kSequence) {
      return faults_.Add(*yaml, "acknowledge", "must be a list of {rule, node, reason}");
    }
    for (size_t i = 0; i < yaml->items.size(); ++i) {
      Fields fields(*yaml->items[i], absl::StrCat("acknowledge[", i, "]"), faults_);
      fields.Require("rule");
      fields.Require("reason");
      Acknowledgement given{.rule = fields.Text("rule", kMaxLabelBytes).value_or(""),
                            .node = fields.Text("node", kMaxLabelBytes).value_or(""),
                            .reason = fields.Text("reason", kMaxReasonBytes).value_or("")};
      if (given.reason.empty() && fields.Find("reason") != nullptr) {
        faults_.Add(*fields.Find("reason"), fields.PathOf("reason"), "must not be empty");
      }
      fields.RefuseOthers();
      m().acknowledgements.push_back(std::move(given));
    }
  }

  void ReadVariables() {
    const SourceRules whole = ReadSourceRules(top_, nullptr);
    m().sources = whole.sources;
    const YamlNode* yaml = top_.Find("variables");
    if (yaml == nullptr) return;
    const size_t before = faults_.count();
    if (yaml->kind != YamlNode::Kind::kMap) {
      faults_.Add(*yaml, "variables", "must be a mapping from names to descriptions");
    }
    for (const YamlMember& member : yaml->members) {
      Variable variable{.name = member.key, .line = member.line};
      faults_.set_node(member.key);
      if (member.value->kind != YamlNode::Kind::kNull) {
        Fields fields(*member.value, absl::StrCat("variables.", member.key), faults_);
        variable.title = fields.Title("title");
        variable.unit = fields.Text("unit", kMaxLabelBytes).value_or("");
        variable.min = fields.Number("min");
        variable.max = fields.Number("max");
        ReadRatings(fields, variable);
        Apply(ReadSourceRules(fields, &whole.sources), whole, variable);
        fields.RefuseOthers();
      } else {
        Apply({}, whole, variable);
      }
      m().variables.push_back(std::move(variable));
    }
    faults_.set_node("");
    reading_.variables_faulty = faults_.count() != before;
  }

  void ReadIndicators() {
    const YamlNode* yaml = top_.Require("indicators");
    if (yaml == nullptr || yaml->kind != YamlNode::Kind::kSequence) {
      if (yaml != nullptr) faults_.Add(*yaml, "indicators", "must be a list");
      reading_.header_faulty = true;
      return;
    }
    IndicatorReader reader{.faults = faults_};
    for (size_t i = 0; i < yaml->items.size() && reader.count <= kMaxIndicators; ++i) {
      m().indicators.push_back(reader.Read(*yaml->items[i], absl::StrCat("indicators[", i, "]")));
    }
    reading_.faulty = std::move(reader.faulty);
  }

  Faults& faults_;
  Fields top_;
  Reading reading_;
};

// True when a finding of lint may only be the echo of a fault in reading.
bool MayFollow(const Finding& finding, const Reading& reading) {
  static const std::set<std::string> kAboutTheWhole = {"declared_total_mismatch", "unused_variable",
                                                       "unused_acknowledgement",
                                                       "size_dependent_count", "numbering_gap"};
  if (kAboutTheWhole.contains(finding.rule) && !reading.faulty.empty()) return true;
  if (finding.rule == "undefined_variable" && reading.variables_faulty) return true;
  if (reading.faulty.contains(finding.node)) return true;
  return finding.node.empty() && reading.header_faulty;
}

struct ReadFile {
  std::optional<Reading> reading;
  std::vector<Finding> faults;
};

ReadFile Read(absl::string_view text) {
  Faults faults;
  const YamlTree tree =
      ReadYaml(text, {.bytes = kMaxFileBytes, .nodes = kMaxFileNodes, .depth = kMaxFileDepth});
  for (const YamlFault& fault : tree.faults) {
    faults.Add(fault.line, fault.column, "", fault.message, fault.rule);
  }
  ReadFile file;
  if (tree.root != nullptr) {
    file.reading = FileReader(*tree.root, faults).Run();
  }
  file.faults = faults.Take();
  return file;
}

}  // namespace

ParsedMethodology Parse(absl::string_view yaml) {
  ReadFile file = Read(yaml);
  ParsedMethodology parsed{.methodology = std::nullopt, .findings = std::move(file.faults)};
  if (parsed.findings.empty()) parsed.methodology = std::move(file.reading->methodology);
  return parsed;
}

ParsedMethodology ParseAndLint(absl::string_view yaml) {
  ReadFile file = Read(yaml);
  ParsedMethodology parsed{.methodology = std::nullopt, .findings = std::move(file.faults)};
  if (!file.reading) return parsed;
  const bool clean = parsed.findings.empty();
  for (Finding& finding : Lint(file.reading->methodology)) {
    if (clean || !MayFollow(finding, *file.reading)) parsed.findings.push_back(std::move(finding));
  }
  if (clean) parsed.methodology = std::move(file.reading->methodology);
  return parsed;
}

}  // namespace tarazy::rankings
