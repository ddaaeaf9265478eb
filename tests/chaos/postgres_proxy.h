// Stands between the programs and PostgreSQL and knows enough of its protocol to see a COMMIT: so
// that the connection can be lost exactly then.
#pragma once

#include <atomic>
#include <list>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::chaos {

// What becomes of a COMMIT.
enum class AtCommit {
  kPass,
  kCutBefore,  // the connection breaks, the server never gets it
  kCutAfter,   // the server gets it and the connection breaks at once: a race
  kCutAnswer,  // the server has done it, but its answer never comes: the connection breaks
  kNoAnswer,   // the same, but the connection stays: silence
};

class PostgresProxy {
 public:
  // In front of the server whose Unix socket is in that folder.
  explicit PostgresProxy(const std::string& server_folder);
  ~PostgresProxy();
  PostgresProxy(const PostgresProxy&) = delete;
  PostgresProxy& operator=(const PostgresProxy&) = delete;

  // The way through the proxy to a new database of the server.
  std::string NewDatabase();

  // The next COMMIT of a connection that calls itself `application` ("tarazy-rankings") is treated
  // so; those after it pass.
  void AtNextCommit(const std::string& application, AtCommit what);
  // Until that COMMIT has come; false when it has not within `patience`.
  bool AwaitCommit(absl::Duration patience);

 private:
  std::string Url(const std::string& database) const;
  void Accept();
  void Serve(int client);
  AtCommit TakeOrder(const std::string& startup);

  const std::string server_;
  const testing::TempDir folder_;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::thread acceptor_;
  std::list<std::thread> connections_;  // the acceptor's

  Mutex mu_;
  CondVar came_;
  std::string application_ ABSL_GUARDED_BY(mu_);
  AtCommit order_ ABSL_GUARDED_BY(mu_) = AtCommit::kPass;
};

}  // namespace tarazy::chaos
