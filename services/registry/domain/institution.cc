#include "services/registry/domain/institution.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/base/text.h"
#include "services/registry/domain/bin.h"
#include "services/registry/domain/web_address.h"

namespace tarazy::registry {
namespace {

constexpr size_t kMaxList = 100;
constexpr size_t kMaxLine = 200;
constexpr size_t kMaxNumber = 100;
constexpr size_t kMaxText = 1000;

bool IsCountry(absl::string_view code) {
  for (const char* const* known = uloc_getISOCountries(); *known != nullptr; ++known) {
    if (code == *known) return true;
  }
  return false;
}

void CheckLicences(absl::string_view field, std::vector<Licence>& licences, Faults& faults) {
  if (licences.size() > kMaxList) return faults.Add(field, "at most 100");
  for (size_t i = 0; i < licences.size(); ++i) {
    const Licence& licence = licences[i];
    const std::string path = absl::StrCat(field, "[", i, "]");
    faults.Add(CheckText(absl::StrCat(path, ".number"), licence.number, kMaxNumber));
    faults.Add(CheckText(absl::StrCat(path, ".issuer"), licence.issuer, kMaxText));
    faults.Add(CheckText(absl::StrCat(path, ".scope"), licence.scope, kMaxText));
    if (LicenceKey(licence.number).empty()) {
      faults.Add(absl::StrCat(path, ".number"), "give the licence's number");
    }
    if (licence.Holding().Empty()) {
      faults.Add(absl::StrCat(path, ".valid_to"), "it ends before it begins, or on the same day");
    }
    for (size_t j = 0; j < i; ++j) {
      if (LicenceKey(licences[j].number) == LicenceKey(licence.number) &&
          licences[j].Holding().Overlaps(licence.Holding())) {
        faults.Add(absl::StrCat(path, ".number"), "the same licence is named twice");
        break;
      }
    }
  }
  std::stable_sort(licences.begin(), licences.end(), [](const Licence& a, const Licence& b) {
    return std::tuple(a.Holding().from, a.number) < std::tuple(b.Holding().from, b.number);
  });
}

void CheckRelations(absl::string_view field, absl::string_view id, std::vector<Relation>& relations,
                    Faults& faults) {
  if (relations.size() > kMaxList) return faults.Add(field, "at most 100");
  const Relation* end = nullptr;
  for (size_t i = 0; i < relations.size(); ++i) {
    const Relation& relation = relations[i];
    const std::string path = absl::StrCat(field, "[", i, "]");
    faults.Add(CheckId(absl::StrCat(path, ".institution"), relation.other));
    if (relation.other == id) {
      faults.Add(absl::StrCat(path, ".institution"), "an institution has no relation to itself");
    }
    for (size_t j = 0; j < i; ++j) {
      if (relations[j].kind == relation.kind && relations[j].other == relation.other) {
        faults.Add(absl::StrCat(path, ".institution"), "the same relation is named twice");
        break;
      }
    }
    if (!relation.Ends()) continue;
    if (end != nullptr && end->effective_on != relation.effective_on) {
      faults.Add(absl::StrCat(path, ".effective_on"),
                 absl::StrCat("it ended on ", DateText(end->effective_on), " already"));
    } else if (end != nullptr && (end->kind != RelationKind::kSucceededBy ||
                                  relation.kind != RelationKind::kSucceededBy)) {
      faults.Add(absl::StrCat(path, ".kind"),
                 "only successors can be several; it merged or was renamed once");
    }
    if (end == nullptr) end = &relation;
  }
  std::stable_sort(relations.begin(), relations.end(), [](const Relation& a, const Relation& b) {
    return std::tuple(a.effective_on, a.other, a.kind) <
           std::tuple(b.effective_on, b.other, b.kind);
  });
}

}  // namespace

std::string LicenceKey(absl::string_view number) {
  static constexpr absl::string_view kLatin = "ABEKMHOPCTXY";
  static const icu::UnicodeString* const cyrillic = new icu::UnicodeString(u"АВЕКМНОРСТХУ");
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(number.data(), static_cast<int>(number.size())));
  text.toUpper(icu::Locale::getRoot());
  icu::UnicodeString key;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    const int32_t same = cyrillic->indexOf(c);
    if (same >= 0) {
      key.append(static_cast<char16_t>(kLatin[static_cast<size_t>(same)]));
    } else if (u_isalnum(c)) {
      key.append(c);
    }
  }
  std::string utf8;
  key.toUTF8String(utf8);
  return utf8;
}

absl::string_view RelationWords(RelationKind kind) {
  switch (kind) {
    case RelationKind::kMergedInto:
      return "merged into";
    case RelationKind::kSucceededBy:
      return "succeeded by";
    case RelationKind::kSpunOffFrom:
      return "spun off from";
    case RelationKind::kRenamedTo:
      return "renamed to";
  }
  return "";
}

void CheckInstitution(absl::string_view path, Institution& institution, Faults& faults) {
  const auto field = [&](absl::string_view name) { return absl::StrCat(path, ".", name); };
  CheckUnit(path, institution.unit, faults);
  CheckNames(field("names"), institution.unit.title, institution.names, faults);
  if (!institution.bin.empty()) faults.Add(CheckBin(field("bin"), institution.bin));
  CheckLicences(field("licences"), institution.licences, faults);
  CheckRelations(field("relations"), institution.unit.id, institution.relations, faults);
  faults.Add(CheckText(field("city"), institution.city, kMaxLine));
  faults.Add(CheckText(field("legal_form"), institution.legal_form, kMaxLine));
  if (!institution.country.empty() && !IsCountry(institution.country)) {
    faults.Add(field("country"), "two capital letters of ISO 3166-1, such as KZ");
  }
  if (!institution.web_address.empty()) {
    faults.Add(CheckWebAddress(field("web_address"), institution.web_address));
  }
}

}  // namespace tarazy::registry
