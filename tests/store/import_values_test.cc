// A CSV file becomes a revision of a ranking's values, over a real database.
#include "services/rankings/app/import_values.h"

#include "services/rankings/app/fake_directory.h"
#include "services/rankings/app/store_methodology.h"
#include "services/rankings/store/workflow_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using rankings::FakeDirectory;
using rankings::ImportProblem;
using rankings::ImportRequest;
using rankings::ImportResult;
using rankings::InsertRanking;
using rankings::ListValues;
using rankings::LoadRanking;
using rankings::RankedUnit;
using rankings::SpooledFile;
using rankings::StoreMethodology;
using rankings::UnitsAsOf;
using rankings::ValueQuery;
using rankings::ValueState;
using rankings::ValueVersion;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kMethodology[] = R"(
id: demo
variables: {students: {min: 0}, staff: {}}
indicators:
  - {code: "1", title: {en: "One"}, points: 100, value: students + staff}
)";

absl::StatusOr<bool> NotYet(sql::Tx&) { return false; }

class ImportValuesTest : public RankingsTest {
 protected:
  void SetUp() override { AddCycle("r", kMethodology); }

  void AddCycle(const std::string& id, const std::string& methodology) {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const auto version, StoreMethodology(tx, methodology, At(1)));
      return InsertRanking(tx, {.id = id,
                                .methodology = version.id,
                                .methodology_version = version.version,
                                .year = 2026});
    }));
  }

  absl::StatusOr<ImportResult> Import(absl::string_view csv, ImportRequest request = {}) {
    SpooledFile file;
    EXPECT_TRUE(file.Append(csv).ok());
    if (request.ranking.empty()) request.ranking = "r";
    request.entered_by = "alice";
    request.now = At(77);
    request.problem = [&](const ImportProblem& problem) { problems_.push_back(problem); };
    return ImportValues(db(), Soon(), file, directory_, request, NotYet,
                        [&](sql::Tx&, const ImportResult&) { return at_the_end_; });
  }

  int64_t Revision() {
    return Ok(InRead(db(), [](sql::Tx& tx) { return LoadRanking(tx, "r"); })).revision;
  }
  std::vector<ValueVersion> Values(ValueQuery query = {}) {
    query.ranking = "r";
    return Ok(InRead(db(), [&](sql::Tx& tx) { return ListValues(tx, query); }));
  }
  // "unit variable=value@revision" of every version.
  std::vector<std::string> History() {
    std::vector<std::string> lines;
    for (const ValueVersion& v : Values({.history = true, .limit = 1000})) {
      lines.push_back(absl::StrCat(v.unit, " ", v.variable, "=",
                                   v.value.has_value() ? absl::StrCat(*v.value) : "none", "@",
                                   v.revision));
    }
    return lines;
  }

  FakeDirectory directory_{{.id = "u1", .title = {.en = "One"}, .group = "big"},
                           {.id = "u2", .title = {.en = "Two"}}};
  absl::Status at_the_end_;  // what `stored` answers
  std::vector<ImportProblem> problems_;
};
TEST_ON_BOTH_ENGINES(ImportValuesTest);

TEST_P(ImportValuesTest, CellsAreStoredWithWhoAndWhen) {
  const ImportResult result = Ok(Import("institution,students,staff\nu1,10,\nTwo,3,4\n"));
  EXPECT_EQ(result.revision, 1);
  EXPECT_EQ(result.units, 2);
  EXPECT_EQ(result.registered, 0);
  EXPECT_EQ(result.cells, 3);
  EXPECT_EQ(result.cleared, 0);
  EXPECT_THAT(History(), ElementsAre("u1 students=10@1", "u2 staff=4@1", "u2 students=3@1"));
  const ValueVersion value = Values().front();
  EXPECT_EQ(value.act.entered_by, "alice");
  EXPECT_EQ(value.act.created, At(77));
  EXPECT_EQ(value.state, ValueState::kVerified);
  EXPECT_EQ(value.source, "");
}

TEST_P(ImportValuesTest, WhatGoesWithALongCellIsStored) {
  Ok(
      Import("institution,variable,value,source,evidence,base,standard_error\n"
             "u1,staff,1.5,survey,https://e,30,0.25\n",
             {.state = ValueState::kSubmitted}));
  const ValueVersion value = Values().front();
  EXPECT_EQ(value.value, 1.5);
  EXPECT_EQ(value.source, "survey");
  EXPECT_EQ(value.evidence, "https://e");
  EXPECT_EQ(value.base, 30);
  EXPECT_EQ(value.standard_error, 0.25);
  EXPECT_EQ(value.state, ValueState::kSubmitted);
}

TEST_P(ImportValuesTest, ValuesWithoutASourceNameTheFileAndRow) {
  Ok(Import("institution,variable,value,source\nu1,staff,1,\n\nu2,staff,2,survey\nu2,students,3,\n",
            {.file_name = "a.csv"}));
  std::vector<std::string> sources;
  for (const ValueVersion& value : Values()) sources.push_back(value.source);
  EXPECT_THAT(sources, ElementsAre("a.csv, row 2", "survey", "a.csv, row 5"));
}

TEST_P(ImportValuesTest, EmptyCellTakesAwayAValueThatIsThere) {
  Ok(Import("institution,students,staff\nu1,1,2\n"));
  const ImportResult result = Ok(Import("institution,students,staff\nu1,,5\nu2,,\n"));
  EXPECT_EQ(result.cells, 1);
  EXPECT_EQ(result.cleared, 1);
  EXPECT_THAT(History(),
              ElementsAre("u1 staff=2@1", "u1 staff=5@2", "u1 students=1@1", "u1 students=none@2"));
  EXPECT_EQ(Ok(Import("institution,students\nu1,\n")).cleared, 0);  // it is empty already
  EXPECT_EQ(Ok(Import("institution,students\nu1,7\n")).cells, 1);
  EXPECT_EQ(Ok(Import("institution,students\nu1,\n")).cleared, 1);
}

TEST_P(ImportValuesTest, CellsThatAFileDoesNotNameStay) {
  Ok(Import("institution,students,staff\nu1,1,2\nu2,3,4\n"));
  Ok(Import("institution,staff\nu2,9\n"));
  EXPECT_THAT(History(), ElementsAre("u1 staff=2@1", "u1 students=1@1", "u2 staff=4@1",
                                     "u2 staff=9@2", "u2 students=3@1"));
}

TEST_P(ImportValuesTest, OneFaultStoresNothingAndEveryFaultIsTold) {
  const absl::Status status =
      Import("institution,students,staff\nu1,1,2\nu2,-1,x\nnew,1,1\n", {.register_units = true})
          .status();
  EXPECT_FAILS(status, kInvalidArgument, kImportRejected);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("nothing was stored: 2 faults in the file; the first: row 3, students: "));
  ASSERT_EQ(problems_.size(), 2u);
  EXPECT_EQ(problems_[1].row, 3);
  EXPECT_EQ(problems_[1].column, "staff");
  EXPECT_EQ(DetailOf(status).fields.size(), 2u);
  EXPECT_EQ(DetailOf(status).fields[1].field, "row 3, staff");
  EXPECT_EQ(DetailOf(status).metadata.front().second, "2");
  EXPECT_EQ(Revision(), 0);
  EXPECT_THAT(History(), IsEmpty());
  EXPECT_EQ(directory_.units().size(), 2u);
}

TEST_P(ImportValuesTest, HundredFaultsAreToldAndAllAreCounted) {
  std::string csv = "institution,staff\n";
  for (int i = 0; i < 123; ++i) absl::StrAppend(&csv, "u", i, ",x\n");
  const absl::Status status = Import(csv, {.register_units = true}).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("123 faults"));
  EXPECT_EQ(problems_.size(), 100u);
}

TEST_P(ImportValuesTest, BrokenQuoteStoresNothing) {
  EXPECT_FAILS(Import("institution,staff\nu1,1\nu2,\"2\n").status(), kInvalidArgument,
               kImportRejected);
  EXPECT_EQ(Revision(), 0);
}

TEST_P(ImportValuesTest, FailureAtTheEndStoresNothing) {
  at_the_end_ = absl::CancelledError("gone");
  EXPECT_EQ(Import("institution,staff\nu1,1\n").status(), absl::CancelledError("gone"));
  EXPECT_EQ(Revision(), 0);
  EXPECT_THAT(History(), IsEmpty());
}

TEST_P(ImportValuesTest, FailureOfTheRegistryStoresNothing) {
  directory_.Fail(absl::UnavailableError("away"));
  EXPECT_EQ(Import("institution,staff\nu1,1\n").status(), absl::UnavailableError("away"));
  EXPECT_EQ(Revision(), 0);
}

TEST_P(ImportValuesTest, UnknownRankingIsNotFound) {
  EXPECT_FAILS(Import("institution,staff\nu1,1\n", {.ranking = "no"}).status(), kNotFound,
               kNotFound);
}

TEST_P(ImportValuesTest, CheckingAloneCountsAndStoresNothing) {
  const ImportResult result = Ok(Import("institution,students,staff\nu1,1,\nNew One,3,4\n",
                                        {.register_units = true, .validate_only = true}));
  EXPECT_EQ(result.units, 2);
  EXPECT_EQ(result.registered, 1);
  EXPECT_EQ(result.cells, 3);
  EXPECT_EQ(Revision(), 0);
  EXPECT_EQ(directory_.units().size(), 2u);
}

TEST_P(ImportValuesTest, UnknownUnitsAreRegisteredWhenAsked) {
  EXPECT_FAILS(Import("institution,staff\nNew One,1\n").status(), kInvalidArgument,
               kImportRejected);
  const ImportResult result = Ok(
      Import("institution,title,staff\nNew One,,1\nu9,Nine,2\nu1,,3\n", {.register_units = true}));
  EXPECT_EQ(result.registered, 2);
  EXPECT_EQ(directory_.units().at("new-one").title.en, "New One");
  EXPECT_EQ(directory_.units().at("u9").title.en, "Nine");
  EXPECT_THAT(History(), ElementsAre("new-one staff=1@1", "u1 staff=3@1", "u9 staff=2@1"));
  // The same file again finds what it registered.
  EXPECT_EQ(Ok(Import("institution,title,staff\nNew One,,1\nu9,Nine,2\n", {.register_units = true}))
                .registered,
            0);
}

TEST_P(ImportValuesTest, TitleOfSeveralUnitsIsRefused) {
  directory_.Add({.id = "u3", .title = {.ru = "One"}});
  EXPECT_FAILS(Import("institution,staff\nOne,1\n", {.register_units = true}).status(),
               kInvalidArgument, kImportRejected);
  EXPECT_THAT(problems_.front().message, HasSubstr("the title of several units"));
}

TEST_P(ImportValuesTest, TitlesThatCollideInTheirIdAreRefused) {
  EXPECT_FAILS(Import("institution,staff\nA B,1\na-b!,2\n", {.register_units = true}).status(),
               kInvalidArgument, kImportRejected);
  EXPECT_THAT(problems_.back().message, HasSubstr("both mean the unit a-b"));
  EXPECT_FAILS(Import("institution,staff\nU1!,1\n", {.register_units = true}).status(),
               kInvalidArgument, kImportRejected);
  EXPECT_THAT(problems_.back().message, HasSubstr("which another unit has"));
  EXPECT_THAT(History(), IsEmpty());
}

TEST_P(ImportValuesTest, UnitsKeepTheirTitleAndTakeTheFilesGroup) {
  Ok(Import("institution,title,group,staff\nu1,Ignored,small,1\nu2,,,1\n"));
  const auto units = Ok(InRead(db(), [](sql::Tx& tx) { return UnitsAsOf(tx, "r", 1); }));
  ASSERT_EQ(units.size(), 2u);
  EXPECT_EQ(units[0].title.en, "One");
  EXPECT_EQ(units[0].group, "small");
  EXPECT_EQ(units[1].group, "");
}

TEST_P(ImportValuesTest, MethodologyWithGroupsWantsOneForEveryUnit) {
  AddCycle("g", absl::StrCat(kMethodology, "groups: {by: size, rank_within: true}\n"));
  EXPECT_FAILS(Import("institution,staff\nu1,1\nu2,2\n", {.ranking = "g"}).status(),
               kInvalidArgument, kImportRejected);
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(problems_[0].row, 3);
  EXPECT_EQ(problems_[0].column, "group");
  Ok(Import("institution,group,staff\nu1,,1\nu2,small,2\n", {.ranking = "g"}));
  const auto units = Ok(InRead(db(), [](sql::Tx& tx) { return UnitsAsOf(tx, "g", 1); }));
  ASSERT_EQ(units.size(), 2u);
  EXPECT_EQ(units[0].group, "big");
  EXPECT_EQ(units[1].group, "small");
}

TEST_P(ImportValuesTest, MoreCellsThanABatchAreStored) {
  std::string csv = "institution,students,staff\n";
  for (int i = 0; i < 6000; ++i) absl::StrAppend(&csv, "m", i, ",", i, ",1\n");
  const ImportResult result = Ok(Import(csv, {.register_units = true}));
  EXPECT_EQ(result.cells, 12'000);
  EXPECT_EQ(result.registered, 6000);
  EXPECT_EQ(Values({.limit = 20'000}).size(), 12'000u);
}

// The registry may learn later whose a programme is; then its institution must find it here.
TEST_P(ImportValuesTest, AUnitWhoseInstitutionBecomesKnownBelongsToIt) {
  Ok(Import("institution,group,staff\nu1,art,4\n"));
  directory_.Add({.id = "u1", .title = {.en = "One"}, .group = "big", .institution = "oak"});
  Ok(Import("institution,staff\nu1,5\n",
            {.state = ValueState::kDraft, .origin = "institution", .own_institution = "oak"}));
  const std::vector<RankedUnit> units =
      Ok(InRead(db(), [](sql::Tx& tx) { return rankings::UnitsOf(tx, "r", "oak"); }));
  ASSERT_EQ(units.size(), 1u);
  EXPECT_EQ(units[0].id, "u1");
  EXPECT_EQ(units[0].group, "art");  // the agency's word stays
}

TEST_P(ImportValuesTest, NobodyEntersVerifiedValuesOfWhereHeWorks) {
  directory_.Add({.id = "u1", .institution = "oak"});
  const std::string csv = "institution,staff\nu1,5\n";
  EXPECT_FAILS(Import(csv, {.works_at = "oak"}).status(), kPermissionDenied, kConflictOfInterest);
  EXPECT_EQ(Revision(), 0);
  Ok(Import(csv, {.state = ValueState::kSubmitted, .works_at = "oak"}));
  Ok(Import(csv, {.works_at = "elm"}));
}

TEST_P(ImportValuesTest, ACheckOnlyImportLooksAtEvidence) {
  const std::string csv =
      "institution,variable,value,evidence\nu1,staff,5,evidence/" + std::string(64, '0') + "\n";
  EXPECT_FAILS(Import(csv, {.validate_only = true}).status(), kInvalidArgument, kInvalidField);
  EXPECT_FAILS(Import(csv).status(), kInvalidArgument, kInvalidField);
}

TEST_P(ImportValuesTest, ConcurrentImportsBothSucceed) {
  InParallel(2, [&](int i) {
    SpooledFile file;
    EXPECT_TRUE(file.Append("institution,staff\nu1,1\n").ok());
    FakeDirectory directory{{.id = "u1"}};
    ImportRequest request{.ranking = "r"};
    request.entered_by = absl::StrCat("writer", i);
    Ok(ImportValues(db(), Soon(), file, directory, request, NotYet,
                    [](sql::Tx&, const ImportResult&) { return absl::OkStatus(); }));
  });
  EXPECT_THAT(History(), ElementsAre("u1 staff=1@1", "u1 staff=1@2"));
}

}  // namespace
}  // namespace tarazy::testing
