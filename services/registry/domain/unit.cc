#include "services/registry/domain/unit.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::registry {
namespace {

constexpr size_t kMaxTitle = 1000;
constexpr size_t kMaxGroup = 200;

}  // namespace

absl::Status CheckUnit(absl::string_view path, const Unit& unit) {
  const auto field = [&](absl::string_view name) { return absl::StrCat(path, ".", name); };
  RETURN_IF_ERROR(CheckId(field("name"), unit.id));
  if (!unit.institution.empty()) RETURN_IF_ERROR(CheckId(field("institution"), unit.institution));
  RETURN_IF_ERROR(CheckText(field("title.en"), unit.title.en, kMaxTitle));
  RETURN_IF_ERROR(CheckText(field("title.ru"), unit.title.ru, kMaxTitle));
  RETURN_IF_ERROR(CheckText(field("title.kk"), unit.title.kk, kMaxTitle));
  if (unit.title.Any().empty()) {
    return InvalidField(field("title"), "give a title in at least one language");
  }
  return CheckText(field("group"), unit.group, kMaxGroup);
}

}  // namespace tarazy::registry
