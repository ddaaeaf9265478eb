#include "services/surveys/app/roll/ticket_code.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"

namespace tarazy::surveys {
namespace {

Secret TestSecret() { return *Secret::FromBase64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="); }

TEST(TicketCodeTest, IsMadeOfTheSecretTheCampaignAndTheEntry) {
  const TicketCodes codes(TestSecret());
  const std::string code = codes.CodeOf("c", "entry");
  EXPECT_EQ(code.size(), 19u);
  EXPECT_EQ(code, codes.CodeOf("c", "entry"));
  EXPECT_EQ(code, TicketCodes(TestSecret()).CodeOf("c", "entry"));
  EXPECT_NE(code, codes.CodeOf("d", "entry"));
  EXPECT_NE(code, codes.CodeOf("ce", "ntry"));
  EXPECT_NE(code, codes.CodeOf("c", "another"));
  EXPECT_NE(code, TicketCodes(Secret::Generate()).CodeOf("c", "entry"));
}

TEST(TicketCodeTest, UsesAllDigitsAndReadsItsOwn) {
  const TicketCodes codes(TestSecret());
  std::set<char> seen;
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) {
    const std::string code = codes.CodeOf("c", absl::StrCat(i));
    EXPECT_EQ(ReadTicketCode(code), code);
    seen.insert(code.begin(), code.end());
    all.insert(code);
  }
  EXPECT_EQ(seen.size(), 33u);  // 32 and the hyphen
  EXPECT_EQ(all.size(), 1000u);
}

TEST(TicketCodeTest, ReadsWhatPeopleType) {
  const std::string code = "01AB-2XWP-9RTD-4FHB";
  for (const char* typed : {"01AB-2XWP-9RTD-4FHB", "01ab2xwp9rtd4fhb", " o1AB 2xwp 9rtd 4fhb ",
                            "OIAB-2XWP-9RTD-4FHB", "0LAB-2XWP-9RTD-4FHB"}) {
    EXPECT_EQ(ReadTicketCode(typed), code) << typed;
  }
  for (const char* typed : {"", "-", "01AB-2XWP-9RTD-4FH", "01AB-2XWP-9RTD-4FHB0",
                            "01AB-2XWP-9RTD-4FHU", "01AB_2XWP_9RTD_4FHB", "01ABé2XWP9RTD4FHB"}) {
    EXPECT_EQ(ReadTicketCode(typed), std::nullopt) << typed;
  }
  EXPECT_EQ(ReadTicketCode(std::string(100'000, ' ') + code), std::nullopt);
  EXPECT_EQ(ReadTicketCode(std::string(16, '\0')), std::nullopt);
}

}  // namespace
}  // namespace tarazy::surveys
