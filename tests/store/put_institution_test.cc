// What institutions have beside a unit, put and found again.
#include "services/registry/app/put_unit.h"
#include "services/registry/store/institution_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using registry::Date;
using registry::Institution;
using registry::Licence;
using registry::PutInstitution;
using registry::RelationKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kBin[] = "940140000385";

class PutInstitutionTest : public RegistryTest {
 protected:
  absl::StatusOr<Institution> Put(const PutInstitution& put, int64_t now = 1) {
    return InWrite(db(), [&](sql::Tx& tx) { return registry::Put(tx, put, At(now)); });
  }
  absl::StatusOr<Institution> Add(Institution institution) {
    return Put({.whole = std::move(institution), .allow_missing = true});
  }
  Institution Found(const std::string& id) {
    const auto found =
        Ok(InRead(db(), [&](sql::Tx& tx) { return registry::FindInstitution(tx, id); }));
    EXPECT_TRUE(found.has_value()) << id;
    return found.value_or(Institution());
  }
};
TEST_ON_BOTH_ENGINES(PutInstitutionTest);

Institution Named(const std::string& id) { return {.unit = {.id = id, .title = {.en = id}}}; }
Licence Of(const char* number, std::optional<Date> from = {}, std::optional<Date> to = {}) {
  return {.number = number, .window = {.from = from, .to = to}};
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& fault : DetailOf(status).fields) fields.push_back(fault.field);
  return fields;
}

Institution Full() {
  Institution ektu = Named("ektu");
  ektu.names = {{.title = {.ru = "Дорожный институт"}, .window = {.to = Date(1959, 1, 1)}},
                {.title = {.en = "Technical"}, .window = {Date(1996, 1, 1), Date(2020, 1, 1)}},
                {.title = {.en = "ektu"}, .window = {.from = Date(2020, 1, 1)}}};
  ektu.bin = kBin;
  ektu.licences = {{.number = "№ 1", .scope = "'; DROP TABLE licence; --"},
                   {.number = "KZ78LAA00018507",
                    .issued_on = Date(2020, 7, 29),
                    .issuer = "Комитет",
                    .window = {Date(2020, 8, 1), Date(2030, 8, 1)},
                    .scope = "6B, 7M"}};
  ektu.relations = {{RelationKind::kSpunOffFrom, "old", Date(1958, 1, 1)},
                    {RelationKind::kMergedInto, "new", Date(2025, 1, 1)}};
  ektu.city = "Өскемен";
  ektu.country = "KZ";
  ektu.legal_form = "НАО";
  ektu.web_address = "https://www.ektu.kz/";
  return ektu;
}

TEST_P(PutInstitutionTest, AllOfAnInstitutionComesBack) {
  Ok(Add(Named("old")));
  Ok(Add(Named("new")));
  const Institution put = Ok(Add(Full()));
  EXPECT_EQ(Found("ektu"), put);
  Institution expected = Full();
  expected.unit = put.unit;
  EXPECT_EQ(put, expected);
  EXPECT_EQ(Found("old").licences.size(), 0u);
}

TEST_P(PutInstitutionTest, ManyComeBackEachWithItsOwn) {
  std::vector<registry::Unit> units;
  for (int i = 0; i < 40; ++i) {
    Institution institution = Named(absl::StrCat("i", i));
    institution.city = absl::StrCat("city ", i);
    institution.licences = {Of(absl::StrCat("A", i).c_str())};
    institution.names = {
        {.title = {.en = absl::StrCat("before ", i)}, .window = {.to = Date(2000, 1, 1)}}};
    units.push_back(Ok(Add(institution)).unit);
  }
  const auto all = Ok(InRead(db(), [&](sql::Tx& tx) { return LoadInstitutions(tx, units); }));
  ASSERT_EQ(all.size(), 40u);
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(all[i].unit.id, absl::StrCat("i", i));
    EXPECT_EQ(all[i].city, absl::StrCat("city ", i));
    EXPECT_EQ(all[i].licences.at(0).number, absl::StrCat("A", i));
    EXPECT_EQ(all[i].names.at(0).title.en, absl::StrCat("before ", i));
  }
}

TEST_P(PutInstitutionTest, OnlyWhatIsNamedChangesAndListsAreReplacedWhole) {
  Ok(Add(Named("old")));
  Ok(Add(Named("new")));
  Institution expected = Ok(Add(Full()));
  const Institution empty{.unit = {.id = "ektu"}};
  for (const char* path :
       {"names", "bin", "licences", "relations", "city", "country", "legal_form", "web_address"}) {
    const Institution now = Ok(Put({.whole = empty, .paths = {path}}, 7));
    EXPECT_FALSE(now == expected) << path;
    if (path == std::string("names")) expected.names = {};
    if (path == std::string("bin")) expected.bin = "";
    if (path == std::string("licences")) expected.licences = {};
    if (path == std::string("relations")) expected.relations = {};
    if (path == std::string("city")) expected.city = "";
    if (path == std::string("country")) expected.country = "";
    if (path == std::string("legal_form")) expected.legal_form = "";
    if (path == std::string("web_address")) expected.web_address = "";
    expected.unit = now.unit;
    EXPECT_EQ(now, expected) << path;
    EXPECT_EQ(Found("ektu"), expected) << path;
  }
  EXPECT_EQ(expected.unit.version, 9);
  EXPECT_EQ(Ok(Put({.whole = empty, .paths = {"city", "names"}})).unit.version, 9)
      << "nothing changed";
}

TEST_P(PutInstitutionTest, AllFaultsAreNamedAndNothingIsStored) {
  Institution odd = Named("ektu");
  odd.bin = "940140000380";
  odd.country = "Kazakhstan";
  odd.licences = {Of("A", Date(2020, 1, 2), Date(2020, 1, 1))};
  const absl::Status status =
      Put({.whole = odd, .allow_missing = true, .faults = {{"institution.names[0]", "x"}}})
          .status();
  EXPECT_FAILS(status, kInvalidArgument, kInvalidField);
  EXPECT_THAT(FieldsOf(status),
              ElementsAre("institution.names[0]", "institution.bin",
                          "institution.licences[0].valid_to", "institution.country"));
  EXPECT_EQ(Ok(InRead(db(), [&](sql::Tx& tx) { return registry::FindInstitution(tx, "ektu"); })),
            std::nullopt);
}

TEST_P(PutInstitutionTest, ABinHasOneInstitution) {
  Institution first = Named("first");
  first.bin = kBin;
  Ok(Add(first));
  Institution second = Named("second");
  second.bin = kBin;
  const absl::Status status = Add(second).status();
  EXPECT_FAILS(status, kAlreadyExists, kAlreadyExists);
  EXPECT_THAT(FieldsOf(status), ElementsAre("institution.bin"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("institutions/first"));
  Ok(Put({.whole = Named("first"), .paths = {"bin"}}));
  EXPECT_EQ(Ok(Add(second)).bin, kBin);
}

TEST_P(PutInstitutionTest, ALicenceHasOneHolderAtATime) {
  Institution iitu = Named("iitu");
  iitu.licences = {Of("KZ78LAA00018507", Date(2020, 7, 29), Date(2030, 7, 29))};
  Ok(Add(iitu));
  const auto put = [&](std::optional<Date> from, std::optional<Date> to) {
    Institution ektu = Named("ektu");
    // Spelt otherwise, with Cyrillic letters.
    ektu.licences = {Of("other"), Of("КZ78 LАА 00018507", from, to)};
    return Put({.whole = ektu, .paths = {"licences"}, .allow_missing = true}).status();
  };
  const absl::Status status = put(Date(2025, 1, 1), std::nullopt);
  EXPECT_FAILS(status, kAlreadyExists, kAlreadyExists);
  EXPECT_THAT(FieldsOf(status), ElementsAre("institution.licences[1].number"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("licence KZ78LAA00018507 is held by institutions/iitu"));
  EXPECT_FALSE(put(std::nullopt, std::nullopt).ok());
  EXPECT_FALSE(put(Date(2030, 7, 28), std::nullopt).ok()) << "its last day";
  EXPECT_FALSE(put(std::nullopt, Date(2020, 7, 30)).ok()) << "its first day";
  ASSERT_OK(put(std::nullopt, Date(2020, 7, 29)));
  ASSERT_OK(put(Date(2030, 7, 29), std::nullopt));
}

TEST_P(PutInstitutionTest, AnInstitutionKeepsItsOwnLicenceThroughChanges) {
  Institution iitu = Named("iitu");
  iitu.licences = {Of("A1", Date(2020, 1, 1))};
  Ok(Add(iitu));
  iitu.licences = {Of("A1", Date(2020, 1, 1), Date(2025, 1, 1)), Of("A1", Date(2025, 1, 1))};
  EXPECT_EQ(Ok(Put({.whole = iitu, .paths = {"licences"}})).licences.size(), 2u);
}

TEST_P(PutInstitutionTest, RelatedInstitutionsAreRegisteredAndAllMissingOnesNamed) {
  Ok(Add(Named("there")));
  Institution ektu = Named("ektu");
  ektu.relations = {{RelationKind::kSucceededBy, "there", Date(2020, 1, 1)},
                    {RelationKind::kSucceededBy, "nowhere", Date(2020, 1, 1)},
                    {RelationKind::kSpunOffFrom, "neither", Date(1990, 1, 1)}};
  const absl::Status status = Add(ektu).status();
  EXPECT_FAILS(status, kNotFound, kNotFound);
  // In order of time, as they will be stored.
  EXPECT_THAT(FieldsOf(status), ElementsAre("institution.relations[0].institution",
                                            "institution.relations[1].institution"));
}

}  // namespace
}  // namespace tarazy::testing
