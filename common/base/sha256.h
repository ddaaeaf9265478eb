// SHA-256, whole or in pieces.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

struct evp_md_ctx_st;

namespace tarazy {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Update(absl::string_view bytes);
  // The 32 bytes; call once.
  std::string Finish();

 private:
  evp_md_ctx_st* const context_;
};

// The 32 bytes of SHA-256 over `bytes`.
std::string Sha256Of(absl::string_view bytes);

// The 32 bytes of HMAC-SHA-256.
std::string HmacSha256(absl::string_view key, absl::string_view bytes);

// True when equal; takes the same time wherever they differ.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

}  // namespace tarazy
