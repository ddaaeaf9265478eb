#include "services/surveys/store/control/tables_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {

using sql::V;

absl::Status InsertTables(sql::Tx& tx, absl::string_view campaign, const StoredTables& tables) {
  return tx
      .Exec(
          "INSERT INTO published_tables (campaign, source, population, body) VALUES (?1, ?2, ?3, "
          "?4)",
          {V(campaign), V(sql::Blob{tables.source}), V(tables.population),
           V(sql::Blob{tables.tables.SerializeAsString()})})
      .status();
}

absl::StatusOr<v1::PublishedTables> LoadTables(sql::Tx& tx, absl::string_view campaign) {
  std::string body;
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne("SELECT body FROM published_tables WHERE campaign = ?1",
                               {V(campaign)}, [&](const sql::Row& row) { body = row.Bytes(0); }));
  if (!found) return NotFound("tables", absl::StrCat("campaigns/", campaign));
  v1::PublishedTables tables;
  if (!tables.ParseFromString(body)) return Internal("stored tables cannot be read");
  return tables;
}

}  // namespace tarazy::surveys
