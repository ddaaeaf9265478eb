#include "services/notifications/channel/webhook/webhook_signature.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"

namespace tarazy::notifications {
namespace {

constexpr absl::string_view kPrefix = "whsec_";
constexpr int kNewBytes = 32;
constexpr size_t kMinBytes = 24;
constexpr size_t kMaxBytes = 64;
constexpr size_t kMaxId = 200;

std::optional<std::string> KeyOf(absl::string_view secret) {
  if (!absl::ConsumePrefix(&secret, kPrefix)) return std::nullopt;
  // The decoder skips white space, which other libraries do not.
  if (!std::all_of(secret.begin(), secret.end(), absl::ascii_isgraph)) return std::nullopt;
  std::string key;
  if (!absl::Base64Unescape(secret, &key)) return std::nullopt;
  if (key.size() < kMinBytes || key.size() > kMaxBytes) return std::nullopt;
  return key;
}

absl::Status MalformedSecret(absl::string_view field) {
  return InvalidField(field, "not \"whsec_\" and 24 to 64 bytes in base64");
}

}  // namespace

std::string NewWebhookSecret() {
  return absl::StrCat(kPrefix, absl::Base64Escape(absl::HexStringToBytes(RandomHex(kNewBytes))));
}

absl::Status CheckWebhookSecret(absl::string_view field, absl::string_view secret) {
  return KeyOf(secret).has_value() ? absl::OkStatus() : MalformedSecret(field);
}

absl::StatusOr<std::string> SignWebhook(absl::Span<const std::string> secrets, absl::string_view id,
                                        absl::Time timestamp, absl::string_view payload) {
  const auto allowed = [](char c) { return absl::ascii_isgraph(c) && c != '.'; };
  if (id.empty() || id.size() > kMaxId || !std::all_of(id.begin(), id.end(), allowed)) {
    return InvalidField("id", "not 1 to 200 visible characters of ASCII without \".\"");
  }
  if (secrets.empty()) return MalformedSecret("secrets");
  const std::string signed_text =
      absl::StrCat(id, ".", absl::ToUnixSeconds(timestamp), ".", payload);
  std::vector<std::string> signatures;
  for (const std::string& secret : secrets) {
    const std::optional<std::string> key = KeyOf(secret);
    if (!key.has_value()) return MalformedSecret("secrets");
    signatures.push_back(absl::StrCat("v1,", absl::Base64Escape(HmacSha256(*key, signed_text))));
  }
  return absl::StrJoin(signatures, " ");
}

}  // namespace tarazy::notifications
