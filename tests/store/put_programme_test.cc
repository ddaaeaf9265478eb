// What programmes have beside a unit, put and found again.
#include "services/registry/app/put_unit.h"
#include "services/registry/store/programme_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using registry::Date;
using registry::Institution;
using registry::Kind;
using registry::Level;
using registry::OldCode;
using registry::Programme;
using registry::PutProgramme;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PutProgrammeTest : public RegistryTest {
 protected:
  void SetUp() override {
    for (const char* id : {"ektu", "iitu"}) {
      Ok(InWrite(db(), [&](sql::Tx& tx) {
        return registry::Put(
            tx,
            {.whole = Institution{.unit = {.id = id, .title = {.en = id}}}, .allow_missing = true},
            At(1));
      }));
    }
  }
  absl::StatusOr<Programme> Put(const PutProgramme& put, absl::Time now = At(1)) {
    return InWrite(db(), [&](sql::Tx& tx) { return registry::Put(tx, put, now); });
  }
  absl::StatusOr<Programme> Add(Programme programme) {
    return Put({.whole = std::move(programme), .allow_missing = true});
  }
  Programme Found(const std::string& id) {
    const auto found =
        Ok(InRead(db(), [&](sql::Tx& tx) { return registry::FindProgramme(tx, id); }));
    EXPECT_TRUE(found.has_value()) << id;
    return found.value_or(Programme());
  }
};
TEST_ON_BOTH_ENGINES(PutProgrammeTest);

Programme Of(const std::string& institution, const std::string& id, const std::string& code) {
  return {.unit = {.kind = Kind::kProgramme,
                   .id = id,
                   .institution = institution,
                   .title = {.en = id},
                   .code = code}};
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& fault : DetailOf(status).fields) fields.push_back(fault.field);
  return fields;
}

Programme Full() {
  Programme smm = Of("ektu", "smm", "6B04107");
  smm.unit.level = Level::kBachelor;
  smm.names = {{.title = {.kk = "Маркетинг"}, .window = {.to = Date(2019, 1, 1)}}};
  smm.ects = {{Date(2019, 6, 24), 240}, {Date(2022, 1, 1), 244}};
  smm.duration_months = 48;
  smm.languages = {"ru", "kk", "en"};
  smm.partners = {{.institution = "iitu",
                   .code = "6B03201",
                   .title = {.en = "Business journalism, SMM&PR", .kk = "Журналистика"},
                   .agreement_number = "12",
                   .agreement_on = Date(2021, 1, 11)},
                  {.external_name = "Университет за рубежом"}};
  smm.old_codes = {{.code = "050511"}, {.code = "5B051100", .replaced_on = Date(2019, 1, 1)}};
  return smm;
}

TEST_P(PutProgrammeTest, AllOfAProgrammeComesBack) {
  const Programme put = Ok(Add(Full()));
  EXPECT_EQ(Found("smm"), put);
  Programme expected = Full();
  expected.unit = put.unit;
  EXPECT_EQ(put, expected);
}

TEST_P(PutProgrammeTest, OnlyWhatIsNamedChangesAndListsAreReplacedWhole) {
  Programme expected = Ok(Add(Full()));
  const Programme empty = Of("", "smm", "");
  for (const char* path :
       {"names", "ects", "duration_months", "languages", "partners", "old_codes"}) {
    const Programme now = Ok(Put({.whole = empty, .paths = {path}}));
    EXPECT_FALSE(now == expected) << path;
    if (path == std::string("names")) expected.names = {};
    if (path == std::string("ects")) expected.ects = {};
    if (path == std::string("duration_months")) expected.duration_months = 0;
    if (path == std::string("languages")) expected.languages = {};
    if (path == std::string("partners")) expected.partners = {};
    if (path == std::string("old_codes")) expected.old_codes = {};
    expected.unit = now.unit;
    EXPECT_EQ(now, expected) << path;
    EXPECT_EQ(Found("smm"), expected) << path;
  }
}

TEST_P(PutProgrammeTest, ACodeIsOneProgrammesAtAnInstitution) {
  Ok(Add(Of("ektu", "a", "6B04109")));
  const absl::Status status = Add(Of("ektu", "b", "6B04109")).status();
  EXPECT_FAILS(status, kAlreadyExists, kAlreadyExists);
  EXPECT_THAT(FieldsOf(status), ElementsAre("programme.code"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("programmes/a of institutions/ektu has the code 6B04109"));
  Ok(Add(Of("iitu", "b", "6B04109")));
  Ok(Add(Of("ektu", "c", "")));
  Ok(Add(Of("ektu", "d", "")));
}

TEST_P(PutProgrammeTest, TheCodeTellsTheLevel) {
  EXPECT_EQ(Ok(Add(Of("ektu", "a", "7M04109"))).unit.level, Level::kMaster);
  Programme odd = Of("ektu", "b", "8D07103");
  odd.unit.level = Level::kMaster;
  EXPECT_THAT(FieldsOf(Add(odd).status()), ElementsAre("programme.level"));
  // Another code brings its level along.
  EXPECT_EQ(Ok(Put({.whole = Of("", "a", "8D07103"), .paths = {"code"}})).unit.level,
            Level::kDoctorate);
  EXPECT_EQ(Found("a").unit.level, Level::kDoctorate);
}

TEST_P(PutProgrammeTest, AProgrammeOutlivesItsCode) {
  Ok(Add(Of("ektu", "a", "6B04107")));
  const absl::Time later = absl::FromCivil(absl::CivilDay(2024, 9, 1), absl::UTCTimeZone());
  const Programme recoded = Ok(Put({.whole = Of("", "a", "6B04199"), .paths = {"code"}}, later));
  EXPECT_THAT(recoded.old_codes,
              ElementsAre(OldCode{.code = "6B04107", .replaced_on = Date(2024, 9, 1)}));
  EXPECT_EQ(Found("a"), recoded);
  const absl::Status status = Add(Of("ektu", "b", "6B04107")).status();
  EXPECT_FAILS(status, kAlreadyExists, kAlreadyExists);
  EXPECT_THAT(std::string(status.message()), HasSubstr("programmes/a of institutions/ektu had"));
  // Back to it: it is old no longer.
  EXPECT_THAT(Ok(Put({.whole = Of("", "a", "6B04107"), .paths = {"code"}}, later)).old_codes,
              ElementsAre(OldCode{.code = "6B04199", .replaced_on = Date(2024, 9, 1)}));
}

TEST_P(PutProgrammeTest, AMistypedCodeIsMendedWithoutATrace) {
  Ok(Add(Of("ektu", "a", "6B04170")));
  EXPECT_TRUE(
      Ok(Put({.whole = Of("", "a", "6B04107"), .paths = {"code", "old_codes"}})).old_codes.empty());
  Ok(Add(Of("ektu", "b", "6B04170")));
}

TEST_P(PutProgrammeTest, MissingInstitutionsAreNamedTogether) {
  Programme smm = Of("nowhere", "smm", "6B04107");
  smm.partners = {{.institution = "iitu"}, {.institution = "neither"}};
  const absl::Status status = Add(smm).status();
  EXPECT_FAILS(status, kNotFound, kNotFound);
  EXPECT_THAT(FieldsOf(status),
              ElementsAre("programme.institution", "programme.partners[1].institution"));
}

TEST_P(PutProgrammeTest, OneOfTwoConcurrentHoldersOfACodeWins) {
  absl::StatusOr<Programme> results[2];
  InParallel(2, [&](int i) { results[i] = Add(Of("ektu", absl::StrCat("p", i), "6B04107")); });
  ASSERT_NE(results[0].ok(), results[1].ok()) << results[0].status() << results[1].status();
  EXPECT_FAILS(results[results[0].ok() ? 1 : 0].status(), kAlreadyExists, kAlreadyExists);
}

}  // namespace
}  // namespace tarazy::testing
