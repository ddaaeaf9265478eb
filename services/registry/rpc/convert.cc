#include "services/registry/rpc/convert.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/resource_name.h"
#include "common/rpc/values.h"

namespace tarazy::registry {
namespace {

// The leaf fields that a mask names, or those that are set when there is none.
absl::StatusOr<std::vector<std::string>> Paths(const google::protobuf::FieldMask& mask,
                                               const Unit& unit) {
  std::vector<std::string> paths;
  const auto title = {"title.en", "title.ru", "title.kk"};
  for (const std::string& path : mask.paths()) {
    if (path == "*" || path == "title") paths.insert(paths.end(), title.begin(), title.end());
    if (path == "*" || path == "group") paths.push_back("group");
    if (path == "title.en" || path == "title.ru" || path == "title.kk") {
      paths.push_back(path);
    } else if (path != "*" && path != "title" && path != "group") {
      return InvalidField("update_mask", absl::StrCat("there is no field \"", path,
                                                      "\" to change; use title, title.en, "
                                                      "title.ru, title.kk, group or *"));
    }
  }
  if (mask.paths().empty()) {
    if (!unit.title.en.empty()) paths.push_back("title.en");
    if (!unit.title.ru.empty()) paths.push_back("title.ru");
    if (!unit.title.kk.empty()) paths.push_back("title.kk");
    if (!unit.group.empty()) paths.push_back("group");
  }
  return paths;
}

template <typename Proto>
void Fill(const Unit& unit, Proto* proto) {
  *proto->mutable_title() = rpc::ToProto(unit.title);
  proto->set_group(unit.group);
  proto->set_etag(EtagOf(unit));
  *proto->mutable_create_time() = rpc::ToProto(unit.created);
  *proto->mutable_update_time() = rpc::ToProto(unit.updated);
}

}  // namespace

v1::Institution ToInstitution(const Unit& unit) {
  v1::Institution proto;
  proto.set_name(absl::StrCat("institutions/", unit.id));
  Fill(unit, &proto);
  return proto;
}

v1::Programme ToProgramme(const Unit& unit) {
  v1::Programme proto;
  proto.set_name(absl::StrCat("programmes/", unit.id));
  if (!unit.institution.empty()) {
    proto.set_institution(absl::StrCat("institutions/", unit.institution));
  }
  Fill(unit, &proto);
  return proto;
}

v1::Unit ToUnit(const Unit& unit) {
  v1::Unit proto;
  proto.set_id(unit.id);
  *proto.mutable_title() = rpc::ToProto(unit.title);
  proto.set_group(unit.group);
  proto.set_institution(unit.kind == Kind::kInstitution ? unit.id : unit.institution);
  return proto;
}

absl::StatusOr<PutUnit> Parse(const v1::UpdateInstitutionRequest& request) {
  const v1::Institution& proto = request.institution();
  PutUnit put{.etag = proto.etag(), .allow_missing = request.allow_missing()};
  ASSIGN_OR_RETURN(put.unit.id, rpc::ParseId("institution.name", "institutions/*", proto.name()));
  put.unit.title = rpc::FromProto(proto.title());
  put.unit.group = proto.group();
  ASSIGN_OR_RETURN(put.paths, Paths(request.update_mask(), put.unit));
  return put;
}

absl::StatusOr<PutUnit> Parse(const v1::UpdateProgrammeRequest& request) {
  const v1::Programme& proto = request.programme();
  PutUnit put{.etag = proto.etag(), .allow_missing = request.allow_missing()};
  put.unit.kind = Kind::kProgramme;
  ASSIGN_OR_RETURN(put.unit.id, rpc::ParseId("programme.name", "programmes/*", proto.name()));
  if (!proto.institution().empty()) {
    ASSIGN_OR_RETURN(put.unit.institution,
                     rpc::ParseId("programme.institution", "institutions/*", proto.institution()));
  }
  put.unit.title = rpc::FromProto(proto.title());
  put.unit.group = proto.group();
  ASSIGN_OR_RETURN(put.paths, Paths(request.update_mask(), put.unit));
  return put;
}

absl::StatusOr<Kind> ParseKind(v1::UnitKind kind) {
  if (kind == v1::UNIT_KIND_INSTITUTION) return Kind::kInstitution;
  if (kind == v1::UNIT_KIND_PROGRAMME) return Kind::kProgramme;
  return InvalidField("kind", "must be institution or programme");
}

absl::StatusOr<std::vector<Unit>> Parse(const v1::RegisterUnitsRequest& request) {
  ASSIGN_OR_RETURN(const Kind kind, ParseKind(request.kind()));
  std::vector<Unit> units;
  for (const v1::Unit& proto : request.units()) {
    units.push_back({.kind = kind,
                     .id = proto.id(),
                     .institution = kind == Kind::kProgramme ? proto.institution() : "",
                     .title = rpc::FromProto(proto.title()),
                     .group = proto.group()});
  }
  return units;
}

}  // namespace tarazy::registry
