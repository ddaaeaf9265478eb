#include "common/base/status_macros.h"
#include "services/registry/rpc/convert.h"
#include "services/registry/rpc/convert_parts.h"
#include "services/registry/rpc/update_paths.h"

namespace tarazy::registry {
namespace {

constexpr absl::string_view kFields[] = {"group",     "code",     "level",
                                         "names",     "ects",     "duration_months",
                                         "languages", "partners", "old_codes"};

v1::JointPartner ToProto(const JointPartner& partner) {
  v1::JointPartner proto;
  if (!partner.institution.empty()) {
    proto.set_institution(InstitutionName(partner.institution));
  } else {
    proto.set_external_name(partner.external_name);
  }
  proto.set_code(partner.code);
  *proto.mutable_title() = rpc::ToProto(partner.title);
  proto.set_agreement_number(partner.agreement_number);
  proto.set_agreement_on(DateText(partner.agreement_on));
  return proto;
}

JointPartner FromProto(absl::string_view path, const v1::JointPartner& proto, Faults& faults) {
  return {
      .institution = InstitutionId(absl::StrCat(path, ".institution"), proto.institution(), faults),
      .external_name = proto.external_name(),
      .code = proto.code(),
      .title = rpc::FromProto(proto.title()),
      .agreement_number = proto.agreement_number(),
      .agreement_on = faults.Take(
          ParseOptionalDate(absl::StrCat(path, ".agreement_on"), proto.agreement_on()))};
}

void ReadLists(const v1::Programme& proto, Programme& programme, Faults& faults) {
  const auto path = [](absl::string_view list, int i) {
    return absl::StrCat("programme.", list, "[", i, "]");
  };
  for (int i = 0; i < proto.ects_size(); ++i) {
    programme.ects.push_back(
        {.approved_on = faults.Take(
             ParseDate(absl::StrCat(path("ects", i), ".approved_on"), proto.ects(i).approved_on())),
         .ects = proto.ects(i).ects()});
  }
  for (int i = 0; i < proto.partners_size(); ++i) {
    programme.partners.push_back(FromProto(path("partners", i), proto.partners(i), faults));
  }
  for (int i = 0; i < proto.old_codes_size(); ++i) {
    programme.old_codes.push_back({.code = proto.old_codes(i).code(),
                                   .replaced_on = faults.Take(ParseOptionalDate(
                                       absl::StrCat(path("old_codes", i), ".replaced_on"),
                                       proto.old_codes(i).replaced_on()))});
  }
}

}  // namespace

v1::Programme ToProgramme(const Programme& programme, std::optional<Date> on) {
  v1::Programme proto;
  proto.set_name(NameOf(programme.unit));
  proto.set_institution(InstitutionName(programme.unit.institution));
  FillUnit(programme, on, proto);
  proto.set_code(programme.unit.code);
  proto.set_level(ToProto(programme.unit.level));
  for (const EctsVersion& version : programme.ects) {
    auto& ects = *proto.add_ects();
    ects.set_approved_on(DateText(version.approved_on));
    ects.set_ects(version.ects);
  }
  proto.set_duration_months(programme.duration_months);
  for (const std::string& language : programme.languages) proto.add_languages(language);
  for (const JointPartner& partner : programme.partners) *proto.add_partners() = ToProto(partner);
  for (const OldCode& old : programme.old_codes) {
    auto& code = *proto.add_old_codes();
    code.set_code(old.code);
    code.set_replaced_on(DateText(old.replaced_on));
  }
  return proto;
}

absl::StatusOr<PutProgramme> Parse(const v1::UpdateProgrammeRequest& request) {
  const v1::Programme& proto = request.programme();
  PutProgramme put{.etag = proto.etag(), .allow_missing = request.allow_missing()};
  Programme& programme = put.whole;
  programme.unit.kind = Kind::kProgramme;
  ASSIGN_OR_RETURN(programme.unit.id, rpc::ParseId("programme.name", "programmes/*", proto.name()));
  ASSIGN_OR_RETURN(put.paths, UpdatePaths(request.update_mask(), proto, kFields));
  Faults faults;
  programme.unit.institution = InstitutionId("programme.institution", proto.institution(), faults);
  ReadUnit("programme", proto, programme, faults);
  programme.unit.code = proto.code();
  programme.unit.level = FromProto("programme.level", proto.level(), faults);
  programme.duration_months = proto.duration_months();
  programme.languages = {proto.languages().begin(), proto.languages().end()};
  ReadLists(proto, programme, faults);
  put.faults = faults.fields();
  return put;
}

}  // namespace tarazy::registry
