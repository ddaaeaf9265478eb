#include "services/accreditation/domain/framework/lint.h"

#include <gmock/gmock.h>

#include <functional>

#include "absl/strings/str_cat.h"

namespace tarazy::accreditation {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

void Say(common::v1::Localized* text) {
  text->set_en("text");
  text->set_ru("text");
  text->set_kk("text");
}

void AddMark(v1::Framework& framework, const char* id, v1::MarkMeaning meaning,
             std::optional<double> rank) {
  v1::ScaleMark& mark = *framework.add_scale();
  mark.set_id(id);
  mark.mutable_title()->set_en(absl::StrCat(id, " en"));
  mark.mutable_title()->set_ru(absl::StrCat(id, " ru"));
  mark.mutable_title()->set_kk(absl::StrCat(id, " kk"));
  mark.set_meaning(meaning);
  if (rank.has_value()) mark.set_rank(*rank);
}

v1::Standard& AddStandard(v1::Framework& framework, const std::string& code, int criteria) {
  v1::Standard& standard = *framework.add_standards();
  standard.set_code(code);
  Say(standard.mutable_title());
  for (int i = 1; i <= criteria; ++i) {
    v1::Criterion& criterion = *standard.add_criteria();
    criterion.set_code(absl::StrCat(code, ".", i));
    Say(criterion.mutable_text());
  }
  return standard;
}

// Nothing is wrong with it; every case below changes one thing.
v1::Framework Clean() {
  v1::Framework framework;
  framework.set_id("joint");
  framework.set_language("en");
  framework.set_valid_from("2021-01-05");
  framework.set_valid_to("2026-01-05");
  Say(framework.mutable_title());
  AddMark(framework, "strong", v1::MARK_MEANING_STRENGTH, 0);
  AddMark(framework, "satisfactory", v1::MARK_MEANING_MET, 1);
  AddMark(framework, "improvement", v1::MARK_MEANING_IMPROVEMENT, 2);
  AddMark(framework, "unsatisfactory", v1::MARK_MEANING_FAILED, 3);
  AddMark(framework, "not-applicable", v1::MARK_MEANING_NOT_APPLICABLE, std::nullopt);
  AddStandard(framework, "6.1", 3);
  v1::Standard& second = AddStandard(framework, "6.2", 2);
  second.mutable_criteria(1)->set_applies_when(v1::CONDITION_PREVIOUS_PROCEDURE);
  v1::Heading& heading = *second.add_headings();
  Say(heading.mutable_title());
  heading.add_criteria("6.2.1");
  v1::Crosswalk& line = *framework.add_crosswalk();
  line.set_from("6.1");
  line.set_framework("esg-part1");
  line.set_to("1.1");
  v1::ProcedureRules& rules = *framework.mutable_procedure();
  v1::CompositionRule& composition = *rules.add_composition();
  composition.set_role(v1::COMMISSION_ROLE_STUDENT);
  composition.set_min(1);
  v1::SessionRule& session = *rules.add_sessions();
  session.set_audience(v1::AUDIENCE_GRADUATES);
  session.add_types(v1::PROCEDURE_TYPE_PROGRAMME);
  return framework;
}

std::vector<std::string> Lines(const v1::Framework& framework) {
  std::vector<std::string> lines;
  for (const FrameworkFinding& finding : LintFramework(framework)) {
    lines.push_back(absl::StrCat(finding.error ? "error " : "warning ", finding.rule, " ",
                                 finding.node, ": ", finding.message,
                                 finding.acknowledged ? " [" + finding.reason + "]" : ""));
  }
  return lines;
}

TEST(FrameworkLint, IsSilentAboutACleanFramework) { EXPECT_THAT(Lines(Clean()), IsEmpty()); }

struct Fault {
  const char* name;
  std::function<void(v1::Framework&)> make;
  std::vector<std::string> lines;  // how they begin
};

std::vector<Fault> Faults() {
  return {
      {"validity", [](auto& f) { f.set_valid_to(f.valid_from()); }, {"error validity_inverted :"}},
      {"open validity", [](auto& f) { f.clear_valid_to(); }, {}},
      {"two criteria of one code",
       [](auto& f) { f.mutable_standards(1)->mutable_criteria(0)->set_code("6.1.1"); },
       {"error duplicate_code 6.1.1: is already the code of a criterion of the standard 6.1",
        "warning foreign_number 6.1.1", "warning numbering_gap 6.2.1",
        "error heading_unknown_criterion 6.2"}},
      {"a criterion with its standard's code",
       [](auto& f) {
         auto& standard = AddStandard(f, "6.3", 1);
         standard.mutable_criteria(0)->set_code("6.3");
       },
       {"error duplicate_code 6.3: is already the code of a standard",
        "warning foreign_number 6.3"}},
      {"empty standard", [](auto& f) { AddStandard(f, "6.3", 0); }, {"error empty_standard 6.3"}},
      {"gap among standards",
       [](auto& f) { AddStandard(f, "6.5", 1); },
       {"warning numbering_gap 6.3", "warning numbering_gap 6.4"}},
      {"gap among criteria",
       [](auto& f) { f.mutable_standards(0)->mutable_criteria(0)->set_code("6.1.7"); },
       {"warning numbering_gap 6.1.1", "warning numbering_gap 6.1.4", "warning numbering_gap 6.1.5",
        "warning numbering_gap 6.1.6"}},
      {"a long gap",
       [](auto& f) { f.mutable_standards(0)->mutable_criteria(2)->set_code("6.1.100"); },
       {"warning numbering_gap 6.1.3: 97 numbers are missing before 6.1.100"}},
      {"codes that are no numbers",
       [](auto& f) { f.mutable_standards(0)->mutable_criteria(2)->set_code("policy"); },
       {}},
      {"heading over another standard's criterion",
       [](auto& f) { f.mutable_standards(1)->mutable_headings(0)->add_criteria("6.1.1"); },
       {"error heading_of_another_standard 6.2"}},
      {"two headings over one criterion",
       [](auto& f) { *f.mutable_standards(1)->add_headings() = f.standards(1).headings(0); },
       {"error criterion_under_two_headings 6.2.1"}},
      {"nothing is met",
       [](auto& f) { f.mutable_scale(1)->set_meaning(v1::MARK_MEANING_STRENGTH); },
       {"error incomplete_scale : no mark says that a criterion is met"}},
      {"nothing is not met",
       [](auto& f) { f.mutable_scale()->DeleteSubrange(2, 2); },
       {"error incomplete_scale : no mark says that a criterion is not met"}},
      {"nothing fails",
       [](auto& f) { f.mutable_scale()->DeleteSubrange(3, 1); },
       {"warning no_failing_mark"}},
      {"nothing is not applicable",
       [](auto& f) { f.mutable_scale()->RemoveLast(); },
       {"error incomplete_scale 6.2.2"}},
      {"no rank", [](auto& f) { f.mutable_scale(1)->clear_rank(); }, {"error scale_rank satisf"}},
      {"equal ranks",
       [](auto& f) { f.mutable_scale(2)->set_rank(1); },
       {"error scale_rank improvement: its rank 1 is not above 1, the rank of satisfactory"}},
      {"a rank of what does not apply",
       [](auto& f) { f.mutable_scale(4)->set_rank(9); },
       {"error scale_rank not-applicable"}},
      {"worst first",
       [](auto& f) {
         f.mutable_scale(2)->set_meaning(v1::MARK_MEANING_FAILED);
         f.mutable_scale(3)->set_meaning(v1::MARK_MEANING_IMPROVEMENT);
       },
       {"error scale_order unsatisfactory: says more than improvement"}},
      {"one title for two marks",
       [](auto& f) { *f.mutable_scale(1)->mutable_title()->mutable_ru() = "strong ru"; },
       {"error duplicate_mark_title satisfactory: is called \"strong ru\" (ru) like strong"}},
      {"no original",
       [](auto& f) { f.mutable_standards(0)->mutable_criteria(1)->mutable_text()->clear_en(); },
       {"error missing_original 6.1.2: the text lacks English"}},
      {"no translations",
       [](auto& f) {
         f.mutable_standards(0)->mutable_title()->clear_ru();
         f.mutable_standards(0)->mutable_title()->clear_kk();
       },
       {"warning missing_translation 6.1: the title lacks Russian, Kazakh"}},
      {"another original",
       [](auto& f) {
         f.set_language("kk");
         f.mutable_standards(1)->mutable_headings(0)->mutable_title()->clear_kk();
       },
       {"error missing_original 6.2: the heading lacks Kazakh"}},
      {"unknown language", [](auto& f) { f.set_language("fr"); }, {"error unknown_language"}},
      {"crosswalk from nowhere",
       [](auto& f) { f.mutable_crosswalk(0)->set_from("7.1"); },
       {"error crosswalk_unknown 7.1"}},
      {"crosswalk from a criterion",
       [](auto& f) { f.mutable_crosswalk(0)->set_from("6.1.2"); },
       {}},
      {"crosswalk twice",
       [](auto& f) {
         *f.add_crosswalk() = f.crosswalk(0);
         f.mutable_crosswalk(1)->set_partly(true);
       },
       {"error crosswalk_twice 6.1"}},
      {"two rules for one role",
       [](auto& f) {
         *f.mutable_procedure()->add_composition() = f.procedure().composition(0);
         f.mutable_procedure()->mutable_composition(1)->add_types(v1::PROCEDURE_TYPE_PRIMARY);
         f.mutable_procedure()->mutable_composition(1)->set_min(2);
       },
       {"error composition_twice COMMISSION_ROLE_STUDENT: two rules hold for the same procedures: "
        "at least 1 and at least 2"}},
      {"rules for the commission and for each cluster",
       [](auto& f) {
         *f.mutable_procedure()->add_composition() = f.procedure().composition(0);
         f.mutable_procedure()->mutable_composition(1)->set_per_cluster(true);
       },
       {}},
      {"a chair in every cluster",
       [](auto& f) {
         auto* rule = f.mutable_procedure()->mutable_composition(0);
         rule->set_role(v1::COMMISSION_ROLE_CHAIR);
         rule->set_per_cluster(true);
       },
       {"error two_chairs"}},
      {"a visit to itself",
       [](auto& f) {
         f.mutable_procedure()->mutable_sessions(0)->set_audience(v1::AUDIENCE_COMMISSION_ONLY);
       },
       {"error session_audience"}},
      {"graduates of all procedures",
       [](auto& f) { f.mutable_procedure()->mutable_sessions(0)->clear_types(); },
       {"error session_without_graduates"}},
      {"one audience twice",
       [](auto& f) { *f.mutable_procedure()->add_sessions() = f.procedure().sessions(0); },
       {"error session_twice"}},
      {"one audience for two types",
       [](auto& f) {
         *f.mutable_procedure()->add_sessions() = f.procedure().sessions(0);
         f.mutable_procedure()->mutable_sessions(1)->set_types(0, v1::PROCEDURE_TYPE_INSTITUTIONAL);
       },
       {}},
  };
}

TEST(FrameworkLint, EachRuleFindsItsFaultAndNothingElse) {
  for (const Fault& fault : Faults()) {
    v1::Framework framework = Clean();
    fault.make(framework);
    const std::vector<std::string> lines = Lines(framework);
    ASSERT_EQ(lines.size(), fault.lines.size()) << fault.name << testing::PrintToString(lines);
    for (const std::string& begin : fault.lines) {
      EXPECT_THAT(lines, Contains(StartsWith(begin))) << fault.name;
    }
  }
}

TEST(FrameworkLint, AnAcknowledgedErrorStaysListedAndExcusesTheFile) {
  v1::Framework framework = Clean();
  framework.mutable_crosswalk(0)->set_from("7.1");
  EXPECT_TRUE(HasUnacknowledgedErrors(LintFramework(framework)));
  v1::AcknowledgedFinding& given = *framework.add_acknowledge();
  given.set_rule("crosswalk_unknown");
  given.set_node("7.1");
  given.set_reason("as published");
  EXPECT_THAT(Lines(framework), ElementsAre("error crosswalk_unknown 7.1: is no standard or "
                                            "criterion here, but answers to 1.1 of esg-part1 "
                                            "[as published]"));
  EXPECT_FALSE(HasUnacknowledgedErrors(LintFramework(framework)));
}

TEST(FrameworkLint, AnAcknowledgementThatExcusesNothingIsItselfAFinding) {
  v1::Framework framework = Clean();
  AddStandard(framework, "6.3", 0);
  for (const char* rule : {"empty_standard", "scale_rank"}) {
    v1::AcknowledgedFinding& given = *framework.add_acknowledge();
    given.set_rule(rule);
    given.set_node("6.3");
    given.set_reason("it is so");
  }
  EXPECT_THAT(
      Lines(framework),
      ElementsAre(StartsWith("error empty_standard 6.3: has no criterion"),
                  "warning unused_acknowledgement 6.3: acknowledges empty_standard, which no "
                  "reason can excuse",
                  "warning unused_acknowledgement 6.3: acknowledges scale_rank, which was not "
                  "found here"));
  EXPECT_TRUE(HasUnacknowledgedErrors(LintFramework(framework)));
}

}  // namespace
}  // namespace tarazy::accreditation
