// The registry through the real programs: names by date, numbers with one holder, successors, codes
// that change, and names that are found however they are spelt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tarazy/registry/v1/registry_service.grpc.pb.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace rg = registry::v1;

class RegistryTest : public ::testing::Test {
 protected:
  json Put(const std::string& id, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"institution", "put", id, "--title", id};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return deployment_.Must(arguments);
  }
  json PutProgramme(const std::string& id, const std::string& institution,
                    std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"programme", "put",     id, "--institution",
                                          institution, "--title", id};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return deployment_.Must(arguments);
  }
  // What the refusal says.
  std::string Refused(const std::vector<std::string>& arguments, const std::string& token = "") {
    const CliResult result = deployment_.Run(arguments, token);
    EXPECT_EQ(result.exit, 1) << result.out;
    return result.err;
  }
  std::vector<std::string> Ids(const std::vector<std::string>& arguments) {
    std::vector<std::string> ids;
    for (const json& row : deployment_.Must(arguments)) ids.push_back(row["id"]);
    return ids;
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(RegistryTest, WhatItWasCalledOnADate) {
  Put("rg-names", {"--name", "title=Road Institute;to=1996-01-01", "--name",
                   "title-kk=ШҚМТУ;from=1996-01-01;to=2020-07-29"});
  const auto on = [&](const std::string& date) {
    return deployment_.Must({"institution", "get", "rg-names", "--on", date})["title_on"];
  };
  EXPECT_EQ(on("1995-12-31"), "Road Institute");
  EXPECT_EQ(on("1996-01-01"), "ШҚМТУ");
  EXPECT_EQ(on("2020-07-28"), "ШҚМТУ");
  EXPECT_EQ(on("2020-07-29"), "rg-names");
  const json found =
      deployment_.Must({"institution", "search", "road instit", "--on", "1990-01-01"});
  EXPECT_EQ(found.at(0)["id"], "rg-names");
  EXPECT_EQ(found.at(0)["title_on"], "Road Institute");
  EXPECT_THAT(Refused({"institution", "get", "rg-names", "--on", "01.01.1996"}),
              HasSubstr("on: a date is written as"));
}

TEST_F(RegistryTest, AllFaultsAreNamedAtOnceAndNothingChanges) {
  Put("rg-faults", {"--city", "Almaty"});
  const std::string refusal =
      Refused({"institution", "put", "rg-faults", "--title", "x", "--bin", "940140000380",
               "--country", "kz", "--name", "title=a;from=yesterday", "--licence",
               "number=1;from=2020-01-02;to=2020-01-01", "--city", "Astana"});
  for (const char* field :
       {"institution.bin: the check digit", "institution.country",
        "institution.names[0].valid_from", "institution.licences[0].valid_to", "INVALID_FIELD"}) {
    EXPECT_THAT(refusal, HasSubstr(field));
  }
  EXPECT_EQ(deployment_.Must({"institution", "get", "rg-faults"})["city"], "Almaty");
}

TEST_F(RegistryTest, NumbersHaveOneHolder) {
  Put("rg-holder",
      {"--bin", "020240000555", "--licence", "number=KZ78LAA00018507;issued=2020-07-29"});
  const std::string refusal =
      Refused({"institution", "put", "rg-other", "--title", "x", "--bin", "020240000555",
               "--licence", "number=kz78 laa 00018507;issued=2022-04-29"});
  EXPECT_THAT(refusal, HasSubstr("ALREADY_EXISTS"));
  EXPECT_THAT(refusal, HasSubstr("institution.bin: it is that of institutions/rg-holder"));
  EXPECT_THAT(refusal, HasSubstr("licence KZ78LAA00018507 is held by institutions/rg-holder"));
  Put("rg-holder", {"--licence", "number=KZ78LAA00018507;issued=2020-07-29;to=2022-04-29"});
  Put("rg-other", {"--licence", "number=KZ78LAA00018507;issued=2022-04-29"});
}

TEST_F(RegistryTest, SuccessorsAreFollowedAndNeverInACircle) {
  Put("rg-c");
  Put("rg-b", {"--relation", "kind=renamed_to;institution=rg-c;on=2010-09-01"});
  Put("rg-a", {"--relation", "kind=merged_into;institution=rg-b;on=2000-09-01"});
  const auto on = [&](const std::string& date) {
    return deployment_.Must({"institution", "successors", "rg-a", "--on", date});
  };
  EXPECT_EQ(on("2000-08-31")["successors"], json::array({"rg-a"}));
  EXPECT_EQ(on("2000-09-01")["successors"], json::array({"rg-b"}));
  EXPECT_EQ(on("2010-09-01")["successors"], json::array({"rg-c"}));
  EXPECT_EQ(on("2010-09-01")["steps"].size(), 2u);
  EXPECT_THAT(Refused({"institution", "put", "rg-c", "--title", "x", "--relation",
                       "kind=succeeded_by;institution=rg-a;on=2020-01-01"}),
              HasSubstr("they lead back to itself: institutions/rg-c, then institutions/rg-a"));
  EXPECT_THAT(Refused({"institution", "successors", "rg-nobody", "--on", "2020-01-01"}),
              HasSubstr("NOT_FOUND"));
}

TEST_F(RegistryTest, AProgrammeIsKnownByItsCodesNowAndBefore) {
  Put("rg-u");
  Put("rg-partner");
  const json smm = PutProgramme(
      "rg-smm", "rg-u",
      {"--code", "6B04107", "--ects", "2019-06-24=240", "--duration-months", "48", "--language",
       "kk", "--partner", "institution=rg-partner;code=6B03201;title=SMM&PR;on=2021-01-11"});
  EXPECT_EQ(smm["level"], "bachelor");
  EXPECT_EQ(smm["partners"][0]["institution"], "rg-partner");
  EXPECT_THAT(Refused({"programme", "put", "rg-twin", "--institution", "rg-u", "--title", "x",
                       "--code", "6B04107"}),
              HasSubstr("programmes/rg-smm of institutions/rg-u has the code 6B04107"));
  EXPECT_THAT(Refused({"programme", "put", "rg-twin", "--institution", "rg-u", "--title", "x",
                       "--code", "7B04107", "--level", "doctorate"}),
              HasSubstr("no code begins with 7B"));
  EXPECT_EQ(PutProgramme("rg-smm", "rg-u", {"--code", "6B04199"})["old_codes"][0]["code"],
            "6B04107");
  EXPECT_THAT(Ids({"programme", "list", "--institution", "rg-u", "--code", "6B04107"}),
              ElementsAre("rg-smm"));
  EXPECT_THAT(Ids({"programme", "search", "6b041", "--institution", "rg-u"}),
              ElementsAre("rg-smm"));

  const auto stub = rg::RegistryService::NewStub(deployment_.registry());
  rg::ResolveUnitsRequest request;
  request.set_kind(rg::UNIT_KIND_PROGRAMME);
  request.add_keys("rg-smm");
  rg::ResolveUnitsResponse response;
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + deployment_.AdminToken());
  ASSERT_TRUE(stub->ResolveUnits(&context, request, &response).ok());
  EXPECT_EQ(response.resolutions(0).unit().code(), "6B04199");
  EXPECT_EQ(response.resolutions(0).unit().level(), rg::PROGRAMME_LEVEL_BACHELOR);
  EXPECT_EQ(response.resolutions(0).unit().institution(), "rg-u");
}

TEST_F(RegistryTest, SpellingsFindEachOtherPageByPage) {
  deployment_.Must({"institution", "put", "rg-s1", "--title", "D. Serikbayev University"});
  deployment_.Must({"institution", "put", "rg-s2", "--title", "-", "--title-kk", "Серікбаев"});
  deployment_.Must({"institution", "put", "rg-s3", "--title", "-", "--title-ru", "Сериқбаев"});
  deployment_.Must({"institution", "put", "rg-s4", "--title", "D. SERIBAYEV"});
  for (const char* query : {"Serikbayev", "Серікбаев", "Сериқбаев", "Serikbaev"}) {
    EXPECT_THAT(Ids({"institution", "search", query}), ElementsAre("rg-s1", "rg-s2", "rg-s3"));
  }
  const CliResult first =
      deployment_.Run({"institution", "search", "serikbaev", "--page-size", "2"});
  ASSERT_EQ(first.exit, 0) << first.err;
  const std::string marker = "next page: ";
  const size_t at = first.err.find(marker);
  ASSERT_NE(at, std::string::npos) << first.err;
  const std::string token =
      first.err.substr(at + marker.size(), first.err.find('\n', at) - at - marker.size());
  EXPECT_THAT(
      Ids({"institution", "search", "serikbaev", "--page-size", "2", "--page-token", token}),
      ElementsAre("rg-s3"));
  EXPECT_THAT(
      Refused({"institution", "search", "another", "--page-size", "2", "--page-token", token}),
      HasSubstr("INVALID_PAGE_TOKEN"));
  EXPECT_THAT(Refused({"institution", "search", "!"}), HasSubstr("query: has no letter"));
}

TEST_F(RegistryTest, ChangesAreSafeToRepeatAndToTry) {
  const std::vector<std::string> put = {"institution", "put",   "rg-safe",      "--title",  "x",
                                        "--city",      "Semey", "--request-id", "rg-safe-1"};
  const json first = deployment_.Must(put);
  EXPECT_EQ(deployment_.Must(put), first);
  EXPECT_EQ(Put("rg-safe", {"--city", "Oskemen", "--validate-only"})["city"], "Oskemen");
  EXPECT_EQ(deployment_.Must({"institution", "get", "rg-safe"})["city"], "Semey");
  Put("rg-safe", {"--city", "Almaty", "--etag", first["etag"]});
  EXPECT_THAT(Refused({"institution", "put", "rg-safe", "--title", "x", "--city", "y", "--etag",
                       first["etag"]}),
              HasSubstr("STALE_ETAG"));
}

TEST_F(RegistryTest, EverybodyMayLookAndOnlyStaffMayChange) {
  Put("rg-public", {"--bin", "971240001315"});
  const std::string token = deployment_.TokenFile("public");
  EXPECT_EQ(deployment_.Must({"institution", "get", "rg-public"}, token)["bin"], "971240001315");
  EXPECT_EQ(deployment_.Must({"institution", "successors", "rg-public", "--on", "2020-01-01"},
                             token)["successors"],
            json::array({"rg-public"}));
  EXPECT_THAT(Refused({"institution", "put", "rg-public", "--title", "x", "--bin", ""}, token),
              HasSubstr("PERMISSION_DENIED"));
}

}  // namespace
}  // namespace tarazy::e2e
