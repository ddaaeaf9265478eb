#include "services/accreditation/rpc/register_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/register_feed.h"
#include "services/accreditation/rpc/register_request.h"

namespace tarazy::accreditation {

absl::Status RegisterReader::Begin(const rpc::Call& call) {
  if (!request_.subject().empty()) {
    RETURN_IF_ERROR(CheckSubject("subject", request_.subject()));
  }
  const Viewer viewer = ViewerOf(call);
  sees_votes_ = viewer.staff || viewer.council;
  return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const RegisterHead head, LoadRegisterHead(tx));
    ASSIGN_OR_RETURN(after_, ParseCursor(head, request_.cursor()));
    until_ = request_.until_now() ? std::optional<int64_t>(head.sequence) : std::nullopt;
    return absl::OkStatus();
  });
}

absl::Status RegisterReader::ReadPage(const Context& context,
                                      std::deque<v1::WatchRegisterResponse>& page) {
  std::vector<v1::RegisterChange> changes;
  RETURN_IF_ERROR(database_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const RegisterHead head, LoadRegisterHead(tx));
    seen_ = head.sequence;
    ASSIGN_OR_RETURN(changes, LoadChanges(tx, after_, RegisterFeed::kPage, request_.subject()));
    return absl::OkStatus();
  }));
  // Behind a short page, of a subject's changes, there is nothing up to the last.
  if (changes.size() < static_cast<size_t>(RegisterFeed::kPage)) after_ = std::max(after_, seen_);
  for (v1::RegisterChange& change : changes) {
    if (until_.has_value() && change.sequence() > *until_) {
      after_ = *until_;
      break;
    }
    after_ = std::max(after_, change.sequence());
    if (!sees_votes_) Redact(change);
    *page.emplace_back().mutable_change() = std::move(change);
  }
  return absl::OkStatus();
}

}  // namespace tarazy::accreditation
