// Tells everybody that the register has changed.
#pragma once

#include "common/cache/heads.h"
#include "services/accreditation/rpc/register_feed.h"

namespace tarazy::accreditation {

// The register's head among the cache's heads: its last change. What the cache holds is for one
// head, so that a change makes all of it old at once.
inline constexpr char kRegisterHead[] = "register";

class RegisterBell {
 public:
  RegisterBell(cache::Heads& heads, RegisterFeed& feed) : heads_(heads), feed_(feed) {}

  // After a change was committed, before its caller is answered.
  void Ring() {
    heads_.Changed(kRegisterHead);
    feed_.Wake();
  }

 private:
  cache::Heads& heads_;
  RegisterFeed& feed_;
};

}  // namespace tarazy::accreditation
