// Values that rankings take from another service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using ::testing::HasSubstr;

constexpr char kMethodology[] = R"(
id: pulled
title: {en: Pulled, ru: Запрошенный, kk: Сұралған}
variables:
  accredited: {title: {en: Accredited, ru: Доля, kk: Үлесі}, unit: percent, min: 0, max: 100}
indicators:
  - {code: "1", title: {en: A, ru: A, kk: A}, points: 100, value: accredited}
)";

TEST(PullTest, WithoutAnAccreditationServiceRankingsServeAndThePullSaysSo) {
  e2e::Setup setup = e2e::Setup::FromEnvironment();
  setup.accreditation = false;
  const auto deployment = Deployment::Start(setup);
  deployment->Must({"methodology", "put", deployment->Write("pulled.yaml", kMethodology)});
  deployment->Must(
      {"ranking", "create", "pulled-2026", "--methodology", "pulled", "--year", "2026"});
  deployment->Must({"ranking", "import", "pulled-2026",
                    deployment->Write("values.csv", "institution,accredited\npl-one,40\n"),
                    "--register"});
  const CliResult refused = deployment->Run(
      {"ranking", "pull", "pulled-2026", "--from", "accreditation", "--variable", "accredited"});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, HasSubstr("knows no accreditation service"));
  EXPECT_THAT(refused.err, HasSubstr("--peer accreditation=HOST:PORT"));
  const auto values = deployment->Must({"ranking", "values", "pulled-2026"});
  ASSERT_EQ(values.size(), 1u);
  EXPECT_EQ(values[0]["value"], 40);
}

}  // namespace
}  // namespace tarazy::e2e
