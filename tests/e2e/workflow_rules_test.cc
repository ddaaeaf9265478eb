// The workflow's rules in a generated table: every act by every role, belonging nowhere, to the
// institution in question and to another, and on a value in every state. What is expected is
// written here anew from the rules' words, not taken from the code.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/e2e/workflow_stage.h"

namespace tarazy::e2e {
namespace {

namespace v1 = rankings::v1;
using Roles = std::set<std::string>;

const Roles kAllRoles = {"admin",       "methodologist", "verifier", "commission", "council",
                         "institution", "respondent",    "public",   "service"};

// One act on north's data, as something that can be tried: with validate_only, so that a thousand
// tries leave the stage as it is.
struct Act {
  std::string name;
  Roles roles;          // who may at all
  bool judges = false;  // nobody judges the own institution
  std::string foreign;  // what another institution's representative gets
  std::function<grpc::Status(const std::string& secret)> attempt;
};

class WorkflowRulesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { stage_ = new WorkflowStage(Deployment::Get()); }
  static void TearDownTestSuite() {
    delete stage_;
    stage_ = nullptr;
  }

  static grpc::Status ImportDraft(const std::string& secret) {
    v1::ImportValuesRequest::Header header;
    header.set_ranking(stage_->ranking());
    header.set_state(v1::VALUE_STATE_DRAFT);
    header.set_origin("institution");
    header.set_validate_only(true);
    return stage_->Import(secret, header, "institution,draft\nnorth,11\n");
  }

  static grpc::Status ImportVerified(const std::string& secret) {
    v1::ImportValuesRequest::Header header;
    header.set_ranking(stage_->ranking());
    header.set_state(v1::VALUE_STATE_VERIFIED);
    header.set_validate_only(true);
    return stage_->Import(secret, header, "institution,draft\nnorth,11\n");
  }

  static grpc::Status Verify(const std::string& secret, const std::string& variable) {
    v1::VerifyValuesRequest request;
    request.set_ranking(stage_->ranking());
    request.set_unit("north");
    request.add_variables(variable);
    request.set_validate_only(true);
    v1::VerifyValuesResponse response;
    return stage_->submissions().VerifyValues(WorkflowStage::As(secret).get(), request, &response);
  }

  static grpc::Status Dispute(const std::string& secret, const std::string& variable) {
    v1::DisputeValuesRequest request;
    request.set_ranking(stage_->ranking());
    request.set_unit("north");
    request.add_variables(variable);
    request.set_reason("doubtful");
    request.set_validate_only(true);
    v1::DisputeValuesResponse response;
    return stage_->submissions().DisputeValues(WorkflowStage::As(secret).get(), request, &response);
  }

  static grpc::Status Answer(const std::string& secret, const std::string& variable) {
    v1::AnswerDisputeRequest request;
    request.set_ranking(stage_->ranking());
    request.set_unit("north");
    request.set_variable(variable);
    request.set_statement("it is right");
    request.set_validate_only(true);
    v1::AnswerDisputeResponse response;
    return stage_->submissions().AnswerDispute(WorkflowStage::As(secret).get(), request, &response);
  }

  static grpc::Status Settle(const std::string& secret, const std::string& variable,
                             v1::Settlement settlement = v1::SETTLEMENT_ACCEPT) {
    v1::SettleDisputeRequest request;
    request.set_ranking(stage_->ranking());
    request.set_unit("north");
    request.set_variable(variable);
    request.set_settlement(settlement);
    if (settlement == v1::SETTLEMENT_CORRECT) request.set_value(12);
    request.set_reason("checked");
    request.set_validate_only(true);
    v1::SettleDisputeResponse response;
    return stage_->submissions().SettleDispute(WorkflowStage::As(secret).get(), request, &response);
  }

  static grpc::Status Submit(const std::string& secret) {
    v1::SubmitValuesRequest request;
    request.set_ranking(stage_->ranking());
    request.set_institution("institutions/north");
    request.set_validate_only(true);
    v1::SubmitValuesResponse response;
    return stage_->submissions().SubmitValues(WorkflowStage::As(secret).get(), request, &response);
  }

  static grpc::Status Template(const std::string& secret) {
    v1::GetTemplateRequest request;
    request.set_ranking(stage_->ranking());
    request.set_institution("institutions/north");
    v1::GetTemplateResponse response;
    return stage_->submissions().GetTemplate(WorkflowStage::As(secret).get(), request, &response);
  }

  static grpc::Status ListValues(const std::string& secret) {
    v1::ListValuesRequest request;
    request.set_parent(stage_->ranking());
    request.set_unit("north");
    v1::ListValuesResponse response;
    return stage_->rankings().ListValues(WorkflowStage::As(secret).get(), request, &response);
  }

  static grpc::Status Check(const std::string& secret) {
    v1::CheckValuesRequest request;
    request.set_parent(stage_->ranking());
    request.set_unit("north");
    const auto context = WorkflowStage::As(secret);
    const auto stream = stage_->submissions().CheckValues(context.get(), request);
    v1::CheckValuesResponse response;
    while (stream->Read(&response)) {
    }
    return stream->Finish();
  }

  static grpc::Status Release(const std::string& secret) {
    v1::ReleasePreliminaryRequest request;
    request.set_name(stage_->draft());
    request.mutable_objections_until_time()->set_seconds(4'000'000'000);
    request.set_validate_only(true);
    v1::ReleasePreliminaryResponse response;
    return stage_->objections().ReleasePreliminary(WorkflowStage::As(secret).get(), request,
                                                   &response);
  }

  static grpc::Status Object(const std::string& secret) {
    v1::CreateObjectionRequest request;
    request.set_parent(stage_->preliminary());
    request.set_unit("north");
    request.set_reason("another figure");
    request.set_validate_only(true);
    v1::CreateObjectionResponse response;
    return stage_->objections().CreateObjection(WorkflowStage::As(secret).get(), request,
                                                &response);
  }

  static grpc::Status Resolve(const std::string& secret) {
    v1::ResolveObjectionRequest request;
    request.set_name(stage_->preliminary() + "/objections/1");
    request.set_state(v1::OBJECTION_STATE_DISMISSED);
    request.set_reason("the figure is there");
    request.set_validate_only(true);
    v1::ResolveObjectionResponse response;
    return stage_->objections().ResolveObjection(WorkflowStage::As(secret).get(), request,
                                                 &response);
  }

  static grpc::Status Publish(const std::string& secret) {
    v1::PublishEditionRequest request;
    request.set_name(stage_->draft());
    request.set_validate_only(true);
    v1::PublishEditionResponse response;
    return stage_->rankings().PublishEdition(WorkflowStage::As(secret).get(), request, &response);
  }

  static WorkflowStage* stage_;
};

WorkflowStage* WorkflowRulesTest::stage_ = nullptr;

// role, where it belongs
std::vector<std::pair<std::string, std::string>> People() {
  std::vector<std::pair<std::string, std::string>> people;
  for (const std::string& role : kAllRoles) {
    if (role != "institution") people.emplace_back(role, "");
    people.emplace_back(role, "north");
    people.emplace_back(role, "south");
  }
  return people;
}

std::string Expected(const Act& act, const std::string& role, const std::string& institution) {
  if (!act.roles.contains(role)) return "PERMISSION_DENIED";
  if (role == "institution" && institution != "north") return act.foreign;
  if (act.judges && institution == "north") return "CONFLICT_OF_INTEREST";
  return "OK";
}

TEST_F(WorkflowRulesTest, EveryActByEveryRoleAndInstitution) {
  const std::string denied = "PERMISSION_DENIED";
  const Roles staff = {"admin", "methodologist", "verifier"};
  const Roles judges = {"admin", "verifier"};
  const auto with = [](Roles roles, const std::string& role) {
    roles.insert(role);
    return roles;
  };
  const std::vector<Act> acts = {
      {"import verified", judges, true, denied, ImportVerified},
      {"template", with(staff, "institution"), false, denied, Template},
      {"import draft", with(staff, "institution"), false, "IMPORT_REJECTED", ImportDraft},
      {"submit", {"admin", "institution"}, false, denied, Submit},
      {"verify", judges, true, "", [](const auto& s) { return Verify(s, "submitted"); }},
      {"dispute", judges, true, "", [](const auto& s) { return Dispute(s, "submitted"); }},
      {"answer",
       {"admin", "institution"},
       false,
       denied,
       [](const auto& s) { return Answer(s, "disputed"); }},
      {"settle", judges, true, "", [](const auto& s) { return Settle(s, "answered"); }},
      {"list values", with(with(staff, "institution"), "service"), false, denied, ListValues},
      {"check values", with(with(staff, "institution"), "service"), false, denied, Check},
      {"release", {"admin", "methodologist"}, false, "", Release},
      {"object", {"admin", "institution"}, false, "NOT_FOUND", Object},
      {"resolve", staff, true, "", Resolve},
  };
  int cases = 0;
  for (const Act& act : acts) {
    for (const auto& [role, institution] : People()) {
      SCOPED_TRACE(absl::StrCat(act.name, " by ", role, " of ",
                                institution.empty() ? "nowhere" : institution));
      EXPECT_EQ(Outcome(act.attempt(stage_->Token(role, institution))),
                Expected(act, role, institution));
      ++cases;
    }
  }
  EXPECT_EQ(cases, 13 * (8 * 3 + 2));
}

TEST_F(WorkflowRulesTest, EveryActOnAValueInEveryState) {
  const std::string& verifier = stage_->Token("verifier");
  const std::string& north = stage_->Token("institution", "north");
  for (const std::string& state : WorkflowStage::states()) {
    SCOPED_TRACE(state);
    const auto allowed_in = [&](const Roles& states) {
      return states.contains(state) ? "OK" : "VALUE_STATE";
    };
    EXPECT_EQ(Outcome(Verify(verifier, state)), allowed_in({"submitted"}));
    EXPECT_EQ(Outcome(Dispute(verifier, state)), allowed_in({"submitted"}));
    EXPECT_EQ(Outcome(Answer(north, state)), allowed_in({"disputed"}));
    for (const v1::Settlement settlement :
         {v1::SETTLEMENT_ACCEPT, v1::SETTLEMENT_CORRECT, v1::SETTLEMENT_REJECT}) {
      EXPECT_EQ(Outcome(Settle(verifier, state, settlement)), allowed_in({"disputed", "answered"}));
    }
    v1::ImportValuesRequest::Header header;
    header.set_ranking(stage_->ranking());
    header.set_validate_only(true);
    const bool argued = state == "disputed" || state == "answered";
    for (const std::string other : {"12", ""}) {
      const std::string csv = "institution," + state + "\nnorth," + other + "\n";
      EXPECT_EQ(Outcome(stage_->Import(north, header, csv)), argued ? "VALUE_STATE" : "OK");
    }
    // What stands may be stated again, as by a template that was filled before.
    EXPECT_EQ(Outcome(stage_->Import(north, header, "institution," + state + "\nnorth,10\n")),
              "OK");
  }
}

TEST_F(WorkflowRulesTest, WhoDisputedDoesNotSettleNotEvenAsAdministrator) {
  EXPECT_EQ(Outcome(Settle(stage_->disputer(), "answered")), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(Outcome(Settle(stage_->disputer(), "disputed")), "SECOND_PERSON_NEEDED");
}

TEST_F(WorkflowRulesTest, WhoComputedDoesNotPublishUnlessAdministrator) {
  // The stage's editions were computed by the methodologist who belongs nowhere.
  EXPECT_EQ(Outcome(Publish(stage_->Token("methodologist"))), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(Outcome(Publish(stage_->Token("methodologist", "south"))), "OK");
  EXPECT_EQ(Outcome(Publish(stage_->Token("admin"))), "OK");
  for (const std::string& role : kAllRoles) {
    if (role == "admin" || role == "methodologist") continue;
    EXPECT_EQ(Outcome(Publish(stage_->Token(role, "south"))), "PERMISSION_DENIED") << role;
  }
}

// Who sees what of a preliminary edition: the staff all of it, an institution its own result, the
// others that there is none.
TEST_F(WorkflowRulesTest, PreliminaryResultsAreForTheStaffAndTheOwnInstitution) {
  for (const auto& [role, institution] : People()) {
    SCOPED_TRACE(absl::StrCat(role, " of ", institution));
    const bool staff = Roles{"admin", "methodologist", "verifier", "service"}.contains(role);
    const std::string& secret = stage_->Token(role, institution);
    const std::string others = role == "institution" ? "EDITION_STATE" : "NOT_FOUND";

    v1::ListNodeScoresRequest scores;
    scores.set_parent(stage_->preliminary());
    scores.set_unit("north");
    v1::ListNodeScoresResponse scores_response;
    const bool own = role == "institution" && institution == "north";
    EXPECT_EQ(Outcome(stage_->rankings().ListNodeScores(WorkflowStage::As(secret).get(), scores,
                                                        &scores_response)),
              staff || own ? "OK" : others);

    v1::ExplainUnitRequest explain;
    explain.set_parent(stage_->preliminary());
    explain.set_unit("north");
    v1::ExplainUnitResponse explained;
    EXPECT_EQ(Outcome(stage_->rankings().ExplainUnit(WorkflowStage::As(secret).get(), explain,
                                                     &explained)),
              staff || own ? "OK" : others);
    for (const v1::NodeExplanation& node : explained.nodes()) {
      EXPECT_EQ(node.reference_unit().empty(), !staff);
    }

    v1::ListTableRowsRequest table;
    table.set_parent(stage_->preliminary());
    v1::ListTableRowsResponse rows;
    EXPECT_EQ(
        Outcome(stage_->rankings().ListTableRows(WorkflowStage::As(secret).get(), table, &rows)),
        staff ? "OK" : others);

    v1::GetEditionRequest get;
    get.set_name(stage_->preliminary());
    v1::GetEditionResponse edition;
    EXPECT_EQ(
        Outcome(stage_->rankings().GetEdition(WorkflowStage::As(secret).get(), get, &edition)),
        staff || role == "institution" ? "OK" : "NOT_FOUND");
    EXPECT_EQ(edition.edition().computed_by().empty(), !staff);
  }
}

TEST_F(WorkflowRulesTest, InstitutionsSeeTheirOwnObjectionsAndSubmissionsOnly) {
  const auto objections = [&](const std::string& secret) {
    v1::ListObjectionsRequest request;
    request.set_parent(stage_->preliminary());
    v1::ListObjectionsResponse response;
    EXPECT_TRUE(stage_->objections()
                    .ListObjections(WorkflowStage::As(secret).get(), request, &response)
                    .ok());
    std::vector<std::string> units;
    for (const v1::Objection& objection : response.objections()) units.push_back(objection.unit());
    return units;
  };
  EXPECT_EQ(objections(stage_->Token("verifier")), (std::vector<std::string>{"north", "south"}));
  EXPECT_EQ(objections(stage_->Token("institution", "south")), (std::vector<std::string>{"south"}));

  const auto submissions = [&](const std::string& secret) {
    v1::ListSubmissionsRequest request;
    request.set_parent(stage_->ranking());
    v1::ListSubmissionsResponse response;
    EXPECT_TRUE(stage_->submissions()
                    .ListSubmissions(WorkflowStage::As(secret).get(), request, &response)
                    .ok());
    return response;
  };
  const v1::ListSubmissionsResponse all = submissions(stage_->Token("methodologist"));
  ASSERT_EQ(all.submissions_size(), 2);
  const v1::Submission& north = all.submissions(0);
  EXPECT_EQ(north.institution(), "institutions/north");
  EXPECT_EQ(north.expected(), 6);
  EXPECT_EQ(north.drafts(), 1);
  EXPECT_EQ(north.submitted(), 1);
  EXPECT_EQ(north.disputed(), 1);
  EXPECT_EQ(north.answered(), 1);
  EXPECT_EQ(north.verified(), 1);
  EXPECT_EQ(north.rejected(), 1);
  const auto own = submissions(stage_->Token("institution", "south"));
  ASSERT_EQ(own.submissions_size(), 1);
  EXPECT_EQ(own.submissions(0).institution(), "institutions/south");
}

}  // namespace
}  // namespace tarazy::e2e
