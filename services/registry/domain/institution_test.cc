#include "services/registry/domain/institution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/domain/web_address.h"

namespace tarazy::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Institution Ektu() { return {.unit = {.id = "ektu", .title = {.en = "EKTU"}}}; }
Relation To(RelationKind kind, const char* other, int year) {
  return {.kind = kind, .other = other, .effective_on = Date(year, 1, 1)};
}

std::vector<std::string> FaultsOf(Institution institution) {
  Faults faults;
  CheckInstitution("institution", institution, faults);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : faults.fields()) fields.push_back(fault.field);
  return fields;
}
std::vector<std::string> FaultsOf(std::vector<Relation> relations) {
  Institution institution = Ektu();
  institution.relations = std::move(relations);
  return FaultsOf(std::move(institution));
}
std::vector<std::string> FaultsOf(std::vector<Licence> licences) {
  Institution institution = Ektu();
  institution.licences = std::move(licences);
  return FaultsOf(std::move(institution));
}

TEST(InstitutionTest, AllThatCanBeSaidOfOneIsAccepted) {
  Institution ektu = Ektu();
  ektu.names = {{.title = {.en = "UKDI"}, .window = {Date(1958, 1, 1), Date(1996, 1, 1)}}};
  ektu.bin = "940140000385";
  ektu.licences = {{.number = "KZ78LAA00018507",
                    .issued_on = Date(2020, 7, 29),
                    .issuer = "Committee for Quality Assurance",
                    .scope = "higher education"}};
  ektu.relations = {To(RelationKind::kSpunOffFrom, "ukpi", 1958)};
  ektu.city = "Өскемен";
  ektu.country = "KZ";
  ektu.legal_form = "non-profit joint-stock company";
  ektu.web_address = "https://www.ektu.kz/";
  EXPECT_THAT(FaultsOf(ektu), IsEmpty());
}

TEST(InstitutionTest, AllFaultsAreNamedAtOnce) {
  Institution odd = Ektu();
  odd.unit.id = "E K";
  odd.unit.title = {};
  odd.bin = "1";
  odd.city = "a\nb";
  odd.country = "kz";
  odd.legal_form = std::string(201, 'x');
  odd.web_address = "ektu.kz";
  EXPECT_THAT(FaultsOf(odd), ElementsAre("institution.name", "institution.title", "institution.bin",
                                         "institution.city", "institution.legal_form",
                                         "institution.country", "institution.web_address"));
}

TEST(InstitutionTest, CountriesAreThoseOfIso) {
  for (const char* country : {"KZ", "DE", "RU", ""}) {
    Institution institution = Ektu();
    institution.country = country;
    EXPECT_THAT(FaultsOf(institution), IsEmpty()) << country;
  }
  for (const char* country : {"XX", "KAZ", "K", "ЌЗ"}) {
    Institution institution = Ektu();
    institution.country = country;
    EXPECT_THAT(FaultsOf(institution), ElementsAre("institution.country")) << country;
  }
}

TEST(LicenceTest, SpellingsOfANumberAreOneLicence) {
  EXPECT_EQ(LicenceKey("KZ78LAA00018507"), "KZ78LAA00018507");
  EXPECT_EQ(LicenceKey("№ kz78 LAA-00018507"), "KZ78LAA00018507");
  EXPECT_EQ(LicenceKey("КZ78LАА00018507"), "KZ78LAA00018507") << "with Cyrillic К and А";
  EXPECT_NE(LicenceKey("KZ78LA00018507"), LicenceKey("KZ78LAA00018507"));
  EXPECT_EQ(LicenceKey("АБ 0137"), "AБ0137");
  EXPECT_EQ(LicenceKey(" - "), "");
}

TEST(LicenceTest, ItHoldsFromTheDayOfIssueUnlessItSaysOtherwise) {
  const Licence issued{.issued_on = Date(2020, 7, 29)};
  EXPECT_FALSE(issued.Holding().Holds(Date(2020, 7, 28)));
  EXPECT_TRUE(issued.Holding().Holds(Date(2020, 7, 29)));
  const Licence later{.issued_on = Date(2020, 7, 29), .window = {.from = Date(2020, 9, 1)}};
  EXPECT_FALSE(later.Holding().Holds(Date(2020, 8, 31)));
}

TEST(LicenceTest, FaultsAreNamedWhereTheyWereSent) {
  EXPECT_THAT(FaultsOf(std::vector<Licence>{{.number = "№ "}}),
              ElementsAre("institution.licences[0].number"));
  EXPECT_THAT(
      FaultsOf(std::vector<Licence>{
          {.number = "A1"},
          {.number = "A2", .issued_on = Date(2020, 1, 1), .window = {.to = Date(2020, 1, 1)}}}),
      ElementsAre("institution.licences[1].valid_to"));
  EXPECT_THAT(FaultsOf(std::vector<Licence>{{.number = "A1"}, {.number = "a-1"}}),
              ElementsAre("institution.licences[1].number"));
  // Issued again after it had ended: two times, no overlap.
  EXPECT_THAT(
      FaultsOf(std::vector<Licence>{{.number = "A1", .window = {.to = Date(2020, 1, 1)}},
                                    {.number = "A1", .window = {.from = Date(2020, 1, 1)}}}),
      IsEmpty());
}

TEST(RelationTest, WhatEndsAnInstitutionEndsItOnce) {
  EXPECT_THAT(FaultsOf({To(RelationKind::kSucceededBy, "a", 2000),
                        To(RelationKind::kSucceededBy, "b", 2000)}),
              IsEmpty());
  EXPECT_THAT(FaultsOf({To(RelationKind::kSucceededBy, "a", 2000),
                        To(RelationKind::kSucceededBy, "b", 2001)}),
              ElementsAre("institution.relations[1].effective_on"));
  EXPECT_THAT(
      FaultsOf({To(RelationKind::kMergedInto, "a", 2000), To(RelationKind::kRenamedTo, "b", 2000)}),
      ElementsAre("institution.relations[1].kind"));
  EXPECT_THAT(FaultsOf({To(RelationKind::kSpunOffFrom, "a", 1990),
                        To(RelationKind::kMergedInto, "b", 2000)}),
              IsEmpty());
}

TEST(RelationTest, NoneToItselfAndNoneTwice) {
  EXPECT_THAT(FaultsOf({To(RelationKind::kMergedInto, "ektu", 2000)}),
              ElementsAre("institution.relations[0].institution"));
  EXPECT_THAT(FaultsOf({To(RelationKind::kSucceededBy, "a", 2000),
                        To(RelationKind::kSucceededBy, "a", 2000)}),
              ElementsAre("institution.relations[1].institution"));
}

TEST(WebAddressTest, WhatPeopleOpenIsAcceptedAndNothingElse) {
  for (const char* address : {"https://www.ektu.kz", "http://ektu.kz/",
                              "https://ektu.kz:8443/kk?x=1#y", "https://қазақ.қаз/жол"}) {
    EXPECT_TRUE(CheckWebAddress("w", address).ok()) << address;
  }
  for (const char* address :
       {"", "ektu.kz", "ftp://ektu.kz", "https://", "https://ektu", "https://user:pw@ektu.kz",
        "https://ektu.kz:0", "https://ektu.kz:", "https://ektu.kz:99999", "https://ektu..kz",
        "https://-ektu.kz", "https://ektu.kz/a b", "javascript:alert(1)", "https://ektu.kz\n"}) {
    EXPECT_FALSE(CheckWebAddress("w", address).ok()) << address;
  }
  EXPECT_FALSE(CheckWebAddress("w", "https://ektu.kz/" + std::string(500, 'x')).ok());
}

}  // namespace
}  // namespace tarazy::registry
