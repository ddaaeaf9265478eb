// What the conversions of institutions and programmes have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/faults.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"
#include "services/registry/app/put_unit.h"
#include "services/registry/domain/dated_title.h"
#include "services/registry/domain/unit.h"
#include "tarazy/registry/v1/dated_title.pb.h"
#include "tarazy/registry/v1/programme.pb.h"

namespace tarazy::registry {

inline std::string InstitutionName(absl::string_view id) {
  return id.empty() ? "" : absl::StrCat("institutions/", id);
}

// The id in "institutions/ektu"; empty, and a fault unless the name is empty, when it is no name.
inline std::string InstitutionId(absl::string_view field, absl::string_view name, Faults& faults) {
  if (name.empty()) return "";
  return faults.Take(rpc::ParseId(field, "institutions/*", name));
}

v1::ProgrammeLevel ToProto(Level level);
Level FromProto(absl::string_view field, v1::ProgrammeLevel level, Faults& faults);

v1::DatedTitle ToProto(const DatedTitle& name);
DatedTitle FromProto(absl::string_view path, const v1::DatedTitle& name, Faults& faults);

// What both messages have of every unit but the name.
template <typename Whole, typename Proto>
void FillUnit(const Whole& whole, std::optional<Date> on, Proto& proto) {
  const Unit& unit = whole.unit;
  *proto.mutable_title() = rpc::ToProto(unit.title);
  proto.set_group(unit.group);
  proto.set_etag(EtagOf(unit));
  *proto.mutable_create_time() = rpc::ToProto(unit.created);
  *proto.mutable_update_time() = rpc::ToProto(unit.updated);
  for (const DatedTitle& name : whole.names) *proto.add_names() = ToProto(name);
  if (!on) return;
  const std::optional<Localized> title = TitleOn(unit.title, whole.names, *on);
  if (title) *proto.mutable_title_on() = rpc::ToProto(*title);
}

template <typename Proto, typename Whole>
void ReadUnit(absl::string_view path, const Proto& proto, Whole& whole, Faults& faults) {
  whole.unit.title = rpc::FromProto(proto.title());
  whole.unit.group = proto.group();
  for (int i = 0; i < proto.names_size(); ++i) {
    whole.names.push_back(FromProto(absl::StrCat(path, ".names[", i, "]"), proto.names(i), faults));
  }
}

}  // namespace tarazy::registry
