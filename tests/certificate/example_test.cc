// The examples that the documentation shows are what this code signs.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "services/accreditation/domain/certificate/revocations.h"
#include "services/accreditation/domain/certificate/test_certificate.h"
#include "services/accreditation/domain/certificate/verify.h"

namespace tarazy::accreditation {
namespace {

std::string Example(const std::string& name) {
  std::stringstream text;
  text << std::ifstream(std::string(REPOSITORY) + "/examples/certificate/" + name).rdbuf();
  return text.str();
}

TEST(CertificateExampleTest, IsWhatIsSigned) {
  EXPECT_EQ(Example("certificate.json"), MakeCertificate(TestFacts(), TestSigner(), TestTime()));
  EXPECT_EQ(Example("revocations.json"),
            MakeRevocationList({{.certificate = "certificates/iaar-2023-000004",
                                 .suspended = true,
                                 .from = absl::CivilDay(2024, 3, 1),
                                 .to = absl::CivilDay(2024, 4, 1),
                                 .reason = "no interim report",
                                 .by = "decisions/2024-3",
                                 .recorded = TestTime("2024-03-02T08:00:00Z")}},
                               TestSigner(), TestTime("2024-03-15T12:00:00Z")));
  EXPECT_EQ(Example("register.keys"), WriteKeyFile({TestSigner().Did()}));
}

TEST(CertificateExampleTest, Verifies) {
  const std::string certificate = Example("certificate.json"), list = Example("revocations.json");
  const auto verified = VerifyCertificate({.certificate = certificate,
                                           .keys = *ReadKeyFile(Example("register.keys")),
                                           .revocations = list,
                                           .on = absl::CivilDay(2024, 3, 15),
                                           .now = TestTime("2024-03-16T00:00:00Z")});
  EXPECT_TRUE(verified.ok()) << verified.status();
}

}  // namespace
}  // namespace tarazy::accreditation
