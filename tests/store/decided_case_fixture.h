// A case before the council, and decisions that end it.
#pragma once

#include <string>
#include <utility>

#include "tests/store/register_fixture.h"

namespace tarazy::testing {

inline constexpr char kProgramme[] = "programmes/ektu-6B04106";
inline constexpr char kOther[] = "programmes/ektu-6B04107";

class DecidedCaseTest : public RegisterTest {
 protected:
  void SetUp() override {
    acc::CaseFacts facts{.name = "cases/c",
                         .agency = "iaar",
                         .state = "before-council",
                         .before_council = true,
                         .commission = {"chair", "student"},
                         .commission_tokens = {"tokens/chair"},
                         .visit_end = Day("2026-04-25")};
    for (const char* subject : {kProgramme, kOther}) {
      facts.subjects.push_back({.subject = subject,
                                .scope = pb::PROCEDURE_TYPE_PROGRAMME,
                                .proposed = {{pb::DECISION_KIND_GRANT, 5}},
                                .suggested = {{pb::DECISION_KIND_GRANT, 5}},
                                .rule_version = "1",
                                .open_findings = {"r-1"}});
    }
    for (const int years : {1, 3, 5, 7}) facts.rules.add_terms(years);
    facts.rules.set_quorum(50);
    facts.rules.set_appeal_days(10);
    auto& interim = *facts.rules.add_obligations();
    interim.set_kind("interim-report");
    interim.set_after_months(12);
    interim.set_repeats(true);
    auto& once = *facts.rules.add_obligations();
    once.set_kind("mid-term");
    once.set_after_months(30);
    once.set_min_years(5);
    cases_.cases["cases/c"] = std::move(facts);
  }

  static pb::Decision Grant(const std::string& name, const std::string& subject = kProgramme) {
    pb::Decision decision;
    decision.set_name("decisions/" + name);
    decision.set_subject(subject);
    decision.set_agency("iaar");
    decision.set_scope(pb::PROCEDURE_TYPE_PROGRAMME);
    decision.set_kind(pb::DECISION_KIND_GRANT);
    decision.set_decided_on("2026-05-25");
    decision.set_years(5);
    decision.set_case_name("cases/c");
    *decision.mutable_vote() = MakeVote(7, "fffa");
    return decision;
  }
  static pb::Decision Refusal(const std::string& name) {
    pb::Decision decision = Grant(name);
    decision.set_kind(pb::DECISION_KIND_REFUSE);
    decision.set_years(0);
    decision.set_reason("three standards are not met");
    return decision;
  }
  static pb::Decision Upon(const std::string& name, pb::DecisionKind kind, const std::string& on) {
    pb::Decision decision = Grant(name);
    decision.set_kind(kind);
    decision.set_years(0);
    decision.clear_case_name();
    decision.set_acts_on("decisions/" + on);
    decision.set_decided_on("2026-05-28");
    decision.set_reason("no report came");
    return decision;
  }
  static acc::AppealEnd Dismissed(const pb::Vote& vote) {
    return {.name = "appeals/a",
            .outcome = pb::APPEAL_OUTCOME_DISMISSED,
            .reason = "the procedure was followed",
            .vote = vote};
  }
};

}  // namespace tarazy::testing
