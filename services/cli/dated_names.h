// Names by date, as options and as rows: institutions and programmes have them alike.
#pragma once

#include <memory>
#include <string>

#include "google/protobuf/repeated_field.h"
#include "services/cli/field_list.h"
#include "services/cli/records.h"
#include "tarazy/registry/v1/dated_title.pb.h"

namespace tarazy::cli {

inline constexpr char kNameHelp[] =
    "What it was called when: \"title=…;title-ru=…;title-kk=…;from=DATE;to=DATE\"; once for each "
    "name, \"\" removes all";

// Fills `names` with what was given; true when it was.
inline absl::StatusOr<bool> FillNames(
    const ListOption& names, google::protobuf::RepeatedPtrField<registry::v1::DatedTitle>& to) {
  return ForEachRecord("--name", names, {"title", "title-ru", "title-kk", "from", "to"},
                       [&](const Fields& fields) {
                         auto& name = *to.Add();
                         name.mutable_title()->set_en(fields["title"]);
                         name.mutable_title()->set_ru(fields["title-ru"]);
                         name.mutable_title()->set_kk(fields["title-kk"]);
                         name.set_valid_from(fields["from"]);
                         name.set_valid_to(fields["to"]);
                         return absl::OkStatus();
                       });
}

inline std::shared_ptr<const Table> NameTable(
    const google::protobuf::RepeatedPtrField<registry::v1::DatedTitle>& names) {
  auto table = std::make_shared<Table>();
  table->columns = {{"from"},
                    {"to"},
                    {"title"},
                    {.name = "title_ru", .detail = true},
                    {.name = "title_kk", .detail = true}};
  for (const auto& name : names) {
    table->rows.push_back({Text(name.valid_from()), Text(name.valid_to()), Title(name.title()),
                           Text(name.title().ru()), Text(name.title().kk())});
  }
  return table;
}

}  // namespace tarazy::cli
