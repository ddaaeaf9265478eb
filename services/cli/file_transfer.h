// What the commands that send and fetch whole files share: files go in pieces of 256 KiB and are
// known by their SHA-256.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/input_file.h"
#include "services/cli/progress_bar.h"

namespace tarazy::cli {

inline constexpr size_t kFileChunkBytes = 256 << 10;

// How much of a file has passed; `size` is 0 when it is not known.
void ShowPassed(ProgressBar& bar, int64_t done, int64_t size);

// In hex, of a file read for it.
absl::StatusOr<std::string> DigestOfFile(const std::string& path);

// Writes header and file, unless the server has answered before. A file that cannot be read to its
// end cancels the call: half of it must not be stored. `request` makes a request of a piece.
template <typename Request>
absl::Status SendFile(InputFile& file, const Request& header,
                      absl::FunctionRef<Request(std::string piece)> request, ProgressBar& bar,
                      grpc::ClientWriter<Request>& writer, grpc::ClientContext& context) {
  const std::atomic<bool> never = false;
  int64_t sent = 0;
  bool open = writer.Write(header);
  while (open) {
    auto chunk = file.Read(kFileChunkBytes, never);
    if (!chunk.ok()) {
      context.TryCancel();
      return chunk.status();
    }
    if (chunk->empty()) break;
    sent += static_cast<int64_t>(chunk->size());
    open = writer.Write(request(*std::move(chunk)));
    ShowPassed(bar, sent, file.size());
  }
  if (open) writer.WritesDone();
  return absl::OkStatus();
}

}  // namespace tarazy::cli
