#include "services/registry/domain/unit.h"

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/base/text.h"
#include "services/registry/domain/programme_code.h"

namespace tarazy::registry {
namespace {

constexpr size_t kMaxTitle = 1000;
constexpr size_t kMaxGroup = 200;

}  // namespace

std::string NameOf(const Unit& unit) {
  return absl::StrCat(unit.kind == Kind::kInstitution ? "institutions/" : "programmes/", unit.id);
}

void CheckTitle(absl::string_view field, const Localized& title, bool required, Faults& faults) {
  faults.Add(CheckText(absl::StrCat(field, ".en"), title.en, kMaxTitle));
  faults.Add(CheckText(absl::StrCat(field, ".ru"), title.ru, kMaxTitle));
  faults.Add(CheckText(absl::StrCat(field, ".kk"), title.kk, kMaxTitle));
  if (required && title.Any().empty()) faults.Add(field, "give a title in at least one language");
}

void CheckUnit(absl::string_view path, const Unit& unit, Faults& faults) {
  const auto field = [&](absl::string_view name) { return absl::StrCat(path, ".", name); };
  faults.Add(CheckId(field("name"), unit.id));
  if (!unit.institution.empty()) faults.Add(CheckId(field("institution"), unit.institution));
  CheckTitle(field("title"), unit.title, /*required=*/true, faults);
  faults.Add(CheckText(field("group"), unit.group, kMaxGroup));
  if (!unit.code.empty()) {
    const absl::StatusOr<Level> level = LevelOfCode(field("code"), unit.code);
    faults.Add(level.status());
    if (level.ok() && *level != unit.level) {
      faults.Add(field("level"), absl::StrCat("the code ", unit.code, " is a ", LevelName(*level),
                                              "'s, not a ", LevelName(unit.level), "'s"));
    }
  }
}

}  // namespace tarazy::registry
