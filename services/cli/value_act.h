// What the commands share that act on values: verify-values, dispute, answer and settle.
#pragma once

#include <string>

#include "services/cli/command.h"
#include "services/cli/resource_name.h"

namespace tarazy::cli {

struct ValueActOptions {
  std::string ranking;
  std::string unit;
  std::string etag;
  std::string request_id;
  bool validate_only = false;
};

// The positional arguments ID and UNIT, and the options of a change.
void AddValueActOptions(CLI::App& command, ValueActOptions& options);

void AddOrigin(CLI::App& command, std::string& origin);

template <class Request>
Request ValueActRequest(const ValueActOptions& options) {
  Request request;
  request.set_ranking(FullName("rankings", options.ranking));
  request.set_unit(UnitId(options.unit));
  request.set_etag(options.etag);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  return request;
}

// The answer of an act on many values: the revision that it became and how many cells it moved.
template <class Response>
void PrintAct(Session& session, const Response& response) {
  PrintOne({.columns = {{"revision"}, {"cells"}},
            .rows = {{int64_t{response.revision()}, int64_t{response.cells()}}}},
           session.style, session.terminal.out);
}

}  // namespace tarazy::cli
