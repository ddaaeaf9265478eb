#include "services/registry/store/programme_store.h"

#include <map>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "services/registry/store/columns.h"
#include "services/registry/store/id_list.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {
namespace {

using sql::V;
using ById = std::map<std::string, Programme*>;

absl::Status LoadEcts(sql::Tx& tx, absl::Span<const std::string> ids, ById& by_id) {
  return QueryIds(tx,
                  "SELECT programme, approved_on, ects FROM programme_ects "
                  "WHERE programme IN " REGISTRY_IDS " ORDER BY programme, approved_on",
                  ids, [&](const sql::Row& row) -> absl::Status {
                    EctsVersion version{.ects = static_cast<int>(row.Int(2))};
                    ASSIGN_OR_RETURN(version.approved_on, ParseDate("stored date", row.Text(1)));
                    by_id.at(row.Text(0))->ects.push_back(version);
                    return absl::OkStatus();
                  });
}

absl::Status LoadPartners(sql::Tx& tx, absl::Span<const std::string> ids, ById& by_id) {
  return QueryIds(tx,
                  "SELECT programme, institution, external_name, code, title_en, title_ru, "
                  "title_kk, agreement_number, agreement_on FROM programme_partner "
                  "WHERE programme IN " REGISTRY_IDS " ORDER BY programme, position",
                  ids, [&](const sql::Row& row) -> absl::Status {
                    JointPartner partner{.institution = row.Text(1),
                                         .external_name = row.Text(2),
                                         .code = row.Text(3),
                                         .title = ReadTitle(row, 4),
                                         .agreement_number = row.Text(7)};
                    ASSIGN_OR_RETURN(partner.agreement_on, ReadDate(row.Text(8)));
                    by_id.at(row.Text(0))->partners.push_back(std::move(partner));
                    return absl::OkStatus();
                  });
}

absl::Status LoadOldCodes(sql::Tx& tx, absl::Span<const std::string> ids, ById& by_id) {
  return QueryIds(tx,
                  "SELECT programme, code, replaced_on FROM programme_old_code "
                  "WHERE programme IN " REGISTRY_IDS " ORDER BY programme, position",
                  ids, [&](const sql::Row& row) -> absl::Status {
                    OldCode old{.code = row.Text(1)};
                    ASSIGN_OR_RETURN(old.replaced_on, ReadDate(row.Text(2)));
                    by_id.at(row.Text(0))->old_codes.push_back(std::move(old));
                    return absl::OkStatus();
                  });
}

absl::Status LoadDetails(sql::Tx& tx, absl::Span<const std::string> ids, ById& by_id) {
  RETURN_IF_ERROR(QueryIds(tx,
                           "SELECT id, duration_months, languages FROM programme_detail "
                           "WHERE id IN " REGISTRY_IDS " ORDER BY id",
                           ids, [&](const sql::Row& row) {
                             Programme& programme = *by_id.at(row.Text(0));
                             programme.duration_months = static_cast<int>(row.Int(1));
                             programme.languages =
                                 absl::StrSplit(row.Text(2), ',', absl::SkipEmpty());
                             return absl::OkStatus();
                           }));
  RETURN_IF_ERROR(LoadEcts(tx, ids, by_id));
  RETURN_IF_ERROR(LoadPartners(tx, ids, by_id));
  return LoadOldCodes(tx, ids, by_id);
}

absl::Status PutPartners(sql::Tx& tx, const Programme& programme) {
  const std::string& id = programme.unit.id;
  RETURN_IF_ERROR(tx.Exec("DELETE FROM programme_partner WHERE programme = ?1", {V(id)}).status());
  int64_t position = 0;
  for (const JointPartner& partner : programme.partners) {
    RETURN_IF_ERROR(
        tx.Exec("INSERT INTO programme_partner (programme, position, institution, external_name, "
                "code, title_en, title_ru, title_kk, agreement_number, agreement_on) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                {V(id), V(position++), V(partner.institution), V(partner.external_name),
                 V(partner.code), V(partner.title.en), V(partner.title.ru), V(partner.title.kk),
                 V(partner.agreement_number), DateValue(partner.agreement_on)})
            .status());
  }
  return absl::OkStatus();
}

absl::Status PutOldCodes(sql::Tx& tx, const Programme& programme) {
  const std::string& id = programme.unit.id;
  RETURN_IF_ERROR(tx.Exec("DELETE FROM programme_old_code WHERE programme = ?1", {V(id)}).status());
  int64_t position = 0;
  for (const OldCode& old : programme.old_codes) {
    RETURN_IF_ERROR(tx.Exec("INSERT INTO programme_old_code (programme, position, code, "
                            "replaced_on) VALUES (?1, ?2, ?3, ?4)",
                            {V(id), V(position++), V(old.code), DateValue(old.replaced_on)})
                        .status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Programme>> LoadProgrammes(sql::Tx& tx, std::vector<Unit> units) {
  std::vector<Programme> programmes(units.size());
  std::vector<std::string> ids;
  ById by_id;
  for (size_t i = 0; i < units.size(); ++i) {
    ids.push_back(units[i].id);
    by_id[units[i].id] = &programmes[i];
    programmes[i].unit = std::move(units[i]);
  }
  RETURN_IF_ERROR(LoadDetails(tx, ids, by_id));
  ASSIGN_OR_RETURN(std::vector<NameOfUnit> names, LoadNames(tx, Kind::kProgramme, ids));
  for (NameOfUnit& name : names) by_id.at(name.id)->names.push_back(std::move(name.name));
  return programmes;
}

absl::StatusOr<std::optional<Programme>> FindProgramme(sql::Tx& tx, absl::string_view id) {
  ASSIGN_OR_RETURN(std::optional<Unit> unit, FindUnit(tx, Kind::kProgramme, id));
  if (!unit.has_value()) return std::optional<Programme>();
  ASSIGN_OR_RETURN(std::vector<Programme> found, LoadProgrammes(tx, {*std::move(unit)}));
  return std::optional<Programme>(std::move(found.front()));
}

absl::Status PutProgrammeDetails(sql::Tx& tx, const Programme& programme) {
  const std::string& id = programme.unit.id;
  RETURN_IF_ERROR(PutNames(tx, programme.unit, programme.names));
  RETURN_IF_ERROR(
      tx.Exec("INSERT INTO programme_detail (id, duration_months, languages) VALUES (?1, ?2, ?3) "
              "ON CONFLICT (id) DO UPDATE SET duration_months = ?2, languages = ?3",
              {V(id), V(programme.duration_months), V(absl::StrJoin(programme.languages, ","))})
          .status());
  RETURN_IF_ERROR(tx.Exec("DELETE FROM programme_ects WHERE programme = ?1", {V(id)}).status());
  for (const EctsVersion& version : programme.ects) {
    RETURN_IF_ERROR(
        tx.Exec("INSERT INTO programme_ects (programme, approved_on, ects) VALUES (?1, ?2, ?3)",
                {V(id), DateValue(version.approved_on), V(version.ects)})
            .status());
  }
  RETURN_IF_ERROR(PutPartners(tx, programme));
  return PutOldCodes(tx, programme);
}

absl::StatusOr<CodeHolder> HolderOfCode(sql::Tx& tx, absl::string_view institution,
                                        absl::string_view code, absl::string_view id) {
  CodeHolder holder;
  RETURN_IF_ERROR(tx.QueryOne("SELECT id FROM unit WHERE institution = ?1 AND code <> '' "
                              "AND code = ?2 AND id <> ?3",
                              {V(institution), V(code), V(id)},
                              [&](const sql::Row& row) { holder.id = row.Text(0); })
                      .status());
  if (!holder.id.empty()) return holder;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT u.id FROM programme_old_code o JOIN unit u ON u.kind = 'programme' "
                  "AND u.id = o.programme WHERE o.code = ?2 AND u.institution = ?1 "
                  "AND u.id <> ?3 ORDER BY u.id LIMIT 1",
                  {V(institution), V(code), V(id)},
                  [&](const sql::Row& row) { holder = {.id = row.Text(0), .formerly = true}; })
          .status());
  return holder;
}

}  // namespace tarazy::registry
