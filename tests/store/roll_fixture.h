// What the tests of the roll share.
#pragma once

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/surveys/store/roll/roll_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::surveys {

inline void PrintTo(const RollCount& count, std::ostream* out) {
  *out << count.taken << " of " << count.invited;
}

}  // namespace tarazy::surveys

namespace tarazy::testing {

#define EXPECT_OK(expr)                     \
  do {                                      \
    const absl::Status expected = (expr);   \
    EXPECT_TRUE(expected.ok()) << expected; \
  } while (false)

class RollTest : public ServiceStoreTest {
 protected:
  RollTest() : ServiceStoreTest(surveys::roll::SchemaMigrations()) {}

  // All that the roll's database holds.
  std::string Dump() {
    std::string all;
    EXPECT_OK(db().Read(Soon(), [&](sql::Tx& tx) -> absl::Status {
      all.clear();
      RETURN_IF_ERROR(tx.Query("SELECT campaign, closed FROM roll ORDER BY campaign", {},
                               [&](const sql::Row& row) {
                                 absl::StrAppend(&all, row.Text(0), " ", row.Int(1), "\n");
                                 return absl::OkStatus();
                               }));
      RETURN_IF_ERROR(
          tx.Query("SELECT campaign, stratum, public_key, sealed_private_key FROM roll_key "
                   "ORDER BY campaign, stratum",
                   {}, [&](const sql::Row& row) {
                     absl::StrAppend(&all, row.Text(0), " ", row.Text(1), " ",
                                     absl::BytesToHexString(row.Bytes(2)), " ",
                                     absl::BytesToHexString(row.Bytes(3)), "\n");
                     return absl::OkStatus();
                   }));
      RETURN_IF_ERROR(tx.Query(
          "SELECT campaign, id, contact, contact_folded, stratum, language, test, ticket_digest, "
          "taken, blinded_digest FROM entry ORDER BY campaign, id",
          {}, [&](const sql::Row& row) {
            absl::StrAppend(&all, row.Text(0), " ", absl::BytesToHexString(row.Bytes(1)), " ",
                            row.Text(2), " ", row.Text(3), " ", row.Text(4), " ", row.Text(5), " ");
            absl::StrAppend(&all, row.Int(6), " ", absl::BytesToHexString(row.Bytes(7)), " ",
                            row.Int(8), " ", absl::BytesToHexString(row.Bytes(9)), "\n");
            return absl::OkStatus();
          }));
      return tx.Query(
          "SELECT principal, method, request_id, response FROM request_log "
          "ORDER BY principal, method, request_id",
          {}, [&](const sql::Row& row) {
            absl::StrAppend(&all, row.Text(0), " ", row.Text(1), " ", row.Text(2), " ",
                            row.Bytes(3), "\n");
            return absl::OkStatus();
          });
    }));
    return all;
  }
};

}  // namespace tarazy::testing
