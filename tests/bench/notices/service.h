// The notifications' own program, as a bench drives it.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/sql/database.h"
#include "tests/e2e/server_process.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::notifications {

// Ends the program with the status when it is none of success.
void Must(const absl::Status& status);
void Must(const grpc::Status& status);

// The value below which `share` of the numbers are; 0 of none. Sorts them.
double At(std::vector<double>& numbers, double share);

// Where a bench's data is: a folder, or a throw-away server with fsync on.
class Place {
 public:
  explicit Place(const std::string& engine);

  const std::string& url() const { return url_; }
  const std::string& folder() const { return folder_.path(); }
  std::unique_ptr<sql::Database> Open() const;

 private:
  const testing::TempDir folder_;
  std::unique_ptr<testing::TempPostgres> server_;
  std::string url_;
};

class Service {
 public:
  // `config` is the text of a configuration file.
  Service(const Place& place, const std::string& config);

  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  // With the administrator's token and a deadline of a minute.
  std::unique_ptr<grpc::ClientContext> Call() const;
  // Of tarazy_notices_deliveries_total, 0 while there is none.
  int64_t Deliveries(const std::string& channel, const std::string& state) const;
  // The most memory that the process ever held, in bytes.
  int64_t PeakBytes() const { return process_.PeakBytes(); }

 private:
  e2e::ServerProcess process_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
};

// Recipients of the role institution, one for each "institutions/i000000" and on, who read Kazakh,
// Russian and English in turn.
void StoreReaders(sql::Database& database, int count);
std::string ReaderId(int number);
std::string InstitutionName(int number);

}  // namespace tarazy::notifications
