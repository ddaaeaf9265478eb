// tarazy case lint | override: what does not fit in a report, and what of it stays.
#include "absl/strings/str_cat.h"
#include "services/cli/case_row.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::CasesService;

struct LintOptions {
  std::string id;
  bool rules = false;
};

// "report, line 812", or the section where the line is not known; absent when there is no place.
Value PlaceText(const v1::Place& place) {
  std::string text = place.document();
  const auto add = [&](const std::string& part) {
    if (!part.empty()) absl::StrAppend(&text, text.empty() ? "" : ", ", part);
  };
  if (place.line() > 0) {
    add(absl::StrCat("line ", place.line()));
  } else {
    add(place.section());
  }
  return Text(text);
}

Table FindingTable(const v1::LintCaseResponse& response) {
  Table table{.columns = {{"class"},
                          {"rule"},
                          {"message"},
                          {"place"},
                          {"value"},
                          {"other_place"},
                          {"other_value"},
                          {"overridden"},
                          {"finding"},
                          {.name = "line", .detail = true},
                          {.name = "other_line", .detail = true},
                          {.name = "quote", .detail = true},
                          {.name = "other_quote", .detail = true}},
              .rows = {}};
  const auto line = [](const v1::Place& place) {
    return place.line() > 0 ? Value(int64_t{place.line()}) : Value();
  };
  for (const auto& finding : response.findings()) {
    table.rows.push_back({Text(EnumWord(finding.lint_class())), finding.rule(), finding.message(),
                          PlaceText(finding.place()), Text(finding.value()),
                          PlaceText(finding.other_place()), Text(finding.other_value()),
                          Text(finding.overridden()), finding.id(), line(finding.place()),
                          line(finding.other_place()), Text(finding.place().quote()),
                          Text(finding.other_place().quote())});
  }
  return table;
}

Table RuleTable(const v1::LintCaseResponse& response) {
  Table table{.columns = {{"rule"}, {"compared"}, {"found"}}, .rows = {}};
  for (const auto& rule : response.rules()) {
    table.rows.push_back({rule.rule(), int64_t{rule.compared()}, int64_t{rule.found()}});
  }
  return table;
}

absl::Status Lint(Session& session, const LintOptions& options) {
  v1::LintCaseRequest request;
  request.set_name(FullName("cases", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::LintCase, request));
  PrintRows(options.rules ? RuleTable(response) : FindingTable(response), session.style,
            session.terminal.out);
  int standing = 0;
  for (const auto& finding : response.findings()) {
    standing +=
        finding.lint_class() == v1::LINT_CLASS_CONTRADICTION && finding.overridden().empty();
  }
  if (standing == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(request.name(), " has ", standing,
                   standing == 1 ? " contradiction" : " contradictions", " not overridden"));
}

struct OverrideOptions {
  std::string id;
  std::vector<std::string> findings;
  std::string reason;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Override(Session& session, const OverrideOptions& options) {
  v1::OverrideLintRequest request;
  request.set_name(FullName("cases", options.id));
  for (const std::string& finding : options.findings) {
    v1::LintOverride& one = *request.add_overrides();
    one.set_finding(finding);
    one.set_reason(options.reason);
  }
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::OverrideLint, request));
  PrintCase(session, response.case_record());
  return absl::OkStatus();
}

}  // namespace

void AddReportLintCommands(CLI::App& group, Action& chosen) {
  CLI::App& lint = *group.add_subcommand("lint", "Hold the report's statements against each other");
  auto& options = Bind(lint, chosen, Lint);
  lint.add_option("ID", options.id, "The case")->required();
  lint.add_flag("--rules", options.rules, "What every rule compared instead");
  AddExample(lint, "tarazy case lint ektu-2023");

  CLI::App& override_command =
      *group.add_subcommand("override", "Let findings of the lint stand, with a reason");
  auto& override_options = Bind(override_command, chosen, Override);
  override_command.add_option("ID", override_options.id, "The case")->required();
  override_command
      .add_option("FINDING", override_options.findings, "The finding's id, as lint gives it")
      ->required();
  override_command.add_option("--reason", override_options.reason, "Why it stays")->required();
  AddRequestId(override_command, override_options.request_id);
  AddValidateOnly(override_command, override_options.validate_only);
  AddExample(override_command,
             "tarazy case override ektu-2023 row-sum/t-3/r-2 --reason \"As printed\"");
}

}  // namespace tarazy::cli
