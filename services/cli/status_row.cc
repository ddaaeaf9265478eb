#include "services/cli/status_row.h"

#include <memory>

#include "services/cli/enum_words.h"
#include "services/cli/records.h"

namespace tarazy::cli {

std::vector<Column> StatusColumns() {
  return {{"subject"}, {"agency"},    {"scope"},      {"on"},
          {"status"},  {"meanwhile"}, {"accredited"}, {"since"},
          {"until"},   {"decision"},  {"because"},    {.name = "decisions", .detail = true}};
}

std::vector<Value> StatusRow(const accreditation::v1::StatusView& status) {
  auto decisions = std::make_shared<Table>();
  decisions->columns = {{"decision"}, {"standing"}, {"by"}};
  for (const auto& one : status.decisions()) {
    decisions->rows.push_back(
        {Text(one.decision()), Text(EnumWord(one.standing())), Text(one.by())});
  }
  return {Text(status.subject()),
          Text(status.agency()),
          Text(EnumWord(status.scope())),
          Text(status.on()),
          Text(EnumWord(status.status())),
          Text(EnumWord(status.meanwhile())),
          status.accredited(),
          Text(status.since()),
          Text(status.until()),
          Text(status.decision()),
          Text(status.because()),
          std::shared_ptr<const Table>(std::move(decisions))};
}

}  // namespace tarazy::cli
