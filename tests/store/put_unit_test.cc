// Changing and registering units, over a real database.
#include "services/registry/app/put_unit.h"

#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using registry::EtagOf;
using registry::Institution;
using registry::Kind;
using registry::Programme;
using registry::Unit;

// What an institution and a programme are put with alike.
struct PutUnit {
  Unit unit;
  std::vector<std::string> paths;
  std::string etag;
  bool allow_missing = false;
};

class PutUnitTest : public RegistryTest {
 protected:
  absl::StatusOr<Unit> Put(const PutUnit& put, int64_t now = 1) {
    return InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<Unit> {
      if (put.unit.kind == Kind::kInstitution) return Put<Institution>(tx, put, now);
      return Put<Programme>(tx, put, now);
    });
  }
  template <typename Whole>
  static absl::StatusOr<Unit> Put(sql::Tx& tx, const PutUnit& put, int64_t now) {
    const registry::PutWhole<Whole> whole{.whole = {.unit = put.unit},
                                          .paths = put.paths,
                                          .etag = put.etag,
                                          .allow_missing = put.allow_missing};
    absl::StatusOr<Whole> done = registry::Put(tx, whole, At(now));
    if (!done.ok()) return done.status();
    return done->unit;
  }
  absl::StatusOr<int> Register(const std::vector<Unit>& units) {
    return InWrite(db(), [&](sql::Tx& tx) { return RegisterMissing(tx, units, At(5)); });
  }
  std::optional<Unit> Find(Kind kind, const std::string& id) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return FindUnit(tx, kind, id); }));
  }
};
TEST_ON_BOTH_ENGINES(PutUnitTest);

Unit Kaznu() { return {.id = "kaznu", .title = {.en = "KazNU", .ru = "КазНУ"}, .group = "big"}; }
Unit Law() {
  return {.kind = Kind::kProgramme, .id = "law", .institution = "kaznu", .title = {.en = "Law"}};
}
PutUnit New(Unit unit) { return {.unit = std::move(unit), .allow_missing = true}; }

// The faulty field of a refusal.
std::string FieldOf(const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  return detail.fields.empty() ? "" : detail.fields.front().field;
}

TEST_P(PutUnitTest, NewUnitIsVersionOne) {
  const Unit unit = Ok(Put(New(Kaznu()), 3));
  EXPECT_EQ(EtagOf(unit), "v1");
  EXPECT_EQ(unit.created, At(3));
  EXPECT_EQ(unit.updated, At(3));
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu")->title, Kaznu().title);
}

TEST_P(PutUnitTest, UnitThatIsNotThereIsNotFoundUnlessItMayBeMade) {
  EXPECT_FAILS(Put({.unit = Kaznu(), .paths = {"group"}}).status(), kNotFound, kNotFound);
  EXPECT_FAILS(Put({.unit = Kaznu(), .etag = "v1", .allow_missing = true}).status(), kAborted,
               kStaleEtag);
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu"), std::nullopt);
}

TEST_P(PutUnitTest, OnlyTheMaskedPartsChange) {
  Ok(Put(New(Kaznu()), 1));
  const Unit all{.id = "kaznu", .title = {.en = "E", .ru = "Р", .kk = "Қ"}, .group = "g"};
  EXPECT_EQ(Ok(Put({.unit = all, .paths = {"title.kk"}}, 2)).title,
            (Localized{"KazNU", "КазНУ", "Қ"}));
  EXPECT_EQ(Ok(Put({.unit = all, .paths = {"title.en", "title.ru"}}, 3)).title,
            (Localized{"E", "Р", "Қ"}));
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu")->group, "big");
  const Unit last = Ok(Put({.unit = all, .paths = {"group"}}, 4));
  EXPECT_EQ(last.group, "g");
  EXPECT_EQ(EtagOf(last), "v4");
  EXPECT_EQ(last.created, At(1));
  EXPECT_EQ(last.updated, At(4));
}

TEST_P(PutUnitTest, ChangeThatChangesNothingKeepsTheVersion) {
  Ok(Put(New(Kaznu()), 1));
  const Unit same = Ok(Put({.unit = Kaznu(), .paths = {"title.en", "group"}}, 9));
  EXPECT_EQ(EtagOf(same), "v1");
  EXPECT_EQ(same.updated, At(1));
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu")->updated, At(1));
}

TEST_P(PutUnitTest, StaleEtagIsAbortedAndChangesNothing) {
  Ok(Put(New(Kaznu())));
  Unit changed = Kaznu();
  changed.group = "g";
  Ok(Put({.unit = changed, .paths = {"group"}, .etag = "v1"}));
  changed.group = "h";
  EXPECT_FAILS(Put({.unit = changed, .paths = {"group"}, .etag = "v1"}).status(), kAborted,
               kStaleEtag);
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu")->group, "g");
  EXPECT_EQ(Ok(Put({.unit = changed, .paths = {"group"}, .etag = "v2"})).group, "h");
}

TEST_P(PutUnitTest, OneOfTwoConcurrentChangesWithOneEtagWins) {
  Ok(Put(New(Kaznu())));
  absl::StatusOr<Unit> results[2];
  InParallel(2, [&](int i) {
    Unit changed = Kaznu();
    changed.group = absl::StrCat("g", i);
    results[i] = Put({.unit = changed, .paths = {"group"}, .etag = "v1"});
  });
  ASSERT_NE(results[0].ok(), results[1].ok());
  const int winner = results[0].ok() ? 0 : 1;
  EXPECT_FAILS(results[1 - winner].status(), kAborted, kStaleEtag);
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu")->group, absl::StrCat("g", winner));
}

TEST_P(PutUnitTest, FaultyContentsAreRefusedUnderTheirField) {
  Unit no_title = Kaznu();
  no_title.title = {};
  EXPECT_EQ(FieldOf(Put(New(no_title)).status()), "institution.title");
  Unit bad_id = Kaznu();
  bad_id.id = "Kaz NU";
  EXPECT_EQ(FieldOf(Put(New(bad_id)).status()), "institution.name");
  Ok(Put(New(Kaznu())));
  EXPECT_EQ(FieldOf(Put({.unit = {.id = "kaznu"}, .paths = {"title.en", "title.ru"}}).status()),
            "institution.title");
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu")->title, Kaznu().title);
}

TEST_P(PutUnitTest, NewProgrammeNeedsAnInstitutionThatIsThere) {
  Unit orphan = Law();
  orphan.institution = "";
  EXPECT_EQ(FieldOf(Put(New(orphan)).status()), "programme.institution");
  EXPECT_FAILS(Put(New(Law())).status(), kNotFound, kNotFound);
  Ok(Put(New(Kaznu())));
  EXPECT_EQ(Ok(Put(New(Law()))).institution, "kaznu");
}

TEST_P(PutUnitTest, ProgrammeStaysWithItsInstitution) {
  Ok(Put(New(Kaznu())));
  Ok(Put(New({.id = "other", .title = {.en = "Other"}})));
  Ok(Put(New(Law())));
  Unit moved = Law();
  moved.institution = "other";
  EXPECT_EQ(FieldOf(Put({.unit = moved, .paths = {"title.en"}}).status()), "programme.institution");
  EXPECT_EQ(Find(Kind::kProgramme, "law")->institution, "kaznu");
}

TEST_P(PutUnitTest, ProgrammeOfAnImportLearnsItsInstitutionOnce) {
  Unit imported = Law();
  imported.institution = "";
  EXPECT_EQ(Ok(Register({imported})), 1);
  EXPECT_FAILS(Put({.unit = Law(), .paths = {}}).status(), kNotFound, kNotFound);
  Ok(Put(New(Kaznu())));
  const Unit known = Ok(Put({.unit = Law(), .paths = {}}));
  EXPECT_EQ(known.institution, "kaznu");
  EXPECT_EQ(EtagOf(known), "v2");
  // A change that does not speak of it leaves it.
  Unit silent = imported;
  silent.group = "g";
  EXPECT_EQ(Ok(Put({.unit = silent, .paths = {"group"}})).institution, "kaznu");
}

TEST_P(PutUnitTest, RegisteringLeavesWhatIsThereAndCountsWhatIsNew) {
  Ok(Put(New(Kaznu())));
  Unit other = Kaznu();
  other.title.en = "Another title";
  EXPECT_EQ(Ok(Register({other, {.id = "enu", .title = {.kk = "ЕҰУ"}, .group = "g"}})), 1);
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu")->title, Kaznu().title);
  const std::optional<Unit> enu = Find(Kind::kInstitution, "enu");
  ASSERT_TRUE(enu.has_value());
  EXPECT_EQ(EtagOf(*enu), "v1");
  EXPECT_EQ(enu->created, At(5));
  EXPECT_EQ(enu->group, "g");
  EXPECT_EQ(Ok(Register({*enu})), 0);
}

TEST_P(PutUnitTest, RegisteringOneUnitTwiceMakesOne) {
  EXPECT_EQ(Ok(Register({Kaznu(), Kaznu()})), 1);
}

TEST_P(PutUnitTest, FaultyUnitIsNamedAndNoneIsRegistered) {
  const absl::Status status = Register({Kaznu(), {.id = "NO", .title = {.en = "x"}}}).status();
  EXPECT_FAILS(status, kInvalidArgument, kInvalidField);
  EXPECT_EQ(FieldOf(status), "units[1].name");
  EXPECT_EQ(Find(Kind::kInstitution, "kaznu"), std::nullopt);
}

}  // namespace
}  // namespace tarazy::testing
