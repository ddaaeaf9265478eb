// tarazy token create | list | revoke
#include <vector>

#include "absl/time/clock.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/time_argument.h"
#include "tarazy/common/v1/token_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using common::v1::Token;
using common::v1::TokenService;

Table MakeTable() {
  return {
      .columns =
          {{"id"}, {"role"}, {"institution"}, {"create_time"}, {"expire_time"}, {"revoke_time"}},
      .rows = {}};
}

std::vector<Value> Row(const Token& token) {
  return {BareId("tokens", token.name()),
          EnumText(common::v1::Role_Name(token.role()), "ROLE_"),
          Text(BareId("institutions", token.institution())),
          Time(token.has_create_time(), token.create_time()),
          Time(token.has_expire_time(), token.expire_time()),
          Time(token.has_revoke_time(), token.revoke_time())};
}

struct CreateOptions {
  std::string role;
  std::string institution;
  std::string expires;
  std::string request_id;
};

absl::Status Create(Session& session, const CreateOptions& options) {
  common::v1::CreateTokenRequest request;
  request.set_role(EnumValue<common::v1::Role>(options.role));
  request.set_institution(OptionalName("institutions", options.institution));
  if (!options.expires.empty()) {
    ASSIGN_OR_RETURN(const absl::Time end, ParseExpiry("--expires", options.expires, absl::Now()));
    *request.mutable_expire_time() = ToTimestamp(end);
  }
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&TokenService::Stub::CreateToken, request));
  Table table = MakeTable();
  table.rows.push_back(Row(response.token()));
  table.columns.push_back({"secret"});
  table.rows[0].push_back(Text(response.secret()));
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct ListOptions {
  PageOptions page;
};

absl::Status List(Session& session, const ListOptions& options) {
  Table table = MakeTable();
  RETURN_IF_ERROR(ForEachPage(session, options.page, &TokenService::Stub::ListTokens,
                              common::v1::ListTokensRequest(), [&](const auto& response) {
                                for (const auto& token : response.tokens()) {
                                  table.rows.push_back(Row(token));
                                }
                              }));
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

struct RevokeOptions {
  std::string id;
  std::string request_id;
};

absl::Status Revoke(Session& session, const RevokeOptions& options) {
  common::v1::RevokeTokenRequest request;
  request.set_name(FullName("tokens", options.id));
  request.set_request_id(options.request_id);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&TokenService::Stub::RevokeToken, request));
  Table table = MakeTable();
  table.rows.push_back(Row(response.token()));
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddTokenCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "token", "Access tokens");

  CLI::App& create = *group.add_subcommand("create", "Issue a token; its secret is shown only now");
  auto& options = Bind(create, chosen, Create);
  create.add_option("--role", options.role, "What its holder may be")
      ->required()
      ->check(CLI::IsMember(EnumWords<common::v1::Role>()));
  create.add_option(
      "--institution", options.institution,
      "Where the holder works: no say on its data; with the role institution, the one "
      "that the holder speaks for");
  create.add_option("--expires", options.expires, "When it ends: 30d, 12h, 2026-12-01 …")
      ->type_name("TIME");
  AddRequestId(create, options.request_id);

  CLI::App& list = *group.add_subcommand("list", "Show all tokens, without their secrets");
  AddPageOptions(list, Bind(list, chosen, List).page);

  CLI::App& revoke = *group.add_subcommand("revoke", "End a token at once");
  auto& revoke_options = Bind(revoke, chosen, Revoke);
  revoke.add_option("ID", revoke_options.id, "Its id (not the secret)")->required();
  AddRequestId(revoke, revoke_options.request_id);
}

}  // namespace tarazy::cli
