// PostgreSQL for tests: servers that live as long as the test program. Never skips: where
// PostgreSQL is missing, tests fail with what to install.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::testing {

// A throw-away server on a Unix socket in a temporary folder. Its default collation is not
// bytewise, so that a schema that forgets COLLATE "C" is found out. Not for durable data unless
// asked for: fsync is off.
class TempPostgres {
 public:
  // As tests want it, or as a server that keeps its promises, to be measured.
  enum class Speed { kFast, kDurable };

  // NOT_FOUND with what to install when there is no PostgreSQL.
  static absl::StatusOr<std::unique_ptr<TempPostgres>> Start(int max_connections = 200,
                                                             Speed speed = Speed::kFast);
  ~TempPostgres();
  TempPostgres(const TempPostgres&) = delete;
  TempPostgres& operator=(const TempPostgres&) = delete;

  // postgresql://… of its database "postgres".
  std::string url() const;

  // The folder with its socket.
  const std::string& folder() const { return dir_->path(); }

  absl::Status Resume();    // starts the server again after Kill or Stop, until it answers
  void Stop(int signal);    // SIGINT: pg_ctl stop -m fast; SIGQUIT: -m immediate
  void Kill();              // as by kill -9 of the server and all its processes
  void Signal(int signal);  // to the server and all its processes

 private:
  TempPostgres(std::string bin, TempDir* dir, int max_connections, Speed speed)
      : bin_(std::move(bin)), dir_(dir), max_connections_(max_connections), speed_(speed) {}

  absl::Status Init();
  bool Answers();

  const std::string bin_;
  const std::unique_ptr<TempDir> dir_;
  const int max_connections_;
  const Speed speed_;
  pid_t server_ = 0;
};

// The URL of an empty database of this test program's own, dropped when the program ends: on the
// server that the environment variable TARAZY_TEST_POSTGRES names, which may be shared by the
// programs of a test run (tests/with_postgres starts one), else on a server of the program's own.
// Fails the program with a sentence when there is none.
const std::string& TestPostgresUrl();

}  // namespace tarazy::testing
