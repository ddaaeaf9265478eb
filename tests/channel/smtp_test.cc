// E-mail arrives at a real mail server, as what it was.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/channel/notice_email.h"

namespace tarazy::notifications {
namespace {

using tarazy::testing::TempSmtp;

std::unique_ptr<TempSmtp> StartServer(std::vector<std::string> options = {}) {
  absl::StatusOr<std::unique_ptr<TempSmtp>> server = TempSmtp::Start(std::move(options));
  EXPECT_TRUE(server.ok()) << server.status();
  return server.ok() ? *std::move(server) : nullptr;
}

TEST(Smtp, ANoticeArrivesAsItWasWritten) {
  const auto server = StartServer();
  ASSERT_NE(server, nullptr);
  SmtpSender sender(OptionsFor(*server));
  EmailMessage message = NoticeEmail();
  message.unsubscribe_url = absl::StrCat("https://tarazy.kz/u?t=", std::string(800, 't'));
  const std::string bytes = *ComposeEmail(message);
  const Reply reply = sender.Send(kBounces, message.to_address, bytes);
  ASSERT_EQ(reply.outcome, Outcome::kAccepted) << reply.text;
  EXPECT_EQ(reply.code, 250);
  EXPECT_EQ(reply.text, "250 2.0.0 kept");

  const auto messages = server->Messages();
  ASSERT_EQ(messages.size(), 1u);
  const nlohmann::json& mail = messages[0];
  EXPECT_EQ(mail["helo"], "tarazy.test");
  EXPECT_EQ(mail["mail_from"], kBounces);
  EXPECT_EQ(mail["rcpt_tos"], nlohmann::json({"rector@ektu.kz"}));
  EXPECT_EQ(mail["defects"], nlohmann::json::array());
  EXPECT_EQ(HeaderOf(mail, "Subject"), message.subject);
  EXPECT_EQ(mail["from_names"], nlohmann::json({message.from_name}));
  EXPECT_EQ(mail["to_names"], nlohmann::json({message.to_name}));
  EXPECT_EQ(HeaderOf(mail, "Message-ID"), message.message_id);
  EXPECT_EQ(HeaderOf(mail, "Auto-Submitted"), "auto-generated");
  EXPECT_EQ(HeaderOf(mail, "Content-Language"), "kk");
  EXPECT_EQ(HeaderOf(mail, "List-Unsubscribe"), absl::StrCat("<", *message.unsubscribe_url, ">"));
  EXPECT_EQ(HeaderOf(mail, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
  EXPECT_EQ(HeaderOf(mail, "Date"), "Sun, 01 Mar 2026 09:00:00 +0000");
  EXPECT_EQ(mail["type"], "multipart/alternative");
  ASSERT_EQ(mail["parts"].size(), 2u);
  EXPECT_EQ(mail["parts"][0]["type"], "text/plain");
  EXPECT_EQ(absl::StrReplaceAll(mail["parts"][0]["text"].get<std::string>(), {{"\r\n", "\n"}}),
            message.text);
  EXPECT_EQ(mail["parts"][1]["type"], "text/html");
  EXPECT_EQ(absl::StrReplaceAll(mail["parts"][1]["text"].get<std::string>(), {{"\r\n", "\n"}}),
            message.html);

  std::ifstream kept(mail["path"].get<std::string>(), std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}), bytes);
}

TEST(Smtp, LinesOfDotsAndAMebibyteArrive) {
  const auto server = StartServer();
  ASSERT_NE(server, nullptr);
  SmtpSender sender(OptionsFor(*server));
  EmailMessage message = NoticeEmail();
  message.html.clear();
  message.text.clear();
  while (message.text.size() + 40 <= kMaxEmailBody) {
    absl::StrAppend(&message.text, ".\n..\n.hidden\n", message.text.size(), " =20 x \n");
  }
  const Reply reply = sender.Send(kBounces, message.to_address, *ComposeEmail(message));
  ASSERT_EQ(reply.outcome, Outcome::kAccepted) << reply.text;
  const std::string text = server->Messages().at(0)["parts"][0]["text"];
  // Not EXPECT_EQ: a difference would take hours to show.
  EXPECT_TRUE(absl::StrReplaceAll(text, {{"\r\n", "\n"}}) == message.text);
  EXPECT_EQ(server->Messages().at(0)["parts"][0]["encoding"], "quoted-printable");
}

TEST(Smtp, InternationalDomainsAndTheEmptySenderArrive) {
  const auto server = StartServer();
  ASSERT_NE(server, nullptr);
  SmtpSender sender(OptionsFor(*server));
  ASSERT_EQ(sender.Send("", "rector@пример.қаз", NoticeBytes()).outcome, Outcome::kAccepted);
  const auto mail = server->Messages().at(0);
  EXPECT_EQ(mail["mail_from"], "<>");
  EXPECT_EQ(mail["rcpt_tos"], nlohmann::json({"rector@xn--e1afmkfd.xn--80ao21a"}));
}

TEST(Smtp, OneConnectionCarriesManyMessages) {
  const auto server = StartServer();
  ASSERT_NE(server, nullptr);
  SmtpSender sender(OptionsFor(*server));
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(sender.Send(kBounces, absl::StrCat("r", i, "@ektu.kz"), NoticeBytes()).outcome,
              Outcome::kAccepted);
  }
  EXPECT_EQ(server->Messages().size(), 20u);
  EXPECT_EQ(server->Connections(), 1);
}

TEST(Smtp, StartTlsWithAPassword) {
  const auto server = StartServer({"--tls", "starttls", "--auth", "tarazy:correct-horse"});
  ASSERT_NE(server, nullptr);
  SmtpOptions options = OptionsFor(*server);
  options.security = SmtpSecurity::kStartTls;
  options.ca_file = server->ca_file();
  options.user = "tarazy";
  options.password = "correct-horse";
  SmtpSender sender(options);
  for (int i = 0; i < 2; ++i) {
    const Reply reply = sender.Send(kBounces, "rector@ektu.kz", NoticeBytes());
    ASSERT_EQ(reply.outcome, Outcome::kAccepted) << reply.text;
  }
  const auto mail = server->Messages().at(1);
  EXPECT_EQ(mail["tls"], true);
  EXPECT_EQ(mail["authenticated"], true);
  EXPECT_EQ(server->Connections(), 1);
}

TEST(Smtp, ImplicitTlsWithAPassword) {
  const auto server = StartServer({"--tls", "implicit", "--auth", "tarazy:correct-horse"});
  ASSERT_NE(server, nullptr);
  SmtpOptions options = OptionsFor(*server);
  options.security = SmtpSecurity::kTls;
  options.ca_file = server->ca_file();
  options.user = "tarazy";
  options.password = "correct-horse";
  SmtpSender sender(options);
  const Reply reply = sender.Send(kBounces, "rector@ektu.kz", NoticeBytes());
  ASSERT_EQ(reply.outcome, Outcome::kAccepted) << reply.text;
  EXPECT_EQ(server->Messages().at(0)["tls"], true);
}

TEST(Smtp, ServersWithoutTheRightCertificateGetNothing) {
  const auto server = StartServer({"--tls", "starttls"});
  ASSERT_NE(server, nullptr);
  SmtpOptions options = OptionsFor(*server);
  options.security = SmtpSecurity::kStartTls;
  SmtpSender unknown(options);  // signed by nobody whom the system knows
  const Reply reply = unknown.Send(kBounces, "rector@ektu.kz", NoticeBytes());
  EXPECT_EQ(reply.outcome, Outcome::kUnreachable);
  EXPECT_TRUE(absl::StrContains(reply.text, "certificate")) << reply.text;
  EXPECT_TRUE(server->Messages().empty());

  const auto plain = StartServer();
  ASSERT_NE(plain, nullptr);
  options.port = plain->port();
  SmtpSender demanding(options);
  EXPECT_EQ(demanding.Send(kBounces, "rector@ektu.kz", NoticeBytes()).outcome,
            Outcome::kUnreachable);
  EXPECT_TRUE(plain->Messages().empty());
}

TEST(Smtp, AWrongPasswordIsNobodysBounceAndNeverTold) {
  const auto server = StartServer({"--auth", "tarazy:correct-horse"});
  ASSERT_NE(server, nullptr);
  SmtpOptions options = OptionsFor(*server);
  options.user = "tarazy";
  options.password = "battery-staple";
  SmtpSender sender(options);
  const Reply reply = sender.Send(kBounces, "rector@ektu.kz", NoticeBytes());
  EXPECT_EQ(reply.outcome, Outcome::kUnreachable);
  EXPECT_EQ(reply.code, 535) << reply.text;
  EXPECT_FALSE(absl::StrContains(reply.text, "battery")) << reply.text;
  SmtpSender without(OptionsFor(*server));
  const Reply demanded = without.Send(kBounces, "rector@ektu.kz", NoticeBytes());
  EXPECT_EQ(demanded.outcome, Outcome::kUnreachable);
  EXPECT_EQ(demanded.code, 530) << demanded.text;
  EXPECT_TRUE(server->Messages().empty());
}

}  // namespace
}  // namespace tarazy::notifications
