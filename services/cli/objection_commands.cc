// tarazy ranking preliminary | object | objections | resolve-objection
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/find_edition.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/time_argument.h"
#include "tarazy/rankings/v1/objections_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using rankings::v1::Objection;
using rankings::v1::ObjectionsService;

Table MakeTable() {
  return {.columns = {{.name = "objection", .detail = true},
                      {"number"},
                      {"unit"},
                      {"state"},
                      {"reason"},
                      {"evidence"},
                      {"resolution"},
                      {"create_time"},
                      {"resolve_time"},
                      {.name = "created_by", .detail = true},
                      {.name = "resolved_by", .detail = true}},
          .rows = {}};
}

// What resolve-objection takes; absent when nothing was stored.
Value NumberOf(const std::string& name) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(name.substr(name.rfind('/') + 1), &number)) return std::monostate();
  return number;
}

std::vector<Value> Row(const Objection& objection) {
  return {Text(objection.name()),
          NumberOf(objection.name()),
          Text(objection.unit()),
          EnumText(rankings::v1::ObjectionState_Name(objection.state()), "OBJECTION_STATE_"),
          Text(objection.reason()),
          Text(objection.evidence()),
          Text(objection.resolution()),
          Time(objection.has_create_time(), objection.create_time()),
          Time(objection.has_resolve_time(), objection.resolve_time()),
          Text(objection.created_by()),
          Text(objection.resolved_by())};
}

void Print(Session& session, const Objection& objection) {
  Table table = MakeTable();
  table.rows.push_back(Row(objection));
  PrintOne(table, session.style, session.terminal.out);
}

struct PreliminaryOptions {
  std::string edition;
  std::string until;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Preliminary(Session& session, const PreliminaryOptions& options) {
  rankings::v1::ReleasePreliminaryRequest request;
  ASSIGN_OR_RETURN(const absl::Time until, ParseTime("--until", options.until));
  *request.mutable_objections_until_time() = ToTimestamp(until);
  ASSIGN_OR_RETURN(*request.mutable_name(), FindEdition(session, options.edition));
  request.set_etag(options.etag);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ObjectionsService::Stub::ReleasePreliminary, request));
  PrintOne(EditionTable(response.edition()), session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ObjectOptions {
  std::string edition;
  std::string unit;
  std::string reason;
  std::string evidence;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Object(Session& session, const ObjectOptions& options) {
  rankings::v1::CreateObjectionRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), FindEdition(session, options.edition));
  request.set_unit(UnitId(options.unit));
  request.set_reason(options.reason);
  request.set_evidence(options.evidence);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ObjectionsService::Stub::CreateObjection, request));
  Print(session, response.objection());
  return absl::OkStatus();
}

struct ListOptions {
  std::string edition;
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  rankings::v1::ListObjectionsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), FindEdition(session, options.edition));
  Table table = MakeTable();
  RETURN_IF_ERROR(ForEachPage(session, options.page, &ObjectionsService::Stub::ListObjections,
                              request, [&](const auto& response) {
                                for (const auto& objection : response.objections()) {
                                  table.rows.push_back(Row(objection));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ResolveOptions {
  std::string edition;
  int32_t number = 0;
  bool uphold = false;
  bool dismiss = false;
  std::string reason;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Resolve(Session& session, const ResolveOptions& options) {
  RETURN_IF_ERROR(ExactlyOneOf({{"--uphold", options.uphold}, {"--dismiss", options.dismiss}}));
  ASSIGN_OR_RETURN(const std::string edition, FindEdition(session, options.edition));
  rankings::v1::ResolveObjectionRequest request;
  request.set_name(absl::StrCat(edition, "/objections/", options.number));
  request.set_state(options.uphold ? rankings::v1::OBJECTION_STATE_UPHELD
                                   : rankings::v1::OBJECTION_STATE_DISMISSED);
  request.set_reason(options.reason);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&ObjectionsService::Stub::ResolveObjection, request));
  Print(session, response.objection());
  return absl::OkStatus();
}

}  // namespace

void AddObjectionCommands(CLI::App& ranking, Action& chosen) {
  CLI::App& preliminary =
      *ranking.add_subcommand("preliminary", "Show a draft edition to the institutions in it");
  auto& preliminary_options = Bind(preliminary, chosen, Preliminary);
  preliminary.add_option("EDITION", preliminary_options.edition, kEditionHelp)->required();
  preliminary
      .add_option("--until", preliminary_options.until,
                  "Objections are taken before then: 2026-12-01T09:00:00+05:00")
      ->required()
      ->type_name("TIME");
  AddEtag(preliminary, preliminary_options.etag);
  AddRequestId(preliminary, preliminary_options.request_id);
  AddValidateOnly(preliminary, preliminary_options.validate_only);
  AddExample(preliminary, "tarazy ranking preliminary iqaa-2026/latest --until 2026-12-01");

  CLI::App& object = *ranking.add_subcommand("object", "Object to your preliminary result");
  auto& object_options = Bind(object, chosen, Object);
  object.add_option("EDITION", object_options.edition, kEditionHelp)->required();
  object.add_option("UNIT", object_options.unit, "The institution or programme")->required();
  object.add_option("--reason", object_options.reason, "What is wrong")->required();
  AddEvidence(object, object_options.evidence);
  AddRequestId(object, object_options.request_id);
  AddValidateOnly(object, object_options.validate_only);
  AddExample(object, "tarazy ranking object iqaa-2026/2 ektu --reason \"Two patents are missing\"");

  CLI::App& list = *ranking.add_subcommand("objections", "Show the objections to an edition");
  auto& list_options = Bind(list, chosen, List);
  list.add_option("EDITION", list_options.edition, kEditionHelp)->required();
  AddPageOptions(list, list_options.page);
  AddExample(list, "tarazy ranking objections iqaa-2026/2");

  CLI::App& resolve = *ranking.add_subcommand("resolve-objection", "End an objection");
  auto& resolve_options = Bind(resolve, chosen, Resolve);
  resolve.add_option("EDITION", resolve_options.edition, kEditionHelp)->required();
  resolve.add_option("NUMBER", resolve_options.number, "The objection's number")
      ->required()
      ->check(CLI::Range(1, std::numeric_limits<int32_t>::max()));
  resolve.add_flag("--uphold", resolve_options.uphold, "The institution is right");
  resolve.add_flag("--dismiss", resolve_options.dismiss, "The result stays");
  resolve.add_option("--reason", resolve_options.reason, "Why, for the institution")->required();
  AddRequestId(resolve, resolve_options.request_id);
  AddValidateOnly(resolve, resolve_options.validate_only);
  AddExample(resolve,
             "tarazy ranking resolve-objection iqaa-2026/2 1 --dismiss --reason \"As published\"");
}

}  // namespace tarazy::cli
