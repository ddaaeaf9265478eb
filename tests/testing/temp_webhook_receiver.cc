#include "tests/testing/temp_webhook_receiver.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "tests/testing/json_lines.h"

namespace tarazy::testing {

absl::StatusOr<std::unique_ptr<TempWebhookReceiver>> TempWebhookReceiver::Start(
    const std::string& secret, std::vector<std::string> options) {
  std::unique_ptr<TempWebhookReceiver> receiver(
      new TempWebhookReceiver(secret, std::move(options)));
  RETURN_IF_ERROR(receiver->Resume());
  return receiver;
}

absl::Status TempWebhookReceiver::Resume() {
  std::vector<std::string> command = {TARAZY_WEBHOOK_RECEIVER, "--folder", dir_.path(), "--port",
                                      absl::StrCat(port_),     "--secret", secret_};
  command.insert(command.end(), options_.begin(), options_.end());
  // The first of all fetches its package from npm.
  ASSIGN_OR_RETURN(port_, process_.Start(command, dir_.path() + "/log.txt", absl::Seconds(200)));
  return absl::OkStatus();
}

std::string TempWebhookReceiver::Url(absl::string_view path) const {
  const bool tls = std::find(options_.begin(), options_.end(), "--tls") != options_.end();
  return absl::StrCat(tls ? "https" : "http", "://127.0.0.1:", port_, path);
}

std::vector<nlohmann::json> TempWebhookReceiver::Requests() const {
  return ReadJsonLines(dir_.path() + "/requests.jsonl");
}

}  // namespace tarazy::testing
