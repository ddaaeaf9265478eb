// unit_store.h on both engines.
#include "services/registry/store/unit_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::registry {

void PrintTo(const Unit& unit, std::ostream* out) {
  *out << unit.id << " " << unit.institution << " " << unit.title.Any() << " v" << unit.version;
}

}  // namespace tarazy::registry

namespace tarazy::testing {
namespace {

using registry::Kind;
using registry::Level;
using registry::Unit;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RegistryStoreTest : public RegistryTest {
 protected:
  absl::Status Insert(const Unit& unit) {
    return db().Write(Soon(), [&](sql::Tx& tx) { return InsertUnit(tx, unit); });
  }
  std::optional<Unit> Find(Kind kind, const std::string& id) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return FindUnit(tx, kind, id); }));
  }
  std::vector<std::string> List(Kind kind, const std::string& institution, const std::string& after,
                                int limit) {
    return Ids(Ok(
        InRead(db(), [&](sql::Tx& tx) { return ListUnits(tx, kind, institution, after, limit); })));
  }
  std::vector<std::string> ByTitle(Kind kind, const std::string& title) {
    return Ids(Ok(InRead(db(), [&](sql::Tx& tx) { return FindByTitle(tx, kind, title); })));
  }
  static std::vector<std::string> Ids(const std::vector<Unit>& units) {
    std::vector<std::string> ids;
    for (const Unit& unit : units) ids.push_back(unit.id);
    return ids;
  }
};
TEST_ON_BOTH_ENGINES(RegistryStoreTest);

Unit Full(const std::string& id) {
  return {.kind = Kind::kProgramme,
          .id = id,
          .institution = "kaznu",
          .title = {.en = "Law", .ru = "Право", .kk = "Құқық"},
          .group = "law",
          .code = id == "law" ? "6B04201" : "",
          .level = Level::kBachelor,
          .version = 7,
          .created = At(-1234567890123456),
          .updated = At(1234567890123457)};
}

TEST_P(RegistryStoreTest, UnitsComeBack) {
  ASSERT_OK(Insert(Full("law")));
  EXPECT_EQ(Find(Kind::kProgramme, "law"), Full("law"));
}

TEST_P(RegistryStoreTest, OddAndEmptyTextsComeBack) {
  int i = 0;
  for (const char* text : kOddTexts) {
    const Unit unit{.id = absl::StrCat("u", i++),
                    .institution = text,
                    .title = {.en = text, .ru = text, .kk = text},
                    .group = text,
                    .created = At(0),
                    .updated = At(0)};
    ASSERT_OK(Insert(unit));
    EXPECT_EQ(Find(Kind::kInstitution, unit.id), unit);
  }
}

TEST_P(RegistryStoreTest, WhatIsNotThereIsNothing) {
  ASSERT_OK(Insert(Full("law")));
  EXPECT_EQ(Find(Kind::kProgramme, "LAW"), std::nullopt);
  EXPECT_EQ(Find(Kind::kInstitution, "law"), std::nullopt);
  EXPECT_EQ(Find(Kind::kProgramme, ""), std::nullopt);
}

TEST_P(RegistryStoreTest, TakenIdIsRefusedAndTheUnitStays) {
  ASSERT_OK(Insert(Full("law")));
  Unit other = Full("law");
  other.title.en = "Lore";
  EXPECT_FAILS(Insert(other), kAlreadyExists, kAlreadyExists);
  EXPECT_EQ(Find(Kind::kProgramme, "law"), Full("law"));
}

TEST_P(RegistryStoreTest, ACodeOfAnInstitutionIsTakenOnce) {
  ASSERT_OK(Insert(Full("law")));
  Unit other = Full("lore");
  other.code = "6B04201";
  EXPECT_FAILS(Insert(other), kAlreadyExists, kAlreadyExists);
  other.institution = "enu";
  ASSERT_OK(Insert(other));
  other.institution = "kaznu";
  EXPECT_FAILS(db().Write(Soon(), [&](sql::Tx& tx) { return UpdateUnit(tx, other); }),
               kAlreadyExists, kAlreadyExists);
}

TEST_P(RegistryStoreTest, UnitsAreFoundInTheOrderOfTheQuestion) {
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) {
    ids.push_back(absl::StrCat("p", (i * 7) % 40));
    ASSERT_OK(Insert(Full(ids.back())));
  }
  std::vector<std::string> asked = ids;
  asked.insert(asked.begin() + 20, "unknown");
  EXPECT_EQ(
      Ids(Ok(InRead(db(), [&](sql::Tx& tx) { return FindUnits(tx, Kind::kProgramme, asked); }))),
      ids);
  EXPECT_THAT(
      Ids(Ok(InRead(db(), [&](sql::Tx& tx) { return FindUnits(tx, Kind::kInstitution, ids); }))),
      IsEmpty());
}

TEST_P(RegistryStoreTest, KindsHaveIdsOfTheirOwn) {
  ASSERT_OK(Insert(Full("law")));
  Unit institution = Full("law");
  institution.code = "";
  institution.kind = Kind::kInstitution;
  ASSERT_OK(Insert(institution));
  EXPECT_EQ(Find(Kind::kInstitution, "law"), institution);
  EXPECT_EQ(Find(Kind::kProgramme, "law"), Full("law"));
}

TEST_P(RegistryStoreTest, UpdateStoresAllButTheTimeOfCreation) {
  ASSERT_OK(Insert(Full("law")));
  ASSERT_OK(Insert(Full("lore")));
  Unit changed{.kind = Kind::kProgramme,
               .id = "law",
               .institution = "other",
               .title = {.en = "", .ru = "П", .kk = "Қ"},
               .group = "",
               .code = "7M04201",
               .level = Level::kMaster,
               .version = 8,
               .created = At(99),
               .updated = At(100)};
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return UpdateUnit(tx, changed); }));
  changed.created = Full("law").created;
  EXPECT_EQ(Find(Kind::kProgramme, "law"), changed);
  EXPECT_EQ(Find(Kind::kProgramme, "lore"), Full("lore"));
}

TEST_P(RegistryStoreTest, ListIsInBytewiseOrder) {
  for (const char* id : {"b", "a-b", "a.b", "a", "ab", "a_b", "0", "B"})
    ASSERT_OK(Insert(Full(id)));
  EXPECT_THAT(List(Kind::kProgramme, "", "", 100),
              ElementsAre("0", "B", "a", "a-b", "a.b", "a_b", "ab", "b"));
  EXPECT_THAT(List(Kind::kInstitution, "", "", 100), IsEmpty());
}

TEST_P(RegistryStoreTest, PagesOfAnInstitutionHaveNoGapsAndNoRepeats) {
  std::vector<std::string> expected;
  for (int i = 10; i < 40; ++i) {
    Unit unit = Full(absl::StrCat("p", i));
    unit.institution = i % 3 == 0 ? "a" : "b";
    if (unit.institution == "a") expected.push_back(unit.id);
    ASSERT_OK(Insert(unit));
  }
  std::vector<std::string> seen;
  for (std::string after;;) {
    const std::vector<std::string> page = List(Kind::kProgramme, "a", after, 3);
    if (page.empty()) break;
    ASSERT_LT(seen.size(), 100u) << "pages repeat";
    seen.insert(seen.end(), page.begin(), page.end());
    after = page.back();
  }
  EXPECT_EQ(seen, expected);
}

TEST_P(RegistryStoreTest, PagingGoesOnAfterAnIdThatIsNotThere) {
  for (const char* id : {"a", "b", "d"}) ASSERT_OK(Insert(Full(id)));
  EXPECT_THAT(List(Kind::kProgramme, "", "c", 2), ElementsAre("d"));
  EXPECT_THAT(List(Kind::kProgramme, "", "a", 1), ElementsAre("b"));
}

TEST_P(RegistryStoreTest, TitlesAreFoundInEveryLanguage) {
  ASSERT_OK(Insert(Full("law")));
  for (const char* title : {"Law", "Право", "Құқық"}) {
    EXPECT_THAT(ByTitle(Kind::kProgramme, title), ElementsAre("law")) << title;
    EXPECT_THAT(ByTitle(Kind::kInstitution, title), IsEmpty()) << title;
  }
}

TEST_P(RegistryStoreTest, OnlyTheExactTitleIsFound) {
  ASSERT_OK(Insert(Full("law")));
  for (const char* title : {"law", "Law ", "Lawx", "%", "ПРАВО", "Құқықтану"}) {
    EXPECT_THAT(ByTitle(Kind::kProgramme, title), IsEmpty()) << title;
  }
}

TEST_P(RegistryStoreTest, EmptyTitleFindsNothing) {
  Unit unit = Full("law");
  unit.title.ru = "";
  ASSERT_OK(Insert(unit));
  EXPECT_THAT(ByTitle(Kind::kProgramme, ""), IsEmpty());
}

TEST_P(RegistryStoreTest, AmbiguousTitleGivesTwo) {
  for (const char* id : {"c", "b", "a"}) ASSERT_OK(Insert(Full(id)));
  EXPECT_THAT(ByTitle(Kind::kProgramme, "Law"), ElementsAre("a", "b"));
}

TEST_P(RegistryStoreTest, OneUnitWithATitleInAllLanguagesIsNotAmbiguous) {
  Unit unit = Full("law");
  unit.title = {.en = "Same", .ru = "Same", .kk = "Same"};
  ASSERT_OK(Insert(unit));
  EXPECT_THAT(ByTitle(Kind::kProgramme, "Same"), ElementsAre("law"));
}

}  // namespace
}  // namespace tarazy::testing
