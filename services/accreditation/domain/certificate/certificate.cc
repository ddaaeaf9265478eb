#include "services/accreditation/domain/certificate/certificate.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/domain/certificate/data_integrity.h"
#include "services/accreditation/domain/certificate/did_key.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

constexpr char kCertificateType[] = "AccreditationCertificate";
constexpr char kStatusType[] = "RegisterRevocationList";
constexpr char kListMethod[] = "tarazy.accreditation.v1.CertificatesService/GetRevocations";
constexpr char kScopePrefix[] = "PROCEDURE_TYPE_";
constexpr char kKindPrefix[] = "DECISION_KIND_";
constexpr absl::string_view kMidnight = "T00:00:00Z";

// PROCEDURE_TYPE_INTERNAL_AUDIT is "internal-audit".
std::string Word(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", "-"}});
}
std::string NameOf(absl::string_view word, absl::string_view prefix) {
  return absl::StrCat(prefix, absl::StrReplaceAll(absl::AsciiStrToUpper(word), {{"-", "_"}}));
}

Json::Object TitleJson(const Localized& title) {
  Json::Object json;
  if (!title.kk.empty()) json["kk"] = title.kk;
  if (!title.ru.empty()) json["ru"] = title.ru;
  if (!title.en.empty()) json["en"] = title.en;
  return json;
}

Json::Object SubjectJson(const SubjectFacts& subject) {
  Json::Object json = {{"name", subject.name}, {"title", TitleJson(subject.title)}};
  if (!subject.code.empty()) json["code"] = subject.code;
  return json;
}

Json::Object InstitutionJson(const SubjectFacts& subject) {
  Json::Object json = {{"name", subject.institution},
                       {"title", TitleJson(subject.institution_title)}};
  if (!subject.bin.empty()) json["bin"] = subject.bin;
  return json;
}

Json::Object StatusJson(absl::string_view public_url) {
  Json::Object json = {{"type", kStatusType}, {"method", kListMethod}};
  if (!public_url.empty()) json["id"] = absl::StrCat(public_url, "/v1/certificates:revocations");
  return json;
}

// Reads the members of one object, remembering the first that is missing.
class Reader {
 public:
  Reader(const Json* json, absl::string_view path) : json_(json), path_(path) {}

  std::string Text(absl::string_view key) {
    const absl::string_view text = json_ == nullptr ? "" : json_->TextAt(key);
    if (text.empty()) Fail(key, "is missing");
    return std::string(text);
  }
  std::string OptionalText(absl::string_view key) {
    return json_ == nullptr ? std::string() : std::string(json_->TextAt(key));
  }
  Localized Title() {
    const Json* title = json_ == nullptr ? nullptr : json_->Find("title");
    Localized localized;
    if (title != nullptr) {
      localized = {.en = std::string(title->TextAt("en")),
                   .ru = std::string(title->TextAt("ru")),
                   .kk = std::string(title->TextAt("kk"))};
    }
    if (localized.Any().empty()) Fail("title", "is missing");
    return localized;
  }
  absl::CivilDay Day(absl::string_view key) {
    const std::optional<absl::CivilDay> day = ParseDay(Text(key));
    if (!day.has_value()) Fail(key, "must be a day such as 2023-05-26");
    return day.value_or(absl::CivilDay());
  }
  void Fail(absl::string_view key, absl::string_view why) {
    if (status_.ok()) status_ = InvalidField(absl::StrCat(path_, ".", key), why);
  }

  const absl::Status& status() const { return status_; }

 private:
  const Json* json_;
  const std::string path_;
  absl::Status status_;
};

absl::Status ReadSubject(const Json& statement, SubjectFacts& subject) {
  Reader reader(statement.Find("subject"), "credentialSubject.subject");
  subject.name = reader.Text("name");
  subject.code = reader.OptionalText("code");
  subject.title = reader.Title();
  RETURN_IF_ERROR(reader.status());
  Reader institution(statement.Find("institution"), "credentialSubject.institution");
  subject.institution = institution.Text("name");
  subject.institution_title = institution.Title();
  subject.bin = institution.OptionalText("bin");
  return institution.status();
}

}  // namespace

std::string Signer::Did() const { return DidOfKey(key.PublicKey()); }

Json::Object CredentialOf(absl::string_view type, absl::string_view issuer) {
  return {{"@context",
           Json::Array{"https://www.w3.org/ns/credentials/v2",
                       // Gives the register's own words a meaning for readers of linked data.
                       "https://www.w3.org/ns/credentials/undefined-terms/v2"}},
          {"type", Json::Array{"VerifiableCredential", type}},
          {"issuer", issuer}};
}

absl::Status CheckCredential(const Json& document, absl::string_view type,
                             absl::string_view issuer) {
  const Json::Object expected = CredentialOf(type, issuer);
  for (const auto& [key, value] : expected) {
    const Json* found = document.Find(key);
    if (found != nullptr && *found == value) continue;
    if (key == "issuer") return InvalidField("issuer", "is not who signed the document");
    return InvalidField(key, absl::StrCat("does not say that this is of type ", type));
  }
  return absl::OkStatus();
}

std::string CredentialDay(absl::CivilDay day) { return absl::StrCat(FormatDay(day), kMidnight); }

absl::StatusOr<absl::CivilDay> ParseCredentialDay(absl::string_view field, absl::string_view text) {
  const std::optional<absl::CivilDay> day =
      absl::ConsumeSuffix(&text, kMidnight) ? ParseDay(text) : std::nullopt;
  if (!day.has_value()) return InvalidField(field, "must be a day such as 2023-05-26T00:00:00Z");
  return *day;
}

namespace {

Json::Object Unsigned(const CertificateFacts& facts, absl::string_view issuer) {
  Json::Object document = CredentialOf(kCertificateType, issuer);
  document["validFrom"] = CredentialDay(facts.valid_from);
  document["validUntil"] = CredentialDay(facts.valid_to);
  document["credentialStatus"] = StatusJson("");
  document["credentialSubject"] =
      Json::Object{{"certificate", facts.name},
                   {"number", facts.number},
                   {"decision", facts.decision},
                   {"decidedOn", FormatDay(facts.decided_on)},
                   {"outcome", Word(v1::DecisionKind_Name(facts.kind), kKindPrefix)},
                   {"agency", facts.agency},
                   {"scope", Word(v1::ProcedureType_Name(facts.scope), kScopePrefix)},
                   {"subject", SubjectJson(facts.subject)},
                   {"institution", InstitutionJson(facts.subject)}};
  return document;
}

}  // namespace

absl::Status CheckComplete(const CertificateFacts& facts) {
  constexpr char kAnybody[] = "did:key:anybody";
  return ReadCertificate(Unsigned(facts, kAnybody), kAnybody).status();
}

std::string MakeCertificate(const CertificateFacts& facts, const Signer& signer,
                            absl::Time issued) {
  Json::Object document = Unsigned(facts, signer.Did());
  if (!signer.public_url.empty()) {
    document["id"] = absl::StrCat(signer.public_url, "/v1/", facts.name);
  }
  document["credentialStatus"] = StatusJson(signer.public_url);
  return CanonicalJson(Secure(std::move(document), signer.key, issued));
}

absl::StatusOr<CertificateFacts> ReadCertificate(const Json& document, absl::string_view key) {
  RETURN_IF_ERROR(CheckCredential(document, kCertificateType, key));
  CertificateFacts facts;
  ASSIGN_OR_RETURN(facts.valid_from, ParseCredentialDay("validFrom", document.TextAt("validFrom")));
  ASSIGN_OR_RETURN(facts.valid_to, ParseCredentialDay("validUntil", document.TextAt("validUntil")));
  if (facts.valid_from >= facts.valid_to) {
    return InvalidField("validUntil", "must be after validFrom");
  }
  const Json* status = document.Find("credentialStatus");
  if (status == nullptr || status->TextAt("type") != kStatusType) {
    return InvalidField("credentialStatus", absl::StrCat("must be of type ", kStatusType));
  }
  const Json* statement = document.Find("credentialSubject");
  Reader reader(statement, "credentialSubject");
  facts.name = reader.Text("certificate");
  facts.number = reader.Text("number");
  facts.decision = reader.Text("decision");
  facts.decided_on = reader.Day("decidedOn");
  facts.agency = reader.Text("agency");
  if (!v1::ProcedureType_Parse(NameOf(reader.Text("scope"), kScopePrefix), &facts.scope) ||
      facts.scope == v1::PROCEDURE_TYPE_UNSPECIFIED) {
    reader.Fail("scope", "is none that this program knows");
  }
  if (!v1::DecisionKind_Parse(NameOf(reader.Text("outcome"), kKindPrefix), &facts.kind) ||
      facts.kind == v1::DECISION_KIND_UNSPECIFIED) {
    reader.Fail("outcome", "is none that this program knows");
  }
  RETURN_IF_ERROR(reader.status());
  RETURN_IF_ERROR(ReadSubject(*statement, facts.subject));
  return facts;
}

absl::Status SetCertifiedDays(const v1::Decision& decision, CertificateFacts& facts) {
  const bool grant = decision.kind() == v1::DECISION_KIND_GRANT ||
                     decision.kind() == v1::DECISION_KIND_GRANT_CONDITIONALLY;
  if (!grant && decision.kind() != v1::DECISION_KIND_EXTEND) {
    return InvalidField("kind", "has no certificate: only grants and their extensions have");
  }
  const std::optional<absl::CivilDay> decided = ParseDay(decision.decided_on());
  const std::optional<absl::CivilDay> from =
      decision.valid_from().empty() ? decided : ParseDay(decision.valid_from());
  if (!decided.has_value()) return InvalidField("decided_on", "must be a day");
  if (!from.has_value()) return InvalidField("valid_from", "must be a day");
  std::optional<absl::CivilDay> to = ParseDay(decision.valid_to());
  if (decision.valid_to().empty() && decision.years() > 0)
    to = Anniversary(*from, decision.years());
  if (!to.has_value() || *to <= *from) {
    return InvalidField("valid_to", "must be a day after valid_from: a certificate has an end");
  }
  facts.decided_on = *decided;
  facts.valid_from = *from;
  facts.valid_to = *to;
  return absl::OkStatus();
}

}  // namespace tarazy::accreditation
