// Follows the register's change feed through kills: from the cursor of the last change it saw.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>

#include "tests/chaos/clients.h"

namespace tarazy::chaos {

class FeedFollower {
 public:
  // Reads until the server goes, in a thread of its own; a gap or a repeat fails the test.
  void Start(Clients& clients);
  // Waits for that thread.
  void Join();
  // Reads what is there now.
  void CatchUp(Clients& clients);

  // Every decision that was seen, with its number.
  const std::map<std::string, int64_t>& decisions() const { return decisions_; }
  int resumed() const { return resumed_; }

 private:
  void Read(Clients& clients, bool until_now);

  std::thread thread_;
  std::string cursor_;
  int64_t last_ = 0;
  int resumed_ = 0;  // how often it went on behind a change
  std::map<std::string, int64_t> decisions_;
};

}  // namespace tarazy::chaos
