// Another service's figures become a revision of a ranking's values, over a real database.
#include "services/rankings/app/pull_values.h"

#include <map>

#include "services/rankings/app/fake_directory.h"
#include "services/rankings/app/store_methodology.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using rankings::FakeDirectory;
using rankings::Figure;
using rankings::FigureSource;
using rankings::ImportRequest;
using rankings::InsertRanking;
using rankings::ListValues;
using rankings::LoadRanking;
using rankings::PullRequest;
using rankings::PullResult;
using rankings::RankedUnit;
using rankings::SpooledFile;
using rankings::StoreMethodology;
using rankings::ValueState;
using rankings::ValueVersion;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kMethodology[] = R"(
id: demo
variables: {accredited: {min: 0, max: 100}, staff: {}}
indicators:
  - {code: "1", title: {en: "One"}, points: 100, value: accredited + staff}
)";
constexpr char kWithSource[] = R"(
id: demo-sources
sources: [accreditation]
variables: {accredited: {min: 0, max: 100, sources: [accreditation]}}
indicators:
  - {code: "1", title: {en: "One"}, points: 100, value: accredited}
)";
constexpr char kOfProgrammes[] = R"(
id: demo-programmes
unit: programme
variables: {accredited: {min: 0, max: 100}}
indicators:
  - {code: "1", title: {en: "One"}, points: 100, value: accredited}
)";

// A survey: figures with a base and an uncertainty.
class FakeSurvey final : public FigureSource {
 public:
  std::string Name() const override { return "surveys"; }
  std::string Title() const override { return "survey results"; }
  absl::StatusOr<Figure> FigureOf(const std::string& institution) override {
    if (institution == "ektu") {
      return Figure{.value = 3.25, .base = 54, .standard_error = 0.125, .evidence = "survey c"};
    }
    return Figure{.reason = "suppressed: it would tell of too few people"};
  }
};

class FakeRegister final : public FigureSource {
 public:
  std::string Name() const override { return "accreditation"; }
  std::string Title() const override { return "accreditation register"; }
  absl::StatusOr<Figure> FigureOf(const std::string& institution) override {
    if (!failure_.ok()) return failure_;
    const auto found = shares_.find(institution);
    if (found == shares_.end()) return Figure{.reason = institution + " has no programmes"};
    return Figure{.value = found->second,
                  .evidence = "accreditation register, 2026-03-01, change 7"};
  }

  std::map<std::string, double> shares_;
  absl::Status failure_;
};

absl::StatusOr<bool> NotYet(sql::Tx&) { return false; }

class PullValuesTest : public RankingsTest {
 protected:
  void SetUp() override { AddCycle("r", kMethodology); }

  void AddCycle(const std::string& id, const std::string& methodology) {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const auto version, StoreMethodology(tx, methodology, At(1)));
      ASSIGN_OR_RETURN(const auto loaded,
                       rankings::LoadMethodology(tx, version.id, version.version));
      return InsertRanking(tx, {.id = id,
                                .methodology = version.id,
                                .methodology_version = version.version,
                                .unit = loaded.unit,
                                .year = 2026});
    }));
  }

  void Import(const std::string& ranking, absl::string_view csv) {
    SpooledFile file;
    ASSERT_OK(file.Append(csv));
    ASSERT_OK(rankings::ImportValues(
                  db(), Soon(), file, directory_,
                  {.ranking = ranking, .entered_by = "alice", .now = At(7)}, NotYet,
                  [](sql::Tx&, const rankings::ImportResult&) { return absl::OkStatus(); })
                  .status());
  }

  absl::StatusOr<PullResult> Pull(PullRequest request = {}) { return Pull(register_, request); }
  absl::StatusOr<PullResult> Pull(FigureSource& source, PullRequest request = {}) {
    if (request.ranking.empty()) request.ranking = "r";
    if (request.variable.empty()) request.variable = "accredited";
    request.entered_by = "bob";
    request.now = At(77);
    return rankings::PullValues(db(), Soon(), directory_, source, request, NotYet,
                                [&](sql::Tx&, const PullResult& result) {
                                  remembered_ = result.revision;
                                  return absl::OkStatus();
                                });
  }

  std::vector<ValueVersion> Values(const std::string& ranking = "r", bool history = false) {
    return Ok(InRead(db(), [&](sql::Tx& tx) {
      return ListValues(tx, {.ranking = ranking, .variable = "accredited", .history = history});
    }));
  }

  FakeDirectory directory_{{.id = "ektu", .title = {.en = "EKTU"}, .institution = "ektu"},
                           {.id = "kaznu", .title = {.en = "KazNU"}, .institution = "kaznu"},
                           {.id = "new", .title = {.en = "New"}, .institution = "new"}};
  FakeRegister register_;
  int64_t remembered_ = 0;
};
TEST_ON_BOTH_ENGINES(PullValuesTest);

TEST_P(PullValuesTest, EveryInstitutionThatTakesPartGetsItsFigure) {
  Import("r", "institution,staff\nektu,5\nkaznu,6\n");
  register_.shares_ = {{"ektu", 100.0 / 3}, {"kaznu", 100}, {"elsewhere", 1}};
  std::vector<std::string> steps;
  const PullResult result = Ok(Pull(
      {.progress = [&](int done, int total) { steps.push_back(absl::StrCat(done, "/", total)); }}));
  EXPECT_EQ(result.revision, 2);
  EXPECT_EQ(result.cells, 2);
  EXPECT_EQ(result.origin, "agency");
  EXPECT_THAT(result.without, IsEmpty());
  EXPECT_THAT(steps, ElementsAre("1/2", "2/2"));
  EXPECT_EQ(remembered_, 2);
  const std::vector<ValueVersion> values = Values();
  ASSERT_THAT(values, SizeIs(2));
  EXPECT_EQ(values[0].unit, "ektu");
  EXPECT_EQ(values[0].value, 100.0 / 3);  // to the bit
  EXPECT_EQ(values[0].state, ValueState::kVerified);
  EXPECT_EQ(values[0].source, "accreditation register");
  EXPECT_EQ(values[0].evidence, "accreditation register, 2026-03-01, change 7");
  EXPECT_EQ(values[0].act.entered_by, "bob");
}

TEST_P(PullValuesTest, OneWithoutAFigureIsNamedAndLosesWhatItHad) {
  Import("r", "institution,staff\nektu,5\nkaznu,6\n");
  register_.shares_ = {{"ektu", 50}, {"kaznu", 100}};
  ASSERT_OK(Pull().status());
  register_.shares_ = {{"kaznu", 75}};
  const PullResult result = Ok(Pull());
  EXPECT_EQ(result.cells, 1);
  EXPECT_EQ(result.cleared, 1);
  ASSERT_THAT(result.without, SizeIs(1));
  EXPECT_EQ(result.without[0].unit, "ektu");
  EXPECT_EQ(result.without[0].reason, "ektu has no programmes");
  EXPECT_THAT(Values("r", true), SizeIs(4));
}

TEST_P(PullValuesTest, ADeclaredSourceStatesItsOwnValues) {
  AddCycle("s", kWithSource);
  Import("s", "institution,accredited\nektu,5\n");
  register_.shares_ = {{"ektu", 50}};
  EXPECT_EQ(Ok(Pull({.ranking = "s"})).origin, "accreditation");
  const std::vector<ValueVersion> values = Values("s");
  ASSERT_THAT(values, SizeIs(2));  // the agency's statement stands beside it
  EXPECT_EQ(values[0].act.origin, "agency");
  EXPECT_EQ(values[1].act.origin, "accreditation");
}

TEST_P(PullValuesTest, AFigureKeepsItsBaseAndUncertainty) {
  Import("r", "institution,staff\nektu,5\nkaznu,6\n");
  FakeSurvey survey;
  const PullResult result = Ok(Pull(survey));
  ASSERT_THAT(result.without, SizeIs(1));
  EXPECT_EQ(result.without[0].unit, "kaznu");
  EXPECT_THAT(result.without[0].reason, HasSubstr("suppressed"));
  const std::vector<ValueVersion> values = Values();
  ASSERT_THAT(values, SizeIs(1));
  EXPECT_EQ(values[0].value, 3.25);
  EXPECT_EQ(values[0].base, 54);
  EXPECT_EQ(values[0].standard_error, 0.125);
  EXPECT_EQ(values[0].source, "survey results");
}

TEST_P(PullValuesTest, SubmittedValuesWaitForAVerifier) {
  Import("r", "institution,staff\nektu,5\n");
  register_.shares_ = {{"ektu", 50}};
  ASSERT_OK(Pull({.state = ValueState::kSubmitted}).status());
  EXPECT_EQ(Values().at(0).state, ValueState::kSubmitted);
}

TEST_P(PullValuesTest, CheckingStoresNothing) {
  Import("r", "institution,staff\nektu,5\n");
  register_.shares_ = {{"ektu", 50}};
  const PullResult result = Ok(Pull({.validate_only = true}));
  EXPECT_EQ(result.revision, 0);
  EXPECT_EQ(result.cells, 1);
  EXPECT_THAT(Values(), IsEmpty());
}

TEST_P(PullValuesTest, RefusesWhatCannotBePulled) {
  EXPECT_FAILS(Pull().status(), kFailedPrecondition, kNoData);
  EXPECT_THAT(Pull().status().message(), HasSubstr("no institution takes part"));
  Import("r", "institution,staff\nektu,5\n");
  EXPECT_FAILS(Pull().status(), kFailedPrecondition, kNoData);
  EXPECT_THAT(Pull().status().message(), HasSubstr("ektu has no programmes"));
  EXPECT_EQ(Pull({.variable = "unknown"}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Pull({.ranking = "unknown"}).status().code(), absl::StatusCode::kNotFound);
  register_.shares_ = {{"ektu", 101}};
  EXPECT_FAILS(Pull().status(), kInvalidArgument, kImportRejected);
  AddCycle("p", kOfProgrammes);
  EXPECT_THAT(Pull({.ranking = "p"}).status().message(), HasSubstr("ranks programmes"));
  EXPECT_THAT(Values(), IsEmpty());
}

TEST_P(PullValuesTest, AFailureOfTheServiceStoresNothing) {
  Import("r", "institution,staff\nektu,5\n");
  register_.failure_ = absl::UnavailableError("gone");
  EXPECT_EQ(Pull().status(), register_.failure_);
  EXPECT_THAT(Values(), IsEmpty());
}

TEST_P(PullValuesTest, NobodyEntersVerifiedValuesOfHisOwnInstitution) {
  Import("r", "institution,staff\nektu,5\n");
  register_.shares_ = {{"ektu", 50}};
  EXPECT_FAILS(Pull({.works_at = "ektu"}).status(), kPermissionDenied, kConflictOfInterest);
}

}  // namespace
}  // namespace tarazy::testing
