#include "common/base/ed25519.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdlib>

#include "common/base/error.h"

namespace tarazy {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kSignatureBytes = 64;

// With a key that is one, OpenSSL fails only when memory or the library itself is broken.
void Must(bool ok) {
  if (!ok) std::abort();
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

// Asked for by OpenSSL when the file is encrypted: there is nobody to ask.
int NoPassphrase(char*, int, int, void*) { return -1; }

}  // namespace

void Ed25519Key::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

Ed25519Key Ed25519Key::Generate() {
  Handle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  Must(key != nullptr);
  return Ed25519Key(std::move(key));
}

absl::StatusOr<Ed25519Key> Ed25519Key::FromSeed(absl::string_view seed) {
  if (seed.size() != kKeyBytes) return InvalidField("seed", "must be 32 bytes");
  Handle key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  Must(key != nullptr);
  return Ed25519Key(std::move(key));
}

absl::StatusOr<Ed25519Key> Ed25519Key::FromPem(absl::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Must(bio != nullptr);
  Handle key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    return InvalidField("key", "is no Ed25519 private key in PEM (PKCS #8, without a passphrase)");
  }
  return Ed25519Key(std::move(key));
}

std::string Ed25519Key::ToPem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  Must(bio != nullptr && PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0,
                                                       nullptr, nullptr) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

std::string Ed25519Key::PublicKey() const {
  std::string bytes(kKeyBytes, '\0');
  size_t size = bytes.size();
  Must(EVP_PKEY_get_raw_public_key(key_.get(), Bytes(bytes), &size) == 1 && size == kKeyBytes);
  return bytes;
}

std::string Ed25519Key::Sign(absl::string_view message) const {
  const Context context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  Must(context != nullptr &&
       EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
       EVP_DigestSign(context.get(), Bytes(signature), &size, Bytes(message), message.size()) ==
           1 &&
       size == kSignatureBytes);
  return signature;
}

bool Ed25519Verify(absl::string_view public_key, absl::string_view message,
                   absl::string_view signature) {
  if (public_key.size() != kKeyBytes || signature.size() != kSignatureBytes) return false;
  struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  const std::unique_ptr<EVP_PKEY, FreeKey> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()));
  const Context context(EVP_MD_CTX_new());
  const bool good =
      key != nullptr && context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                       message.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace tarazy
