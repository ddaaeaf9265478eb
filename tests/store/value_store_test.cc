// The values of ranking_store.h, on both engines.
#include <bit>
#include <limits>

#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using rankings::AppendValues;
using rankings::ForEachCellAsOf;
using rankings::ForEachFilledCell;
using rankings::ListValues;
using rankings::ValueQuery;
using rankings::ValueState;
using rankings::ValueVersion;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ValueStoreTest : public RankingsTest {
 protected:
  void SetUp() override { AddRanking("r"); }

  int64_t Import(std::vector<ValueVersion> values, ValueState state = ValueState::kVerified,
                 const std::string& ranking = "r", const std::string& by = "me",
                 absl::Time now = At(1)) {
    return Ok(InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<int64_t> {
      ASSIGN_OR_RETURN(const int64_t revision, BeginImport(tx, ranking, by, now));
      for (ValueVersion& value : values) {
        value.revision = revision;
        value.state = state;
      }
      RETURN_IF_ERROR(AppendValues(tx, ranking, values));
      return revision;
    }));
  }

  std::vector<ValueVersion> VersionsAsOf(int64_t revision, const std::string& unit = "") {
    return Ok(InRead(db(), [&](sql::Tx& tx) -> absl::StatusOr<std::vector<ValueVersion>> {
      std::vector<ValueVersion> values;
      RETURN_IF_ERROR(
          ForEachCellAsOf(tx, "r", revision, unit, [&](absl::Span<const ValueVersion> statements) {
            values.insert(values.end(), statements.begin(), statements.end());
            return absl::OkStatus();
          }));
      return values;
    }));
  }
  std::vector<std::string> AsOf(int64_t revision, const std::string& unit = "") {
    return Lines(VersionsAsOf(revision, unit));
  }

  std::vector<std::string> List(const ValueQuery& query) {
    return Lines(Ok(InRead(db(), [&](sql::Tx& tx) { return ListValues(tx, query); })));
  }

  std::vector<std::string> Filled() {
    return Ok(InRead(db(), [&](sql::Tx& tx) -> absl::StatusOr<std::vector<std::string>> {
      std::vector<std::string> cells;
      RETURN_IF_ERROR(ForEachFilledCell(tx, "r", "agency", ValueState::kVerified,
                                        [&](const std::string& unit, const std::string& variable) {
                                          cells.push_back(unit + " " + variable);
                                        }));
      return cells;
    }));
  }

  // "unit variable=value@revision"
  static std::vector<std::string> Lines(const std::vector<ValueVersion>& values) {
    std::vector<std::string> lines;
    for (const ValueVersion& v : values) {
      lines.push_back(absl::StrCat(v.unit, " ", v.variable, "=",
                                   v.value.has_value() ? absl::StrCat(*v.value) : "none", "@",
                                   v.revision));
    }
    return lines;
  }
};
TEST_ON_BOTH_ENGINES(ValueStoreTest);

ValueVersion Cell(const std::string& unit, const std::string& variable,
                  std::optional<double> value) {
  return {.unit = unit, .variable = variable, .value = value};
}

TEST_P(ValueStoreTest, ValuesComeBackWithTheirImport) {
  Import({{.unit = "u",
           .variable = "v",
           .value = -0.1,
           .source = "survey, row 3",
           .evidence = "https://e/қ",
           .base = 30,
           .standard_error = 0.25}},
         ValueState::kVerified, "r", "alice", At(1234567890123457));
  const auto listed =
      Ok(InRead(db(), [&](sql::Tx& tx) { return ListValues(tx, {.ranking = "r"}); }));
  const auto as_of = VersionsAsOf(1);
  ASSERT_EQ(listed.size(), 1u);
  ASSERT_EQ(as_of.size(), 1u);
  for (const ValueVersion& value : {listed[0], as_of[0]}) {
    EXPECT_EQ(value.unit, "u");
    EXPECT_EQ(value.variable, "v");
    EXPECT_EQ(value.revision, 1);
    EXPECT_EQ(value.state, ValueState::kVerified);
    EXPECT_EQ(value.value, -0.1);
    EXPECT_EQ(value.source, "survey, row 3");
    EXPECT_EQ(value.evidence, "https://e/қ");
    EXPECT_EQ(value.base, 30);
    EXPECT_EQ(value.standard_error, 0.25);
    EXPECT_EQ(value.act.entered_by, "alice");
    EXPECT_EQ(value.act.created, At(1234567890123457));
  }
}

TEST_P(ValueStoreTest, ExtremeDoublesComeBackBitForBit) {
  using Limits = std::numeric_limits<double>;
  const double extremes[] = {0.0,           0.1,
                             1e22,          1e23,
                             Limits::max(), Limits::lowest(),
                             Limits::min(), Limits::denorm_min(),
                             1.0 / 3,       123456789012345678.0};
  std::vector<ValueVersion> values;
  for (const double x : extremes) {
    ValueVersion value = Cell("u", absl::StrCat("v", values.size()), x);
    value.base = value.standard_error = x;
    values.push_back(value);
  }
  Import(values);
  const auto loaded = VersionsAsOf(1);
  ASSERT_EQ(loaded.size(), values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    for (const auto& part : {loaded[i].value, loaded[i].base, loaded[i].standard_error}) {
      ASSERT_TRUE(part.has_value());
      EXPECT_EQ(std::bit_cast<uint64_t>(*part), std::bit_cast<uint64_t>(extremes[i])) << *part;
    }
  }
}

TEST_P(ValueStoreTest, OddTextsAndAbsentNumbersComeBack) {
  std::vector<ValueVersion> values;
  for (const char* text : kOddTexts) {
    ValueVersion value = Cell("u", absl::StrCat("v", values.size()), std::nullopt);
    value.source = value.evidence = text;
    values.push_back(value);
  }
  Import(values);
  const auto loaded = VersionsAsOf(1);
  ASSERT_EQ(loaded.size(), values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(loaded[i].source, values[i].source);
    EXPECT_EQ(loaded[i].evidence, values[i].evidence);
    EXPECT_EQ(loaded[i].value, std::nullopt);
    EXPECT_EQ(loaded[i].base, std::nullopt);
    EXPECT_EQ(loaded[i].standard_error, std::nullopt);
  }
}

TEST_P(ValueStoreTest, StatesComeBack) {
  Import({Cell("u", "d", 1)}, ValueState::kDraft);
  Import({Cell("u", "s", 1)}, ValueState::kSubmitted);
  Import({Cell("u", "v", 1)}, ValueState::kVerified);
  const auto listed =
      Ok(InRead(db(), [&](sql::Tx& tx) { return ListValues(tx, {.ranking = "r"}); }));
  ASSERT_EQ(listed.size(), 3u);
  EXPECT_EQ(listed[0].state, ValueState::kDraft);
  EXPECT_EQ(listed[1].state, ValueState::kSubmitted);
  EXPECT_EQ(listed[2].state, ValueState::kVerified);
}

TEST_P(ValueStoreTest, OneCellHasOneValuePerImport) {
  const absl::Status status = db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(BeginImport(tx, "r", "me", At(1)).status());
    ValueVersion value = Cell("u", "v", 1);
    value.revision = 1;
    return AppendValues(tx, "r", {value, value});
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(List({.ranking = "r"}), IsEmpty());
}

TEST_P(ValueStoreTest, ThousandsOfValuesComeBack) {
  std::vector<ValueVersion> values;
  for (int i = 10'000; i < 22'000; ++i) values.push_back(Cell(absl::StrCat("u", i), "v", i));
  Import(values);
  const auto loaded = VersionsAsOf(1);
  ASSERT_EQ(loaded.size(), values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    ASSERT_EQ(loaded[i].unit, values[i].unit);
    ASSERT_EQ(loaded[i].value, values[i].value);
  }
}

TEST_P(ValueStoreTest, LaterImportDoesNotChangeAnEarlierRevision) {
  Import({Cell("b", "v", 1), Cell("a", "w", 2), Cell("a", "v", 3)});
  Import({Cell("a", "v", 4), Cell("c", "v", 5)});
  EXPECT_THAT(AsOf(0), IsEmpty());
  EXPECT_THAT(AsOf(1), ElementsAre("a v=3@1", "a w=2@1", "b v=1@1"));
  EXPECT_THAT(AsOf(2), ElementsAre("a v=4@2", "a w=2@1", "b v=1@1", "c v=5@2"));
}

TEST_P(ValueStoreTest, OnlyVerifiedValuesCount) {
  Import({Cell("a", "v", 1)});
  Import({Cell("a", "v", 2), Cell("b", "v", 2)}, ValueState::kDraft);
  Import({Cell("a", "v", 3)}, ValueState::kSubmitted);
  EXPECT_THAT(AsOf(3), ElementsAre("a v=1@1"));
}

TEST_P(ValueStoreTest, ClearedCellIsEmptyFromThenOn) {
  Import({Cell("a", "v", 1)});
  Import({Cell("a", "v", std::nullopt)});
  Import({Cell("a", "v", 3)});
  EXPECT_THAT(AsOf(1), ElementsAre("a v=1@1"));
  EXPECT_THAT(AsOf(2), ElementsAre("a v=none@2"));
  EXPECT_THAT(AsOf(3), ElementsAre("a v=3@3"));
}

TEST_P(ValueStoreTest, ValuesOfOneUnitAreThoseOfNoOther) {
  Import({Cell("a", "v", 1), Cell("ab", "v", 2), Cell("b", "v", 3)});
  EXPECT_THAT(AsOf(1, "a"), ElementsAre("a v=1@1"));
  EXPECT_THAT(AsOf(1, "z"), IsEmpty());
}

TEST_P(ValueStoreTest, RankingsDoNotSeeEachOther) {
  AddRanking("s");
  Import({Cell("a", "v", 1)}, ValueState::kVerified, "s");
  EXPECT_THAT(AsOf(9), IsEmpty());
  EXPECT_THAT(List({.ranking = "r"}), IsEmpty());
  EXPECT_THAT(Filled(), IsEmpty());
}

TEST_P(ValueStoreTest, AnErrorOfTheReaderStopsAndIsReturned) {
  Import({Cell("a", "v", 1), Cell("b", "v", 2), Cell("c", "v", 3)});
  int seen = 0;
  const absl::Status status = db().Read(Soon(), [&](sql::Tx& tx) {
    return ForEachCellAsOf(tx, "r", 1, "", [&](absl::Span<const ValueVersion>) {
      ++seen;
      return absl::CancelledError("enough");
    });
  });
  EXPECT_EQ(status, absl::CancelledError("enough"));
  EXPECT_EQ(seen, 1);
}

TEST_P(ValueStoreTest, FilledCellsFollowClearingAndRefilling) {
  EXPECT_THAT(Filled(), IsEmpty());
  Import({Cell("b", "v", 1), Cell("a", "w", 1), Cell("a", "v", 0)});
  EXPECT_THAT(Filled(), ElementsAre("a v", "a w", "b v"));
  Import({Cell("a", "v", std::nullopt), Cell("b", "v", std::nullopt)});
  EXPECT_THAT(Filled(), ElementsAre("a w"));
  Import({Cell("b", "v", 2)}, ValueState::kDraft);  // whatever its state
  EXPECT_THAT(Filled(), ElementsAre("a w", "b v"));
  // A draft that clears a cell leaves what is verified there: a verified import can still clear it.
  Import({Cell("a", "w", std::nullopt)}, ValueState::kDraft);
  EXPECT_THAT(Filled(), ElementsAre("a w", "b v"));
  Import({Cell("a", "w", std::nullopt)});
  EXPECT_THAT(Filled(), ElementsAre("b v"));
}

TEST_P(ValueStoreTest, ListGivesTheNewestVersionsOrAll) {
  Import({Cell("a", "v", 1), Cell("b", "v", 1)});
  Import({Cell("a", "v", 2)}, ValueState::kDraft);
  Import({Cell("b", "v", std::nullopt)});
  EXPECT_THAT(List({.ranking = "r"}), ElementsAre("a v=2@2", "b v=none@3"));
  EXPECT_THAT(List({.ranking = "r", .history = true}),
              ElementsAre("a v=1@1", "a v=2@2", "b v=1@1", "b v=none@3"));
}

TEST_P(ValueStoreTest, ListFiltersByUnitAndVariable) {
  Import({Cell("a", "v", 1), Cell("a", "w", 2), Cell("b", "v", 3)});
  EXPECT_THAT(List({.ranking = "r", .unit = "a"}), ElementsAre("a v=1@1", "a w=2@1"));
  EXPECT_THAT(List({.ranking = "r", .variable = "v"}), ElementsAre("a v=1@1", "b v=3@1"));
  EXPECT_THAT(List({.ranking = "r", .unit = "a", .variable = "w"}), ElementsAre("a w=2@1"));
  EXPECT_THAT(List({.ranking = "r", .unit = "b", .variable = "w"}), IsEmpty());
}

TEST_P(ValueStoreTest, PagesHaveNoGapsAndNoRepeats) {
  std::vector<std::string> all;
  for (int revision = 1; revision <= 3; ++revision) {
    std::vector<ValueVersion> values;
    for (const char* unit : {"b", "a_b", "a", "a-b"}) {
      for (const char* variable : {"w", "v"}) values.push_back(Cell(unit, variable, revision));
    }
    Import(values);
  }
  for (const bool history : {false, true}) {
    ValueQuery query{.ranking = "r", .history = history, .limit = 5};
    std::vector<std::string> seen;
    for (;;) {
      const auto page = Ok(InRead(db(), [&](sql::Tx& tx) { return ListValues(tx, query); }));
      if (page.empty()) break;
      ASSERT_LT(seen.size(), 100u) << "pages repeat";
      for (const std::string& line : Lines(page)) seen.push_back(line);
      query.after_unit = page.back().unit;
      query.after_variable = page.back().variable;
      query.after_revision = page.back().revision;
    }
    std::vector<std::string> expected;
    for (const char* unit : {"a", "a-b", "a_b", "b"}) {
      for (const char* variable : {"v", "w"}) {
        for (int n = history ? 1 : 3; n <= 3; ++n) {
          expected.push_back(absl::StrCat(unit, " ", variable, "=", n, "@", n));
        }
      }
    }
    EXPECT_EQ(seen, expected) << "history " << history;
  }
}

}  // namespace
}  // namespace tarazy::testing
