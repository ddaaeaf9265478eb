#include "common/base/status_macros.h"
#include "services/registry/rpc/convert.h"
#include "services/registry/rpc/convert_parts.h"
#include "services/registry/rpc/update_paths.h"

namespace tarazy::registry {
namespace {

constexpr absl::string_view kFields[] = {"group",    "names",      "bin",
                                         "licences", "relations",  "city",
                                         "country",  "legal_form", "web_address"};

v1::RelationKind ToProto(RelationKind kind) {
  switch (kind) {
    case RelationKind::kMergedInto:
      return v1::RELATION_KIND_MERGED_INTO;
    case RelationKind::kSucceededBy:
      return v1::RELATION_KIND_SUCCEEDED_BY;
    case RelationKind::kSpunOffFrom:
      return v1::RELATION_KIND_SPUN_OFF_FROM;
    case RelationKind::kRenamedTo:
      return v1::RELATION_KIND_RENAMED_TO;
  }
  return v1::RELATION_KIND_UNSPECIFIED;
}

RelationKind FromProto(absl::string_view field, v1::RelationKind kind, Faults& faults) {
  for (const RelationKind known : {RelationKind::kMergedInto, RelationKind::kSucceededBy,
                                   RelationKind::kSpunOffFrom, RelationKind::kRenamedTo}) {
    if (ToProto(known) == kind) return known;
  }
  faults.Add(field, "must be merged into, succeeded by, spun off from or renamed to");
  return RelationKind::kMergedInto;
}

v1::Licence ToProto(const Licence& licence) {
  v1::Licence proto;
  proto.set_number(licence.number);
  proto.set_issued_on(DateText(licence.issued_on));
  proto.set_issuer(licence.issuer);
  proto.set_valid_from(DateText(licence.window.from));
  proto.set_valid_to(DateText(licence.window.to));
  proto.set_scope(licence.scope);
  return proto;
}

Licence FromProto(absl::string_view path, const v1::Licence& proto, Faults& faults) {
  const auto date = [&](absl::string_view name, const std::string& text) {
    return faults.Take(ParseOptionalDate(absl::StrCat(path, name), text));
  };
  return {.number = proto.number(),
          .issued_on = date(".issued_on", proto.issued_on()),
          .issuer = proto.issuer(),
          .window = {.from = date(".valid_from", proto.valid_from()),
                     .to = date(".valid_to", proto.valid_to())},
          .scope = proto.scope()};
}

v1::InstitutionRelation ToProto(const Relation& relation) {
  v1::InstitutionRelation proto;
  proto.set_kind(ToProto(relation.kind));
  proto.set_institution(InstitutionName(relation.other));
  proto.set_effective_on(DateText(relation.effective_on));
  return proto;
}

Relation FromProto(absl::string_view path, const v1::InstitutionRelation& proto, Faults& faults) {
  return {.kind = FromProto(absl::StrCat(path, ".kind"), proto.kind(), faults),
          .other = faults.Take(rpc::ParseId(absl::StrCat(path, ".institution"), "institutions/*",
                                            proto.institution())),
          .effective_on =
              faults.Take(ParseDate(absl::StrCat(path, ".effective_on"), proto.effective_on()))};
}

}  // namespace

v1::Institution ToInstitution(const Institution& institution, std::optional<Date> on) {
  v1::Institution proto;
  proto.set_name(InstitutionName(institution.unit.id));
  FillUnit(institution, on, proto);
  proto.set_bin(institution.bin);
  for (const Licence& licence : institution.licences) *proto.add_licences() = ToProto(licence);
  for (const Relation& relation : institution.relations) {
    *proto.add_relations() = ToProto(relation);
  }
  proto.set_city(institution.city);
  proto.set_country(institution.country);
  proto.set_legal_form(institution.legal_form);
  proto.set_web_address(institution.web_address);
  return proto;
}

absl::StatusOr<PutInstitution> Parse(const v1::UpdateInstitutionRequest& request) {
  const v1::Institution& proto = request.institution();
  PutInstitution put{.etag = proto.etag(), .allow_missing = request.allow_missing()};
  Institution& institution = put.whole;
  ASSIGN_OR_RETURN(institution.unit.id,
                   rpc::ParseId("institution.name", "institutions/*", proto.name()));
  ASSIGN_OR_RETURN(put.paths, UpdatePaths(request.update_mask(), proto, kFields));
  Faults faults;
  ReadUnit("institution", proto, institution, faults);
  institution.bin = proto.bin();
  for (int i = 0; i < proto.licences_size(); ++i) {
    institution.licences.push_back(
        FromProto(absl::StrCat("institution.licences[", i, "]"), proto.licences(i), faults));
  }
  for (int i = 0; i < proto.relations_size(); ++i) {
    institution.relations.push_back(
        FromProto(absl::StrCat("institution.relations[", i, "]"), proto.relations(i), faults));
  }
  institution.city = proto.city();
  institution.country = proto.country();
  institution.legal_form = proto.legal_form();
  institution.web_address = proto.web_address();
  put.faults = faults.fields();
  return put;
}

void Fill(const Succession& succession, v1::ResolveSuccessorsResponse& response) {
  for (const std::string& id : succession.successors) response.add_successors(InstitutionName(id));
  for (const SuccessionStep& step : succession.steps) {
    auto& proto = *response.add_steps();
    proto.set_from(InstitutionName(step.from));
    proto.set_kind(ToProto(step.relation.kind));
    proto.set_to(InstitutionName(step.relation.other));
    proto.set_effective_on(DateText(step.relation.effective_on));
  }
}

}  // namespace tarazy::registry
