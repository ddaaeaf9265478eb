// A procedure from the framework to its last follow-up through the command line, each person with a
// token of its own; every state first says what it lacks.
#include "tests/e2e/accreditation_journey.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tarazy::e2e {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST_F(AccreditationJourneyTest, FromFrameworkToClosedCase) {
  ASSERT_NO_FATAL_FAILURE(Open());
  ASSERT_NO_FATAL_FAILURE(AssessItself());
  ASSERT_NO_FATAL_FAILURE(FormCommission());
  ASSERT_NO_FATAL_FAILURE(Visit());
  ASSERT_NO_FATAL_FAILURE(Mark());
  ASSERT_NO_FATAL_FAILURE(Report());
  ASSERT_NO_FATAL_FAILURE(Decide());
  ASSERT_NO_FATAL_FAILURE(Appeal());
  ASSERT_NO_FATAL_FAILURE(Publish());
  ASSERT_NO_FATAL_FAILURE(FollowUp());
  ASSERT_NO_FATAL_FAILURE(Rank());
  ASSERT_NO_FATAL_FAILURE(Certificate());
}

void AccreditationJourneyTest::Open() {
  const std::string framework = deployment_.Write("birch.yaml", kBirchFramework);
  EXPECT_EQ(Must({"framework", "lint", framework}), json::array());
  const json stored = Must({"framework", "put", framework});
  EXPECT_EQ(stored.at("framework"), "frameworks/birch/versions/1");
  EXPECT_EQ(stored.at("criteria"), 4);
  EXPECT_EQ(Must({"framework", "put", framework}).at("framework"), "frameworks/birch/versions/1");
  const CliResult source = deployment_.Run({"framework", "get", "birch", "--source"});
  EXPECT_EQ(source.out, kBirchFramework);

  const std::string file = deployment_.Write("rowan.yaml", kRowanCase);
  EXPECT_THAT(Refused({"case", "import", file}),
              AllOf(HasSubstr("CASE_INVALID"), HasSubstr("institutions/rowan is not registered")));
  Must({"institution", "put", "rowan", "--title", "Rowan University"});
  for (const std::string code : {"6B04101", "7M04101"}) {
    Must({"programme", "put", code == "6B04101" ? "rowan-6b04101" : "rowan-7m04101",
          "--institution", "rowan", "--title", "Forestry", "--code", code});
  }
  institution_ = deployment_.TokenFile("institution", "rowan");
  publik_ = deployment_.TokenFile("public");
  const json imported = Must({"case", "import", file});
  EXPECT_EQ(imported.at("state"), "applied");
  EXPECT_EQ(imported.at("programmes"), 2);
  EXPECT_THAT(Refused({"case", "import", file}), HasSubstr("ALREADY_EXISTS"));
}

void AccreditationJourneyTest::AssessItself() {
  ExpectMissing("contracted", "contract");
  Update("contract: {number: \"7\", on: \"{D-40}\"}\n");
  Advance("contracted");
  Advance("self_assessing");
  const std::string assessment = deployment_.Write("self.txt", "We are good.");
  Must({"case", "submit", kCase, assessment}, institution_);
  EXPECT_EQ(State(), "submitted");
  EXPECT_EQ(Must({"case", "get", kCase}).at("documents")[0].at("size_bytes"), 12);
  Must({"case", "advance", kCase, "returned", "--note", "Say why"});
  const std::string better = deployment_.Write("better.txt", "We are good, because.");
  Must({"case", "submit", kCase, better, "--document", "self-assessment-2"}, institution_);
  const json versions = Must({"case", "get", kCase}).at("self_assessments");
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].at("remarks"), "Say why");
  Advance("admitted");
}

void AccreditationJourneyTest::FormCommission() {
  ExpectMissing("commission_formed", "commission");
  chair_ = deployment_.TokenFile("commission", "", &chair_token_);
  expert_ = deployment_.TokenFile("commission", "", &expert_token_);
  student_ = deployment_.TokenFile("commission", "", &student_token_);
  constexpr char kMember[] =
      "  - {id: %s, role: %s, person: p-%s, token: %s, trained_until: \"{D+90}\", "
      "clusters: [\"1\"]}\n";
  Update(
      absl::StrCat("order: {number: 39-A, on: \"{D-20}\"}\ncommission:\n",
                   absl::StrFormat(kMember, "chair", "chair", "chair", chair_token_),
                   absl::StrFormat(kMember, "expert-2", "expert", "expert-2", expert_token_),
                   absl::StrFormat(kMember, "student-3", "student", "student-3", student_token_)));
  ExpectMissing("commission_formed", "commission[0]");
  Must({"case", "declare", kCase, "--member", "chair", "--kind", "none"}, chair_);
  EXPECT_THAT(
      Refused({"case", "declare", kCase, "--member", "student-3", "--kind", "none"}, expert_),
      HasSubstr("PERMISSION_DENIED"));
  Must({"case", "declare", kCase, "--member", "expert-2", "--kind", "none"}, expert_);
  const json tie = Must({"case", "declare", kCase, "--member", "student-3", "--kind", "study",
                         "--text", "A summer school in 2024"},
                        student_);
  ExpectMissing("commission_formed", "interests[2].resolution");
  Must({"case", "declare", kCase, "--member", "student-3", "--kind", "study", "--text",
        "A summer school in 2024", "--interest", tie.at("id"), "--resolution", "Too long ago"});
  Advance("commission_formed");
}

void AccreditationJourneyTest::Visit() {
  ExpectMissing("visit_planned", "visit");
  constexpr char kVisit[] = R"(
visit:
  from: "{D-6}"
  to: "{D-5}"
  zone: Asia/Almaty
  agreed_on: "{D-10}"
  approved_on: "{D-9}"
  sessions:
    - {id: opening, on: "{D-6}", begin: "09:00", end: "09:30", title: Opening, audiences: [leadership]}
)";
  Update(kVisit);
  ExpectMissing("visit_planned", "visit.sessions");
  Update(absl::StrCat(kVisit,
                      "    - {id: students, on: \"{D-5}\", begin: \"10:00\", end: \"11:00\", "
                      "title: Students, audiences: [students], participants: 12}\n"));
  Advance("visit_planned");
  Advance("visited");
  Advance("drafting");
}

// Both experts mark everything, and differ in one criterion of the master's programme.
void AccreditationJourneyTest::Mark() {
  constexpr char kMarks[] =
      "criterion,programme,mark,rationale\n"
      "1.1,,strong,\"Aims, and why\"\n"
      "1.2,,satisfactory,\n"
      "2.1,6B04101,satisfactory,\n"
      "2.1,7M04101,%s,\n"
      "2.2,6B04101,improvement,\n"
      "2.2,7M04101,improvement,\n";
  const std::string strict =
      deployment_.Write("strict.csv", absl::StrFormat(kMarks, "unsatisfactory"));
  const std::string mild = deployment_.Write("mild.csv", absl::StrFormat(kMarks, "improvement"));
  EXPECT_EQ(Must({"case", "mark", kCase, strict, "--expert", "chair"}, chair_).at("marked"), 6);
  EXPECT_THAT(Refused({"case", "mark", kCase, mild, "--expert", "chair"}, expert_),
              HasSubstr("PERMISSION_DENIED"));
  EXPECT_THAT(Refused({"case", "mark", kCase, mild}, expert_), HasSubstr("PERMISSION_DENIED"));
  Must({"case", "mark", kCase, mild, "--expert", "expert-2"}, expert_);
  EXPECT_THAT(Refused({"case", "mark", kCase, "--criterion", "9.9", "--mark", "strong"}, chair_),
              AllOf(HasSubstr("CASE_INVALID"), HasSubstr("evaluations[")));
  const json agreement = Must({"case", "totals", kCase, "--agreement"});
  EXPECT_EQ(agreement.at("experts"), 2);
  EXPECT_EQ(agreement.at("things").get<int>(), agreement.at("unanimous").get<int>() + 1);
  EXPECT_LT(agreement.at("alpha").get<double>(), 1);

  Advance("fact_check");
  ExpectMissing("finalised", "evaluations");
  Must({"case", "mark", kCase, strict}, chair_);
  json totals;
  for (const json& row : Must({"case", "totals", kCase})) {
    if (row.at("standard") == "total") totals[row.at("programme").get<std::string>()] = row;
  }
  EXPECT_EQ(totals.at("6B04101").at("improvement"), 1);
  EXPECT_EQ(totals.at("6B04101").at("marked"), 4);
  EXPECT_EQ(totals.at("7M04101").at("unsatisfactory"), 1);
  EXPECT_EQ(totals.at("7M04101").at("unmarked"), json::array());
  const json suggested = Must({"case", "suggest-term", kCase});
  EXPECT_EQ(suggested[0].at("outcome"), "grant");
  EXPECT_EQ(suggested[0].at("years"), 5);
  EXPECT_EQ(suggested[1].at("outcome"), "refuse");
}

// The report says that the commission has five members; it has three.
void AccreditationJourneyTest::Report() {
  ExpectMissing("finalised", "findings");
  Update(R"(
findings:
  - {id: s-1, kind: strength, standard: "1", text: {en: Aims with reasons}}
  - id: r-1
    kind: recommendation
    standard: "2"
    criteria: ["2.2"]
    text: {en: Ask every student once a year}
    deadline: {fixed: "{D+30}"}
  - id: r-2
    kind: recommendation
    standard: "2"
    programmes: ["6B04101"]
    text: {en: Tell students before they go abroad}
    deadline: {relative: {event: studies-abroad, months: -1}}
proposals:
  - {programmes: ["6B04101"], outcome: grant, years: 5}
  - {programmes: ["7M04101"], outcome: refuse}
report:
  claims:
    - {id: size, place: {line: 3}, printed: "5", kind: sum, parts: [{record: {kind: members}}]}
)");
  Advance("finalised");
  const CliResult lint = deployment_.Run({"case", "lint", kCase});
  EXPECT_EQ(lint.exit, 1);
  EXPECT_THAT(lint.err, HasSubstr("1 contradiction"));
  json contradiction;
  for (const json& finding : lint.json()) {
    if (finding.at("class") == "contradiction") contradiction = finding;
  }
  ASSERT_TRUE(contradiction.is_object()) << lint.out;
  EXPECT_EQ(contradiction.at("value"), "5");
  EXPECT_EQ(contradiction.at("other_value"), "3");
  EXPECT_EQ(contradiction.at("line"), 3);
  EXPECT_THAT(Refused({"case", "advance", kCase, "before_council"}),
              AllOf(HasSubstr("CONTRADICTIONS"),
                    HasSubstr(contradiction.at("finding").get<std::string>())));
  Must({"case", "override", kCase, contradiction.at("finding"), "--reason", "Two left early"});
  const json after = Must({"case", "lint", kCase});
  EXPECT_THAT(after.dump(), HasSubstr("Two left early"));
  Advance("before_council");
}

}  // namespace tarazy::e2e
