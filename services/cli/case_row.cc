#include "services/cli/case_row.h"

#include "services/cli/enum_words.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"

namespace tarazy::cli {

std::vector<Column> CaseColumns() {
  return {{"id"},
          {"title"},
          {"state"},
          {"type"},
          {"institution"},
          {"framework"},
          {"agency"},
          {.name = "format", .detail = true},
          {.name = "previous_case", .detail = true},
          {.name = "etag", .detail = true},
          {.name = "create_time", .detail = true},
          {"update_time"}};
}

std::vector<Value> CaseRow(const accreditation::v1::Case& record) {
  return {BareId("cases", record.id().empty() ? record.name() : record.id()),
          Title(record.title()),
          Text(EnumWord(record.state())),
          Text(EnumWord(record.type())),
          Text(record.institution()),
          Text(record.framework()),
          Text(record.agency()),
          Text(EnumWord(record.format())),
          Text(record.previous_case()),
          Text(record.etag()),
          Time(record.has_create_time(), record.create_time()),
          Time(record.has_update_time(), record.update_time())};
}

void PrintCase(Session& session, const accreditation::v1::Case& record) {
  PrintOne({.columns = CaseColumns(), .rows = {CaseRow(record)}}, session.style,
           session.terminal.out);
}

}  // namespace tarazy::cli
