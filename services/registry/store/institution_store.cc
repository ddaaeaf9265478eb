#include "services/registry/store/institution_store.h"

#include <map>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/registry/store/columns.h"
#include "services/registry/store/id_list.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {
namespace {

using sql::V;

// One word per kind, in the order of RelationKind.
constexpr absl::string_view kRelationNames[] = {"merged_into", "succeeded_by", "spun_off_from",
                                                "renamed_to"};

sql::Value RelationValue(RelationKind kind) { return V(kRelationNames[static_cast<int>(kind)]); }

absl::StatusOr<RelationKind> ReadRelationKind(absl::string_view name) {
  for (int i = 0; i < 4; ++i) {
    if (kRelationNames[i] == name) return static_cast<RelationKind>(i);
  }
  return Internal("a stored relation has an unknown kind");
}

// kind, other, effective_on from column `first` on.
absl::StatusOr<Relation> ReadRelation(const sql::Row& row, int first) {
  Relation relation{.other = row.Text(first + 1)};
  ASSIGN_OR_RETURN(relation.kind, ReadRelationKind(row.Text(first)));
  ASSIGN_OR_RETURN(relation.effective_on, ParseDate("stored date", row.Text(first + 2)));
  return relation;
}

// institution, number, issued_on, issuer, valid_from, valid_to, scope.
absl::StatusOr<HeldLicence> ReadLicence(const sql::Row& row) {
  HeldLicence held{.institution = row.Text(0),
                   .licence = {.number = row.Text(1), .issuer = row.Text(3), .scope = row.Text(6)}};
  ASSIGN_OR_RETURN(held.licence.issued_on, ReadDate(row.Text(2)));
  ASSIGN_OR_RETURN(held.licence.window.from, ReadDate(row.Text(4)));
  ASSIGN_OR_RETURN(held.licence.window.to, ReadDate(row.Text(5)));
  return held;
}

using ById = std::map<std::string, Institution*>;

absl::Status LoadDetails(sql::Tx& tx, absl::Span<const std::string> ids, ById& by_id) {
  RETURN_IF_ERROR(QueryIds(tx,
                           "SELECT id, bin, city, country, legal_form, web_address "
                           "FROM institution_detail WHERE id IN " REGISTRY_IDS " ORDER BY id",
                           ids, [&](const sql::Row& row) {
                             Institution& institution = *by_id.at(row.Text(0));
                             institution.bin = row.Text(1);
                             institution.city = row.Text(2);
                             institution.country = row.Text(3);
                             institution.legal_form = row.Text(4);
                             institution.web_address = row.Text(5);
                             return absl::OkStatus();
                           }));
  RETURN_IF_ERROR(QueryIds(
      tx,
      "SELECT institution, number, issued_on, issuer, valid_from, valid_to, scope FROM licence "
      "WHERE institution IN " REGISTRY_IDS " ORDER BY institution, position",
      ids, [&](const sql::Row& row) -> absl::Status {
        ASSIGN_OR_RETURN(HeldLicence held, ReadLicence(row));
        by_id.at(held.institution)->licences.push_back(std::move(held.licence));
        return absl::OkStatus();
      }));
  return QueryIds(tx,
                  "SELECT institution, kind, other, effective_on FROM institution_relation "
                  "WHERE institution IN " REGISTRY_IDS
                  " ORDER BY institution, effective_on, other, kind",
                  ids, [&](const sql::Row& row) -> absl::Status {
                    ASSIGN_OR_RETURN(Relation relation, ReadRelation(row, 1));
                    by_id.at(row.Text(0))->relations.push_back(std::move(relation));
                    return absl::OkStatus();
                  });
}

}  // namespace

absl::StatusOr<std::vector<Institution>> LoadInstitutions(sql::Tx& tx, std::vector<Unit> units) {
  std::vector<Institution> institutions(units.size());
  std::vector<std::string> ids;
  ById by_id;
  for (size_t i = 0; i < units.size(); ++i) {
    ids.push_back(units[i].id);
    by_id[units[i].id] = &institutions[i];
    institutions[i].unit = std::move(units[i]);
  }
  RETURN_IF_ERROR(LoadDetails(tx, ids, by_id));
  ASSIGN_OR_RETURN(std::vector<NameOfUnit> names, LoadNames(tx, Kind::kInstitution, ids));
  for (NameOfUnit& name : names) by_id.at(name.id)->names.push_back(std::move(name.name));
  return institutions;
}

absl::StatusOr<std::optional<Institution>> FindInstitution(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(std::optional<Unit> unit, FindUnit(tx, Kind::kInstitution, id));
  if (!unit.has_value()) return std::optional<Institution>();
  ASSIGN_OR_RETURN(std::vector<Institution> found, LoadInstitutions(tx, {*std::move(unit)}));
  return std::optional<Institution>(std::move(found.front()));
}

absl::Status PutInstitutionDetails(sql::Tx& tx, const Institution& institution) {
  const std::string& id = institution.unit.id;
  RETURN_IF_ERROR(PutNames(tx, institution.unit, institution.names));
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO institution_detail (id, bin, city, country, legal_form, web_address) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET bin = ?2, city = ?3, "
              "country = ?4, legal_form = ?5, web_address = ?6",
              {V(id), V(institution.bin), V(institution.city), V(institution.country),
               V(institution.legal_form), V(institution.web_address)})
          .status());
  RETURN_IF_ERROR(tx.Exec("DELETE FROM licence WHERE institution = ?1", {V(id)}).status());
  int64_t position = 0;
  for (const Licence& licence : institution.licences) {
    RETURN_IF_ERROR(
        tx.Exec("INSERT INTO licence (institution, position, number, number_key, issued_on, "
                "issuer, valid_from, valid_to, scope) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                {V(id), V(position++), V(licence.number), V(LicenceKey(licence.number)),
                 DateValue(licence.issued_on), V(licence.issuer), DateValue(licence.window.from),
                 DateValue(licence.window.to), V(licence.scope)})
            .status());
  }
  RETURN_IF_ERROR(
      tx.Exec("DELETE FROM institution_relation WHERE institution = ?1", {V(id)}).status());
  for (const Relation& relation : institution.relations) {
    RETURN_IF_ERROR(tx.Exec("INSERT INTO institution_relation (institution, kind, other, "
                            "effective_on) VALUES (?1, ?2, ?3, ?4)",
                            {V(id), RelationValue(relation.kind), V(relation.other),
                             DateValue(relation.effective_on)})
                        .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> HolderOfBin(sql::Tx& tx, absl::string_view bin) {
  std::string holder;
  RETURN_IF_ERROR(tx.QueryOne("SELECT id FROM institution_detail WHERE bin <> '' AND bin = ?1",
                              {V(bin)}, [&](const sql::Row& row) { holder = row.Text(0); })
                      .status());
  return holder;
}

absl::StatusOr<std::vector<HeldLicence>> HoldersOfLicence(sql::Tx& tx, absl::string_view number) {
  std::vector<HeldLicence> holders;
  RETURN_IF_ERROR(
      tx.Query("SELECT institution, number, issued_on, issuer, valid_from, valid_to, scope "
               "FROM licence WHERE number_key = ?1 ORDER BY institution, position",
               {V(LicenceKey(number))}, [&](const sql::Row& row) -> absl::Status {
                 ASSIGN_OR_RETURN(HeldLicence held, ReadLicence(row));
                 holders.push_back(std::move(held));
                 return absl::OkStatus();
               }));
  return holders;
}

absl::StatusOr<std::vector<Relation>> RelationsOf(sql::Tx& tx, absl::string_view id) {
  std::vector<Relation> relations;
  RETURN_IF_ERROR(
      tx.Query("SELECT kind, other, effective_on FROM institution_relation "
               "WHERE institution = ?1 ORDER BY effective_on, other, kind",
               {V(id)}, [&](const sql::Row& row) -> absl::Status {
                 ASSIGN_OR_RETURN(Relation relation, ReadRelation(row, 0));
                 relations.push_back(std::move(relation));
                 return absl::OkStatus();
               }));
  return relations;
}

absl::StatusOr<std::vector<std::string>> SpunOffFrom(sql::Tx& tx, absl::string_view id) {
  std::vector<std::string> ids;
  RETURN_IF_ERROR(
      tx.Query("SELECT institution FROM institution_relation "
               "WHERE other = ?1 AND kind = 'spun_off_from' ORDER BY institution",
               {V(id)}, [&](const sql::Row& row) {
                 ids.push_back(row.Text(0));
                 return absl::OkStatus();
               }));
  return ids;
}

}  // namespace tarazy::registry
