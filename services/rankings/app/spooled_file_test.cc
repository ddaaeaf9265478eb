#include "services/rankings/app/spooled_file.h"

#include "common/base/sha256.h"
#include "services/rankings/app/import_test.h"

namespace tarazy::rankings {
namespace {

std::string ReadAll(SpooledFile& file) {
  std::string text;
  const absl::Status status = file.Read([&](absl::string_view piece) {
    text.append(piece.data(), piece.size());
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return text;
}

TEST(SpooledFileTest, NothingAppendedReadsAsNothing) {
  SpooledFile file;
  EXPECT_EQ(ReadAll(file), "");
  EXPECT_EQ(file.size(), 0);
}

TEST(SpooledFileTest, PiecesComeBackInOrderAndAsOftenAsAsked) {
  SpooledFile file;
  Fill(file, "one,");
  Fill(file, "");
  Fill(file, std::string("two\0\xff", 5));
  const std::string all("one,two\0\xff", 9);
  EXPECT_EQ(file.size(), 9);
  EXPECT_EQ(ReadAll(file), all);
  EXPECT_EQ(ReadAll(file), all);
}

TEST(SpooledFileTest, MoreThanAPieceComesBackWhole) {
  SpooledFile file;
  std::string all;
  for (int i = 0; i < 100'000; ++i) {
    const std::string line = std::to_string(i) + "\n";
    Fill(file, line);
    all += line;
  }
  ASSERT_GT(all.size(), 2 * (256u << 10));
  EXPECT_TRUE(ReadAll(file) == all);
}

TEST(SpooledFileTest, WhatIsAppendedAfterAReadIsReadNextTime) {
  SpooledFile file;
  Fill(file, "one");
  EXPECT_EQ(ReadAll(file), "one");
  Fill(file, "two");
  EXPECT_EQ(ReadAll(file), "onetwo");
}

TEST(SpooledFileTest, AnErrorOfTheReaderStopsTheReadingAndIsReturned) {
  SpooledFile file;
  Fill(file, std::string(1 << 20, 'x'));
  int pieces = 0;
  const absl::Status status = file.Read([&](absl::string_view) {
    ++pieces;
    return absl::CancelledError("enough");
  });
  EXPECT_EQ(status, absl::CancelledError("enough"));
  EXPECT_EQ(pieces, 1);
}

TEST(SpooledFileTest, DigestIsThatOfAllBytes) {
  SpooledFile file;
  Fill(file, "on");
  Fill(file, "etwo");
  Sha256 hash;
  hash.Update("onetwo");
  EXPECT_EQ(file.Digest(), hash.Finish());
}

TEST(SpooledFileTest, WhatWouldGoBeyondTheLimitIsRefusedUnread) {
  SpooledFile file;
  Fill(file, "x");
  // Only its size is looked at before the refusal: one byte stands for a gigabyte.
  const absl::string_view huge("x", static_cast<size_t>(SpooledFile::kMaxBytes));
  EXPECT_TRUE(FailsWith(file.Append(huge), absl::StatusCode::kResourceExhausted,
                        Reason::kResourceExhausted));
  EXPECT_EQ(file.size(), 1);
  EXPECT_EQ(ReadAll(file), "x");
}

TEST(SpooledFileTest, AnyPlaceCanBeReadBetweenWholeReadings) {
  SpooledFile file;
  Fill(file, "0123456789");
  char bytes[8];
  EXPECT_EQ(file.ReadAt(3, bytes, 4).value_or(0), 4u);
  EXPECT_EQ(absl::string_view(bytes, 4), "3456");
  EXPECT_EQ(file.ReadAt(8, bytes, 8).value_or(0), 2u);
  EXPECT_EQ(file.ReadAt(10, bytes, 8).value_or(9), 0u);
  EXPECT_EQ(ReadAll(file), "0123456789");
  EXPECT_EQ(file.ReadAt(0, bytes, 1).value_or(0), 1u);
  EXPECT_EQ(bytes[0], '0');
}

TEST(SpooledFileTest, ALimitOfItsOwnHoldsToTheByte) {
  SpooledFile file(4);
  Fill(file, "four");
  EXPECT_TRUE(FailsWith(file.Append("!"), absl::StatusCode::kResourceExhausted,
                        Reason::kResourceExhausted));
  EXPECT_EQ(ReadAll(file), "four");
}

}  // namespace
}  // namespace tarazy::rankings
