// One page of an edition's units by position.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/page.h"
#include "services/rankings/store/edition_store.h"

namespace tarazy::rankings {

// A page of a List request about `edition`. Its token is bound to the edition's own name, whichever
// name the request gave: a token of "…/editions/published" ends with the edition that it began in.
template <typename Request>
class UnitPage {
 public:
  static constexpr int kFirst = -1;

  static absl::StatusOr<UnitPage> Of(const rpc::PageSigner& pages, const Request& request,
                                     const Edition& edition) {
    UnitPage page(pages, request, edition);
    ASSIGN_OR_RETURN(const rpc::Page opened, pages.Open(page.query_, 1));
    page.size_ = opened.size;
    if (!opened.first() && !absl::SimpleAtoi(opened.after[0], &page.after_)) {
      return Internal("a bad cursor");
    }
    return page;
  }

  int size() const { return size_; }
  // The position that the page begins behind; kFirst for the first page.
  int after() const { return after_; }

  // `next` becomes the token of the page after this one, empty on the last.
  absl::StatusOr<std::vector<EditionUnit>> Load(sql::Tx& tx, UnitQuery query,
                                                std::string* next) const {
    query.limit = size_ + 1;
    query.after_position = after_;
    ASSIGN_OR_RETURN(std::vector<EditionUnit> units, ListUnits(tx, edition_, query));
    if (units.size() > static_cast<size_t>(size_)) {
      units.pop_back();
      *next = pages_->Next(query_, {absl::StrCat(units.back().position)});
    }
    return units;
  }

 private:
  UnitPage(const rpc::PageSigner& pages, const Request& request, const Edition& edition)
      : pages_(&pages), edition_(edition), query_(request) {
    query_.set_parent(EditionName(edition.ranking, edition.number));
    query_.DiscardUnknownFields();  // they change no answer, so they change no token
  }

  const rpc::PageSigner* pages_;
  Edition edition_;
  Request query_;
  int size_ = 0;
  int after_ = kFirst;
};

}  // namespace tarazy::rankings
