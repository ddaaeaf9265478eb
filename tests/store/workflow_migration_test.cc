// A database of the first release keeps its values when the workflow's tables come.
#include "services/rankings/store/edition_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

class WorkflowMigrationTest : public DatabaseTest {};
TEST_ON_BOTH_ENGINES(WorkflowMigrationTest);

sql::Migrations FirstRelease() {
  sql::Migrations first = rankings::SchemaMigrations();
  first.sqlite.resize(1);
  first.postgres.resize(1);
  return first;
}

TEST_P(WorkflowMigrationTest, KeepsValuesUnitsAndEditions) {
  {
    const auto db = OpenOrDie(url(), name(), FirstRelease());
    for (const char* statement :
         {"INSERT INTO methodology_version VALUES ('m', 1, 'institution', 'M', '', '', 1, 1, 1, "
          "'s', '{}', 5)",
          "INSERT INTO ranking VALUES ('r', 'm', 1, 'institution', 2026, 1, 1, 6)",
          "INSERT INTO import VALUES ('r', 1, 'verified', 'verifier tokens/1', 7)",
          "INSERT INTO ranking_unit VALUES ('r', 'x', 1, 'verified', 'X', '', '', 'g')",
          "INSERT INTO value_version VALUES ('r', 'x', 'a', 1, 'verified', 0.1, 'src', 'ev', 3, "
          "0.5)",
          "INSERT INTO edition VALUES ('r', 1, 'published', 'd', 'rd', 'e', 1, 1, 0, '', 2, 8, 9, "
          "NULL, NULL)",
          "INSERT INTO edition_finding VALUES ('r', 1, 0, 'info', 'rule', '', 'x', 'msg')"}) {
      ASSERT_OK(Exec(*db, statement));
    }
  }
  const auto db = OpenOrDie(url(), name(), rankings::SchemaMigrations());
  ASSERT_OK(db->Read(Soon(), [](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const auto values, rankings::ListValues(tx, {.ranking = "r"}));
    EXPECT_EQ(values.size(), 1u);
    EXPECT_EQ(values.at(0).value, 0.1);
    EXPECT_EQ(values.at(0).base, 3);
    EXPECT_EQ(values.at(0).act.kind, rankings::Act::kImport);
    EXPECT_EQ(values.at(0).act.origin, "agency");
    EXPECT_EQ(values.at(0).act.entered_by, "verifier tokens/1");
    EXPECT_EQ(values.at(0).act.created, At(7));
    ASSIGN_OR_RETURN(const auto units, rankings::UnitsAsOf(tx, "r", 1));
    EXPECT_EQ(units.size(), 1u);
    EXPECT_EQ(units.at(0).institution, "x");
    EXPECT_EQ(units.at(0).group, "g");
    ASSIGN_OR_RETURN(const auto edition, rankings::LoadEdition(tx, "r", 1));
    EXPECT_EQ(edition.state, rankings::EditionState::kPublished);
    EXPECT_EQ(edition.published, At(9));
    EXPECT_EQ(edition.computed_by, "");
    ASSIGN_OR_RETURN(const auto findings, rankings::LoadFindings(tx, edition));
    EXPECT_EQ(findings.size(), 1u);
    return absl::OkStatus();
  }));
  // References hold: an act that nobody recorded brings no value.
  EXPECT_FALSE(Exec(*db,
                    "INSERT INTO value_version VALUES ('r', 'x', 'a', 9, 'draft', 1, '', '', "
                    "NULL, NULL)")
                   .ok());
}

}  // namespace
}  // namespace tarazy::testing
