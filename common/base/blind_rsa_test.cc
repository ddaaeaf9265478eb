#include "common/base/blind_rsa.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/base/error.h"
#include "common/base/rfc9474_vector.h"

namespace tarazy {
namespace {

using absl::BytesToHexString;
using absl::HexStringToBytes;

struct Free {
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(OSSL_PARAM_BLD* build) const { OSSL_PARAM_BLD_free(build); }
  void operator()(OSSL_PARAM* params) const { OSSL_PARAM_free(params); }
  void operator()(PKCS8_PRIV_KEY_INFO* info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIGNUM> FromHex(const char* hex) {
  BIGNUM* number = nullptr;
  BN_hex2bn(&number, hex);
  return Owned<BIGNUM>(number);
}

std::string Padded(const BIGNUM* number, size_t size) {
  std::string bytes(size, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size));
  return bytes;
}

// PKCS #8 of a key made of its numbers.
std::string Pkcs8(const char* n, const char* d, const char* p, const char* q) {
  const auto N = FromHex(n), E = FromHex("010001"), D = FromHex(d), P = FromHex(p), Q = FromHex(q);
  const Owned<BN_CTX> numbers(BN_CTX_new());
  const Owned<BIGNUM> less(BN_new()), dp(BN_new()), dq(BN_new()), qi(BN_new());
  BN_sub(less.get(), P.get(), BN_value_one());
  BN_mod(dp.get(), D.get(), less.get(), numbers.get());
  BN_sub(less.get(), Q.get(), BN_value_one());
  BN_mod(dq.get(), D.get(), less.get(), numbers.get());
  BN_mod_inverse(qi.get(), Q.get(), P.get(), numbers.get());
  const Owned<OSSL_PARAM_BLD> build(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, N.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, E.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_D, D.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_FACTOR1, P.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_FACTOR2, Q.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_EXPONENT1, dp.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_EXPONENT2, dq.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_COEFFICIENT1, qi.get());
  const Owned<OSSL_PARAM> params(OSSL_PARAM_BLD_to_param(build.get()));
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* made = nullptr;
  EVP_PKEY_fromdata_init(context.get());
  EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, params.get());
  const Owned<EVP_PKEY> key(made);
  const Owned<PKCS8_PRIV_KEY_INFO> info(EVP_PKEY2PKCS8(key.get()));
  unsigned char* der = nullptr;
  const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &der);
  std::string bytes(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

std::string Spki(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  std::string bytes(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

// One key for all tests: making one takes a while.
const BlindRsaKey& Key() {
  static const BlindRsaKey& key = *new BlindRsaKey(BlindRsaKey::Generate());
  return key;
}

std::string Modulus(const BlindRsaPublicKey& key) {
  const std::string der = key.ToSpki();
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const Owned<EVP_PKEY> read(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  BIGNUM* n = nullptr;
  EVP_PKEY_get_bn_param(read.get(), OSSL_PKEY_PARAM_RSA_N, &n);
  const Owned<BIGNUM> number(n);
  return Padded(n, key.Bytes());
}

std::string MinusWord(const std::string& bytes, BN_ULONG word) {
  const Owned<BIGNUM> number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()), nullptr));
  BN_sub_word(number.get(), word);
  return Padded(number.get(), bytes.size());
}

std::string Small(unsigned char last) {
  std::string bytes(Key().Public().Bytes(), '\0');
  bytes.back() = static_cast<char>(last);
  return bytes;
}

// RSA-PSS as anybody's library verifies it.
bool PlainVerify(const BlindRsaPublicKey& key, const std::string& message,
                 const std::string& signature) {
  const std::string der = key.ToSpki();
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const Owned<EVP_PKEY> read(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;
  EVP_DigestVerifyInit(context.get(), &options, EVP_sha384(), nullptr, read.get());
  EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
  EVP_PKEY_CTX_set_rsa_pss_saltlen(options, 48);
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(message.data()),
                          message.size()) == 1;
}

TEST(BlindRsaTest, GivesTheVectorOfRfc9474) {
  const auto key =
      BlindRsaKey::FromPkcs8(Pkcs8(rfc9474::kN, rfc9474::kD, rfc9474::kP, rfc9474::kQ));
  ASSERT_TRUE(key.ok()) << key.status();
  const std::string prepared = HexStringToBytes(rfc9474::kPrepared);
  ASSERT_EQ(prepared, HexStringToBytes(rfc9474::kPrefix) + HexStringToBytes(rfc9474::kMessage));
  const auto blinding = key->Public().BlindWith(prepared, HexStringToBytes(rfc9474::kSalt),
                                                HexStringToBytes(rfc9474::kInverse));
  ASSERT_TRUE(blinding.ok()) << blinding.status();
  EXPECT_EQ(BytesToHexString(blinding->blinded_message), rfc9474::kBlindedMessage);
  const auto blind_signature = key->SignBlinded(blinding->blinded_message);
  ASSERT_TRUE(blind_signature.ok()) << blind_signature.status();
  EXPECT_EQ(BytesToHexString(*blind_signature), rfc9474::kBlindSignature);
  const auto signature = key->Public().Finalize(prepared, *blind_signature, blinding->inverse);
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_EQ(BytesToHexString(*signature), rfc9474::kSignature);
  EXPECT_TRUE(key->Public().Verify(prepared, *signature));
}

TEST(BlindRsaTest, WhatComesOutIsAPlainPssSignature) {
  const std::string prepared = PrepareBlind("a voucher");
  EXPECT_EQ(prepared.size(), 32u + 9u);
  const auto blinding = Key().Public().Blind(prepared);
  ASSERT_TRUE(blinding.ok()) << blinding.status();
  EXPECT_EQ(blinding->blinded_message.size(), 256u);
  const auto blind = Key().SignBlinded(blinding->blinded_message);
  ASSERT_TRUE(blind.ok()) << blind.status();
  const auto signature = Key().Public().Finalize(prepared, *blind, blinding->inverse);
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_TRUE(PlainVerify(Key().Public(), prepared, *signature));
  EXPECT_FALSE(PlainVerify(Key().Public(), prepared + " ", *signature));
}

TEST(BlindRsaTest, SigningTwiceGivesTheSameBytes) {
  const auto blinding = Key().Public().Blind(PrepareBlind("x"));
  ASSERT_TRUE(blinding.ok());
  EXPECT_EQ(*Key().SignBlinded(blinding->blinded_message),
            *Key().SignBlinded(blinding->blinded_message));
}

TEST(BlindRsaTest, TwoBlindingsOfOneMessageDiffer) {
  const std::string prepared = PrepareBlind("x");
  const auto one = Key().Public().Blind(prepared);
  const auto other = Key().Public().Blind(prepared);
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_NE(one->blinded_message, other->blinded_message);
  EXPECT_NE(one->inverse, other->inverse);
  EXPECT_NE(PrepareBlind("x"), PrepareBlind("x"));
  // One's answer is no use to the other.
  const auto blind = Key().SignBlinded(one->blinded_message);
  ASSERT_TRUE(blind.ok());
  EXPECT_EQ(DetailOf(Key().Public().Finalize(prepared, *blind, other->inverse).status()).reason,
            Reason::kVoucherInvalid);
}

TEST(BlindRsaTest, AnAnswerLargerThanTheModulusIsForgedLikeAnyOther) {
  const std::string prepared = PrepareBlind("x");
  const auto blinding = Key().Public().Blind(prepared);
  ASSERT_TRUE(blinding.ok());
  const std::string larger(blinding->blinded_message.size(), '\xff');
  EXPECT_EQ(DetailOf(Key().Public().Finalize(prepared, larger, blinding->inverse).status()).reason,
            Reason::kVoucherInvalid);
}

TEST(BlindRsaTest, AnotherKeyVerifiesNothing) {
  const BlindRsaKey other = BlindRsaKey::Generate();
  const std::string prepared = PrepareBlind("x");
  const auto blinding = Key().Public().Blind(prepared);
  ASSERT_TRUE(blinding.ok());
  const auto blind = Key().SignBlinded(blinding->blinded_message);
  ASSERT_TRUE(blind.ok());
  const auto signature = Key().Public().Finalize(prepared, *blind, blinding->inverse);
  ASSERT_TRUE(signature.ok());
  EXPECT_FALSE(other.Public().Verify(prepared, *signature));
  EXPECT_FALSE(Key().Public().Verify(PrepareBlind("x"), *signature));
  for (const size_t at : {size_t{0}, size_t{128}, size_t{255}}) {
    std::string bent = *signature;
    bent[at] = static_cast<char>(bent[at] ^ 1);
    EXPECT_FALSE(Key().Public().Verify(prepared, bent)) << "byte " << at;
  }
  EXPECT_FALSE(Key().Public().Verify(prepared, ""));
  EXPECT_FALSE(Key().Public().Verify(prepared, *signature + '\0'));
  EXPECT_FALSE(Key().Public().Verify(prepared, std::string(256, '\0')));
  EXPECT_FALSE(Key().Public().Verify(prepared, std::string(256, '\xff')));
  EXPECT_FALSE(Key().Public().Verify(prepared, Modulus(Key().Public())));
}

TEST(BlindRsaTest, SignsOnlyNumbersThatHideSomething) {
  const std::string n = Modulus(Key().Public());
  for (const std::string& refused :
       {std::string(), std::string(255, '\x01'), std::string(257, '\x01'), Small(0), Small(1),
        MinusWord(n, 1), n, std::string(256, '\xff')}) {
    const auto answer = Key().SignBlinded(refused);
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument)
        << BytesToHexString(refused);
  }
  EXPECT_TRUE(Key().SignBlinded(Small(2)).ok());
  EXPECT_TRUE(Key().SignBlinded(MinusWord(n, 2)).ok());
}

TEST(BlindRsaTest, FinalizeRefusesWhatIsNoAnswer) {
  const std::string prepared = PrepareBlind("x");
  const auto blinding = Key().Public().Blind(prepared);
  ASSERT_TRUE(blinding.ok());
  for (const std::string& answer : {std::string(), Small(0), Small(7), std::string(256, '\xff'),
                                    Modulus(Key().Public()), std::string(257, '\x01')}) {
    EXPECT_EQ(Key().Public().Finalize(prepared, answer, blinding->inverse).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_FALSE(Key().Public().Finalize(prepared, Small(7), "short").ok());
  EXPECT_FALSE(Key().Public().BlindWith(prepared, "short", blinding->inverse).ok());
  EXPECT_FALSE(Key().Public().BlindWith(prepared, std::string(48, 's'), Small(0)).ok());
}

TEST(BlindRsaTest, KeysComeBackFromTheirBytes) {
  const auto key = BlindRsaKey::FromPkcs8(Key().ToPkcs8());
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->Public().ToSpki(), Key().Public().ToSpki());
  const auto pub = BlindRsaPublicKey::FromSpki(Key().Public().ToSpki());
  ASSERT_TRUE(pub.ok()) << pub.status();
  EXPECT_EQ(pub->ToSpki(), Key().Public().ToSpki());
  EXPECT_EQ(pub->Bytes(), 256u);
}

TEST(BlindRsaTest, RefusesWhatIsNoKeyOfThisKind) {
  const std::string spki = Key().Public().ToSpki();
  const std::string pkcs8 = Key().ToPkcs8();
  EXPECT_FALSE(BlindRsaPublicKey::FromSpki("").ok());
  EXPECT_FALSE(BlindRsaPublicKey::FromSpki("no key").ok());
  EXPECT_FALSE(BlindRsaPublicKey::FromSpki(spki + '\0').ok());
  EXPECT_FALSE(BlindRsaPublicKey::FromSpki(spki.substr(0, spki.size() - 1)).ok());
  EXPECT_FALSE(BlindRsaPublicKey::FromSpki(pkcs8).ok());
  EXPECT_FALSE(BlindRsaKey::FromPkcs8("").ok());
  EXPECT_FALSE(BlindRsaKey::FromPkcs8(spki).ok());
  EXPECT_FALSE(BlindRsaKey::FromPkcs8(pkcs8 + '\0').ok());
  EXPECT_FALSE(BlindRsaKey::FromPkcs8(pkcs8.substr(0, pkcs8.size() / 2)).ok());
  const Owned<EVP_PKEY> small(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", size_t{1024}));
  EXPECT_FALSE(BlindRsaPublicKey::FromSpki(Spki(small.get())).ok());
  const Owned<EVP_PKEY> curve(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  EXPECT_FALSE(BlindRsaPublicKey::FromSpki(Spki(curve.get())).ok());
}

TEST(BlindRsaTest, OneKeyServesManyThreads) {
  std::vector<std::thread> threads;
  std::vector<int> good(4);
  for (size_t i = 0; i < good.size(); ++i) {
    threads.emplace_back([&good, i] {
      for (int round = 0; round < 10; ++round) {
        const std::string prepared = PrepareBlind("x");
        const auto blinding = Key().Public().Blind(prepared);
        if (!blinding.ok()) continue;
        const auto blind = Key().SignBlinded(blinding->blinded_message);
        if (!blind.ok()) continue;
        good[i] += Key().Public().Finalize(prepared, *blind, blinding->inverse).ok() ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, std::vector<int>(4, 10));
}

}  // namespace
}  // namespace tarazy
