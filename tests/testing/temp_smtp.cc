#include "tests/testing/temp_smtp.h"

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "tests/testing/json_lines.h"

namespace tarazy::testing {
namespace {

constexpr char kPython[] = "/usr/bin/python3";  // Debian's, which has Debian's aiosmtpd
constexpr char kInstall[] = "the mail server needs 'apt-get install python3-aiosmtpd': ";

}  // namespace

absl::StatusOr<std::unique_ptr<TempSmtp>> TempSmtp::Start(std::vector<std::string> options) {
  std::unique_ptr<TempSmtp> server(new TempSmtp(std::move(options)));
  RETURN_IF_ERROR(server->Resume());
  return server;
}

absl::Status TempSmtp::Resume() {
  std::vector<std::string> command = {kPython,     TARAZY_SMTP_SINK, "--folder",
                                      dir_.path(), "--port",         absl::StrCat(port_)};
  command.insert(command.end(), options_.begin(), options_.end());
  const absl::StatusOr<int> port =
      process_.Start(command, dir_.path() + "/log.txt", absl::Seconds(60));
  if (!port.ok()) return absl::InternalError(absl::StrCat(kInstall, port.status().message()));
  port_ = *port;
  return absl::OkStatus();
}

std::vector<nlohmann::json> TempSmtp::Messages() const {
  return ReadJsonLines(dir_.path() + "/messages.jsonl");
}

int TempSmtp::Connections() const {
  return static_cast<int>(ReadJsonLines(dir_.path() + "/connections.jsonl").size());
}

}  // namespace tarazy::testing
