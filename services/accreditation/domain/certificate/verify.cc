#include "services/accreditation/domain/certificate/verify.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/accreditation/domain/certificate/data_integrity.h"
#include "services/accreditation/domain/certificate/did_key.h"
#include "services/accreditation/domain/certificate/revocations.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

// Clocks of two machines may differ so much.
constexpr absl::Duration kSkew = absl::Minutes(5);

absl::Status NotTrusted(absl::string_view what) {
  return FailedPrecondition(Reason::kEvidenceMismatch, what);
}
absl::Status DoesNotHold(absl::string_view what) {
  return FailedPrecondition(Reason::kCertificateRevoked, what);
}

bool IsTrusted(const std::vector<std::string>& keys, absl::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// Says which of the two documents a fault lies in.
absl::Status In(absl::string_view document, const absl::Status& status) {
  return MakeError(status.code(), DetailOf(status).reason,
                   absl::StrCat(document, ": ", status.message()), DetailOf(status));
}

absl::Status CheckList(const RevocationList& list, const Verification& verification) {
  if (!IsTrusted(verification.keys, list.key)) {
    return NotTrusted(absl::StrCat("the revocation list is signed by ", list.key,
                                   ", which is none of the trusted keys"));
  }
  if (list.issued > verification.now + kSkew) {
    return NotTrusted(absl::StrCat("the revocation list was issued ", IsoTime(list.issued),
                                   ", which is in the future"));
  }
  if (list.valid_until <= verification.now) {
    return NotTrusted(absl::StrCat("the revocation list is too old: it was good until ",
                                   IsoTime(list.valid_until), "; fetch a new one"));
  }
  return absl::OkStatus();
}

absl::Status CheckEntries(const RevocationList& list, const CertificateFacts& facts,
                          absl::CivilDay on) {
  for (const RevocationEntry& entry : list.entries) {
    if (entry.certificate != facts.name || !entry.Holds(on)) continue;
    std::string sentence =
        absl::StrCat(facts.number, entry.suspended ? " is suspended" : " is revoked", " from ",
                     FormatDay(entry.from));
    if (entry.to.has_value()) absl::StrAppend(&sentence, " to before ", FormatDay(*entry.to));
    if (!entry.by.empty()) absl::StrAppend(&sentence, " by ", entry.by);
    return DoesNotHold(absl::StrCat(sentence, ": ", entry.reason));
  }
  return absl::OkStatus();
}

absl::Status CheckDates(const CertificateFacts& facts, absl::CivilDay on) {
  if (on < facts.valid_from) {
    return DoesNotHold(absl::StrCat(facts.number, " is valid from ", FormatDay(facts.valid_from),
                                    " on, not yet on ", FormatDay(on)));
  }
  if (on >= facts.valid_to) {
    return DoesNotHold(absl::StrCat(facts.number, " was valid until before ",
                                    FormatDay(facts.valid_to), ", not on ", FormatDay(on)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ReadKeyFile(absl::string_view text) {
  std::vector<std::string> keys;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    if (!KeyOfDid(line).has_value()) {
      return InvalidField(absl::StrCat("line ", number),
                          "is no Ed25519 public key: did:key:z6Mk… is expected");
    }
    keys.emplace_back(line);
  }
  if (keys.empty()) return InvalidField("key file", "holds no key");
  return keys;
}

std::string WriteKeyFile(const std::vector<std::string>& keys) {
  std::string text =
      "# Public keys (Ed25519) of one register's certificates: the current one first, then those\n"
      "# before it. Take out a key that got into other hands.\n";
  for (const std::string& key : keys) absl::StrAppend(&text, key, "\n");
  return text;
}

absl::StatusOr<Verified> VerifyCertificate(const Verification& verification) {
  const auto json = ParseJson(verification.certificate);
  if (!json.ok()) return In("certificate", json.status());
  const auto proven = CheckProof(*json);
  if (!proven.ok()) return In("certificate", proven.status());
  if (!IsTrusted(verification.keys, proven->key)) {
    return NotTrusted(absl::StrCat("the certificate is signed by ", proven->key,
                                   ", which is none of the trusted keys"));
  }
  auto facts = ReadCertificate(proven->document, proven->key);
  if (!facts.ok()) return In("certificate", facts.status());
  if (proven->created > verification.now + kSkew) {
    return NotTrusted(absl::StrCat("the certificate was issued ", IsoTime(proven->created),
                                   ", which is in the future"));
  }
  Verified verified{
      .certificate = *std::move(facts), .key = proven->key, .issued = proven->created};
  if (verification.revocations.has_value()) {
    const auto list = ReadRevocationList(*verification.revocations);
    if (!list.ok()) return In("revocation list", list.status());
    RETURN_IF_ERROR(CheckList(*list, verification));
    RETURN_IF_ERROR(CheckEntries(*list, verified.certificate, verification.on));
    verified.list_issued = list->issued;
  }
  RETURN_IF_ERROR(CheckDates(verified.certificate, verification.on));
  return verified;
}

}  // namespace tarazy::accreditation
