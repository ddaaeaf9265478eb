// What a ballot costs a database at least: its rows, inserted in batches by the engine's own
// library.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace tarazy::surveys {

// A row of `spent` and one of `pending`.
struct BallotRows {
  std::string voucher_digest;
  std::string submission_digest;
  std::string id;
  std::string sealed;
};

class ByHand {
 public:
  virtual ~ByHand() = default;
  // All in one transaction.
  virtual void Insert(const std::vector<BallotRows>& batch) = 0;

  // Rows of each table per second, in batches of `batch`, for `time` of inserting.
  double Measure(size_t batch, absl::Duration time, const std::string& sealed);
};

// The file has the ballot box's tables; exits with a sentence when something fails.
std::unique_ptr<ByHand> SqliteByHand(const std::string& path);
std::unique_ptr<ByHand> PostgresByHand(const std::string& url, const std::string& schema);

}  // namespace tarazy::surveys
