#include "services/rankings/rpc/hot_results.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/listed_unit.h"
#include "services/rankings/app/result_head.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/unit_page.h"

namespace tarazy::rankings {
namespace {

using RowsPage = UnitPage<v1::ListTableRowsRequest>;

constexpr size_t kMaxId = 63;
constexpr size_t kMaxGroup = 512;

absl::StatusOr<std::string> ReadScore(sql::Tx& tx, const Edition& edition, const std::string& id) {
  ASSIGN_OR_RETURN(const EditionUnit unit, LoadListed(tx, edition, id));
  v1::GetScoreResponse response;
  *response.mutable_row() = ToTableRow(unit);
  return response.SerializeAsString();
}

absl::StatusOr<std::string> ReadScores(sql::Tx& tx, const Edition& edition, const std::string& id) {
  ASSIGN_OR_RETURN(const EditionUnit unit, LoadListed(tx, edition, id));
  ASSIGN_OR_RETURN(const std::vector<EditionIndicator> indicators, LoadIndicators(tx, edition));
  ASSIGN_OR_RETURN(const std::vector<EditionScore> scores, LoadScores(tx, edition, id));
  if (indicators.size() != scores.size()) return Internal("an edition with missing scores");
  v1::ListNodeScoresResponse response;
  *response.mutable_row() = ToTableRow(unit);
  for (size_t i = 0; i < scores.size(); ++i) {
    *response.add_scores() = ToProto(scores[i], indicators[i]);
  }
  return response.SerializeAsString();
}

absl::StatusOr<std::string> ReadRows(sql::Tx& tx, const RowsPage& page, const std::string& group) {
  v1::ListTableRowsResponse response;
  ASSIGN_OR_RETURN(const std::vector<EditionUnit> units,
                   page.Load(tx, {.group = group}, response.mutable_next_page_token()));
  for (const EditionUnit& unit : units) *response.add_rows() = ToTableRow(unit);
  return response.SerializeAsString();
}

// One read transaction that gives bytes.
absl::StatusOr<std::string> ReadBytes(
    sql::Database& database, const Context& context,
    absl::FunctionRef<absl::StatusOr<std::string>(sql::Tx&)> read) {
  std::string bytes;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(bytes, read(tx));
    return absl::OkStatus();
  }));
  return bytes;
}

// A page without rows is not kept: a group is any text of the caller's, so there are as many of
// them as somebody cares to ask for.
absl::Status NothingToKeep() { return absl::OutOfRangeError("no rows"); }
bool IsNothingToKeep(const absl::Status& status) { return absl::IsOutOfRange(status); }

absl::StatusOr<cache::Value> Uncached(absl::StatusOr<std::string> bytes) {
  RETURN_IF_ERROR(bytes.status());
  return std::make_shared<const std::string>(*std::move(bytes));
}

}  // namespace

HotResults::HotResults(rpc::Runtime& runtime, sql::Database& database, cache::TieredCache& cache,
                       cache::Heads& heads)
    : runtime_(runtime),
      database_(database),
      cache_(cache),
      heads_(heads),
      score_(
          runtime,
          [this](const auto& principal, const auto& request, absl::Time now) {
            return FindOfUnit(principal, request.parent(), request.unit(), &KnownEdition::LineKey,
                              now);
          },
          [this](const auto& call, const auto& request) {
            return LoadOfUnit(call, request.parent(), request.unit(), &KnownEdition::LineKey,
                              ReadScore);
          }),
      scores_(
          runtime,
          [this](const auto& principal, const auto& request, absl::Time now) {
            return FindOfUnit(principal, request.parent(), request.unit(), &KnownEdition::ScoreKey,
                              now);
          },
          [this](const auto& call, const auto& request) {
            return LoadOfUnit(call, request.parent(), request.unit(), &KnownEdition::ScoreKey,
                              ReadScores);
          }),
      rows_(
          runtime,
          [this](const auto& principal, const auto& request, absl::Time now) {
            return FindRows(principal, request, now);
          },
          [this](const auto& call, const auto& request) { return LoadRows(call, request); }) {}

void HotResults::ResultChanged(absl::string_view ranking) { heads_.Changed(HeadName(ranking)); }

std::optional<ResultHead> HotResults::FindHead(absl::string_view ranking, absl::Time now) {
  const cache::Value text = heads_.Find(HeadName(ranking));
  if (text == nullptr) return std::nullopt;
  const std::optional<ResultHead> head = ParseHead(*text);
  if (!head.has_value() || now >= head->until) {
    heads_.Drop(absl::StrCat(heads_.prefix(), HeadName(ranking)));
    return std::nullopt;
  }
  return head;
}

absl::StatusOr<EditionId> HotResults::LoadResult(const rpc::Call& call,
                                                 const std::string& ranking) {
  std::optional<ResultHead> head = FindHead(ranking, call.now);
  if (!head.has_value()) {
    ASSIGN_OR_RETURN(const cache::Value text, heads_.Get(HeadName(ranking), [&] {
      return ReadBytes(database_, call, [&](sql::Tx& tx) -> absl::StatusOr<std::string> {
        ASSIGN_OR_RETURN(const ResultHead read, LoadHead(tx, ranking, call.now));
        return ToText(read);
      });
    }));
    head = ParseHead(*text);
    if (!head.has_value()) return Internal("a head that cannot be read");
  }
  return ResultFor(*head, ranking, ViewerOf(call));
}

HotResults::Known HotResults::FindEdition(const auth::Principal& principal, absl::string_view name,
                                          absl::Time now) {
  const Viewer viewer = ViewerOf(principal);
  absl::string_view ranking = name;
  if (!absl::ConsumeSuffix(&ranking, "/editions/published") ||
      !absl::ConsumePrefix(&ranking, "rankings/")) {
    return known_.Find(name, viewer, now);
  }
  const std::optional<ResultHead> head = FindHead(ranking, now);
  if (!head.has_value() || head->For(viewer) == 0) return nullptr;
  return known_.Find(EditionName(ranking, head->For(viewer)), viewer, now);
}

absl::StatusOr<HotResults::Known> HotResults::LoadEdition(
    const rpc::Call& call, const std::string& name,
    absl::FunctionRef<absl::Status(sql::Tx&, const Edition&, const Viewer&)> check) {
  if (Known known = FindEdition(call.principal, name, call.now)) return known;
  ASSIGN_OR_RETURN(EditionId id, ParseEditionOrResult("parent", name));
  if (id.number == 0) {
    ASSIGN_OR_RETURN(id, LoadResult(call, id.ranking));
  }
  Edition edition;
  RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(edition, tarazy::rankings::LoadEdition(tx, id.ranking, id.number));
    return check(tx, edition, ViewerOf(call));
  }));
  return known_.Learn(edition, call.now);
}

cache::Value HotResults::FindOfUnit(const auth::Principal& principal, const std::string& parent,
                                    const std::string& unit, KeyOf key_of, absl::Time now) {
  if (unit.size() > kMaxId) return nullptr;
  const Known edition = FindEdition(principal, parent, now);
  return edition == nullptr ? nullptr : cache_.Find(((*edition).*key_of)(unit));
}

absl::StatusOr<cache::Value> HotResults::LoadOfUnit(const rpc::Call& call,
                                                    const std::string& parent,
                                                    const std::string& unit, KeyOf key_of,
                                                    Read read) {
  ASSIGN_OR_RETURN(
      const Known edition,
      LoadEdition(call, parent, [&](sql::Tx& tx, const Edition& found, const Viewer& viewer) {
        return CheckUnitVisible(tx, found, unit, viewer, call.now);
      }));
  const auto compute = [&] {
    return ReadBytes(database_, call,
                     [&](sql::Tx& tx) { return read(tx, edition->edition, unit); });
  };
  if (unit.size() > kMaxId) return Uncached(compute());
  return cache_.GetOrCompute(((*edition).*key_of)(unit), call.deadline, compute);
}

cache::Value HotResults::FindRows(const auth::Principal& principal,
                                  const v1::ListTableRowsRequest& request, absl::Time now) {
  if (request.group().size() > kMaxGroup) return nullptr;
  const Known edition = FindEdition(principal, request.parent(), now);
  if (edition == nullptr) return nullptr;
  if (request.page_token().empty()) {
    const auto first = runtime_.pages.Open(request, 1);
    if (!first.ok()) return nullptr;
    return cache_.Find(edition->RowsKey(request.group(), first->size, RowsPage::kFirst));
  }
  const auto page = RowsPage::Of(runtime_.pages, request, edition->edition);
  if (!page.ok()) return nullptr;
  return cache_.Find(edition->RowsKey(request.group(), page->size(), page->after()));
}

absl::StatusOr<cache::Value> HotResults::LoadRows(const rpc::Call& call,
                                                  const v1::ListTableRowsRequest& request) {
  ASSIGN_OR_RETURN(const Known edition,
                   LoadEdition(call, request.parent(),
                               [&](sql::Tx&, const Edition& found, const Viewer& viewer) {
                                 return CheckTableVisible(found, viewer, call.now);
                               }));
  ASSIGN_OR_RETURN(const RowsPage page, RowsPage::Of(runtime_.pages, request, edition->edition));
  const auto compute = [&]() -> absl::StatusOr<std::string> {
    ASSIGN_OR_RETURN(std::string bytes, ReadBytes(database_, call, [&](sql::Tx& tx) {
                       return ReadRows(tx, page, request.group());
                     }));
    if (bytes.empty()) return NothingToKeep();
    return bytes;
  };
  const std::string key = edition->RowsKey(request.group(), page.size(), page.after());
  const absl::StatusOr<cache::Value> rows = request.group().size() > kMaxGroup
                                                ? Uncached(compute())
                                                : cache_.GetOrCompute(key, call.deadline, compute);
  if (IsNothingToKeep(rows.status())) return std::make_shared<const std::string>();
  return rows;
}

}  // namespace tarazy::rankings
