#include "services/accreditation/app/certificates.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/record/stamp.h"
#include "services/accreditation/domain/certificate/revocations.h"
#include "services/accreditation/store/certificate_store.h"

namespace tarazy::accreditation {
namespace {

constexpr char kRegister[] = "register";  // who enters what follows from decisions and appeals
constexpr size_t kMaxReason = 8000;       // bytes, as of a decision's

// The first day on which a decision has effect.
absl::StatusOr<absl::CivilDay> FirstDay(const v1::Decision& decision) {
  const std::string& text =
      decision.valid_from().empty() ? decision.decided_on() : decision.valid_from();
  const std::optional<absl::CivilDay> day = ParseDay(text);
  if (!day.has_value()) return InvalidField("decided_on", "must be a day such as 2023-05-26");
  return *day;
}

std::string ReasonOf(const v1::Decision& decision) {
  if (!decision.reason().empty()) return decision.reason();
  return decision.wording().empty() ? decision.name() : decision.wording();
}

// The grant that a certificate of this decision rests on.
absl::StatusOr<std::string> RootOf(sql::Tx& tx, const v1::Decision& decision) {
  if (decision.kind() != v1::DECISION_KIND_EXTEND) return decision.name();
  ASSIGN_OR_RETURN(const auto extended, FindCertificateOf(tx, decision.acts_on()));
  return extended.has_value() ? extended->root : decision.acts_on();
}

// The certificates that a decision about another decision concerns: those of the same grant, and
// those that the other one did something to.
absl::StatusOr<std::set<std::string>> Concerned(sql::Tx& tx, absl::string_view decision) {
  ASSIGN_OR_RETURN(const auto own, FindCertificateOf(tx, decision));
  ASSIGN_OR_RETURN(const std::vector<std::string> of_grant,
                   CertificatesOfGrant(tx, own.has_value() ? own->root : decision));
  ASSIGN_OR_RETURN(const std::vector<std::string> acted_on, CertificatesActedOnBy(tx, decision));
  std::set<std::string> ids(of_grant.begin(), of_grant.end());
  ids.insert(acted_on.begin(), acted_on.end());
  return ids;
}

absl::Status AppendToAll(sql::Tx& tx, absl::string_view decision, const CertificateAct& act) {
  ASSIGN_OR_RETURN(const std::set<std::string> ids, Concerned(tx, decision));
  for (const std::string& id : ids) {
    RETURN_IF_ERROR(AppendCertificateAct(tx, id, act, kRegister));
  }
  return absl::OkStatus();
}

// The certificates that fall with a decision: a grant's with those of its extensions, an
// extension's alone.
absl::StatusOr<std::vector<std::string>> FallWith(sql::Tx& tx, absl::string_view decision) {
  ASSIGN_OR_RETURN(const auto own, FindCertificateOf(tx, decision));
  if (!own.has_value()) return std::vector<std::string>();
  if (own->root == decision) return CertificatesOfGrant(tx, decision);
  return std::vector<std::string>{own->id};
}

// As if `decision` had never been taken: what it did is undone, what it gave is revoked from the
// first day on.
absl::Status Annul(sql::Tx& tx, absl::string_view decision, absl::string_view by,
                   absl::string_view reason, absl::Time now) {
  CertificateAct act{.kind = CertificateActKind::kAnnul,
                     .reason = std::string(reason),
                     .by = std::string(by),
                     .target = std::string(decision),
                     .recorded = now};
  ASSIGN_OR_RETURN(const std::vector<std::string> undone, CertificatesActedOnBy(tx, decision));
  for (const std::string& id : undone) {
    RETURN_IF_ERROR(AppendCertificateAct(tx, id, act, kRegister));
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> fallen, FallWith(tx, decision));
  for (const std::string& id : fallen) {
    ASSIGN_OR_RETURN(const StoredCertificate certificate, LoadCertificate(tx, id));
    act.kind = CertificateActKind::kRevoke;
    act.from = certificate.valid_from;
    act.target.clear();
    RETURN_IF_ERROR(AppendCertificateAct(tx, id, act, kRegister));
  }
  return absl::OkStatus();
}

// The entry that keeps a certificate from holding on a day; a revocation goes before a suspension.
absl::StatusOr<std::optional<RevocationEntry>> EntryOn(sql::Tx& tx, const std::string& id,
                                                       absl::CivilDay day) {
  ASSIGN_OR_RETURN(const std::vector<CertificateAct> acts, LoadCertificateActs(tx, id));
  std::optional<RevocationEntry> found;
  for (RevocationEntry& entry : EntriesOf(absl::StrCat("certificates/", id), acts)) {
    if (!entry.Holds(day)) continue;
    if (!found.has_value() || (found->suspended && !entry.suspended)) found = std::move(entry);
  }
  return found;
}

v1::Revocation ToProto(const RevocationEntry& entry) {
  v1::Revocation proto;
  proto.set_certificate(entry.certificate);
  *proto.mutable_revoke_time() = record::Stamp(entry.recorded);
  proto.set_reason(entry.reason);
  proto.set_decision(entry.by);
  proto.set_suspended(entry.suspended);
  proto.set_from(FormatDay(entry.from));
  if (entry.to.has_value()) proto.set_to(FormatDay(*entry.to));
  return proto;
}

absl::StatusOr<v1::Certificate> ToProto(sql::Tx& tx, const StoredCertificate& certificate,
                                        absl::CivilDay today) {
  v1::Certificate proto;
  proto.set_name(absl::StrCat("certificates/", certificate.id));
  proto.set_number(certificate.number);
  proto.set_decision(certificate.decision);
  proto.set_document(certificate.document);
  ASSIGN_OR_RETURN(const auto entry, EntryOn(tx, certificate.id, today));
  if (entry.has_value()) *proto.mutable_revocation() = ToProto(*entry);
  return proto;
}

}  // namespace

absl::StatusOr<std::string> IssueCertificate(sql::Tx& tx, const Signer& signer,
                                             const v1::Decision& decision,
                                             const SubjectFacts& subject, absl::Time now) {
  CertificateFacts facts{.decision = decision.name(),
                         .agency = decision.agency(),
                         .scope = decision.scope(),
                         .kind = decision.kind(),
                         .subject = subject};
  RETURN_IF_ERROR(SetCertifiedDays(decision, facts));
  StoredCertificate stored{.agency = decision.agency(),
                           .year = static_cast<int>(facts.decided_on.year()),
                           .decision = decision.name(),
                           .subject = subject.name,
                           .valid_from = facts.valid_from,
                           .valid_to = facts.valid_to,
                           .created = now};
  ASSIGN_OR_RETURN(stored.root, RootOf(tx, decision));
  ASSIGN_OR_RETURN(stored.serial, NextCertificateSerial(tx, stored.agency, stored.year));
  stored.id = absl::StrFormat("%s-%04d-%06d", stored.agency, stored.year, stored.serial);
  stored.number = absl::AsciiStrToUpper(stored.id);
  facts.name = absl::StrCat("certificates/", stored.id);
  facts.number = stored.number;
  RETURN_IF_ERROR(CheckComplete(facts));
  stored.document = MakeCertificate(facts, signer, now);
  RETURN_IF_ERROR(InsertCertificate(tx, stored));
  RETURN_IF_ERROR(RecordSigningKey(tx, signer.Did(), now));
  return facts.name;
}

absl::Status ApplyToCertificates(sql::Tx& tx, const v1::Decision& decision, absl::Time now) {
  CertificateAct act{.reason = ReasonOf(decision), .by = decision.name(), .recorded = now};
  switch (decision.kind()) {
    case v1::DECISION_KIND_VOID:
      return Annul(tx, decision.acts_on(), decision.name(), act.reason, now);
    case v1::DECISION_KIND_WITHDRAW:
      act.kind = CertificateActKind::kRevoke;
      break;
    case v1::DECISION_KIND_SUSPEND:
      act.kind = CertificateActKind::kSuspend;
      act.to = ParseDay(decision.valid_to());
      break;
    case v1::DECISION_KIND_REINSTATE:
      act.kind = CertificateActKind::kReinstate;
      break;
    default:
      return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(act.from, FirstDay(decision));
  return AppendToAll(tx, decision.acts_on(), act);
}

absl::StatusOr<std::string> Certify(sql::Tx& tx, const Signer& signer, const v1::Decision& decision,
                                    const SubjectFacts& subject, absl::Time now) {
  switch (decision.kind()) {
    case v1::DECISION_KIND_GRANT:
    case v1::DECISION_KIND_GRANT_CONDITIONALLY:
    case v1::DECISION_KIND_EXTEND:
      if (decision.historical()) return std::string();
      return IssueCertificate(tx, signer, decision, subject, now);
    default:
      RETURN_IF_ERROR(ApplyToCertificates(tx, decision, now));
      return std::string();
  }
}

absl::Status ApplyAppeal(sql::Tx& tx, const v1::Appeal& appeal, absl::Time now) {
  if (appeal.outcome() == v1::APPEAL_OUTCOME_UPHELD) {
    return Annul(tx, appeal.decision(), appeal.name(), appeal.reason(), now);
  }
  CertificateAct act{.kind = CertificateActKind::kAnnul,
                     .by = appeal.name(),
                     .target = appeal.decision(),
                     .recorded = now};
  if (appeal.outcome() != v1::APPEAL_OUTCOME_UNSPECIFIED) {
    const std::optional<absl::CivilDay> ended = ParseDay(appeal.decided_on());
    if (!ended.has_value()) return InvalidField("decided_on", "must be a day such as 2023-05-26");
    act.kind = CertificateActKind::kRestore;
    act.from = *ended;
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   CertificatesActedOnBy(tx, appeal.decision()));
  for (const std::string& id : ids) {
    RETURN_IF_ERROR(AppendCertificateAct(tx, id, act, kRegister));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Certificate> GetCertificate(sql::Tx& tx, absl::string_view id,
                                               absl::CivilDay today) {
  const absl::StatusOr<StoredCertificate> certificate = LoadCertificate(tx, id);
  if (certificate.ok()) return ToProto(tx, *certificate, today);
  if (!absl::IsNotFound(certificate.status())) return certificate.status();
  ASSIGN_OR_RETURN(const auto of_decision, FindCertificateOf(tx, absl::StrCat("decisions/", id)));
  if (!of_decision.has_value()) return certificate.status();
  return ToProto(tx, *of_decision, today);
}

absl::StatusOr<std::map<std::string, std::string>> ValidCertificates(
    sql::Tx& tx, const std::vector<std::string>& decisions, absl::CivilDay day) {
  ASSIGN_OR_RETURN(const auto certificates, CertificatesOf(tx, decisions));
  std::map<std::string, std::string> valid;
  for (const auto& [decision, id] : certificates) {
    ASSIGN_OR_RETURN(const auto entry, EntryOn(tx, id, day));
    if (!entry.has_value()) valid[decision] = absl::StrCat("certificates/", id);
  }
  return valid;
}

absl::StatusOr<v1::Certificate> RevokeCertificate(sql::Tx& tx, absl::string_view id,
                                                  absl::string_view reason, const RevokedBy& by) {
  if (reason.empty()) return InvalidField("reason", "say why; everybody can read it");
  RETURN_IF_ERROR(CheckText("reason", reason, kMaxReason));
  ASSIGN_OR_RETURN(const StoredCertificate certificate, LoadCertificate(tx, id));
  ASSIGN_OR_RETURN(const auto entry, EntryOn(tx, certificate.id, by.today));
  if (entry.has_value() && !entry->suspended) {
    return FailedPrecondition(Reason::kCertificateRevoked,
                              absl::StrCat(certificate.number, " is revoked from ",
                                           FormatDay(entry->from), " on already"));
  }
  RETURN_IF_ERROR(AppendCertificateAct(tx, id,
                                       {.kind = CertificateActKind::kRevoke,
                                        .from = by.today,
                                        .reason = std::string(reason),
                                        .recorded = by.now},
                                       by.person));
  return ToProto(tx, certificate, by.today);
}

absl::StatusOr<std::string> SignRevocations(sql::Tx& tx, const Signer& signer, absl::Time now) {
  std::vector<RevocationEntry> entries;
  RETURN_IF_ERROR(ForEachCertificateWithActs(
      tx, [&](const std::string& id, const std::vector<CertificateAct>& acts) {
        for (RevocationEntry& entry : EntriesOf(absl::StrCat("certificates/", id), acts)) {
          entries.push_back(std::move(entry));
        }
      }));
  return MakeRevocationList(entries, signer, now);
}

absl::StatusOr<std::vector<std::string>> FormerKeys(sql::Tx& tx, const Signer& signer) {
  ASSIGN_OR_RETURN(std::vector<std::string> keys, SigningKeys(tx));
  std::erase(keys, signer.Did());
  return keys;
}

}  // namespace tarazy::accreditation
