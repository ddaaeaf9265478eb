// The commands of institutions and programmes against a server of canned answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/command_fixture.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

using RegistryCommandTest = CommandTest;

TEST_F(RegistryCommandTest, EveryDetailOfAnInstitutionIsSentAndShown) {
  ASSERT_EQ(Tarazy({"institution",
                    "put",
                    "ektu",
                    "--title",
                    "EKTU",
                    "--bin",
                    "940140000385",
                    "--name",
                    "title=Road Institute;title-ru=Дорожный; to=1996-01-01",
                    "--name",
                    "title=EKTU;from=2020-01-01",
                    "--licence",
                    "number=KZ78LAA00018507;issued=2020-07-29;issuer=C=Q, A;from=2020-08-01;"
                    "to=2030-08-01;scope=6B",
                    "--relation",
                    "kind=spun_off_from;institution=old;on=1958-01-01",
                    "--city",
                    "Өскемен",
                    "--country",
                    "KZ",
                    "--legal-form",
                    "NJSC",
                    "--web-address",
                    "https://www.ektu.kz"}),
            0)
      << err_;
  const auto& update = server_.registry.update;
  EXPECT_THAT(update.update_mask().paths(),
              ElementsAre("title.en", "names", "licences", "relations", "bin", "city", "country",
                          "legal_form", "web_address"));
  const auto& sent = update.institution();
  EXPECT_EQ(sent.names(0).title().ru(), "Дорожный");
  EXPECT_EQ(sent.names(0).valid_to(), "1996-01-01");
  EXPECT_EQ(sent.names(1).valid_from(), "2020-01-01");
  EXPECT_EQ(sent.licences(0).issuer(), "C=Q, A");
  EXPECT_EQ(sent.licences(0).valid_to(), "2030-08-01");
  EXPECT_EQ(sent.relations(0).kind(), registry::v1::RELATION_KIND_SPUN_OFF_FROM);
  EXPECT_EQ(sent.relations(0).institution(), "institutions/old");
  const json shown = json::parse(out_);
  EXPECT_EQ(shown["bin"], "940140000385");
  EXPECT_EQ(shown["city"], "Өскемен");
  EXPECT_EQ(shown["names"][1]["from"], "2020-01-01");
  EXPECT_EQ(shown["licences"][0]["issued_on"], "2020-07-29");
  EXPECT_EQ(
      shown["relations"][0],
      json({{"kind", "spun_off_from"}, {"institution", "old"}, {"effective_on", "1958-01-01"}}));
  EXPECT_FALSE(shown.contains("title_on"));
}

TEST_F(RegistryCommandTest, AnEmptyTextRemoves) {
  ASSERT_EQ(Tarazy({"institution", "put", "ektu", "--title", "EKTU", "--licence", "", "--bin", ""}),
            0)
      << err_;
  EXPECT_THAT(server_.registry.update.update_mask().paths(),
              ElementsAre("title.en", "licences", "bin"));
  EXPECT_EQ(server_.registry.update.institution().licences_size(), 0);
}

TEST_F(RegistryCommandTest, EveryDetailOfAProgrammeIsSentAndShown) {
  ASSERT_EQ(Tarazy({"programme",
                    "put",
                    "smm",
                    "--institution",
                    "ektu",
                    "--title",
                    "SMM",
                    "--code",
                    "6B04107",
                    "--level",
                    "bachelor",
                    "--ects",
                    "2019-06-24=240",
                    "--ects",
                    "2022-01-01=244",
                    "--duration-months",
                    "48",
                    "--language",
                    "kk",
                    "--language",
                    "ru",
                    "--partner",
                    "institution=iitu;code=6B03201;title=SMM&PR;agreement=12;on=2021-01-11",
                    "--partner",
                    "name=Abroad",
                    "--old-code",
                    "5B051100=2019-01-01",
                    "--old-code",
                    "050511",
                    "--name",
                    "title-kk=Маркетинг;to=2019-01-01"}),
            0)
      << err_;
  const auto& update = server_.registry.update_programme;
  EXPECT_THAT(update.update_mask().paths(),
              ElementsAre("title.en", "code", "level", "names", "ects", "duration_months",
                          "languages", "partners", "old_codes"));
  const auto& sent = update.programme();
  EXPECT_EQ(sent.level(), registry::v1::PROGRAMME_LEVEL_BACHELOR);
  EXPECT_EQ(sent.ects(1).ects(), 244);
  EXPECT_EQ(sent.partners(0).institution(), "institutions/iitu");
  EXPECT_EQ(sent.partners(1).external_name(), "Abroad");
  EXPECT_EQ(sent.old_codes(0).replaced_on(), "2019-01-01");
  EXPECT_EQ(sent.old_codes(1).code(), "050511");
  const json shown = json::parse(out_);
  EXPECT_EQ(shown["code"], "6B04107");
  EXPECT_EQ(shown["level"], "bachelor");
  EXPECT_EQ(shown["languages"], json({"kk", "ru"}));
  EXPECT_EQ(shown["ects"][0]["ects"], 240);
  EXPECT_EQ(shown["partners"][0]["institution"], "iitu");
  EXPECT_EQ(shown["partners"][1]["external_name"], "Abroad");
  EXPECT_EQ(shown["old_codes"][1]["replaced_on"], json());
}

TEST_F(RegistryCommandTest, SearchesAskForNamesAndDates) {
  ASSERT_EQ(Tarazy({"institution", "search", "Серікбаев", "--on", "1990-01-01"}), 0) << err_;
  EXPECT_EQ(server_.registry.list.query(), "Серікбаев");
  EXPECT_EQ(server_.registry.list.on(), "1990-01-01");
  EXPECT_EQ(json::parse(out_)[0]["title_on"], json());
  ASSERT_EQ(Tarazy({"programme", "search", "law", "--institution", "ektu", "--code", "6B04201"}), 0)
      << err_;
  EXPECT_EQ(server_.registry.list_programmes.query(), "law");
  EXPECT_EQ(server_.registry.list_programmes.institution(), "institutions/ektu");
  EXPECT_EQ(server_.registry.list_programmes.code(), "6B04201");
}

TEST_F(RegistryCommandTest, SuccessorsAreShownWithTheWay) {
  ASSERT_EQ(Tarazy({"institution", "successors", "old", "--on", "2020-01-01"}), 0) << err_;
  EXPECT_EQ(json::parse(out_), json({{"id", "old"},
                                     {"on", "2020-01-01"},
                                     {"successors", {"ektu"}},
                                     {"steps", json::array({{{"from", "old"},
                                                             {"kind", "merged_into"},
                                                             {"to", "ektu"},
                                                             {"effective_on", "1996-01-01"}}})}}));
}

TEST_F(RegistryCommandTest, WrongRecordsAreUsageErrors) {
  for (const std::vector<std::string>& details : std::vector<std::vector<std::string>>{
           {"--licence", "nummer=1"},
           {"--licence", "KZ78LAA00018507"},
           {"--licence", "number=1;number=2"},
           {"--name", "title"},
           {"--relation", "kind=ate;institution=a;on=2020-01-01"}}) {
    std::vector<std::string> arguments = {"institution", "put", "ektu", "--title", "E"};
    arguments.insert(arguments.end(), details.begin(), details.end());
    EXPECT_EQ(Tarazy(arguments), 2) << details[1];
    EXPECT_THAT(err_, HasSubstr(details[0])) << details[1];
  }
  for (const std::vector<std::string>& details :
       std::vector<std::vector<std::string>>{{"--ects", "240"},
                                             {"--level", "postdoc"},
                                             {"--partner", "code=1"},
                                             {"--partner", "institution=a;name=b"},
                                             {"--duration-months", "x"}}) {
    std::vector<std::string> arguments = {"programme", "put",     "p", "--institution",
                                          "i",         "--title", "P"};
    arguments.insert(arguments.end(), details.begin(), details.end());
    EXPECT_EQ(Tarazy(arguments), 2) << details[1];
    EXPECT_THAT(err_, HasSubstr(details[0])) << details[1];
  }
}

}  // namespace
}  // namespace tarazy::cli
