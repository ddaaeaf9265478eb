#include "services/notifications/channel/email/email_message.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

EmailMessage Notice() {
  return {
      .from_name = "Тәуелсіз агенттік",
      .from_address = "notices@agency.kz",
      .to_name = "Ректор",
      .to_address = "rector@ektu.kz",
      .subject = "Срок отчёта: осталось 30 дней",
      .text = "Құрметті ректор!\nЕсеп мерзімі жақындады.\n",
      .html = "<p>Құрметті ректор!</p>\n",
      .message_id = "<7f3a@agency.kz>",
      .date = absl::FromUnixSeconds(1772355600),
      .language = "kk",
      .envelope_from = "bounce+7f3a@agency.kz",
  };
}

std::string HeadersOf(const std::string& bytes) {
  return bytes.substr(0, bytes.find("\r\n\r\n") + 2);
}

// What every mail server relies on.
void ExpectWellFormed(const std::string& bytes) {
  for (const absl::string_view line : absl::StrSplit(bytes, "\r\n")) {
    EXPECT_LE(line.size(), 998u);
    EXPECT_EQ(line.find_first_of("\r\n"), absl::string_view::npos) << line;
  }
  for (const char c : bytes) ASSERT_LT(static_cast<unsigned char>(c), 0x80);
  EXPECT_TRUE(absl::EndsWith(bytes, "\r\n"));
}

TEST(ComposeEmail, WritesTheHeadersOfANotice) {
  EmailMessage message = Notice();
  message.unsubscribe_url = "https://tarazy.kz/v1/unsubscribe?token=abc";
  message.in_reply_to = "<6e29@agency.kz>";
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  ExpectWellFormed(*bytes);
  const std::string headers = HeadersOf(*bytes);
  for (const char* line :
       {"Date: Sun, 01 Mar 2026 09:00:00 +0000\r\n", "Message-ID: <7f3a@agency.kz>\r\n",
        "In-Reply-To: <6e29@agency.kz>\r\n", "References: <6e29@agency.kz>\r\n",
        "Auto-Submitted: auto-generated\r\n", "Content-Language: kk\r\n", "MIME-Version: 1.0\r\n",
        "List-Unsubscribe: <https://tarazy.kz/v1/unsubscribe?token=abc>\r\n",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        "Content-Type: multipart/alternative;", "Subject: =?UTF-8?", "<notices@agency.kz>\r\n",
        "<rector@ektu.kz>\r\n"}) {
    EXPECT_TRUE(absl::StrContains(headers, line)) << line << headers;
  }
  EXPECT_FALSE(absl::StrContains(headers, "bounce+")) << headers;
}

TEST(ComposeEmail, WithoutAnAddressToUnsubscribeSaysNothingOfIt) {
  const absl::StatusOr<std::string> bytes = ComposeEmail(Notice());
  ASSERT_TRUE(bytes.ok());
  EXPECT_FALSE(absl::StrContains(*bytes, "List-Unsubscribe"));
  EXPECT_FALSE(absl::StrContains(*bytes, "In-Reply-To"));
}

TEST(ComposeEmail, TextAloneIsOnePart) {
  EmailMessage message = Notice();
  message.html.clear();
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  ASSERT_TRUE(bytes.ok());
  ExpectWellFormed(*bytes);
  EXPECT_TRUE(absl::StrContains(*bytes, "Content-Type: text/plain; charset=utf-8\r\n")) << *bytes;
  EXPECT_FALSE(absl::StrContains(*bytes, "multipart"));
}

TEST(ComposeEmail, EnglishStaysReadable) {
  EmailMessage message = Notice();
  message.subject = "30 days left";
  message.from_name = "The agency";
  message.text = "Dear rector,\nthe report is due. 1 = 1\n.\nFrom the agency\n";
  message.html.clear();
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  ASSERT_TRUE(bytes.ok());
  ExpectWellFormed(*bytes);
  EXPECT_TRUE(absl::StrContains(*bytes, "Subject: 30 days left\r\n")) << *bytes;
  EXPECT_TRUE(absl::StrContains(*bytes, "From: The agency <notices@agency.kz>\r\n")) << *bytes;
  EXPECT_TRUE(absl::StrContains(*bytes, "Dear rector,\r\nthe report is due. 1 =3D 1\r\n"))
      << *bytes;
}

TEST(ComposeEmail, TheSameNoticeHasTheSameBytes) {
  EXPECT_EQ(*ComposeEmail(Notice()), *ComposeEmail(Notice()));
}

TEST(ComposeEmail, LongLinesAndAddressesKeepTheirMeaning) {
  EmailMessage message = Notice();
  message.text = std::string(5000, 'a') + "\n" + std::string(5000, '.') + "\n";
  message.unsubscribe_url = "https://tarazy.kz/" + std::string(880, 'u');
  message.to_address =
      std::string(64, 'l') + "@" + std::string(60, 'd') + "." + std::string(60, 'd') + ".kz";
  message.subject = std::string(600, 's');
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  ExpectWellFormed(*bytes);
  EXPECT_TRUE(absl::StrContains(
      *bytes, absl::StrCat("List-Unsubscribe: <", *message.unsubscribe_url, ">\r\n")));
  EXPECT_TRUE(absl::StrContains(*bytes, message.to_address)) << HeadersOf(*bytes);
}

TEST(ComposeEmail, InternationalDomainsAreInAscii) {
  EmailMessage message = Notice();
  message.to_address = "rector@пример.қаз";
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  ASSERT_TRUE(bytes.ok());
  EXPECT_TRUE(absl::StrContains(*bytes, "<rector@xn--e1afmkfd.xn--80ao21a>")) << *bytes;
}

TEST(ComposeEmail, NamesThatLookLikeAddressesStayNames) {
  EmailMessage message = Notice();
  message.from_name = "a@evil.kz> , \"x\" <b@evil.kz";
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  ASSERT_TRUE(bytes.ok());
  // Quoted, so that there is still one mailbox.
  EXPECT_TRUE(absl::StrContains(
      *bytes, "From: \"a@evil.kz> , \\\"x\\\" <b@evil.kz\" <notices@agency.kz>\r\n"))
      << *bytes;
}

using Change = void (*)(EmailMessage&, const std::string&);

struct Field {
  const char* name;
  Change set;
};

const Field kHeaderFields[] = {
    {"from_name", [](EmailMessage& m, const std::string& v) { m.from_name += v; }},
    {"from_address", [](EmailMessage& m, const std::string& v) { m.from_address += v; }},
    {"to_name", [](EmailMessage& m, const std::string& v) { m.to_name += v; }},
    {"to_address", [](EmailMessage& m, const std::string& v) { m.to_address += v; }},
    {"subject", [](EmailMessage& m, const std::string& v) { m.subject += v; }},
    {"message_id", [](EmailMessage& m, const std::string& v) { m.message_id = "<a" + v + "@b>"; }},
    {"in_reply_to",
     [](EmailMessage& m, const std::string& v) { m.in_reply_to = "<a@b" + v + ">"; }},
    {"unsubscribe_url",
     [](EmailMessage& m, const std::string& v) { m.unsubscribe_url = "https://x.kz/" + v; }},
    {"language", [](EmailMessage& m, const std::string& v) { m.language += v; }},
    {"envelope_from", [](EmailMessage& m, const std::string& v) { m.envelope_from += v; }},
};

TEST(ComposeEmail, ControlCharactersInHeadersAreRefusedNotCleaned) {
  for (const Field& field : kHeaderFields) {
    for (const std::string& poison :
         {std::string("\r\nBcc: x@y.kz"), std::string("\nBcc: x@y.kz"),
          std::string("\rBcc: x@y.kz"), std::string("\r\n\r\nbody"), std::string("\0", 1),
          std::string("\x1b"), std::string("\x7f"), std::string("\t"), std::string("\xc2\x85"),
          std::string("\xe2\x80\xa8"), std::string("\xff")}) {
      EmailMessage message = Notice();
      field.set(message, poison);
      const absl::Status status = ComposeEmail(message).status();
      const ErrorDetail detail = DetailOf(status);
      EXPECT_EQ(detail.reason, Reason::kInvalidField) << field.name << poison;
      ASSERT_EQ(detail.fields.size(), 1u) << field.name << poison;
      EXPECT_EQ(detail.fields[0].field, field.name);
    }
  }
}

TEST(ComposeEmail, WhatIsMissingOrMalformedIsNamed) {
  const std::pair<const char*, void (*)(EmailMessage&)> faults[] = {
      {"subject", [](EmailMessage& m) { m.subject.clear(); }},
      {"subject", [](EmailMessage& m) { m.subject.assign(1001, 'a'); }},
      {"text", [](EmailMessage& m) { m.text.clear(); }},
      {"text", [](EmailMessage& m) { m.text = "a\rb"; }},
      {"text", [](EmailMessage& m) { m.text = "a\r"; }},
      {"text", [](EmailMessage& m) { m.text = std::string("a\0b", 3); }},
      {"text", [](EmailMessage& m) { m.text = "\xc0\x80"; }},
      {"html", [](EmailMessage& m) { m.html = "\x08"; }},
      {"message_id", [](EmailMessage& m) { m.message_id = "7f@host"; }},
      {"message_id", [](EmailMessage& m) { m.message_id = "<7f>"; }},
      {"message_id", [](EmailMessage& m) { m.message_id = "<a@b> <c@d>"; }},
      {"message_id", [](EmailMessage& m) { m.message_id = ""; }},
      {"unsubscribe_url", [](EmailMessage& m) { m.unsubscribe_url = "http://x.kz/"; }},
      {"unsubscribe_url", [](EmailMessage& m) { m.unsubscribe_url = "https://x.kz/>,<mailto:a"; }},
      {"language", [](EmailMessage& m) { m.language = ""; }},
      {"envelope_from", [](EmailMessage& m) { m.envelope_from = ""; }},
      {"to_address", [](EmailMessage& m) { m.to_address = "a@b.kz, c@d.kz"; }},
  };
  for (const auto& [field, spoil] : faults) {
    EmailMessage message = Notice();
    spoil(message);
    const ErrorDetail detail = DetailOf(ComposeEmail(message).status());
    ASSERT_EQ(detail.fields.size(), 1u) << field;
    EXPECT_EQ(detail.fields[0].field, field);
  }
}

TEST(ComposeEmail, BodiesOfAMebibyteAreTheLargest) {
  EmailMessage message = Notice();
  message.text.assign(kMaxEmailBody, 'a');
  message.html.assign(kMaxEmailBody, 'b');
  const absl::StatusOr<std::string> bytes = ComposeEmail(message);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  ExpectWellFormed(*bytes);
  EXPECT_GT(bytes->size(), 2 * kMaxEmailBody);
  message.text += 'a';
  EXPECT_EQ(DetailOf(ComposeEmail(message).status()).fields.at(0).field, "text");
  message.text = "a";
  message.html += 'b';
  EXPECT_EQ(DetailOf(ComposeEmail(message).status()).fields.at(0).field, "html");
}

}  // namespace
}  // namespace tarazy::notifications
