#include "services/cli/records.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "services/cli/time_argument.h"

namespace tarazy::cli {

Value Text(const std::string& text) {
  if (text.empty()) return std::monostate();
  return text;
}

Value Title(const common::v1::Localized& title) {
  return tarazy::Localized{.en = title.en(), .ru = title.ru(), .kk = title.kk()};
}

Value EnumText(absl::string_view name, absl::string_view prefix) {
  return Text(absl::AsciiStrToLower(absl::StripPrefix(name, prefix)));
}

Value Time(bool present, const google::protobuf::Timestamp& time) {
  if (!present) return std::monostate();
  return TimeText(time);
}

std::shared_ptr<const Table> FindingTable(
    const google::protobuf::RepeatedPtrField<rankings::v1::Finding>& findings) {
  auto table = std::make_shared<Table>();
  table->columns = {{"severity"}, {"rule"},         {"node"},  {"unit"},
                    {"message"},  {"acknowledged"}, {"reason"}};
  for (const auto& finding : findings) {
    table->rows.push_back({EnumText(rankings::v1::Severity_Name(finding.severity()), "SEVERITY_"),
                           Text(finding.rule()), finding.node(), finding.unit(),
                           Text(finding.message()), finding.acknowledged(),
                           Text(finding.reason())});
  }
  return table;
}

std::vector<Column> EditionColumns() {
  return {{"edition"},
          {"state"},
          {.name = "digest", .detail = true},
          {.name = "result_digest", .detail = true},
          {.name = "engine_version", .detail = true},
          {"methodology"},
          {"revision"},
          {"units"},
          {"excluded"},
          {.name = "groups", .detail = true},
          {"erratum"},
          {"create_time"},
          {"objections_until_time"},
          {"publish_time"},
          {"embargo_time"},
          {.name = "withdraw_time", .detail = true},
          {.name = "computed_by", .detail = true},
          {.name = "published_by", .detail = true},
          {.name = "etag", .detail = true}};
}

std::vector<Value> EditionRow(const rankings::v1::Edition& edition) {
  return {edition.name(),
          EnumText(rankings::v1::EditionState_Name(edition.state()), "EDITION_STATE_"),
          Text(edition.digest()),
          Text(edition.result_digest()),
          Text(edition.engine_version()),
          Text(edition.methodology()),
          int64_t{edition.revision()},
          int64_t{edition.units()},
          int64_t{edition.excluded()},
          std::vector<std::string>(edition.groups().begin(), edition.groups().end()),
          Text(edition.erratum()),
          Time(edition.has_create_time(), edition.create_time()),
          Time(edition.has_objections_until_time(), edition.objections_until_time()),
          Time(edition.has_publish_time(), edition.publish_time()),
          Time(edition.has_embargo_time(), edition.embargo_time()),
          Time(edition.has_withdraw_time(), edition.withdraw_time()),
          Text(edition.computed_by()),
          Text(edition.published_by()),
          Text(edition.etag())};
}

Table EditionTable(const rankings::v1::Edition& edition) {
  return {.columns = EditionColumns(), .rows = {EditionRow(edition)}};
}

}  // namespace tarazy::cli
