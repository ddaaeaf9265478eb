#include "services/notifications/domain/receipt/receipt_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/sha256.h"
#include "services/notifications/domain/receipt/merkle.h"
#include "services/notifications/domain/receipt/test_proof.h"

namespace tarazy::notifications {
namespace {

using namespace std::string_literals;

TEST(ReceiptBlockTest, TheSignedBytesAreFieldsBehindTheirLengths) {
  v1::ReceiptBlock block;
  block.set_number(258);
  block.set_previous("pp");
  block.set_root("rrr");
  block.set_receipts(7);
  block.mutable_time()->set_seconds(1777118400);
  block.set_signature("not signed itself");
  EXPECT_EQ(SignedBytes(block),
            "\0\0\0\0\0\0\0\x24tarazy.notifications.v1.ReceiptBlock"
            "\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\x01\x02"
            "\0\0\0\0\0\0\0\x02pp"
            "\0\0\0\0\0\0\0\x03rrr"
            "\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0\x07"
            "\0\0\0\0\0\0\0\x08\0\0\0\0\x69\xec\xac\xc0"s);
  EXPECT_EQ(BlockHash(block), Sha256Of(SignedBytes(block)));
}

TEST(ReceiptBlockTest, BlocksAreSignedAndNameTheOneBefore) {
  const absl::Time time = absl::FromUnixMillis(1777118400999);
  const v1::ReceiptBlock first = SealBlock(std::nullopt, {"a", "b"}, time, TestKey());
  EXPECT_EQ(first.number(), 1);
  EXPECT_EQ(first.previous(), std::string(32, '\0'));
  EXPECT_EQ(first.root(), MerkleRoot({LeafHash("a"), LeafHash("b")}));
  EXPECT_EQ(first.receipts(), 2);
  EXPECT_EQ(first.time().seconds(), 1777118400);
  EXPECT_EQ(first.time().nanos(), 0);
  EXPECT_TRUE(Ed25519Verify(TestKey().PublicKey(), SignedBytes(first), first.signature()));
  const v1::ReceiptBlock second = SealBlock(first, {"c"}, time, TestKey());
  EXPECT_EQ(second.number(), 2);
  EXPECT_EQ(second.previous(), BlockHash(first));
}

TEST(ReceiptBlockTest, AReceiptNamesTheBytesOfTheOneBefore) {
  v1::Receipt receipt = TestReceipt("7f01", 2, v1::DELIVERY_STATE_QUEUED);
  receipt.set_previous("whatever the caller left there");
  v1::Receipt first, second;
  ASSERT_TRUE(first.ParseFromString(ReceiptBytes(receipt, "")));
  ASSERT_TRUE(second.ParseFromString(ReceiptBytes(receipt, "bytes")));
  EXPECT_EQ(first.previous(), "");
  EXPECT_EQ(second.previous(), Sha256Of("bytes"));
  EXPECT_EQ(second.step(), receipt.step());
}

}  // namespace
}  // namespace tarazy::notifications
