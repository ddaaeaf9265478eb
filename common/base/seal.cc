#include "common/base/seal.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <climits>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/sha256.h"

namespace tarazy {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
static_assert(kNonceBytes + kTagBytes == Sealer::kOverhead);

// With arguments that were checked, OpenSSL fails only when memory or the library itself is broken.
void Must(bool ok) {
  if (!ok) std::abort();
}

const unsigned char* Raw(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

int Size(absl::string_view text) {
  Must(text.size() <= INT_MAX);
  return static_cast<int>(text.size());
}

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Free>;

// Fetched once: EVP_aes_256_gcm() is looked up again by every use.
const EVP_CIPHER* Cipher() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  Must(cipher != nullptr);
  return cipher;
}
EVP_KDF* Hkdf() {
  static EVP_KDF* const kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  Must(kdf != nullptr);
  return kdf;
}

std::string RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  Must(RAND_bytes(Raw(bytes), static_cast<int>(size)) == 1);
  return bytes;
}

absl::Status NotWhatWasSealed() {
  return MakeError(absl::StatusCode::kDataLoss, Reason::kInternal,
                   "sealed data do not open: they were changed, or the installation's secret was");
}

}  // namespace

Secret Secret::Generate() { return Secret(RandomBytes(kKeyBytes)); }

absl::StatusOr<Secret> Secret::FromBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(absl::StripAsciiWhitespace(text), &bytes) ||
      bytes.size() != kKeyBytes) {
    return InvalidField("secret", "must be 32 bytes in base64");
  }
  return Secret(std::move(bytes));
}

std::string Secret::ToBase64() const { return absl::Base64Escape(bytes_); }

std::string Secret::Derive(absl::string_view purpose) const {
  std::string info = absl::StrCat("tarazy/", purpose);
  std::string secret = bytes_;
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
      OSSL_PARAM_construct_end()};
  const KdfContext context(EVP_KDF_CTX_new(Hkdf()));
  std::string key(kKeyBytes, '\0');
  Must(context != nullptr && EVP_KDF_derive(context.get(), Raw(key), key.size(), params) == 1);
  return key;
}

std::string Sealer::Seal(absl::string_view plain, absl::string_view associated) const {
  const std::string nonce = RandomBytes(kNonceBytes);
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string encrypted(plain.size(), '\0'), tag(kTagBytes, '\0');
  int size = 0, last = 0;
  Must(context != nullptr &&
       EVP_EncryptInit_ex(context.get(), Cipher(), nullptr, Raw(key_), Raw(nonce)) == 1 &&
       EVP_EncryptUpdate(context.get(), nullptr, &size, Raw(associated), Size(associated)) == 1 &&
       EVP_EncryptUpdate(context.get(), Raw(encrypted), &size, Raw(plain), Size(plain)) == 1 &&
       EVP_EncryptFinal_ex(context.get(), Raw(encrypted) + size, &last) == 1 &&
       EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) == 1);
  return absl::StrCat(nonce, encrypted, tag);
}

absl::StatusOr<std::string> Sealer::Open(absl::string_view sealed,
                                         absl::string_view associated) const {
  if (sealed.size() < kOverhead || sealed.size() > INT_MAX) return NotWhatWasSealed();
  const absl::string_view nonce = sealed.substr(0, kNonceBytes);
  const absl::string_view encrypted =
      sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string plain(encrypted.size(), '\0');
  int size = 0, last = 0;
  Must(context != nullptr &&
       EVP_DecryptInit_ex(context.get(), Cipher(), nullptr, Raw(key_), Raw(nonce)) == 1 &&
       EVP_DecryptUpdate(context.get(), nullptr, &size, Raw(associated), Size(associated)) == 1 &&
       EVP_DecryptUpdate(context.get(), Raw(plain), &size, Raw(encrypted), Size(encrypted)) == 1 &&
       EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1);
  const bool genuine = EVP_DecryptFinal_ex(context.get(), Raw(plain) + size, &last) == 1;
  ERR_clear_error();
  if (!genuine) return NotWhatWasSealed();
  return plain;
}

std::string HmacOfParts(absl::string_view key, std::initializer_list<absl::string_view> parts) {
  std::string bytes;
  for (const absl::string_view part : parts) {
    const uint64_t size = part.size();
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift);
    absl::StrAppend(&bytes, part);
  }
  return HmacSha256(key, bytes);
}

}  // namespace tarazy
