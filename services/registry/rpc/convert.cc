#include "services/registry/rpc/convert.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/registry/rpc/convert_parts.h"

namespace tarazy::registry {

v1::ProgrammeLevel ToProto(Level level) {
  switch (level) {
    case Level::kBachelor:
      return v1::PROGRAMME_LEVEL_BACHELOR;
    case Level::kMaster:
      return v1::PROGRAMME_LEVEL_MASTER;
    case Level::kDoctorate:
      return v1::PROGRAMME_LEVEL_DOCTORATE;
    case Level::kUnknown:
      break;
  }
  return v1::PROGRAMME_LEVEL_UNSPECIFIED;
}

Level FromProto(absl::string_view field, v1::ProgrammeLevel level, Faults& faults) {
  for (const Level known : {Level::kUnknown, Level::kBachelor, Level::kMaster, Level::kDoctorate}) {
    if (ToProto(known) == level) return known;
  }
  faults.Add(field, "must be bachelor, master or doctorate");
  return Level::kUnknown;
}

v1::DatedTitle ToProto(const DatedTitle& name) {
  v1::DatedTitle proto;
  *proto.mutable_title() = rpc::ToProto(name.title);
  proto.set_valid_from(DateText(name.window.from));
  proto.set_valid_to(DateText(name.window.to));
  return proto;
}

DatedTitle FromProto(absl::string_view path, const v1::DatedTitle& name, Faults& faults) {
  return {
      .title = rpc::FromProto(name.title()),
      .window = {
          .from =
              faults.Take(ParseOptionalDate(absl::StrCat(path, ".valid_from"), name.valid_from())),
          .to = faults.Take(ParseOptionalDate(absl::StrCat(path, ".valid_to"), name.valid_to()))}};
}

v1::Unit ToUnit(const Unit& unit) {
  v1::Unit proto;
  proto.set_id(unit.id);
  *proto.mutable_title() = rpc::ToProto(unit.title);
  proto.set_group(unit.group);
  proto.set_institution(unit.kind == Kind::kInstitution ? unit.id : unit.institution);
  proto.set_code(unit.code);
  proto.set_level(ToProto(unit.level));
  return proto;
}

absl::StatusOr<Kind> ParseKind(v1::UnitKind kind) {
  if (kind == v1::UNIT_KIND_INSTITUTION) return Kind::kInstitution;
  if (kind == v1::UNIT_KIND_PROGRAMME) return Kind::kProgramme;
  return InvalidField("kind", "must be institution or programme");
}

absl::StatusOr<std::vector<Unit>> Parse(const v1::RegisterUnitsRequest& request) {
  ASSIGN_OR_RETURN(const Kind kind, ParseKind(request.kind()));
  std::vector<Unit> units;
  Faults faults;
  for (const v1::Unit& proto : request.units()) {
    units.push_back({.kind = kind,
                     .id = proto.id(),
                     .institution = kind == Kind::kProgramme ? proto.institution() : "",
                     .title = rpc::FromProto(proto.title()),
                     .group = proto.group(),
                     .code = proto.code(),
                     .level = FromProto(absl::StrCat("units[", units.size(), "].level"),
                                        proto.level(), faults)});
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return units;
}

}  // namespace tarazy::registry
