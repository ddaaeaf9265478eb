#include "services/accreditation/app/certificate_book.h"

#include "absl/strings/str_cat.h"
#include "services/accreditation/app/certificates.h"

namespace tarazy::accreditation {
namespace {

SubjectFacts FactsOf(const std::string& subject, const RegisteredUnits& units) {
  SubjectFacts facts{.name = subject};
  const auto unit = units.find(subject);
  if (unit == units.end()) return facts;
  facts.code = unit->second.code;
  facts.title = unit->second.title;
  facts.institution = absl::StrCat("institutions/", unit->second.institution);
  if (const auto holder = units.find(facts.institution); holder != units.end()) {
    facts.institution_title = holder->second.title;
  }
  return facts;
}

}  // namespace

absl::StatusOr<std::string> RegisterCertificates::Decided(sql::Tx& tx,
                                                          const v1::Decision& decision) {
  return Certify(tx, signer_, decision, FactsOf(decision.subject(), units_), now_);
}

absl::Status RegisterCertificates::Appealed(sql::Tx& tx, const v1::Appeal& appeal) {
  return ApplyAppeal(tx, appeal, now_);
}

}  // namespace tarazy::accreditation
