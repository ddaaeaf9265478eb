#include "services/accreditation/rpc/register_feed.h"

#include <memory>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "services/accreditation/rpc/register_reader.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {
namespace {

constexpr absl::Duration kReadPatience = absl::Seconds(2);

}  // namespace

RegisterFeed::RegisterFeed(rpc::Runtime& runtime, sql::Database& database)
    : database_(database),
      feed_(
          runtime, {.max_streams = kMaxWatches, .poll = absl::Milliseconds(200)},
          [this](const v1::WatchRegisterRequest& request) {
            return std::make_unique<RegisterReader>(database_, last_, request);
          },
          [this] { Look(); }) {}

void RegisterFeed::Look() {
  int64_t last = 0;
  const absl::Status status =
      database_.Read({.deadline = absl::Now() + kReadPatience}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const RegisterHead head, LoadRegisterHead(tx));
        last = head.sequence;
        return absl::OkStatus();
      });
  // While the database does not answer nobody learns of anything, but who has to end still does.
  if (status.ok()) last_ = last;
}

}  // namespace tarazy::accreditation
