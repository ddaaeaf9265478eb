#include "services/cli/institution_details.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/cli/dated_names.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"

namespace tarazy::cli {
namespace {

using registry::v1::Institution;

absl::StatusOr<bool> FillLicences(const ListOption& licences, Institution& institution) {
  return ForEachRecord("--licence", licences, {"number", "issued", "issuer", "from", "to", "scope"},
                       [&](const Fields& fields) {
                         auto& licence = *institution.add_licences();
                         licence.set_number(fields["number"]);
                         licence.set_issued_on(fields["issued"]);
                         licence.set_issuer(fields["issuer"]);
                         licence.set_valid_from(fields["from"]);
                         licence.set_valid_to(fields["to"]);
                         licence.set_scope(fields["scope"]);
                         return absl::OkStatus();
                       });
}

absl::StatusOr<bool> FillRelations(const ListOption& relations, Institution& institution) {
  return ForEachRecord("--relation", relations, {"kind", "institution", "on"},
                       [&](const Fields& fields) -> absl::Status {
                         const auto kind = EnumValue<registry::v1::RelationKind>(fields["kind"]);
                         if (kind == registry::v1::RELATION_KIND_UNSPECIFIED) {
                           return UsageError(
                               absl::StrCat("--relation: kind is merged_into, succeeded_by, "
                                            "spun_off_from or renamed_to, not \"",
                                            fields["kind"], "\""));
                         }
                         auto& relation = *institution.add_relations();
                         relation.set_kind(kind);
                         relation.set_institution(FullName("institutions", fields["institution"]));
                         relation.set_effective_on(fields["on"]);
                         return absl::OkStatus();
                       });
}

std::shared_ptr<const Table> LicenceTable(const Institution& institution) {
  auto table = std::make_shared<Table>();
  table->columns = {{"number"}, {"issued_on"}, {"issuer"}, {"valid_from"}, {"valid_to"}, {"scope"}};
  for (const auto& licence : institution.licences()) {
    table->rows.push_back({Text(licence.number()), Text(licence.issued_on()),
                           Text(licence.issuer()), Text(licence.valid_from()),
                           Text(licence.valid_to()), Text(licence.scope())});
  }
  return table;
}

std::shared_ptr<const Table> RelationTable(const Institution& institution) {
  auto table = std::make_shared<Table>();
  table->columns = {{"kind"}, {"institution"}, {"effective_on"}};
  for (const auto& relation : institution.relations()) {
    table->rows.push_back(
        {EnumText(registry::v1::RelationKind_Name(relation.kind()), "RELATION_KIND_"),
         BareId("institutions", relation.institution()), Text(relation.effective_on())});
  }
  return table;
}

}  // namespace

void AddInstitutionDetails(CLI::App& command, InstitutionDetails& details) {
  const auto add = [&command](const char* name, std::optional<std::string>& to, const char* help) {
    command.add_option_function<std::string>(
        name, [&to](const std::string& text) { to = text; }, help);
  };
  AddList(command, "--name", details.names, kNameHelp);
  add("--bin", details.bin, "Its business identification number, 12 digits; \"\" removes it");
  AddList(command, "--licence", details.licences,
          "A licence: \"number=…;issued=DATE;issuer=…;from=DATE;to=DATE;scope=…\"; once for each, "
          "\"\" removes all");
  AddList(command, "--relation", details.relations,
          "What became of it: \"kind=merged_into|succeeded_by|spun_off_from|renamed_to;"
          "institution=ID;on=DATE\"; once for each, \"\" removes all");
  add("--city", details.city, "Where it is seated; \"\" removes it");
  add("--country", details.country, "The country of its seat, such as KZ; \"\" removes it");
  add("--legal-form", details.legal_form, "Its legal form; \"\" removes it");
  add("--web-address", details.web_address, "Its web address, https://…; \"\" removes it");
}

absl::Status FillInstitutionDetails(const InstitutionDetails& details,
                                    registry::v1::UpdateInstitutionRequest& request) {
  Institution& institution = *request.mutable_institution();
  google::protobuf::FieldMask& mask = *request.mutable_update_mask();
  ASSIGN_OR_RETURN(const bool names, FillNames(details.names, *institution.mutable_names()));
  if (names) mask.add_paths("names");
  ASSIGN_OR_RETURN(const bool licences, FillLicences(details.licences, institution));
  if (licences) mask.add_paths("licences");
  ASSIGN_OR_RETURN(const bool relations, FillRelations(details.relations, institution));
  if (relations) mask.add_paths("relations");
  const auto fill = [&](const std::optional<std::string>& text, const char* path,
                        void (Institution::*set)(const std::string&)) {
    if (!text) return;
    (institution.*set)(*text);
    mask.add_paths(path);
  };
  fill(details.bin, "bin", &Institution::set_bin<const std::string&>);
  fill(details.city, "city", &Institution::set_city<const std::string&>);
  fill(details.country, "country", &Institution::set_country<const std::string&>);
  fill(details.legal_form, "legal_form", &Institution::set_legal_form<const std::string&>);
  fill(details.web_address, "web_address", &Institution::set_web_address<const std::string&>);
  return absl::OkStatus();
}

std::vector<Column> InstitutionDetailColumns() {
  return {{.name = "bin", .detail = true},         {.name = "city", .detail = true},
          {.name = "country", .detail = true},     {.name = "legal_form", .detail = true},
          {.name = "web_address", .detail = true}, {.name = "names", .detail = true},
          {.name = "licences", .detail = true},    {.name = "relations", .detail = true}};
}

std::vector<Value> InstitutionDetailValues(const Institution& institution) {
  return {Text(institution.bin()),         Text(institution.city()),
          Text(institution.country()),     Text(institution.legal_form()),
          Text(institution.web_address()), NameTable(institution.names()),
          LicenceTable(institution),       RelationTable(institution)};
}

}  // namespace tarazy::cli
