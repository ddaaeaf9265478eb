// tarazy notify proof: written by export, verified without a server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "services/cli/command_fixture.h"
#include "services/notifications/domain/receipt/test_proof.h"

namespace tarazy::cli {
namespace {

using nlohmann::json;
using notifications::TestKey;
using notifications::TestProof;
using testing::HasSubstr;

class NotifyProofTest : public CommandTest {
 protected:
  // The file that export writes of what the server answers.
  std::string Export() {
    const std::string file = File("notice.proof", "");
    EXPECT_EQ(Tarazy({"notify", "proof", "export", "7f01", file}), 0) << err_;
    return file;
  }

  // Nothing listens there.
  int Verify(const std::string& file, const std::vector<std::string>& options = {}) {
    std::vector<std::string> arguments = {"tarazy", "--server", "127.0.0.1:1", "notify",
                                          "proof",  "verify",   file};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return Plain(arguments);
  }
};

TEST_F(NotifyProofTest, WhatIsExportedHoldsWithoutAServer) {
  server_.notices.proof = TestProof();
  const std::string file = Export();
  EXPECT_EQ(server_.notices.asked_proof, "deliveries/7f01");
  const std::string key = Hex(TestKey().PublicKey());
  EXPECT_EQ(json::parse(out_)["public_key"], key);
  EXPECT_EQ(json::parse(out_)["receipts"], 4);
  ASSERT_EQ(Verify(file, {"--key", key}), 0) << err_;
  const json receipts = json::parse(out_);
  ASSERT_EQ(receipts.size(), 4);
  EXPECT_EQ(receipts[0]["number"], 1);
  EXPECT_EQ(receipts[0]["state"], "accepted");
  EXPECT_EQ(receipts[3]["state"], "acknowledged");
  EXPECT_EQ(receipts[3]["channel"], "inbox");
  EXPECT_EQ(receipts[3]["recipient"], "recipients/ektu-rector");
  EXPECT_THAT(err_, HasSubstr("newest block: 5, hash "));
  EXPECT_EQ(err_.find("warning"), std::string::npos);
}

TEST_F(NotifyProofTest, WithoutAKeyItSaysThatNobodyIsKnownToHaveSigned) {
  server_.notices.proof = TestProof();
  ASSERT_EQ(Verify(Export()), 0) << err_;
  EXPECT_THAT(err_, HasSubstr("warning: whose signature it is, is not checked"));
  EXPECT_THAT(err_, HasSubstr(Hex(TestKey().PublicKey())));
}

TEST_F(NotifyProofTest, AChangedReceiptOrAnotherKeyIsRefusedInOneSentence) {
  server_.notices.proof = TestProof();
  EXPECT_EQ(Verify(Export(), {"--key", std::string(64, '0')}), 1);
  EXPECT_EQ(out_, "");
  EXPECT_EQ(err_.find('\n'), err_.size() - 1) << err_;
  std::string& receipt = *server_.notices.proof.mutable_receipts(2)->mutable_receipt();
  receipt[receipt.find("rector")] = 'R';
  EXPECT_EQ(Verify(Export()), 1);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, HasSubstr("error: "));
}

TEST_F(NotifyProofTest, WhatIsNoProofIsWrongUsage) {
  EXPECT_EQ(Verify(File("text.proof", "hello")), 2);
  EXPECT_THAT(err_, HasSubstr("is no proof of notice"));
  EXPECT_EQ(Verify("/nowhere.proof"), 2);
  server_.notices.proof = TestProof();
  const std::string file = Export();
  for (const char* odd : {"abc", "zz", ""}) EXPECT_EQ(Verify(file, {"--key", odd}), 2) << odd;
  EXPECT_EQ(Verify(file, {"--key", std::string(64, 'g')}), 2);
}

}  // namespace
}  // namespace tarazy::cli
