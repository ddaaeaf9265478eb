// The reads that nearly all callers come for, a unit's score, its scores and a page of the table,
// answered with the bytes of a first answer.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "common/cache/heads.h"
#include "common/cache/tiered_cache.h"
#include "common/rpc/hot_method.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "services/rankings/app/known_editions.h"
#include "services/rankings/app/result_head.h"
#include "tarazy/rankings/v1/rankings_service.pb.h"

namespace tarazy::rankings {

// An answer is the serialized response. It depends on the edition's content alone, which never
// changes and which its key names; who may have it is decided for each call (app/visibility.h).
class HotResults {
 public:
  HotResults(rpc::Runtime& runtime, sql::Database& database, cache::TieredCache& cache,
             cache::Heads& heads);

  rpc::HotMethodBase& score() { return score_; }
  rpc::HotMethodBase& scores() { return scores_; }
  rpc::HotMethodBase& rows() { return rows_; }

  // After a change of what the ranking's result is was committed, before its caller is answered.
  void ResultChanged(absl::string_view ranking);

 private:
  using Known = std::shared_ptr<const KnownEdition>;

  // Of one unit's answer under the key that `key_of` gives; `read` makes its bytes.
  using KeyOf = std::string (KnownEdition::*)(absl::string_view unit) const;
  using Read = absl::StatusOr<std::string> (*)(sql::Tx& tx, const Edition& edition,
                                               const std::string& unit);
  cache::Value FindOfUnit(const auth::Principal& principal, const std::string& parent,
                          const std::string& unit, KeyOf key_of, absl::Time now);
  absl::StatusOr<cache::Value> LoadOfUnit(const rpc::Call& call, const std::string& parent,
                                          const std::string& unit, KeyOf key_of, Read read);
  cache::Value FindRows(const auth::Principal& principal, const v1::ListTableRowsRequest& request,
                        absl::Time now);
  absl::StatusOr<cache::Value> LoadRows(const rpc::Call& call,
                                        const v1::ListTableRowsRequest& request);

  // From memory; null when the database has to be asked.
  Known FindEdition(const auth::Principal& principal, absl::string_view name, absl::Time now);
  // From memory, or from the database and then if `check` lets the caller see what he asks for.
  // Errors: INVALID_ARGUMENT, NOT_FOUND, those of `check`.
  absl::StatusOr<Known> LoadEdition(
      const rpc::Call& call, const std::string& name,
      absl::FunctionRef<absl::Status(sql::Tx&, const Edition&, const Viewer&)> check);
  // From memory; nothing when the database has to be asked.
  std::optional<ResultHead> FindHead(absl::string_view ranking, absl::Time now);
  // From memory or the database. Errors: NOT_FOUND.
  absl::StatusOr<EditionId> LoadResult(const rpc::Call& call, const std::string& ranking);

  rpc::Runtime& runtime_;
  sql::Database& database_;
  cache::TieredCache& cache_;
  cache::Heads& heads_;
  KnownEditions known_;
  rpc::HotMethod<v1::GetScoreRequest> score_;
  rpc::HotMethod<v1::ListNodeScoresRequest> scores_;
  rpc::HotMethod<v1::ListTableRowsRequest> rows_;
};

}  // namespace tarazy::rankings
