#include "services/registry/app/list_units.h"

#include "common/base/status_macros.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {

absl::StatusOr<std::vector<Unit>> PageOfUnits(sql::Tx& tx, const Search& search,
                                              absl::string_view after, int limit) {
  if (search.words.empty() && search.code.empty()) {
    return ListUnits(tx, search.kind, search.institution, after, limit);
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, SearchUnits(tx, search, after, limit));
  return FindUnits(tx, search.kind, ids);
}

}  // namespace tarazy::registry
