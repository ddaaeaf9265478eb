#include "services/cli/value_row.h"

#include "services/cli/output.h"
#include "services/cli/records.h"

namespace tarazy::cli {

std::vector<Column> ValueColumns(Versions versions) {
  const bool newest = versions == Versions::kNewest;
  return {{"unit"},
          {"variable"},
          {"origin"},
          {"value"},
          {"source"},
          {"evidence"},
          {.name = "base", .detail = true},
          {.name = "standard_error", .detail = true},
          {"state"},
          {"revision"},
          {.name = "act", .detail = newest},
          {.name = "reason", .detail = newest},
          {.name = "entered_by", .detail = newest},
          {.name = "create_time", .detail = true}};
}

std::vector<Value> ValueRow(const rankings::v1::Value& value) {
  return {Text(value.unit()),
          Text(value.variable()),
          Text(value.origin()),
          Exact(value.has_value(), value.value()),
          Text(value.source()),
          Text(value.evidence()),
          Exact(value.has_base(), value.base()),
          Exact(value.has_standard_error(), value.standard_error()),
          EnumText(rankings::v1::ValueState_Name(value.state()), "VALUE_STATE_"),
          int64_t{value.revision()},
          EnumText(rankings::v1::ValueAct_Name(value.act()), "VALUE_ACT_"),
          Text(value.reason()),
          Text(value.entered_by()),
          Time(value.has_create_time(), value.create_time())};
}

Table ValueTable(const rankings::v1::Value& value) {
  return {.columns = ValueColumns(Versions::kNewest), .rows = {ValueRow(value)}};
}

Value Exact(bool present, double value) {
  if (!present) return std::monostate();
  return Decimal{FormatNumber(value)};
}

}  // namespace tarazy::cli
