// A notice to send in tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "services/notifications/channel/email/email_message.h"
#include "services/notifications/channel/email/smtp_sender.h"
#include "tests/testing/temp_smtp.h"

namespace tarazy::notifications {

inline constexpr char kBounces[] = "bounce+7f3a@agency.kz";

inline EmailMessage NoticeEmail() {
  return {
      .from_name = "Тәуелсіз агенттік \"Таразы\", Астана",
      .from_address = "notices@agency.kz",
      .to_name = "Ректор — Өскемен",
      .to_address = "rector@ektu.kz",
      .subject = "Аккредиттеу: есеп мерзіміне 30 күн қалды, срок отчёта — 25 апреля 2026 г.",
      .text = "Құрметті ректор!\n\n.\n.. Ескертпе: ұ, ү, қ, ғ, ә, ө, һ, і, ң.\nFrom the agency\n",
      .html = "<p>Құрметті ректор!</p>\n<a href=\"https://tarazy.kz/?a=1&amp;b=2\">Сілтеме</a>\n",
      .message_id = "<7f3a@agency.kz>",
      .date = absl::FromUnixSeconds(1772355600),
      .language = "kk",
      .envelope_from = kBounces,
  };
}

inline std::string NoticeBytes() {
  const absl::StatusOr<std::string> bytes = ComposeEmail(NoticeEmail());
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.value_or("");
}

inline SmtpOptions OptionsFor(const tarazy::testing::TempSmtp& server) {
  return {.host = "127.0.0.1",
          .port = server.port(),
          .security = SmtpSecurity::kNone,
          .timeout = absl::Seconds(30),
          .helo_name = "tarazy.test"};
}

// A header as Python's email package decodes it; of several the first, empty when there is none.
inline std::string HeaderOf(const nlohmann::json& message, const std::string& name) {
  for (const auto& header : message["headers"]) {
    if (header[0] == name) return header[1];
  }
  return "";
}

}  // namespace tarazy::notifications
