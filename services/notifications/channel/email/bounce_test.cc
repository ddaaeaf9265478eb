#include "services/notifications/channel/email/bounce.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

constexpr char kTop[] =
    "Return-Path: <>\n"
    "From: MAILER-DAEMON@mx.example.kz (Mail Delivery System)\n"
    "To: bounce+7f3a@agency.kz\n"
    "Subject: Undelivered Mail Returned to Sender\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status;\n"
    "\tboundary=\"B.1/mx\"\n"
    "\n"
    "--B.1/mx\n"
    "Content-Type: text/plain; charset=us-ascii\n"
    "\n"
    "I'm sorry to have to inform you\n"
    "\n";

// As Postfix writes it: fields about the message, then a group for each recipient.
constexpr char kStatus[] =
    "--B.1/mx\n"
    "Content-Description: Delivery report\n"
    "Content-Type: message/delivery-status\n"
    "\n"
    "Reporting-MTA: dns; mx.example.kz\n"
    "X-Postfix-Queue-ID: 4F1C\n"
    "Arrival-Date: Sun,  1 Mar 2026 14:00:00 +0500 (+05)\n"
    "\n"
    "Final-Recipient: rfc822; office@ektu.kz\n"
    "Original-Recipient: rfc822;rector@ektu.kz\n"
    "Action: failed\n"
    "Status: 5.1.1\n"
    "Remote-MTA: dns; mail.ektu.kz\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <rector@ektu.kz>: Recipient address\n"
    "    rejected: User unknown\n"
    "\n"
    "Final-Recipient: rfc822; dean@ektu.kz\n"
    "Action: Delayed (will retry)\n"
    "Status: 4.4.1 (no answer)\n"
    "\n";

constexpr char kReturned[] =
    "--B.1/mx\n"
    "Content-Type: message/rfc822\n"
    "\n"
    "From: notices@agency.kz\n"
    "Message-ID: <7f3a@agency.kz>\n"
    "Subject: x\n"
    "\n"
    "Text\n"
    "\n"
    "--B.1/mx--\n";

constexpr char kReturnedHeaders[] =
    "--B.1/mx\n"
    "Content-Type: text/rfc822-headers\n"
    "\n"
    "From: notices@agency.kz\n"
    "message-id:\n"
    " <7f3a@agency.kz>\n"
    "\n"
    "--B.1/mx--\n";

std::string Crlf(const std::string& text) { return absl::StrReplaceAll(text, {{"\n", "\r\n"}}); }

void ExpectTheReport(const absl::StatusOr<Bounce>& bounce) {
  ASSERT_TRUE(bounce.ok()) << bounce.status();
  EXPECT_EQ(bounce->original_message_id, "<7f3a@agency.kz>");
  ASSERT_EQ(bounce->recipients.size(), 2u);
  const BouncedRecipient& rector = bounce->recipients[0];
  EXPECT_EQ(rector.address, "rector@ektu.kz");
  EXPECT_EQ(rector.action, BounceAction::kFailed);
  EXPECT_EQ(rector.status, "5.1.1");
  EXPECT_EQ(rector.diagnostic,
            "550 5.1.1 <rector@ektu.kz>: Recipient address rejected: User unknown");
  const BouncedRecipient& dean = bounce->recipients[1];
  EXPECT_EQ(dean.address, "dean@ektu.kz");
  EXPECT_EQ(dean.action, BounceAction::kDelayed);
  EXPECT_EQ(dean.status, "4.4.1");
  EXPECT_EQ(dean.diagnostic, "");
}

TEST(ParseBounce, TellsWhoWhyAndWhichMessage) {
  ExpectTheReport(ParseBounce(absl::StrCat(kTop, kStatus, kReturned)));
  ExpectTheReport(ParseBounce(Crlf(absl::StrCat(kTop, kStatus, kReturned))));
}

TEST(ParseBounce, ReturnedHeadersAreEnough) {
  ExpectTheReport(ParseBounce(absl::StrCat(kTop, kStatus, kReturnedHeaders)));
  ExpectTheReport(ParseBounce(Crlf(absl::StrCat(kTop, kStatus, kReturnedHeaders))));
}

TEST(ParseBounce, AStatusInBase64IsDecoded) {
  const std::string status =
      "--B.1/mx\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
      // "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822;a@b.kz\nAction: failed\nStatus: 5.2.2\n"
      "UmVwb3J0aW5nLU1UQTogZG5zOyBteAoKRmluYWwtUmVjaXBpZW50OiByZmM4MjI7YUBiLmt6CkFj\n"
      "dGlvbjogZmFpbGVkClN0YXR1czogNS4yLjIK\n\n";
  const absl::StatusOr<Bounce> bounce = ParseBounce(absl::StrCat(kTop, status, kReturned));
  ASSERT_TRUE(bounce.ok()) << bounce.status();
  ASSERT_EQ(bounce->recipients.size(), 1u);
  EXPECT_EQ(bounce->recipients[0].address, "a@b.kz");
  EXPECT_EQ(bounce->recipients[0].status, "5.2.2");
}

TEST(ParseBounce, WithoutTheMessageStillNamesTheRecipient) {
  const absl::StatusOr<Bounce> bounce = ParseBounce(absl::StrCat(kTop, kStatus, "--B.1/mx--\n"));
  ASSERT_TRUE(bounce.ok());
  EXPECT_EQ(bounce->original_message_id, "");
  EXPECT_EQ(bounce->recipients.size(), 2u);
}

TEST(ParseBounce, EveryActionIsKnown) {
  const std::pair<const char*, BounceAction> actions[] = {{"failed", BounceAction::kFailed},
                                                          {"delayed", BounceAction::kDelayed},
                                                          {"delivered", BounceAction::kDelivered},
                                                          {"relayed", BounceAction::kRelayed},
                                                          {"EXPANDED", BounceAction::kExpanded}};
  for (const auto& [word, action] : actions) {
    const std::string text =
        absl::StrReplaceAll(absl::StrCat(kTop, kStatus, kReturned),
                            {{"Action: failed", absl::StrCat("Action: ", word)}});
    EXPECT_EQ(ParseBounce(text)->recipients[0].action, action) << word;
  }
}

TEST(ParseBounce, WhatIsNoReportIsRefused) {
  const std::string report = absl::StrCat(kTop, kStatus, kReturned);
  const std::string refused[] = {
      "",
      "\n",
      "hello",
      "From: a@b.kz\nSubject: Out of office\n\nI am on holiday.\n",
      absl::StrReplaceAll(report, {{"multipart/report", "multipart/mixed"}}),
      absl::StrReplaceAll(report, {{"message/delivery-status", "text/plain"}}),
      absl::StrReplaceAll(report, {{"Action:", "Acting:"}}),
      absl::StrReplaceAll(report, {{"-Recipient:", "-Reader:"}}),
      absl::StrReplaceAll(report, {{"boundary=", "border="}}),
      report + std::string(kMaxBounce, 'a'),
  };
  for (const std::string& text : refused) {
    const absl::Status status = ParseBounce(text).status();
    EXPECT_EQ(DetailOf(status).reason, Reason::kInvalidField) << text.substr(0, 300) << status;
  }
}

TEST(ParseBounce, IsBounded) {
  std::string status = "--B.1/mx\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;x\n";
  for (int i = 0; i < 1000; ++i) {
    absl::StrAppend(&status, "\nFinal-Recipient: rfc822;a", i,
                    "@b.kz\nAction: failed\nStatus: ", "5.1111.1\nDiagnostic-Code: smtp;\x1b[2J",
                    std::string(600, 'd'), "\n");
  }
  const absl::StatusOr<Bounce> bounce = ParseBounce(absl::StrCat(kTop, status, "\n", kReturned));
  ASSERT_TRUE(bounce.ok());
  EXPECT_EQ(bounce->recipients.size(), 100u);
  EXPECT_EQ(bounce->recipients[0].diagnostic.size(), 500u);
  EXPECT_EQ(bounce->recipients[0].diagnostic.substr(0, 4), "[2Jd");
  EXPECT_EQ(bounce->recipients[0].status, "");
}

TEST(ParseBounce, DeepNestingEndsQuietly) {
  std::string parts = kTop;
  for (int i = 0; i < 12000; ++i) {
    absl::StrAppend(&parts, "--B.1/mx\nContent-Type: multipart/report; boundary=\"", i, "\"\n\n--",
                    i, "\n");
  }
  ASSERT_LT(parts.size(), kMaxBounce);
  (void)ParseBounce(parts);
  std::string messages = kTop;
  absl::StrAppend(&messages, "--B.1/mx\n");
  for (int i = 0; i < 30000; ++i) absl::StrAppend(&messages, "Content-Type: message/rfc822\n\n");
  ASSERT_LT(messages.size(), kMaxBounce);
  EXPECT_FALSE(ParseBounce(messages).ok());
}

TEST(ParseBounce, DamagedReportsNeverCrash) {
  const std::string report = absl::StrCat(kTop, kStatus, kReturned);
  std::mt19937 random(20260301);
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = report;
    const int faults = 1 + static_cast<int>(random() % 8);
    for (int i = 0; i < faults; ++i) {
      const size_t at = random() % damaged.size();
      switch (random() % 3) {
        case 0:
          damaged[at] = static_cast<char>(random());
          break;
        case 1:
          damaged.erase(at, random() % 40);
          break;
        default:
          damaged.insert(at, damaged.substr(random() % damaged.size(), random() % 80));
      }
    }
    const absl::StatusOr<Bounce> bounce = ParseBounce(damaged);
    if (bounce.ok()) {
      EXPECT_FALSE(bounce->recipients.empty());
    }
  }
}

TEST(VerpAddress, ComesBack) {
  const std::string address = VerpAddress("bounce@agency.kz", "7f3a-01");
  EXPECT_EQ(address, "bounce+7f3a-01@agency.kz");
  EXPECT_EQ(ParseVerpAddress("bounce@agency.kz", address), "7f3a-01");
  EXPECT_EQ(ParseVerpAddress("Bounce@agency.kz", "BOUNCE+7F3A-01@Agency.KZ"), "7f3a-01");
}

TEST(VerpAddress, OfAnotherMailboxSaysNothing) {
  for (const char* address :
       {"", "bounce@agency.kz", "bounce+@agency.kz", "bounce+7f@other.kz", "other+7f@agency.kz",
        "bounce+7f@agency.kz.evil.kz", "bounce+../x@agency.kz", "bounce+7f@x@agency.kz",
        "bounce+7f\n@agency.kz", "xbounce+7f@agency.kz"}) {
    EXPECT_EQ(ParseVerpAddress("bounce@agency.kz", address), std::nullopt) << address;
  }
}

}  // namespace
}  // namespace tarazy::notifications
