#include "services/registry/domain/programme.h"

#include <unicode/uloc.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/base/text.h"
#include "services/registry/domain/programme_code.h"

namespace tarazy::registry {
namespace {

constexpr size_t kMaxList = 100;
constexpr size_t kMaxLanguages = 20;
constexpr int kMaxEcts = 600;
constexpr int kMaxMonths = 120;
constexpr size_t kMaxPartnerCode = 100;
constexpr size_t kMaxAgreement = 200;
constexpr size_t kMaxExternalName = 1000;

bool IsLanguage(absl::string_view code) {
  if (code.size() != 2) return false;
  for (const char* const* known = uloc_getISOLanguages(); *known != nullptr; ++known) {
    if (code == *known) return true;
  }
  return false;
}

void CheckEcts(absl::string_view field, std::vector<EctsVersion>& ects, Faults& faults) {
  if (ects.size() > kMaxList) return faults.Add(field, "at most 100");
  for (size_t i = 0; i < ects.size(); ++i) {
    if (ects[i].ects < 1 || ects[i].ects > kMaxEcts) {
      faults.Add(absl::StrCat(field, "[", i, "].ects"), "1 to 600 credits");
    }
    for (size_t j = 0; j < i; ++j) {
      if (ects[j].approved_on == ects[i].approved_on) {
        faults.Add(absl::StrCat(field, "[", i, "].approved_on"), "one version a day");
        break;
      }
    }
  }
  std::stable_sort(ects.begin(), ects.end(), [](const EctsVersion& a, const EctsVersion& b) {
    return a.approved_on < b.approved_on;
  });
}

void CheckLanguages(absl::string_view field, const std::vector<std::string>& languages,
                    Faults& faults) {
  if (languages.size() > kMaxLanguages) return faults.Add(field, "at most 20");
  for (size_t i = 0; i < languages.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (!IsLanguage(languages[i])) {
      faults.Add(path, "two small letters of ISO 639-1, such as kk");
    } else if (std::find(languages.begin(), languages.begin() + static_cast<int64_t>(i),
                         languages[i]) != languages.begin() + static_cast<int64_t>(i)) {
      faults.Add(path, "named twice");
    }
  }
}

void CheckPartner(absl::string_view path, absl::string_view own, const JointPartner& partner,
                  Faults& faults) {
  const auto field = [&](absl::string_view name) { return absl::StrCat(path, ".", name); };
  if (partner.institution.empty() == partner.external_name.empty()) {
    faults.Add(path, "name the partner: an institution that is registered, or external_name");
  }
  if (!partner.institution.empty()) {
    faults.Add(CheckId(field("institution"), partner.institution));
    if (partner.institution == own) {
      faults.Add(field("institution"), "the programme's own institution is no partner");
    }
  }
  faults.Add(CheckText(field("external_name"), partner.external_name, kMaxExternalName));
  faults.Add(CheckText(field("code"), partner.code, kMaxPartnerCode));
  CheckTitle(field("title"), partner.title, /*required=*/false, faults);
  faults.Add(CheckText(field("agreement_number"), partner.agreement_number, kMaxAgreement));
}

void CheckOldCodes(absl::string_view field, absl::string_view code, std::vector<OldCode>& old_codes,
                   Faults& faults) {
  if (old_codes.size() > kMaxList) return faults.Add(field, "at most 100");
  for (size_t i = 0; i < old_codes.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "].code");
    faults.Add(CheckOldCode(path, old_codes[i].code));
    if (old_codes[i].code == code) faults.Add(path, "this is the code that it has");
    for (size_t j = 0; j < i; ++j) {
      if (old_codes[j].code == old_codes[i].code) {
        faults.Add(path, "named twice");
        break;
      }
    }
  }
  std::stable_sort(old_codes.begin(), old_codes.end(), [](const OldCode& a, const OldCode& b) {
    return a.replaced_on < b.replaced_on;  // those without a date are first
  });
}

}  // namespace

void CheckProgramme(absl::string_view path, Programme& programme, Faults& faults) {
  const auto field = [&](absl::string_view name) { return absl::StrCat(path, ".", name); };
  const Unit& unit = programme.unit;
  CheckUnit(path, unit, faults);
  CheckNames(field("names"), unit.title, programme.names, faults);
  CheckEcts(field("ects"), programme.ects, faults);
  if (programme.duration_months < 0 || programme.duration_months > kMaxMonths) {
    faults.Add(field("duration_months"), "1 to 120 months, 0 when it is not known");
  }
  CheckLanguages(field("languages"), programme.languages, faults);
  if (programme.partners.size() > kMaxList) faults.Add(field("partners"), "at most 100");
  for (size_t i = 0; i < programme.partners.size(); ++i) {
    CheckPartner(absl::StrCat(field("partners"), "[", i, "]"), unit.institution,
                 programme.partners[i], faults);
  }
  CheckOldCodes(field("old_codes"), unit.code, programme.old_codes, faults);
  if (!unit.code.empty() && unit.institution.empty()) {
    faults.Add(field("institution"), "a code needs the institution that gives the programme");
  }
}

}  // namespace tarazy::registry
