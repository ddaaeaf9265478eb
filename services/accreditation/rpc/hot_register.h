// The register's reads that nearly all callers come for, a subject's status and a page of a search,
// answered with the bytes of a first answer.
#pragma once

#include <optional>
#include <string>

#include "common/cache/heads.h"
#include "common/cache/tiered_cache.h"
#include "common/rpc/hot_method.h"
#include "common/rpc/runtime.h"
#include "common/sql/database.h"
#include "tarazy/accreditation/v1/register_service.pb.h"

namespace tarazy::accreditation {

// An answer is the serialized response. Its key names the question, the day, for "today" too, and
// the register's head: the number and time of its last change. Questions as known at a time, and
// about days far from today, are asked rarely and answered from the database.
class HotRegister {
 public:
  HotRegister(rpc::Runtime& runtime, sql::Database& database, cache::TieredCache& cache,
              cache::Heads& heads);

  rpc::HotMethodBase& status() { return status_; }
  rpc::HotMethodBase& search() { return search_; }

 private:
  cache::Value FindStatus(const v1::GetStatusRequest& request, absl::Time now);
  absl::StatusOr<cache::Value> LoadStatus(const rpc::Call& call,
                                          const v1::GetStatusRequest& request);
  cache::Value FindPage(const v1::SearchRegisterRequest& request, absl::Time now);
  absl::StatusOr<cache::Value> LoadPage(const rpc::Call& call,
                                        const v1::SearchRegisterRequest& request);

  // The kept answer to a question (its text), or what `compute` gives, which is kept unless it is
  // OUT_OF_RANGE: an answer that is not worth it.
  absl::StatusOr<cache::Value> Cached(const rpc::Call& call, const std::string& question,
                                      const cache::TieredCache::Compute& compute);
  cache::Value FindCached(const std::string& question);

  rpc::Runtime& runtime_;
  sql::Database& database_;
  cache::TieredCache& cache_;
  cache::Heads& heads_;
  rpc::HotMethod<v1::GetStatusRequest> status_;
  rpc::HotMethod<v1::SearchRegisterRequest> search_;
};

}  // namespace tarazy::accreditation
