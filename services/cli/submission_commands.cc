// tarazy ranking submit | submissions | check
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/value_act.h"
#include "services/cli/value_row.h"
#include "tarazy/rankings/v1/submissions_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::SubmissionsService;

struct SubmitOptions {
  std::string ranking;
  std::string institution;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Submit(Session& session, const SubmitOptions& options) {
  rankings::v1::SubmitValuesRequest request;
  request.set_ranking(FullName("rankings", options.ranking));
  request.set_institution(OptionalName("institutions", options.institution));
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&SubmissionsService::Stub::SubmitValues, request));
  PrintAct(session, response);
  return absl::OkStatus();
}

struct SubmissionsOptions {
  std::string ranking;
  PageOptions page;
};

std::vector<Value> Row(const rankings::v1::Submission& submission) {
  return {BareId("institutions", submission.institution()),
          int64_t{submission.units()},
          int64_t{submission.expected()},
          int64_t{submission.drafts()},
          int64_t{submission.submitted()},
          int64_t{submission.disputed()},
          int64_t{submission.answered()},
          int64_t{submission.verified()},
          int64_t{submission.rejected()}};
}

absl::Status ListSubmissions(Session& session, const SubmissionsOptions& options) {
  rankings::v1::ListSubmissionsRequest request;
  request.set_parent(FullName("rankings", options.ranking));
  Table table{.columns = {{"institution"},
                          {"units"},
                          {"expected"},
                          {"drafts"},
                          {"submitted"},
                          {"disputed"},
                          {"answered"},
                          {"verified"},
                          {"rejected"}},
              .rows = {}};
  RETURN_IF_ERROR(ForEachPage(session, options.page, &SubmissionsService::Stub::ListSubmissions,
                              request, [&](const auto& response) {
                                for (const auto& submission : response.submissions()) {
                                  table.rows.push_back(Row(submission));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct CheckOptions {
  std::string ranking;
  std::string unit;
};

absl::Status Check(Session& session, const CheckOptions& options) {
  rankings::v1::CheckValuesRequest request;
  request.set_parent(FullName("rankings", options.ranking));
  request.set_unit(UnitId(options.unit));
  grpc::ClientContext context;
  RETURN_IF_ERROR(session.client.Prepare(context, kStreamTimeout));
  SubmissionsService::Stub stub(session.client.channel());
  const auto stream = stub.CheckValues(&context, request);
  Table table{.columns = {{"rule"},
                          {"unit"},
                          {"variable"},
                          {"value"},
                          {"origin"},
                          {"reference"},
                          {"reference_origin"},
                          {"message"}},
              .rows = {}};
  rankings::v1::CheckValuesResponse finding;
  while (stream->Read(&finding)) {
    table.rows.push_back({Text(finding.rule()), Text(finding.unit()), Text(finding.variable()),
                          Exact(true, finding.value()), Text(finding.origin()),
                          Exact(true, finding.reference()), Text(finding.reference_origin()),
                          Text(finding.message())});
  }
  RETURN_IF_ERROR(session.client.Outcome(stream->Finish()));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddSubmissionCommands(CLI::App& ranking, Action& chosen) {
  CLI::App& submit = *ranking.add_subcommand("submit", "Hand in an institution's drafts");
  auto& submit_options = Bind(submit, chosen, Submit);
  submit.add_option("ID", submit_options.ranking, "The ranking")->required();
  submit.add_option("--institution", submit_options.institution,
                    "Whose; your own by default if you have the role institution");
  AddRequestId(submit, submit_options.request_id);
  AddValidateOnly(submit, submit_options.validate_only);
  AddExample(submit, "tarazy ranking submit iqaa-2026 --institution ektu");

  CLI::App& submissions = *ranking.add_subcommand("submissions", "Show how far institutions are");
  auto& submissions_options = Bind(submissions, chosen, ListSubmissions);
  submissions.add_option("ID", submissions_options.ranking, "The ranking")->required();
  AddPageOptions(submissions, submissions_options.page);
  AddExample(submissions, "tarazy ranking submissions iqaa-2026");

  CLI::App& check = *ranking.add_subcommand("check", "Show values that a verifier should look at");
  auto& check_options = Bind(check, chosen, Check);
  check.add_option("ID", check_options.ranking, "The ranking")->required();
  check.add_option("UNIT", check_options.unit, "Only this institution or programme");
  AddExample(check, "tarazy ranking check iqaa-2026 ektu");
}

}  // namespace tarazy::cli
