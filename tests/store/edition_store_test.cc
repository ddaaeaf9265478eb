// edition_store.h on both engines.
#include "services/rankings/store/edition_store.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using rankings::Edition;
using rankings::EditionIndicator;
using rankings::EditionScore;
using rankings::EditionState;
using rankings::EditionUnit;
using rankings::Finding;
using rankings::InsertEdition;
using rankings::ListEditions;
using rankings::LoadEdition;
using rankings::Severity;
using rankings::UnitQuery;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class EditionStoreTest : public RankingsTest {
 protected:
  void SetUp() override { AddRanking("r"); }

  Edition Insert(Edition edition) {
    return Ok(InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<Edition> {
      Edition inserted = edition;
      RETURN_IF_ERROR(InsertEdition(tx, inserted));
      return inserted;
    }));
  }
  absl::StatusOr<Edition> Load(const std::string& ranking, int number) {
    return InRead(db(), [&](sql::Tx& tx) { return LoadEdition(tx, ranking, number); });
  }
  std::vector<std::string> List(const Edition& edition, const UnitQuery& query) {
    std::vector<std::string> ids;
    for (const EditionUnit& unit :
         Ok(InRead(db(), [&](sql::Tx& tx) { return ListUnits(tx, edition, query); }))) {
      ids.push_back(unit.unit);
    }
    return ids;
  }
  // An edition with the table a (x), b (y), c (x), behind it d (x) and e (z).
  Edition WithTable() {
    Edition edition = Insert({.ranking = "r"});
    const std::vector<EditionUnit> units = {
        {.position = 0, .unit = "b", .group = "y", .standing = "ranked", .rank = 1},
        {.position = 1, .unit = "a", .group = "x", .standing = "ranked", .rank = 2},
        {.position = 2, .unit = "c", .group = "x", .standing = "unranked"},
        {.position = 3, .unit = "d", .group = "x", .standing = "excluded"},
        {.position = 4, .unit = "e", .group = "z", .standing = "excluded"}};
    EXPECT_TRUE(
        db().Write(Soon(), [&](sql::Tx& tx) { return InsertUnits(tx, edition, units); }).ok());
    return edition;
  }
};
TEST_ON_BOTH_ENGINES(EditionStoreTest);

Edition Full() {
  return {.ranking = "r",
          .digest = "d1",
          .result_digest = "d2",
          .engine_version = "engine/1",
          .revision = 7,
          .units = 20,
          .excluded = 3,
          .created = At(1234567890123457)};
}

void ExpectSame(const Edition& a, const Edition& b) {
  EXPECT_EQ(a.ranking, b.ranking);
  EXPECT_EQ(a.number, b.number);
  EXPECT_EQ(a.state, b.state);
  EXPECT_EQ(a.digest, b.digest);
  EXPECT_EQ(a.result_digest, b.result_digest);
  EXPECT_EQ(a.engine_version, b.engine_version);
  EXPECT_EQ(a.revision, b.revision);
  EXPECT_EQ(a.units, b.units);
  EXPECT_EQ(a.excluded, b.excluded);
  EXPECT_EQ(a.erratum, b.erratum);
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.created, b.created);
  EXPECT_EQ(a.published, b.published);
  EXPECT_EQ(a.embargo_until, b.embargo_until);
  EXPECT_EQ(a.withdrawn, b.withdrawn);
}

bool SameBits(std::optional<double> a, std::optional<double> b) {
  return a.has_value() == b.has_value() &&
         (!a.has_value() || std::bit_cast<uint64_t>(*a) == std::bit_cast<uint64_t>(*b));
}

TEST_P(EditionStoreTest, EditionsComeBackAsDrafts) {
  const Edition inserted = Insert(Full());
  EXPECT_EQ(inserted.number, 1);
  Edition expected = Full();
  expected.number = 1;
  ExpectSame(Ok(Load("r", 1)), expected);
}

TEST_P(EditionStoreTest, NumbersAreEachRankingsOwn) {
  AddRanking("s");
  EXPECT_EQ(Insert({.ranking = "r"}).number, 1);
  EXPECT_EQ(Insert({.ranking = "r"}).number, 2);
  EXPECT_EQ(Insert({.ranking = "s"}).number, 1);
}

TEST_P(EditionStoreTest, ConcurrentWritersNumberWithoutGaps) {
  std::vector<int> numbers[2];
  InParallel(2, [&](int i) {
    for (int n = 0; n < 10; ++n) numbers[i].push_back(Insert(Full()).number);
  });
  std::vector<int> all = numbers[0];
  all.insert(all.end(), numbers[1].begin(), numbers[1].end());
  std::sort(all.begin(), all.end());
  std::vector<int> expected;
  for (int n = 1; n <= 20; ++n) expected.push_back(n);
  EXPECT_EQ(all, expected);
}

TEST_P(EditionStoreTest, WhatIsNotThereIsNotFoundByName) {
  Insert(Full());
  for (const auto& [ranking, number] : {std::make_pair("r", 2), std::make_pair("s", 1)}) {
    const absl::Status status = Load(ranking, number).status();
    EXPECT_FAILS(status, kNotFound, kNotFound);
    EXPECT_THAT(std::string(status.message()),
                HasSubstr(absl::StrCat("rankings/", ranking, "/editions/", number)));
  }
}

TEST_P(EditionStoreTest, EveryStateComesBackWithItsTimes) {
  Insert(Full());
  Edition edition = Insert(Full());
  for (const EditionState state : {EditionState::kPublished, EditionState::kSuperseded,
                                   EditionState::kWithdrawn, EditionState::kDraft}) {
    edition.state = state;
    edition.erratum = absl::StrCat("Қате ", static_cast<int>(state));
    edition.published = At(5);
    edition.embargo_until = At(-6);
    edition.withdrawn = At(7);
    const int64_t before = edition.version;
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
      Edition changed = edition;
      RETURN_IF_ERROR(UpdateEditionState(tx, changed));
      EXPECT_EQ(changed.version, before + 1);
      return absl::OkStatus();
    }));
    ++edition.version;
    ExpectSame(Ok(Load("r", 2)), edition);
  }
  edition.published = edition.embargo_until = edition.withdrawn = std::nullopt;
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
    Edition changed = edition;
    return UpdateEditionState(tx, changed);
  }));
  EXPECT_EQ(Ok(Load("r", 2)).published, std::nullopt);
  EXPECT_EQ(Ok(Load("r", 1)).version, 1);  // the other one stays
}

TEST_P(EditionStoreTest, ChangingTheStateLeavesTheResult) {
  Edition edition = Insert(Full());
  Edition forged = edition;
  forged.digest = forged.result_digest = forged.engine_version = "forged";
  forged.revision = forged.units = forged.excluded = 99;
  forged.created = At(0);
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return UpdateEditionState(tx, forged); }));
  edition.version = 2;
  ExpectSame(Ok(Load("r", 1)), edition);
}

TEST_P(EditionStoreTest, PagesOfEditionsHaveNoGapsAndNoRepeats) {
  AddRanking("s");
  Insert({.ranking = "s"});
  for (int i = 0; i < 12; ++i) Insert({.ranking = "r"});
  std::vector<int> seen;
  for (int after = 0;;) {
    const auto page =
        Ok(InRead(db(), [&](sql::Tx& tx) { return ListEditions(tx, "r", after, 5); }));
    if (page.empty()) break;
    ASSERT_LT(seen.size(), 100u) << "pages repeat";
    for (const Edition& edition : page) seen.push_back(edition.number);
    after = seen.back();
  }
  EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
}

TEST_P(EditionStoreTest, FindingsComeBackInTheirOrder) {
  const Edition edition = Insert(Full());
  std::vector<Finding> findings = {{Severity::kWarning, "z", "2", "u", "б"},
                                   {Severity::kInfo, "a", "", "", ""},
                                   {Severity::kError, "m", "1", "", "a"}};
  for (const char* text : kOddTexts) findings.push_back({Severity::kInfo, text, text, text, text});
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return InsertFindings(tx, edition, findings); }));
  EXPECT_EQ(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadFindings(tx, edition); })), findings);
  const Edition other = Insert(Full());
  EXPECT_THAT(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadFindings(tx, other); })), IsEmpty());
}

TEST_P(EditionStoreTest, IndicatorsComeBackByNode) {
  const Edition edition = Insert(Full());
  const EditionIndicator first{0, "1", 0, {.en = "One", .ru = "Один", .kk = "Бір"}, 0.1};
  const EditionIndicator second{1, "1.1", 1, {.en = ""}, 1e300};
  const EditionIndicator tenth{10, "2", 0, {.en = "🎓"}, 0};
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
    return InsertIndicators(tx, edition, {tenth, second, first});
  }));
  EXPECT_THAT(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadIndicators(tx, edition); })),
              ElementsAre(first, second, tenth));
}

TEST_P(EditionStoreTest, UnitsComeBack) {
  const Edition edition = Insert(Full());
  std::vector<EditionUnit> units = {{.position = 0,
                                     .unit = "a",
                                     .title = {.en = "A", .ru = "А", .kk = "Ә"},
                                     .group = "g",
                                     .standing = "ranked",
                                     .rank = 1,
                                     .score = "97.50",
                                     .exact = 97.499999999999986}};
  for (const char* text : kOddTexts) {
    units.push_back({.position = static_cast<int>(units.size()),
                     .unit = absl::StrCat("u", units.size()),
                     .title = {.en = text, .ru = text, .kk = text},
                     .group = text,
                     .standing = "unranked",
                     .score = text,
                     .exact = std::numeric_limits<double>::denorm_min(),
                     .reason = text});
  }
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return InsertUnits(tx, edition, units); }));
  EXPECT_EQ(Ok(InRead(db(), [&](sql::Tx& tx) { return ListUnits(tx, edition, {}); })), units);
  for (const EditionUnit& unit : units) {
    EXPECT_EQ(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadUnit(tx, edition, unit.unit); })),
              unit);
  }
}

TEST_P(EditionStoreTest, UnitOfAnotherEditionIsNotFound) {
  WithTable();
  const Edition other = Insert(Full());
  const absl::Status status =
      InRead(db(), [&](sql::Tx& tx) { return LoadUnit(tx, other, "a"); }).status();
  EXPECT_FAILS(status, kNotFound, kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("a in rankings/r/editions/2"));
  EXPECT_THAT(List(other, {}), IsEmpty());
}

TEST_P(EditionStoreTest, TableAndWhatIsBehindItAreListedApart) {
  const Edition edition = WithTable();
  EXPECT_THAT(List(edition, {}), ElementsAre("b", "a", "c"));
  EXPECT_THAT(List(edition, {.excluded = true}), ElementsAre("d", "e"));
  EXPECT_THAT(List(edition, {.group = "x"}), ElementsAre("a", "c"));
  EXPECT_THAT(List(edition, {.excluded = true, .group = "z"}), ElementsAre("e"));
  EXPECT_THAT(List(edition, {.group = "X"}), IsEmpty());
}

TEST_P(EditionStoreTest, PagesOfUnitsFollowThePosition) {
  const Edition edition = WithTable();
  EXPECT_THAT(List(edition, {.limit = 2}), ElementsAre("b", "a"));
  EXPECT_THAT(List(edition, {.after_position = 1, .limit = 2}), ElementsAre("c"));
  EXPECT_THAT(List(edition, {.group = "x", .after_position = 1, .limit = 2}), ElementsAre("c"));
  EXPECT_THAT(List(edition, {.after_position = 2}), IsEmpty());
}

TEST_P(EditionStoreTest, GroupsAreThoseOfTheTableInOrder) {
  const Edition edition = WithTable();
  EXPECT_THAT(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadGroups(tx, edition); })),
              ElementsAre("x", "y"));
}

TEST_P(EditionStoreTest, ScoresComeBackBitForBitByUnitAndNode) {
  using Limits = std::numeric_limits<double>;
  const Edition edition = Insert(Full());
  std::vector<EditionScore> scores;
  for (const char* unit : {"a", "a-b", "b"}) {
    scores.push_back({unit, 0, 0.1, 1.0 / 3, Limits::max(), "12.30", 1});
    scores.push_back({unit, 1, Limits::denorm_min(), Limits::lowest(), 1e22, "", 99});
    scores.push_back({unit, 10, std::nullopt, std::nullopt, std::nullopt, "қ", std::nullopt});
  }
  std::vector<EditionScore> shuffled(scores.rbegin(), scores.rend());
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return InsertScores(tx, edition, shuffled); }));
  std::vector<EditionScore> all;
  ASSERT_OK(db().Read(Soon(), [&](sql::Tx& tx) {
    return ForEachScore(tx, edition, [&](const EditionScore& score) {
      all.push_back(score);
      return absl::OkStatus();
    });
  }));
  ASSERT_EQ(all, scores);
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_TRUE(SameBits(all[i].value, scores[i].value)) << i;
    EXPECT_TRUE(SameBits(all[i].normalised, scores[i].normalised)) << i;
    EXPECT_TRUE(SameBits(all[i].points, scores[i].points)) << i;
  }
  EXPECT_THAT(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadScores(tx, edition, "a"); })),
              ElementsAre(scores[0], scores[1], scores[2]));
  EXPECT_THAT(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadScores(tx, edition, "z"); })),
              IsEmpty());
}

TEST_P(EditionStoreTest, MoreScoresThanABatchComeBack) {
  const Edition edition = Insert(Full());
  std::vector<EditionScore> scores;
  for (int i = 0; i < 12'001; ++i) scores.push_back({.unit = "u", .node = i, .points = i});
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return InsertScores(tx, edition, scores); }));
  EXPECT_TRUE(Ok(InRead(db(), [&](sql::Tx& tx) { return LoadScores(tx, edition, "u"); })) ==
              scores);
}

TEST_P(EditionStoreTest, AnErrorOfTheReaderStopsAndIsReturned) {
  const Edition edition = Insert(Full());
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
    return InsertScores(tx, edition, {{.unit = "a", .node = 0}, {.unit = "a", .node = 1}});
  }));
  int seen = 0;
  EXPECT_EQ(db().Read(Soon(),
                      [&](sql::Tx& tx) {
                        return ForEachScore(tx, edition, [&](const EditionScore&) {
                          ++seen;
                          return absl::CancelledError("enough");
                        });
                      }),
            absl::CancelledError("enough"));
  EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace tarazy::testing
