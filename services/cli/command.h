// What all commands share: how one is declared, what it runs with, its common options.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/cli/client.h"
#include "services/cli/output.h"
#include "services/cli/terminal.h"

namespace tarazy::cli {

// What a running command works with.
struct Session {
  Client& client;
  Style style;
  Terminal& terminal;
};

using Action = std::function<absl::Status(Session&)>;

// When `command` is the one that the arguments name, `chosen` will run `run` with the options.
template <class Options>
Options& Bind(CLI::App& command, Action& chosen, absl::Status (*run)(Session&, const Options&)) {
  auto options = std::make_shared<Options>();
  command.callback([&chosen, options, run] {
    chosen = [options, run](Session& session) { return run(session, *options); };
  });
  return *options;
}

// A command that only holds others: exactly one of them is named.
CLI::App& AddGroup(CLI::App& app, const std::string& name, const std::string& description);

void AddRequestId(CLI::App& command, std::string& request_id);
void AddValidateOnly(CLI::App& command, bool& validate_only);
void AddEtag(CLI::App& command, std::string& etag,
             const std::string& description = "Only if it is still as it was read with this etag");
void AddEvidence(CLI::App& command, std::string& evidence);

// Ends the command's --help.
void AddExample(CLI::App& command, const std::string& line);

struct Choice {
  absl::string_view option;
  bool given;
};

// A usage error unless one of the options was given, and no second one.
absl::Status ExactlyOneOf(std::initializer_list<Choice> choices);

struct PageOptions {
  int32_t size = 0;  // 0: all pages
  std::string token;
};

void AddPageOptions(CLI::App& command, PageOptions& page);

void PrintNextPage(Session& session, const std::string& token);

// Asks for one page, or without a page size for all, and gives every answer to `add`.
template <class Stub, class Request, class Response, class Add>
absl::Status ForEachPage(Session& session, const PageOptions& page,
                         grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                      Response*),
                         Request request, Add add) {
  constexpr int32_t kLargestPage = 1000;
  request.set_page_size(page.size > 0 ? page.size : kLargestPage);
  request.set_page_token(page.token);
  while (true) {
    ASSIGN_OR_RETURN(const Response response, session.client.Call(method, request));
    add(response);
    const std::string& next = response.next_page_token();
    if (next.empty()) return absl::OkStatus();
    if (page.size > 0) {
      PrintNextPage(session, next);
      return absl::OkStatus();
    }
    // A server that repeats itself would keep us here for ever.
    if (next == request.page_token()) return absl::InternalError("the server repeats a page");
    request.set_page_token(next);
  }
}

}  // namespace tarazy::cli
