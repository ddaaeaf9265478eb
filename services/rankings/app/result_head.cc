#include "services/rankings/app/result_head.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {
namespace {

constexpr int64_t kNever = 0;

}  // namespace

std::string HeadName(absl::string_view ranking) { return absl::StrCat("result:", ranking); }

std::string ToText(const ResultHead& head) {
  const int64_t until = head.until == absl::InfiniteFuture() ? kNever : sql::ToMicros(head.until);
  return absl::StrCat(head.staff, " ", head.public_view, " ", until);
}

std::optional<ResultHead> ParseHead(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ' ');
  ResultHead head;
  int64_t until = kNever;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &head.staff) ||
      !absl::SimpleAtoi(parts[1], &head.public_view) || !absl::SimpleAtoi(parts[2], &until)) {
    return std::nullopt;
  }
  if (until != kNever) head.until = sql::FromMicros(until);
  return head;
}

absl::StatusOr<ResultHead> LoadHead(sql::Tx& tx, absl::string_view ranking, absl::Time now) {
  ASSIGN_OR_RETURN(const Ranking cycle, LoadRanking(tx, ranking));
  ResultHead head{.staff = cycle.published_edition};
  ASSIGN_OR_RETURN(head.public_view, PublicResult(tx, ranking, now));
  ASSIGN_OR_RETURN(const auto next, NextRelease(tx, ranking, now));
  if (next.has_value()) head.until = *next;
  return head;
}

absl::StatusOr<EditionId> ResultFor(const ResultHead& head, const std::string& ranking,
                                    const Viewer& viewer) {
  const EditionId id{.ranking = ranking, .number = head.For(viewer)};
  if (id.number == 0) {
    return NotFound("edition", absl::StrCat("rankings/", ranking, "/editions/published"));
  }
  return id;
}

absl::StatusOr<Edition> LoadEditionOrResult(sql::Tx& tx, const EditionId& id, const Viewer& viewer,
                                            absl::Time now) {
  if (id.number != 0) return LoadEdition(tx, id.ranking, id.number);
  ASSIGN_OR_RETURN(const ResultHead head, LoadHead(tx, id.ranking, now));
  ASSIGN_OR_RETURN(const EditionId result, ResultFor(head, id.ranking, viewer));
  return LoadEdition(tx, result.ranking, result.number);
}

}  // namespace tarazy::rankings
