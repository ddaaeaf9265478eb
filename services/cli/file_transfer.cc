#include "services/cli/file_transfer.h"

#include <optional>

#include "absl/strings/str_format.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::cli {

void ShowPassed(ProgressBar& bar, int64_t done, int64_t size) {
  std::optional<double> share;
  if (size > 0) share = static_cast<double>(done) / static_cast<double>(size);
  bar.Update(share, absl::StrFormat("%.1f MiB", static_cast<double>(done) / (1 << 20)));
}

absl::StatusOr<std::string> DigestOfFile(const std::string& path) {
  const std::atomic<bool> never = false;
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(path));
  Sha256 hash;
  while (true) {
    ASSIGN_OR_RETURN(const std::string chunk, file.Read(kFileChunkBytes, never));
    if (chunk.empty()) return Hex(hash.Finish());
    hash.Update(chunk);
  }
}

}  // namespace tarazy::cli
