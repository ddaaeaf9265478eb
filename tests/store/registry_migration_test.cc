// A registry of the first release keeps its units when identity and search come.
#include "services/registry/app/put_unit.h"
#include "services/registry/store/institution_store.h"
#include "services/registry/store/search_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using registry::Institution;
using registry::Kind;
using ::testing::ElementsAre;

class RegistryMigrationTest : public DatabaseTest {};
TEST_ON_BOTH_ENGINES(RegistryMigrationTest);

sql::Migrations FirstRelease() {
  sql::Migrations first = registry::SchemaMigrations();
  first.sqlite.resize(1);
  first.postgres.resize(1);
  return first;
}

TEST_P(RegistryMigrationTest, UnitsStayAndAreFound) {
  {
    const auto db = OpenOrDie(url(), name(), FirstRelease());
    for (const char* statement :
         {"INSERT INTO unit VALUES ('institution', 'ektu', '', 'Serikbayev', '', '', 'g', 3, 1, 2)",
          "INSERT INTO unit VALUES ('programme', 'a', 'ektu', 'Law', '', '', '', 1, 1, 1)",
          "INSERT INTO unit VALUES ('programme', 'b', 'ektu', 'Lore', '', '', '', 1, 1, 1)"}) {
      ASSERT_OK(Exec(*db, statement));
    }
  }
  const auto db = OpenOrDie(url(), name(), registry::SchemaMigrations());
  const Institution before{.unit = {.id = "ektu",
                                    .title = {.en = "Serikbayev"},
                                    .group = "g",
                                    .version = 3,
                                    .created = At(1),
                                    .updated = At(2)}};
  EXPECT_EQ(Ok(InRead(*db, [](sql::Tx& tx) { return registry::FindInstitution(tx, "ektu"); })),
            before);
  EXPECT_EQ(Ok(InWrite(*db, [](sql::Tx& tx) { return CatchUpWords(tx, Kind::kInstitution, 9); })),
            1);
  EXPECT_EQ(Ok(InWrite(*db, [](sql::Tx& tx) { return CatchUpWords(tx, Kind::kProgramme, 9); })), 2);
  EXPECT_THAT(Ok(InRead(*db,
                        [](sql::Tx& tx) {
                          return registry::SearchUnits(tx, {.words = {"serikbaev"}}, "", 9);
                        })),
              ElementsAre("ektu"));
  EXPECT_EQ(Ok(InWrite(*db,
                       [&](sql::Tx& tx) {
                         return registry::Put(
                             tx, {.whole = before, .paths = {"group"}, .etag = "v3"}, At(9));
                       })),
            before)
      << "nothing changed, so it is still version 3";
}

// While servers are replaced, an older one still writes the columns that it knows.
TEST_P(RegistryMigrationTest, TheFirstReleasesStatementsStillWork) {
  const auto db = OpenOrDie(url(), name(), registry::SchemaMigrations());
  ASSERT_OK(Exec(*db,
                 "INSERT INTO unit (kind, id, institution, title_en, title_ru, title_kk, "
                 "group_name, version, created_at, updated_at) "
                 "VALUES ('programme', 'a', 'x', 'T', '', '', '', 1, 1, 1)"));
  ASSERT_OK(Exec(*db, "UPDATE unit SET title_en = 'U', version = 2 WHERE id = 'a'"));
}

}  // namespace
}  // namespace tarazy::testing
