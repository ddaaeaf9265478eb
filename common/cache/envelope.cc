#include "common/cache/envelope.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"

namespace tarazy::cache {
namespace {

constexpr size_t kTagSize = 32;

// "TZC", the version of the envelope itself, and the schema, big-endian.
std::string Header(const Seal& seal) {
  std::string header = "TZC\x01";
  for (int shift = 24; shift >= 0; shift -= 8) {
    header.push_back(static_cast<char>(seal.schema >> shift));
  }
  return header;
}

// Over digests of fixed length, so that no two pairs of key and bytes make the same input.
std::string Tag(const Seal& seal, absl::string_view header, absl::string_view key,
                absl::string_view bytes) {
  return HmacSha256(seal.secret, absl::StrCat(header, Sha256Of(key), Sha256Of(bytes)));
}

}  // namespace

std::string SealValue(const Seal& seal, absl::string_view key, absl::string_view bytes) {
  const std::string header = Header(seal);
  return absl::StrCat(header, Tag(seal, header, key, bytes), bytes);
}

std::optional<std::string> OpenValue(const Seal& seal, absl::string_view key,
                                     absl::string_view sealed) {
  const std::string header = Header(seal);
  if (sealed.size() < header.size() + kTagSize || !absl::StartsWith(sealed, header)) {
    return std::nullopt;
  }
  const absl::string_view tag = sealed.substr(header.size(), kTagSize);
  const absl::string_view bytes = sealed.substr(header.size() + kTagSize);
  if (!EqualInConstantTime(tag, Tag(seal, header, key, bytes))) return std::nullopt;
  return std::string(bytes);
}

}  // namespace tarazy::cache
