#include "services/cli/token_file.h"

#include <unistd.h>

#include <atomic>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/printable.h"

namespace tarazy::cli {
namespace {

constexpr size_t kMaxTokenBytes = 4096;

}  // namespace

bool IsLoopback(absl::string_view server) {
  const absl::string_view host = server.substr(0, server.rfind(':'));
  return host == "localhost" || host == "[::1]" || host == "127.0.0.1" ||
         (absl::StartsWith(host, "127.") &&
          host.find_first_not_of("0123456789.") == absl::string_view::npos);
}

absl::StatusOr<std::string> LoadToken(absl::string_view file, absl::string_view server,
                                      std::ostream& err) {
  if (file.empty()) {
    if (!IsLoopback(server) || access(kLocalTokenFile, R_OK) != 0) return "";
    file = kLocalTokenFile;
  }
  const std::atomic<bool> never = false;
  ASSIGN_OR_RETURN(InputFile input, InputFile::Open(file));
  ASSIGN_OR_RETURN(const std::string text, input.Read(kMaxTokenBytes + 1, never));
  const absl::string_view token = absl::StripTrailingAsciiWhitespace(text);
  bool visible = !token.empty() && token.size() <= kMaxTokenBytes;
  for (const char c : token) visible = visible && absl::ascii_isgraph(c);
  if (!visible) {
    return UsageError(absl::StrCat(file, " does not hold a token (one line, such as tzy_…)"));
  }
  if (input.ReadableByOthers()) {
    err << "warning: other users may read the token in " << Printable(file) << "; chmod 600 it\n";
  }
  return std::string(token);
}

}  // namespace tarazy::cli
