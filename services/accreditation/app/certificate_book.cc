#include "services/accreditation/app/certificate_book.h"

#include "services/accreditation/app/certificates.h"

namespace tarazy::accreditation {
namespace {

SubjectFacts FactsOf(const RegisteredSubject& subject, const RegisteredUnits& units) {
  SubjectFacts facts{
      .name = subject.subject, .code = subject.code, .institution = subject.institution};
  if (const auto unit = units.find(subject.subject); unit != units.end()) {
    facts.title = unit->second.title;
  }
  if (const auto unit = units.find(subject.institution); unit != units.end()) {
    facts.institution_title = unit->second.title;
  }
  return facts;
}

}  // namespace

absl::StatusOr<std::string> RegisterCertificates::Decided(sql::Tx& tx, const v1::Decision& decision,
                                                          const RegisteredSubject& subject) {
  return Certify(tx, signer_, decision, FactsOf(subject, units_), now_);
}

absl::Status RegisterCertificates::Appealed(sql::Tx& tx, const v1::Appeal& appeal) {
  return ApplyAppeal(tx, appeal, now_);
}

}  // namespace tarazy::accreditation
