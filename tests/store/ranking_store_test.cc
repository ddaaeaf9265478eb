// ranking_store.h without its values, on both engines.
#include "services/rankings/store/ranking_store.h"

#include <algorithm>

#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using rankings::InsertRanking;
using rankings::ListRankings;
using rankings::LoadRanking;
using rankings::MethodologyVersion;
using rankings::RankedUnit;
using rankings::Ranking;
using rankings::SetPublishedEdition;
using rankings::UnitKind;
using rankings::UnitsAsOf;
using rankings::ValueState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RankingStoreTest : public RankingsTest {
 protected:
  absl::StatusOr<Ranking> Load(const std::string& id) {
    return InRead(db(), [&](sql::Tx& tx) { return LoadRanking(tx, id); });
  }
  std::vector<std::string> List(const std::string& after, int limit) {
    std::vector<std::string> ids;
    for (const Ranking& ranking :
         Ok(InRead(db(), [&](sql::Tx& tx) { return ListRankings(tx, after, limit); }))) {
      ids.push_back(ranking.id);
    }
    return ids;
  }
  // Opens a revision that holds `units` and gives its number.
  absl::StatusOr<int64_t> Import(const std::string& ranking, ValueState state,
                                 const std::vector<RankedUnit>& units) {
    return InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<int64_t> {
      ASSIGN_OR_RETURN(const int64_t revision, BeginImport(tx, ranking, "me", At(1)));
      RETURN_IF_ERROR(AppendUnits(tx, ranking, revision, state, units));
      return revision;
    });
  }
  // "id title/group"
  std::vector<std::string> UnitsAt(const std::string& ranking, int64_t revision) {
    std::vector<std::string> lines;
    for (const RankedUnit& unit :
         Ok(InRead(db(), [&](sql::Tx& tx) { return UnitsAsOf(tx, ranking, revision); }))) {
      lines.push_back(absl::StrCat(unit.id, " ", unit.title.Any(), "/", unit.group));
    }
    return lines;
  }
};
TEST_ON_BOTH_ENGINES(RankingStoreTest);

TEST_P(RankingStoreTest, RankingsComeBackWithoutImportsOrEditions) {
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    for (int i = 0; i < 2; ++i) {
      MethodologyVersion methodology{.id = "m"};
      RETURN_IF_ERROR(AddMethodologyVersion(tx, methodology));
    }
    return InsertRanking(tx, {.id = "r",
                              .methodology = "m",
                              .methodology_version = 2,
                              .unit = UnitKind::kProgramme,
                              .year = 2026,
                              .revision = 9,
                              .published_edition = 9,
                              .created = At(1234567890123457)});
  }));
  const Ranking ranking = Ok(Load("r"));
  EXPECT_EQ(ranking.id, "r");
  EXPECT_EQ(ranking.methodology, "m");
  EXPECT_EQ(ranking.methodology_version, 2);
  EXPECT_EQ(ranking.unit, UnitKind::kProgramme);
  EXPECT_EQ(ranking.year, 2026);
  EXPECT_EQ(ranking.revision, 0);
  EXPECT_EQ(ranking.published_edition, 0);
  EXPECT_EQ(ranking.created, At(1234567890123457));
}

TEST_P(RankingStoreTest, TakenIdIsRefusedByName) {
  AddRanking("r");
  const absl::Status status = db().Write(Soon(), [&](sql::Tx& tx) {
    return InsertRanking(tx,
                         {.id = "r", .methodology = "m", .methodology_version = 1, .year = 1999});
  });
  EXPECT_FAILS(status, kAlreadyExists, kAlreadyExists);
  EXPECT_THAT(std::string(status.message()), HasSubstr("rankings/r"));
  EXPECT_EQ(Ok(Load("r")).year, 2026);
}

TEST_P(RankingStoreTest, RankingOfAnUnknownMethodologyIsRefused) {
  AddRanking("r");
  EXPECT_EQ(db().Write(Soon(),
                       [&](sql::Tx& tx) {
                         return InsertRanking(
                             tx, {.id = "s", .methodology = "m", .methodology_version = 2});
                       })
                .code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_P(RankingStoreTest, WhatIsNotThereIsNotFoundByName) {
  AddRanking("r");
  const absl::Status status = Load("R").status();
  EXPECT_FAILS(status, kNotFound, kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("rankings/R"));
}

TEST_P(RankingStoreTest, PagesAreInBytewiseOrderWithoutGapsOrRepeats) {
  for (const char* id : {"b", "a_b", "a", "0", "a.b", "ab", "a-b"}) AddRanking(id);
  std::vector<std::string> seen;
  for (std::string after;;) {
    const std::vector<std::string> page = List(after, 3);
    if (page.empty()) break;
    ASSERT_LT(seen.size(), 100u) << "pages repeat";
    seen.insert(seen.end(), page.begin(), page.end());
    after = page.back();
  }
  EXPECT_THAT(seen, ElementsAre("0", "a", "a-b", "a.b", "a_b", "ab", "b"));
}

TEST_P(RankingStoreTest, PublishedEditionIsSetOnThatRankingOnly) {
  AddRanking("r");
  AddRanking("s");
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return SetPublishedEdition(tx, "r", 3); }));
  EXPECT_EQ(Ok(Load("r")).published_edition, 3);
  EXPECT_EQ(Ok(Load("s")).published_edition, 0);
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return SetPublishedEdition(tx, "r", 0); }));
  EXPECT_EQ(Ok(Load("r")).published_edition, 0);
}

TEST_P(RankingStoreTest, RevisionsAreNumberedPerRanking) {
  AddRanking("r");
  AddRanking("s");
  EXPECT_EQ(Ok(Import("r", ValueState::kVerified, {})), 1);
  EXPECT_EQ(Ok(Import("r", ValueState::kDraft, {})), 2);
  EXPECT_EQ(Ok(Import("s", ValueState::kSubmitted, {})), 1);
  EXPECT_EQ(Ok(Load("r")).revision, 2);
  EXPECT_EQ(Ok(Load("s")).revision, 1);
}

TEST_P(RankingStoreTest, ImportIntoNoRankingIsNotFound) {
  EXPECT_FAILS(Import("r", ValueState::kVerified, {}).status(), kNotFound, kNotFound);
}

TEST_P(RankingStoreTest, ImportThatFailsUsesUpNoNumber) {
  AddRanking("r");
  EXPECT_EQ(db().Write(Soon(),
                       [&](sql::Tx& tx) -> absl::Status {
                         RETURN_IF_ERROR(BeginImport(tx, "r", "me", At(1)).status());
                         return absl::CancelledError("no");
                       })
                .code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(Ok(Import("r", ValueState::kVerified, {})), 1);
}

TEST_P(RankingStoreTest, ConcurrentImportsNumberWithoutGaps) {
  AddRanking("r");
  std::vector<int64_t> revisions[2];
  InParallel(2, [&](int i) {
    for (int n = 0; n < 10; ++n) {
      revisions[i].push_back(Ok(Import("r", ValueState::kVerified, {{.id = "u"}})));
    }
  });
  std::vector<int64_t> all = revisions[0];
  all.insert(all.end(), revisions[1].begin(), revisions[1].end());
  std::sort(all.begin(), all.end());
  std::vector<int64_t> expected;
  for (int64_t n = 1; n <= 20; ++n) expected.push_back(n);
  EXPECT_EQ(all, expected);
  EXPECT_EQ(Ok(Load("r")).revision, 20);
}

TEST_P(RankingStoreTest, UnitsComeBackWithOddTexts) {
  AddRanking("r");
  std::vector<RankedUnit> units;
  for (const char* text : kOddTexts) {
    units.push_back({.id = absl::StrCat("u", units.size()),
                     .title = {.en = text, .ru = text, .kk = text},
                     .group = text});
  }
  Ok(Import("r", ValueState::kVerified, units));
  const auto loaded = Ok(InRead(db(), [&](sql::Tx& tx) { return UnitsAsOf(tx, "r", 1); }));
  ASSERT_EQ(loaded.size(), units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    EXPECT_EQ(loaded[i].id, units[i].id);
    EXPECT_EQ(loaded[i].title, units[i].title);
    EXPECT_EQ(loaded[i].group, units[i].group);
  }
}

TEST_P(RankingStoreTest, UnitsAreThoseOfTheNewestVerifiedImportAsOfTheRevision) {
  AddRanking("r");
  AddRanking("s");
  Ok(Import("r", ValueState::kVerified,
            {{.id = "b", .title = {.en = "B"}, .group = "x"}, {.id = "a", .title = {.en = "A"}}}));
  Ok(Import("r", ValueState::kDraft,
            {{.id = "a", .title = {.en = "Draft"}}, {.id = "c", .title = {.en = "C"}}}));
  Ok(Import("r", ValueState::kSubmitted, {{.id = "a", .title = {.en = "Submitted"}}}));
  Ok(Import("r", ValueState::kVerified, {{.id = "a", .title = {.en = "A2"}, .group = "y"}}));
  Ok(Import("s", ValueState::kVerified, {{.id = "z"}}));
  EXPECT_THAT(UnitsAt("r", 0), IsEmpty());
  EXPECT_THAT(UnitsAt("r", 1), ElementsAre("a A/", "b B/x"));
  EXPECT_THAT(UnitsAt("r", 3), ElementsAre("a A/", "b B/x"));
  EXPECT_THAT(UnitsAt("r", 4), ElementsAre("a A2/y", "b B/x"));
}

TEST_P(RankingStoreTest, UnitsAreInBytewiseOrder) {
  AddRanking("r");
  Ok(Import("r", ValueState::kVerified,
            {{.id = "b"}, {.id = "a_b"}, {.id = "a-b"}, {.id = "ab"}, {.id = "0"}, {.id = "a"}}));
  EXPECT_THAT(UnitsAt("r", 1), ElementsAre("0 /", "a /", "a-b /", "a_b /", "ab /", "b /"));
}

}  // namespace
}  // namespace tarazy::testing
