// What mail servers refuse, and what becomes of mail when they go.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "common/base/text.h"
#include "tests/channel/notice_email.h"

namespace tarazy::notifications {
namespace {

using tarazy::testing::TempSmtp;

class SmtpFailure : public ::testing::Test {
 protected:
  void Start(std::vector<std::string> options) {
    absl::StatusOr<std::unique_ptr<TempSmtp>> server = TempSmtp::Start(std::move(options));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    sender_ = std::make_unique<SmtpSender>(OptionsFor(*server_));
  }
  Reply Send(absl::string_view to) { return sender_->Send(kBounces, to, NoticeBytes()); }

  std::unique_ptr<TempSmtp> server_;
  std::unique_ptr<SmtpSender> sender_;
};

TEST_F(SmtpFailure, ARefusedRecipientIsRefusedForGoodOrForNow) {
  Start(
      {"--fail", "gone@*:550 5.1.1", "--fail", "full@*:452 4.2.2", "--fail", "later@*:421 4.3.2"});
  const Reply gone = Send("gone@ektu.kz");
  EXPECT_EQ(gone.outcome, Outcome::kPermanent);
  EXPECT_EQ(gone.code, 550);
  EXPECT_EQ(gone.text, "550 5.1.1 no mail for gone@ektu.kz");
  const Reply full = Send("full@ektu.kz");
  EXPECT_EQ(full.outcome, Outcome::kTransient);
  EXPECT_EQ(full.code, 452);
  const Reply later = Send("later@ektu.kz");
  EXPECT_EQ(later.outcome, Outcome::kUnreachable);
  EXPECT_EQ(later.code, 421);
  // A refusal is no obstacle for the next.
  EXPECT_EQ(Send("rector@ektu.kz").outcome, Outcome::kAccepted);
  EXPECT_EQ(server_->Messages().size(), 1u);
}

TEST_F(SmtpFailure, ARefusedMessageIsToo) {
  Start({"--fail-data", "554 5.6.0"});
  const Reply reply = Send("rector@ektu.kz");
  EXPECT_EQ(reply.outcome, Outcome::kPermanent);
  EXPECT_EQ(reply.text, "554 5.6.0 the message is refused");
  Start({"--fail-data", "451 4.3.0"});
  EXPECT_EQ(Send("rector@ektu.kz").outcome, Outcome::kTransient);
}

TEST_F(SmtpFailure, ARefusedSenderIsToo) {
  Start({"--fail-mail", "550 5.7.1"});
  EXPECT_EQ(Send("rector@ektu.kz").outcome, Outcome::kPermanent);
  Start({"--fail-mail", "450 4.7.1"});
  EXPECT_EQ(Send("rector@ektu.kz").outcome, Outcome::kTransient);
}

TEST_F(SmtpFailure, AServerThatWantsNobodyIsUnreachable) {
  Start({"--greet-with", "554 5.3.2"});
  const Reply reply = Send("rector@ektu.kz");
  EXPECT_EQ(reply.outcome, Outcome::kUnreachable);
  EXPECT_EQ(reply.text, "554 5.3.2 not now");
}

TEST_F(SmtpFailure, NobodyThereIsUnreachable) {
  Start({});
  server_->Kill();
  const Reply reply = Send("rector@ektu.kz");
  EXPECT_EQ(reply.outcome, Outcome::kUnreachable);
  EXPECT_EQ(reply.code, 0);
  EXPECT_FALSE(reply.text.empty());
}

TEST_F(SmtpFailure, AServerThatCameBackGetsTheNextMessageOnce) {
  Start({});
  ASSERT_EQ(Send("first@ektu.kz").outcome, Outcome::kAccepted);
  server_->Kill();
  EXPECT_EQ(Send("second@ektu.kz").outcome, Outcome::kUnreachable);
  ASSERT_TRUE(server_->Resume().ok());
  EXPECT_EQ(Send("second@ektu.kz").outcome, Outcome::kAccepted);
  server_->Kill();
  ASSERT_TRUE(server_->Resume().ok());
  EXPECT_EQ(Send("third@ektu.kz").outcome, Outcome::kAccepted);
  EXPECT_EQ(server_->Messages().size(), 3u);
}

// The server keeps the connection until it hears MAIL again: only then the sender learns that it is
// dead.
TEST_F(SmtpFailure, AKeptConnectionThatDiesIsReplacedOnce) {
  for (const char* way : {"--close-after", "--busy-after"}) {
    Start({way, "1"});
    for (int i = 0; i < 4; ++i) {
      const Reply reply = Send("rector@ektu.kz");
      EXPECT_EQ(reply.outcome, Outcome::kAccepted) << way << reply.text;
    }
    EXPECT_EQ(server_->Messages().size(), 4u);
    EXPECT_EQ(server_->Connections(), 4);
  }
}

TEST_F(SmtpFailure, ANewConnectionThatDiesIsNotReplaced) {
  Start({"--close-after", "0"});
  EXPECT_EQ(Send("rector@ektu.kz").outcome, Outcome::kUnreachable);
  EXPECT_EQ(server_->Connections(), 1);
}

TEST_F(SmtpFailure, AfterTheMessageNothingIsSentAgain) {
  Start({"--crash-after-data", "2"});
  ASSERT_EQ(Send("first@ektu.kz").outcome, Outcome::kAccepted);
  // The server has it, and nobody can know: this is the window in which a duplicate may be made.
  const Reply reply = Send("second@ektu.kz");
  EXPECT_EQ(reply.outcome, Outcome::kUnreachable);
  EXPECT_EQ(server_->Messages().size(), 2u);
  EXPECT_EQ(server_->Connections(), 1);
  ASSERT_EQ(Send("second@ektu.kz").outcome, Outcome::kAccepted);
  const auto messages = server_->Messages();
  ASSERT_EQ(messages.size(), 3u);
  EXPECT_EQ(HeaderOf(messages[1], "Message-ID"), HeaderOf(messages[2], "Message-ID"));
}

TEST_F(SmtpFailure, AServerThatHangsIsGivenUp) {
  Start({"--delay", "600"});
  SmtpOptions options = OptionsFor(*server_);
  options.timeout = absl::Seconds(1);
  const absl::Time start = absl::Now();
  {
    SmtpSender sender(options);
    const Reply reply = sender.Send(kBounces, "rector@ektu.kz", NoticeBytes());
    EXPECT_EQ(reply.outcome, Outcome::kUnreachable) << reply.text;
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
}

TEST_F(SmtpFailure, LeavingAServerThatHangsTakesNoLongerThanSending) {
  Start({});
  SmtpOptions options = OptionsFor(*server_);
  options.timeout = absl::Seconds(2);
  auto sender = std::make_unique<SmtpSender>(options);
  ASSERT_EQ(sender->Send(kBounces, "rector@ektu.kz", NoticeBytes()).outcome, Outcome::kAccepted);
  server_->Signal(SIGSTOP);
  const absl::Time start = absl::Now();
  sender.reset();
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
}

TEST_F(SmtpFailure, TheServersWordsAreBounded) {
  Start({"--last-word", "\x1b[2J" + std::string(600, 'a')});
  const Reply reply = Send("rector@ektu.kz");
  EXPECT_EQ(reply.outcome, Outcome::kAccepted);
  EXPECT_LE(reply.text.size(), 500u);
  EXPECT_TRUE(IsValidUtf8(reply.text));
  EXPECT_FALSE(absl::StrContains(reply.text, "\x1b")) << reply.text;
}

TEST_F(SmtpFailure, NothingIsInjectedIntoTheDialogue) {
  Start({});
  const std::string bytes = NoticeBytes();
  EXPECT_EQ(Send("rector@ektu.kz>\r\nRCPT TO:<spam@evil.kz").outcome, Outcome::kPermanent);
  EXPECT_EQ(sender_->Send("a@b.kz>\r\nRSET", "rector@ektu.kz", bytes).outcome, Outcome::kPermanent);
  // A lone LF around a dot: some servers take it for the message's end, and what follows for
  // commands.
  for (const std::string& smuggled :
       {bytes + "\n.\r\nMAIL FROM:<x@y.kz>\r\n", bytes + "\r.\r\n", bytes + "\n.\n",
        bytes + std::string("\0\r\n", 3), std::string()}) {
    EXPECT_EQ(sender_->Send(kBounces, "rector@ektu.kz", smuggled).outcome, Outcome::kPermanent);
  }
  EXPECT_EQ(server_->Connections(), 0);
  // A dot on a line of its own is part of the message, at its very beginning too.
  ASSERT_EQ(
      sender_->Send(kBounces, "rector@ektu.kz", ".\r\n" + bytes + "\r\n.\r\nQUIT\r\n").outcome,
      Outcome::kAccepted);
  EXPECT_EQ(server_->Messages().size(), 1u);
}

TEST_F(SmtpFailure, ManySendersWorkAtOnce) {
  Start({});
  std::atomic<int> accepted = 0;
  std::vector<std::thread> workers;
  for (int w = 0; w < 8; ++w) {
    workers.emplace_back([&] {
      SmtpSender sender(OptionsFor(*server_));
      for (int i = 0; i < 5; ++i) {
        const std::string bytes = *ComposeEmail(NoticeEmail());
        accepted += sender.Send(kBounces, "rector@ektu.kz", bytes).outcome == Outcome::kAccepted;
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(accepted, 40);
  EXPECT_EQ(server_->Messages().size(), 40u);
  EXPECT_EQ(server_->Connections(), 8);
}

}  // namespace
}  // namespace tarazy::notifications
