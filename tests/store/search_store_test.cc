// Finding units by their words and codes, on both engines.
#include "services/registry/store/search_store.h"

#include "services/registry/app/put_unit.h"
#include "services/registry/domain/search_text.h"
#include "services/registry/store/programme_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using registry::Date;
using registry::Institution;
using registry::Kind;
using registry::Programme;
using registry::Search;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SearchStoreTest : public RegistryTest {
 protected:
  void Put(const Institution& institution) {
    Ok(InWrite(db(), [&](sql::Tx& tx) {
      return registry::Put(tx,
                           {.whole = institution,
                            .paths = {"title.en", "title.ru", "title.kk", "names"},
                            .allow_missing = true},
                           At(1));
    }));
  }
  void Put(const Programme& programme) {
    Ok(InWrite(db(), [&](sql::Tx& tx) {
      return registry::Put(
          tx, {.whole = programme, .paths = {"title.en", "code"}, .allow_missing = true}, At(1));
    }));
  }
  std::vector<std::string> Find(const std::string& query, Search search = {},
                                const std::string& after = "", int limit = 100) {
    search.words = Ok(registry::QueryWords(query));
    return Ok(InRead(db(), [&](sql::Tx& tx) { return SearchUnits(tx, search, after, limit); }));
  }
  int CatchUp(Kind kind) {
    return Ok(InWrite(db(), [&](sql::Tx& tx) { return CatchUpWords(tx, kind, 100); }));
  }
};
TEST_ON_BOTH_ENGINES(SearchStoreTest);

Institution Called(const std::string& id, const Localized& title) {
  return {.unit = {.id = id, .title = title}};
}
Programme Taught(const std::string& id, const std::string& institution, const std::string& title,
                 const std::string& code = "") {
  return {.unit = {.kind = Kind::kProgramme,
                   .id = id,
                   .institution = institution,
                   .title = {.en = title},
                   .code = code}};
}

TEST_P(SearchStoreTest, SpellingsFindEachOther) {
  Put(Called("ektu", {.en = "D. Serikbayev East Kazakhstan Technical University"}));
  Put(Called("typo", {.en = "D. Seribayev University"}));
  Put(Called("kk", {.kk = "Д. Серікбаев атындағы университет"}));
  Put(Called("ru", {.ru = "Университет имени Д. Сериқбаева"}));
  for (const char* query :
       {"Serikbayev", "Серікбаев", "Сериқбаев", "serikbaev", "СЕРИКБАЕВ", "d.serikbaev"}) {
    EXPECT_THAT(Find(query), ElementsAre("ektu", "kk", "ru")) << query;
  }
  EXPECT_THAT(Find("Seribayev"), ElementsAre("typo"));
}

TEST_P(SearchStoreTest, EveryWordBeginsAWordOfTheUnit) {
  Put(Called("ektu", {.en = "East Kazakhstan Technical University", .ru = "ВКТУ"}));
  Put(Called("wku", {.en = "West Kazakhstan University"}));
  EXPECT_THAT(Find("kazakh univ"), ElementsAre("ektu", "wku"));
  EXPECT_THAT(Find("technical kazakhstan"), ElementsAre("ektu"));
  EXPECT_THAT(Find("вкту east"), ElementsAre("ektu"));
  EXPECT_THAT(Find("west technical"), IsEmpty());
  EXPECT_THAT(Find("akhstan"), IsEmpty());
  EXPECT_THAT(Find("east kazakhstan technical university vktu e k t"), ElementsAre("ektu"));
  EXPECT_THAT(Find("east kazakhstan technical university vktu e k x"), IsEmpty());
}

TEST_P(SearchStoreTest, FormerNamesFindAUnitAndRemovedOnesDoNot) {
  Institution ektu = Called("ektu", {.en = "EKTU"});
  ektu.names = {{.title = {.en = "Road Institute"}, .window = {.to = Date(1996, 1, 1)}}};
  Put(ektu);
  EXPECT_THAT(Find("road"), ElementsAre("ektu"));
  ektu.names.clear();
  ektu.unit.title.en = "Technical";
  Put(ektu);
  EXPECT_THAT(Find("road"), IsEmpty());
  EXPECT_THAT(Find("ektu"), IsEmpty());
  EXPECT_THAT(Find("technical"), ElementsAre("ektu"));
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM unit_word"), 1);
}

TEST_P(SearchStoreTest, PagesHaveNoGapsAndNoRepeats) {
  std::vector<std::string> expected;
  for (int i = 10; i < 40; ++i) {
    const std::string id = absl::StrCat("i", i);
    Put(Called(id, {.en = i % 3 == 0 ? "Pedagogical institute" : "University"}));
    if (i % 3 == 0) expected.push_back(id);
  }
  std::vector<std::string> seen;
  for (std::string after;;) {
    const std::vector<std::string> page = Find("inst ped", {}, after, 3);
    if (page.empty()) break;
    ASSERT_LT(seen.size(), 100u) << "pages repeat";
    seen.insert(seen.end(), page.begin(), page.end());
    after = page.back();
  }
  EXPECT_EQ(seen, expected);
}

TEST_P(SearchStoreTest, AWordThatVeryManyUnitsHaveFindsThem) {
  // More than are looked up by the word: the other way of searching.
  std::vector<std::vector<sql::Value>> units;
  std::vector<std::vector<sql::Value>> words;
  for (int i = 0; i < 20100; ++i) {
    const std::string id = absl::StrCat("p", 100000 + i);
    const std::string text = i % 1000 == 7 ? " law universiti" : " universiti";
    units.push_back({sql::V("programme"), sql::V(id), sql::V(""), sql::V("T"), sql::V(""),
                     sql::V(""), sql::V(""), sql::V(1), sql::V(1), sql::V(1), sql::V(text),
                     sql::V(1)});
    words.push_back({sql::V("programme"), sql::V("universiti"), sql::V(id)});
  }
  using enum sql::ColumnType;
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.InsertMany({.table = "unit",
                                   .columns = {{"kind", kText},
                                               {"id", kText},
                                               {"institution", kText},
                                               {"title_en", kText},
                                               {"title_ru", kText},
                                               {"title_kk", kText},
                                               {"group_name", kText},
                                               {"version", kInt},
                                               {"created_at", kInt},
                                               {"updated_at", kInt},
                                               {"words", kText},
                                               {"words_version", kInt}}},
                                  units));
    return tx.InsertMany(
        {.table = "unit_word", .columns = {{"kind", kText}, {"word", kText}, {"id", kText}}},
        words);
  }));
  EXPECT_THAT(Find("univ", {.kind = Kind::kProgramme}, "p100006", 2),
              ElementsAre("p100007", "p100008"));
  EXPECT_THAT(Find("univ university", {.kind = Kind::kProgramme}, "p120098", 5),
              ElementsAre("p120099"));
}

TEST_P(SearchStoreTest, KindsInstitutionsAndCodesNarrowASearch) {
  Put(Called("ektu", {.en = "Law academy"}));
  Put(Called("enu", {.en = "ENU"}));
  Put(Taught("a", "ektu", "Law", "6B04201"));
  Put(Taught("b", "enu", "Law", "6B04201"));
  Put(Taught("c", "ektu", "Law and order", "7M04201"));
  Put(Taught("a", "ektu", "Law", "6B04202"));  // recoded
  const auto in = [](const char* institution, const char* code) {
    return Search{.kind = Kind::kProgramme, .institution = institution, .code = code};
  };
  EXPECT_THAT(Find("law"), ElementsAre("ektu"));
  EXPECT_THAT(Find("law", in("", "")), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Find("law", in("ektu", "")), ElementsAre("a", "c"));
  EXPECT_THAT(Find("order law", in("ektu", "")), ElementsAre("c"));
  EXPECT_THAT(Find("", in("", "6B04201")), ElementsAre("a", "b"));
  EXPECT_THAT(Find("", in("", "6B04202")), ElementsAre("a"));
  EXPECT_THAT(Find("", in("ektu", "6B04201")), ElementsAre("a"));
  EXPECT_THAT(Find("law", in("enu", "6B04201")), ElementsAre("b"));
  EXPECT_THAT(Find("order", in("", "6B04201")), IsEmpty());
  EXPECT_THAT(Find("", in("", "6B04201"), "a", 1), ElementsAre("b"));
  EXPECT_THAT(Find("6b0420", in("", "")), ElementsAre("a", "b"));
}

TEST_P(SearchStoreTest, UnitsOfAProgramWithoutSearchAreCaughtUpWith) {
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
    return registry::InsertUnit(tx, {.id = "old", .title = {.en = "Road"}, .version = 3});
  }));
  Put(Called("fresh", {.en = "Road"}));
  EXPECT_THAT(Find("road"), ElementsAre("fresh"));
  EXPECT_EQ(CatchUp(Kind::kProgramme), 0);
  EXPECT_EQ(CatchUp(Kind::kInstitution), 1);
  EXPECT_EQ(CatchUp(Kind::kInstitution), 0);
  EXPECT_THAT(Find("road"), ElementsAre("fresh", "old"));
  // Changed by such a program.
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
    return registry::UpdateUnit(tx, {.id = "old", .title = {.en = "Rail"}, .version = 4});
  }));
  EXPECT_EQ(CatchUp(Kind::kInstitution), 1);
  EXPECT_THAT(Find("road"), ElementsAre("fresh"));
  EXPECT_THAT(Find("rail"), ElementsAre("old"));
}

TEST_P(SearchStoreTest, RegisteredUnitsAreFoundAtOnce) {
  EXPECT_EQ(Ok(InWrite(db(),
                       [&](sql::Tx& tx) {
                         return registry::RegisterMissing(
                             tx, {{.id = "enu", .title = {.kk = "Еуразия"}}}, At(1));
                       })),
            1);
  EXPECT_THAT(Find("евразия еуразия"), IsEmpty());
  EXPECT_THAT(Find("Еуразия"), ElementsAre("enu"));
}

}  // namespace
}  // namespace tarazy::testing
