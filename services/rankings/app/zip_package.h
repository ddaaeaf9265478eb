// A ZIP archive that nobody vouches for: its entries are listed without trust in what it says of
// itself, and unpacked piece by piece within limits.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rankings/app/spooled_file.h"

namespace tarazy::rankings {

class ZipPackage {
 public:
  static constexpr size_t kMaxEntries = 4096;
  static constexpr int64_t kMaxUnpacked = int64_t{512} << 20;  // of all that is read

  // `file` must outlive the package. INVALID_ARGUMENT when it is damaged, encrypted, or names an
  // entry twice; RESOURCE_EXHAUSTED above kMaxEntries.
  static absl::StatusOr<ZipPackage> Open(SpooledFile& file);

  // Names are compared without regard to ASCII case, as OPC asks.
  bool Has(absl::string_view name) const;

  // The size that the entry claims to have unpacked, 0 without such an entry.
  int64_t SizeOf(absl::string_view name) const;

  // The entry's bytes in pieces; an error of `each` stops and is returned. INVALID_ARGUMENT when
  // there is no such entry or it is damaged, RESOURCE_EXHAUSTED when it is larger than `limit` or
  // everything read of this package is larger than kMaxUnpacked.
  absl::Status Read(absl::string_view name, int64_t limit,
                    absl::FunctionRef<absl::Status(absl::string_view piece)> each);

 private:
  struct Entry {
    uint64_t directory_offset = 0;
    uint64_t number = 0;
    int64_t size = 0;
  };
  struct Source;
  struct CloseArchive {
    void operator()(void* archive) const;
  };

  explicit ZipPackage(SpooledFile& file);
  absl::Status List();
  absl::Status AddEntry();
  absl::Status Unpack(const Entry& entry,
                      absl::FunctionRef<absl::Status(absl::string_view piece)> each);

  std::shared_ptr<Source> source_;
  std::unique_ptr<void, CloseArchive> archive_;  // before source_ in destruction
  std::unordered_map<std::string, Entry> entries_;
  int64_t unpacked_ = 0;
};

}  // namespace tarazy::rankings
