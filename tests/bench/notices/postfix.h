// Postfix's generator and sink of mail, which speak SMTP as fast as anything does.
#pragma once

#include <sys/types.h>

#include <string>

#include "tests/testing/temp_dir.h"

namespace tarazy::notifications {

// What smtp-source sends.
struct Load {
  int messages = 0;
  int sessions = 0;
  int bytes = 0;     // of a message's body
  bool keep = true;  // connections; false: one for each message
};

class Postfix {
 public:
  // `folder` is where the package was unpacked (deploy/dev/postfix prints it).
  explicit Postfix(std::string folder);
  ~Postfix() { Stop(); }

  int port() const { return port_; }
  // Throws away what it gets, with 250 for everything; until Stop or the end.
  void Sink();
  // The same, and keeps the messages: MeanSize.
  void KeepingSink();
  void Stop();
  // Bytes of a message that the keeping sink got, as they were sent.
  int MeanSize() const;
  // Messages in a second, from the first connection to the end of the last.
  double MessagesPerSecond(const Load& load) const;

 private:
  void Start(const std::string& options);

  const std::string folder_;
  const testing::TempDir kept_;
  int port_ = 0;
  pid_t sink_ = 0;
};

}  // namespace tarazy::notifications
