// tarazy certificate verify: files only; there is no server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/ids.h"
#include "services/accreditation/domain/certificate/revocations.h"
#include "services/accreditation/domain/certificate/test_certificate.h"
#include "services/accreditation/domain/certificate/verify.h"
#include "services/cli/run.h"

namespace tarazy::cli {
namespace {

using accreditation::MakeCertificate;
using accreditation::MakeRevocationList;
using accreditation::RevocationEntry;
using accreditation::TestFacts;
using accreditation::TestSigner;
using accreditation::TestTime;
using testing::HasSubstr;

class CertificateVerifyTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int Verify(std::vector<std::string> arguments) {
    // Nothing listens there.
    arguments.insert(arguments.begin(),
                     {"tarazy", "--server", "127.0.0.1:1", "certificate", "verify"});
    std::vector<const char*> argv;
    for (const auto& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out, err;
    Terminal terminal{.out = out, .err = err};
    const int code = cli::Run(static_cast<int>(argv.size()), argv.data(), terminal);
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  std::string File(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
    return folder_ + "/" + name;
  }
  std::string List(const std::vector<RevocationEntry>& entries,
                   absl::Time issued = absl::Now()) const {
    return File("list.json", MakeRevocationList(entries, TestSigner(), issued));
  }

  const std::string folder_ = testing::TempDir() + "certificate-" + RandomHex(8);
  const std::string document_ = MakeCertificate(TestFacts(), TestSigner(), TestTime());
  std::string out_, err_;
};

TEST_F(CertificateVerifyTest, AGoodOneIsShown) {
  const std::string keys = File("keys", accreditation::WriteKeyFile({TestSigner().Did()}));
  ASSERT_EQ(Verify({File("c.json", document_), "--key", keys, "--revocations", List({}), "--on",
                    "2024-01-01"}),
            0)
      << err_;
  EXPECT_EQ(err_, "");
  const auto shown = nlohmann::json::parse(out_);
  EXPECT_EQ(shown["number"], "IAAR-2023-000017");
  EXPECT_EQ(shown["holds_on"], "2024-01-01");
  EXPECT_EQ(shown["code"], "6B04107");
  EXPECT_EQ(shown["valid_to"], "2028-06-01");
  EXPECT_FALSE(shown["revocations_as_of"].is_null());
}

TEST_F(CertificateVerifyTest, WithoutAListItSaysThatRevocationIsNotChecked) {
  const std::string keys = File("keys", TestSigner().Did());
  ASSERT_EQ(Verify({File("c.json", document_), "--key", keys, "--on", "2024-01-01"}), 0) << err_;
  EXPECT_THAT(err_, HasSubstr("whether it was revoked is not checked"));
}

TEST_F(CertificateVerifyTest, ARefusalIsOneSentenceAndExitOne) {
  const std::string keys = File("keys", TestSigner().Did());
  const std::string good = File("c.json", document_);
  const auto refused = [&](std::vector<std::string> arguments, const char* sentence) {
    EXPECT_EQ(Verify(arguments), 1) << sentence;
    EXPECT_THAT(err_, HasSubstr(sentence));
    EXPECT_EQ(out_, "");
  };
  refused({good, "--key", keys, "--on", "2028-06-01"}, "was valid until before 2028-06-01");
  std::string bent = document_;
  bent.replace(bent.find("6B04107"), 7, "6B04108");
  refused({File("bent.json", bent), "--key", keys, "--on", "2024-01-01"},
          "the signature does not fit the document");
  refused({good, "--key", File("other", TestSigner('x').Did()), "--on", "2024-01-01"},
          "none of the trusted keys");
  refused({good, "--key", keys, "--on", "2024-01-01", "--revocations",
           List({{.certificate = TestFacts().name,
                  .from = absl::CivilDay(2023, 12, 1),
                  .reason = "issued in error",
                  .recorded = TestTime()}})},
          "IAAR-2023-000017 is revoked from 2023-12-01: issued in error");
  refused({good, "--key", keys, "--on", "2024-01-01", "--revocations",
           List({}, absl::Now() - absl::Hours(24 * 8))},
          "the revocation list is too old");
}

TEST_F(CertificateVerifyTest, WrongUsageIsExitTwo) {
  const std::string keys = File("keys", TestSigner().Did());
  const std::string good = File("c.json", document_);
  EXPECT_EQ(Verify({good}), 2);
  EXPECT_EQ(Verify({good, "--key", keys, "--on", "yesterday"}), 2);
  EXPECT_EQ(Verify({good, "--key", File("bad", "not a key")}), 2);
  EXPECT_THAT(err_, HasSubstr("line 1"));
  EXPECT_EQ(Verify({folder_ + "/missing", "--key", keys}), 2);
}

}  // namespace
}  // namespace tarazy::cli
