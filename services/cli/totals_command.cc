// tarazy case totals: counts of marks by programme and standard, the matrix, and how far the
// experts agree.
#include <algorithm>
#include <utility>

#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::CasesService;
using v1::GetTotalsResponse;

struct TotalsOptions {
  std::string id;
  bool matrix = false;
  bool agreement = false;
};

// All marks that are counted anywhere, in the order in which the totals have them.
std::vector<std::string> MarksOf(const GetTotalsResponse& response) {
  std::vector<std::string> marks;
  const auto add = [&](const v1::PrintedCount& count) {
    for (const auto& one : count.marks()) {
      if (std::find(marks.begin(), marks.end(), one.mark()) == marks.end()) {
        marks.push_back(one.mark());
      }
    }
  };
  for (const auto& programme : response.programmes()) {
    add(programme.total());
    for (const auto& standard : programme.standards()) add(standard);
  }
  return marks;
}

std::vector<Value> CountRow(const std::string& programme, const std::string& standard,
                            const v1::PrintedCount& counts, const std::vector<std::string>& marks,
                            Value unmarked) {
  std::vector<Value> row;
  row.reserve(marks.size() + 4);
  row.push_back(Text(programme));
  row.emplace_back(standard);
  int64_t sum = 0;
  for (const std::string& mark : marks) {
    int64_t count = 0;
    for (const auto& one : counts.marks()) {
      if (one.mark() == mark) count += one.count();
    }
    sum += count;
    row.emplace_back(count);
  }
  row.emplace_back(sum);
  row.push_back(std::move(unmarked));
  return row;
}

// The last row of each programme is its total, and says which criteria have no mark.
Table CountTable(const GetTotalsResponse& response) {
  const std::vector<std::string> marks = MarksOf(response);
  Table table{.columns = {{"programme"}, {"standard"}}, .rows = {}};
  for (const std::string& mark : marks) table.columns.push_back({mark});
  table.columns.insert(table.columns.end(), {{"marked"}, {"unmarked"}});
  for (const auto& programme : response.programmes()) {
    for (const auto& standard : programme.standards()) {
      table.rows.push_back(
          CountRow(programme.programme(), standard.standard(), standard, marks, Value()));
    }
    table.rows.push_back(CountRow(
        programme.programme(), "total", programme.total(), marks,
        std::vector<std::string>(programme.unmarked().begin(), programme.unmarked().end())));
  }
  return table;
}

Table MatrixTable(const GetTotalsResponse& response) {
  Table table{.columns = {{"criterion"}, {"programme"}, {"mark"}}, .rows = {}};
  for (const auto& cell : response.matrix()) {
    table.rows.push_back({cell.criterion(), Text(cell.programme()), Text(cell.mark())});
  }
  return table;
}

Table AgreementTable(const v1::Agreement& agreement) {
  Value alpha;
  if (agreement.has_alpha()) alpha.emplace<double>(agreement.alpha());
  return {.columns = {{"alpha"}, {"experts"}, {"things"}, {"unanimous"}, {"consensus_differs"}},
          .rows = {{alpha, int64_t{agreement.experts()}, int64_t{agreement.things()},
                    int64_t{agreement.unanimous()}, int64_t{agreement.consensus_differs()}}}};
}

absl::Status Totals(Session& session, const TotalsOptions& options) {
  v1::GetTotalsRequest request;
  request.set_name(FullName("cases", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CasesService::Stub::GetTotals, request));
  if (options.agreement) {
    if (!response.has_agreement()) {
      return absl::FailedPreconditionError("fewer than two experts have marked");
    }
    PrintOne(AgreementTable(response.agreement()), session.style, session.terminal.out);
    return absl::OkStatus();
  }
  PrintRows(options.matrix ? MatrixTable(response) : CountTable(response), session.style,
            session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddTotalsCommand(CLI::App& group, Action& chosen) {
  CLI::App& totals = *group.add_subcommand("totals", "Count the marks by programme and standard");
  auto& options = Bind(totals, chosen, Totals);
  totals.add_option("ID", options.id, "The case")->required();
  auto* matrix = totals.add_flag("--matrix", options.matrix, "The mark of every criterion instead");
  totals.add_flag("--agreement", options.agreement, "How far the experts agree instead")
      ->excludes(matrix);
  AddExample(totals, "tarazy case totals ektu-2023");
}

}  // namespace tarazy::cli
