// methodology_store.h and the storing of a methodology file, on both engines.
#include "services/rankings/store/methodology_store.h"

#include <algorithm>

#include "services/rankings/app/store_methodology.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using rankings::Finding;
using rankings::ListMethodologies;
using rankings::LoadMethodology;
using rankings::MethodologyVersion;
using rankings::Severity;
using rankings::StoreMethodology;
using rankings::UnitKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MethodologyStoreTest : public RankingsTest {
 protected:
  absl::StatusOr<MethodologyVersion> Add(MethodologyVersion methodology) {
    return InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<MethodologyVersion> {
      MethodologyVersion added = methodology;
      RETURN_IF_ERROR(AddMethodologyVersion(tx, added));
      return added;
    });
  }
  absl::StatusOr<MethodologyVersion> Load(const std::string& id, int version) {
    return InRead(db(), [&](sql::Tx& tx) { return LoadMethodology(tx, id, version); });
  }
  // "id@version" of those after the given pair.
  std::vector<std::string> List(const std::string& id, int version, int limit) {
    std::vector<std::string> names;
    for (const MethodologyVersion& m :
         Ok(InRead(db(), [&](sql::Tx& tx) { return ListMethodologies(tx, id, version, limit); }))) {
      names.push_back(absl::StrCat(m.id, "@", m.version));
    }
    return names;
  }
  absl::StatusOr<MethodologyVersion> Store(absl::string_view source) {
    return InWrite(db(), [&](sql::Tx& tx) { return StoreMethodology(tx, source, At(5)); });
  }
};
TEST_ON_BOTH_ENGINES(MethodologyStoreTest);

MethodologyVersion Full(const std::string& id) {
  return {.id = id,
          .unit = UnitKind::kProgramme,
          .title = {.en = "E", .ru = "Р", .kk = "Қ"},
          .indicators = 12,
          .leaves = 10,
          .variables = 20,
          .source = "id: x\r\n# \xf0\x9f\x8e\x93 '; --\n",
          .canonical_json = "{\"id\":\"x\"}",
          .created = At(1234567890123457),
          .findings = {{Severity::kWarning, "w", "2.1", "", "не так", false, ""},
                       {Severity::kError, "e", "", "", "as \"published\"", true, "причина"},
                       {Severity::kInfo, "i", "1", "", "", false, ""}}};
}

void ExpectSame(const MethodologyVersion& a, const MethodologyVersion& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.unit, b.unit);
  EXPECT_EQ(a.title, b.title);
  EXPECT_EQ(a.indicators, b.indicators);
  EXPECT_EQ(a.leaves, b.leaves);
  EXPECT_EQ(a.variables, b.variables);
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.canonical_json, b.canonical_json);
  EXPECT_EQ(a.created, b.created);
  EXPECT_EQ(a.findings, b.findings);
}

TEST_P(MethodologyStoreTest, VersionsComeBackWithTheirFindingsInOrder) {
  const MethodologyVersion added = Ok(Add(Full("x")));
  EXPECT_EQ(added.version, 1);
  ExpectSame(Ok(Load("x", 1)), added);
}

TEST_P(MethodologyStoreTest, OddAndEmptyTextsComeBack) {
  for (const char* text : kOddTexts) {
    MethodologyVersion odd = Full("odd");
    odd.title = {.en = text, .ru = text, .kk = text};
    odd.source = text;
    odd.canonical_json = text;
    odd.findings = {{Severity::kError, text, text, "", text, true, text}};
    const MethodologyVersion added = Ok(Add(odd));
    ExpectSame(Ok(Load("odd", added.version)), added);
  }
}

TEST_P(MethodologyStoreTest, LargestFileComesBack) {
  MethodologyVersion large = Full("x");
  large.source = std::string(1 << 20, '#');
  large.findings.assign(7000, {Severity::kWarning, "r", "n", "", "m", false, ""});
  Ok(Add(large));
  const MethodologyVersion loaded = Ok(Load("x", 0));
  EXPECT_TRUE(loaded.source == large.source);
  EXPECT_TRUE(loaded.findings == large.findings);
}

TEST_P(MethodologyStoreTest, NumbersAreEachIdsOwnAndZeroMeansTheNewest) {
  MethodologyVersion second = Full("x");
  second.source = "two";
  EXPECT_EQ(Ok(Add(Full("x"))).version, 1);
  EXPECT_EQ(Ok(Add(second)).version, 2);
  EXPECT_EQ(Ok(Add(Full("xy"))).version, 1);
  EXPECT_EQ(Ok(Load("x", 0)).source, "two");
  EXPECT_EQ(Ok(Load("x", 0)).version, 2);
  ExpectSame(Ok(Load("x", 1)), [] {
    MethodologyVersion first = Full("x");
    first.version = 1;
    return first;
  }());
}

TEST_P(MethodologyStoreTest, WhatIsNotThereIsNotFoundByName) {
  Ok(Add(Full("x")));
  for (const auto& [id, version, name] :
       {std::make_tuple("x", 2, "methodologies/x/versions/2"),
        std::make_tuple("X", 0, "methodologies/X"), std::make_tuple("", 0, "methodologies/")}) {
    const absl::Status status = Load(id, version).status();
    EXPECT_FAILS(status, kNotFound, kNotFound);
    EXPECT_THAT(std::string(status.message()), HasSubstr(name));
  }
}

TEST_P(MethodologyStoreTest, PagesHaveNoGapsAndNoRepeats) {
  for (const char* id : {"b", "a", "a-b", "a", "ab", "a", "b"}) Ok(Add(Full(id)));
  const std::vector<std::string> all = {"a@1", "a@2", "a@3", "a-b@1", "ab@1", "b@1", "b@2"};
  EXPECT_EQ(List("", 0, 100), all);
  std::vector<std::string> seen;
  std::string id;
  int version = 0;
  for (;;) {
    const auto page =
        Ok(InRead(db(), [&](sql::Tx& tx) { return ListMethodologies(tx, id, version, 2); }));
    if (page.empty()) break;
    ASSERT_LT(seen.size(), 100u) << "pages repeat";
    for (const MethodologyVersion& m : page) seen.push_back(absl::StrCat(m.id, "@", m.version));
    id = page.back().id;
    version = page.back().version;
  }
  EXPECT_EQ(seen, all);
  EXPECT_THAT(List("a", 2, 2), ElementsAre("a@3", "a-b@1"));
}

TEST_P(MethodologyStoreTest, ListLeavesOutTheLargeParts) {
  Ok(Add(Full("x")));
  const auto page = Ok(InRead(db(), [&](sql::Tx& tx) { return ListMethodologies(tx, "", 0, 1); }));
  ASSERT_EQ(page.size(), 1u);
  MethodologyVersion expected = Full("x");
  expected.version = 1;
  expected.source = expected.canonical_json = "";
  expected.findings = {};
  ExpectSame(page.front(), expected);
}

TEST_P(MethodologyStoreTest, ConcurrentWritersNumberWithoutGaps) {
  constexpr int kEach = 10;
  std::vector<int> versions[2];
  InParallel(2, [&](int i) {
    for (int n = 0; n < kEach; ++n) versions[i].push_back(Ok(Add(Full("x"))).version);
  });
  std::vector<int> all = versions[0];
  all.insert(all.end(), versions[1].begin(), versions[1].end());
  std::sort(all.begin(), all.end());
  std::vector<int> expected;
  for (int n = 1; n <= 2 * kEach; ++n) expected.push_back(n);
  EXPECT_EQ(all, expected);
}

constexpr char kFile[] = R"(
id: demo
unit: programme
title: {en: "Demo"}
variables:
  students: {title: {en: "Students", ru: "С", kk: "С"}, min: 1}
  unused: {}
indicators:
  - code: "1"
    title: {en: "One", ru: "Р", kk: "Қ"}
    points: 60
    children:
      - {code: "1.1", title: {en: "A", ru: "А", kk: "А"}, points: 60, value: students}
  - {code: "2", title: {en: "Two", ru: "Р", kk: "Қ"}, points: 40, value: 2 * students}
)";

TEST_P(MethodologyStoreTest, FileBecomesAVersionWithItsCountsAndFindings) {
  const MethodologyVersion stored = Ok(Store(kFile));
  EXPECT_EQ(stored.version, 1);
  EXPECT_EQ(stored.id, "demo");
  EXPECT_EQ(stored.unit, UnitKind::kProgramme);
  EXPECT_EQ(stored.title.en, "Demo");
  EXPECT_EQ(stored.indicators, 3);
  EXPECT_EQ(stored.leaves, 2);
  EXPECT_EQ(stored.variables, 2);
  EXPECT_EQ(stored.source, kFile);
  EXPECT_THAT(stored.canonical_json, HasSubstr("\"students\""));
  EXPECT_EQ(stored.created, At(5));
  EXPECT_TRUE(std::any_of(stored.findings.begin(), stored.findings.end(),
                          [](const Finding& f) { return f.rule == "unused_variable"; }));
  ExpectSame(Ok(Load("demo", 1)), stored);
  EXPECT_EQ(Ok(Store(kFile)).version, 2);
}

TEST_P(MethodologyStoreTest, RefusalListsEveryErrorAndStoresNothing) {
  const absl::Status status = Store(R"(
id: demo
declared_total: 90
variables: {a: {}}
indicators:
  - {code: "1", title: {en: "One"}, points: 60, value: a + nobody}
  - {code: "1", title: {en: "Two"}, points: 40, value: a}
)")
                                  .status();
  EXPECT_FAILS(status, kInvalidArgument, kMethodologyInvalid);
  EXPECT_THAT(std::string(status.message()), HasSubstr("3 errors"));
  std::vector<std::string> faults;
  for (const FieldViolation& fault : DetailOf(status).fields) {
    faults.push_back(
        absl::StrCat(fault.field, " ", fault.description.substr(0, fault.description.find(':'))));
  }
  EXPECT_THAT(faults, ::testing::UnorderedElementsAre("source: 1 undefined_variable",
                                                      "source: 1 duplicate_code",
                                                      "source declared_total_mismatch"));
  EXPECT_THAT(List("", 0, 10), IsEmpty());
}

TEST_P(MethodologyStoreTest, AcknowledgedErrorIsStoredAsAFinding) {
  const MethodologyVersion stored = Ok(Store(R"(
id: demo
declared_total: 90
variables: {a: {}}
indicators:
  - {code: "1", title: {en: "One", ru: "Р", kk: "Қ"}, points: 60, value: a}
acknowledge: [{rule: declared_total_mismatch, reason: "as published"}]
)"));
  const MethodologyVersion loaded = Ok(Load("demo", 0));
  EXPECT_EQ(loaded.findings, stored.findings);
  const auto found =
      std::find_if(loaded.findings.begin(), loaded.findings.end(),
                   [](const Finding& f) { return f.rule == "declared_total_mismatch"; });
  ASSERT_NE(found, loaded.findings.end());
  EXPECT_TRUE(found->acknowledged);
  EXPECT_EQ(found->reason, "as published");
  EXPECT_EQ(found->severity, Severity::kError);
}

TEST_P(MethodologyStoreTest, BlockThatIsNotBuiltYetIsRefusedAsSuch) {
  EXPECT_FAILS(Store(absl::StrCat(kFile, "stars: {}\n")).status(), kInvalidArgument,
               kUnsupportedFeature);
}

TEST_P(MethodologyStoreTest, FileThatCannotBeReadIsRefused) {
  for (const char* source :
       {"", "id: [", "\xff\xfe", "- a\n- b\n", "id: 'Bad Id'\nindicators: []"}) {
    EXPECT_FAILS(Store(source).status(), kInvalidArgument, kMethodologyInvalid);
  }
  EXPECT_FAILS(Store(absl::string_view("id: a\0b", 7)).status(), kInvalidArgument,
               kMethodologyInvalid);
}

}  // namespace
}  // namespace tarazy::testing
