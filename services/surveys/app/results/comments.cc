#include "services/surveys/app/results/comments.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/surveys/store/ballots/box_store.h"

namespace tarazy::surveys {
namespace {

constexpr size_t kMaxText = 40000;  // bytes: 10,000 characters

v1::Comment ToProto(absl::string_view campaign, const StoredComment& stored, bool reviewer) {
  v1::Comment comment;
  comment.set_name(absl::StrCat("campaigns/", campaign, "/comments/", stored.id));
  comment.set_question(stored.question);
  comment.set_language(stored.language);
  comment.set_text(reviewer ? stored.text : stored.released_text);
  comment.set_state(stored.state);
  comment.set_reason(stored.reason);
  return comment;
}

// Groups that are large enough for their texts to be read.
absl::StatusOr<std::set<std::string>> LargeStrata(sql::Tx& tx, absl::string_view campaign,
                                                  int64_t threshold) {
  std::set<std::string> large;
  ASSIGN_OR_RETURN(const auto counts, CountBallots(tx, campaign));
  for (const auto& [stratum, count] : counts) {
    if (count.released >= threshold) large.insert(stratum);
  }
  return large;
}

// Texts have several lines.
absl::Status CheckProse(const std::string& text) {
  std::string line = text;
  for (char& c : line) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return CheckText("text", line, kMaxText);
}

}  // namespace

absl::StatusOr<CommentPage> ReadComments(const Context& context, const SurveyData& data,
                                         const ReadableCampaign& readable,
                                         const CommentFilter& filter, int size, bool reviewer) {
  CommentPage page;
  CommentFilter wanted = filter;
  if (!reviewer) {
    if (filter.state != v1::COMMENT_STATE_UNSPECIFIED &&
        filter.state != v1::COMMENT_STATE_RELEASED) {
      return page;
    }
    wanted.state = v1::COMMENT_STATE_RELEASED;
  }
  const std::string& campaign = readable.campaign().id();
  const auto limit = static_cast<size_t>(size);
  RETURN_IF_ERROR(data.ballots.Read(context, [&](sql::Tx& tx) -> absl::Status {
    page = {};
    CommentFilter next = wanted;
    ASSIGN_OR_RETURN(const std::set<std::string> large,
                     LargeStrata(tx, campaign, readable.campaign().disclosure().text_threshold()));
    while (page.comments.size() <= limit) {
      ASSIGN_OR_RETURN(const std::vector<StoredComment> some,
                       ListComments(tx, campaign, next, size + 1));
      for (const StoredComment& stored : some) {
        next.after = stored.id;
        if (!large.contains(stored.stratum)) continue;
        if (page.comments.size() == limit) {
          page.next =
              page.comments.back().name().substr(page.comments.back().name().rfind('/') + 1);
          return absl::OkStatus();
        }
        page.comments.push_back(ToProto(campaign, stored, reviewer));
      }
      if (some.size() <= limit) return absl::OkStatus();
    }
    return absl::OkStatus();
  }));
  return page;
}

absl::StatusOr<v1::Comment> ReviewOf(sql::Tx& ballots, absl::string_view campaign,
                                     absl::string_view comment, const Review& review) {
  Faults faults;
  const bool released = review.state == v1::COMMENT_STATE_RELEASED;
  if (!released && review.state != v1::COMMENT_STATE_WITHHELD) {
    faults.Add("state", "is neither released nor withheld");
  }
  if (!released && !review.text.empty()) {
    faults.Add("text", "of what is withheld nothing is listed");
  }
  faults.Add(CheckProse(review.text));
  if (!v1::CommentReason_IsValid(review.reason)) faults.Add("reason", "is no reason");
  const bool as_written = released && review.text.empty();
  if (!as_written && review.reason == v1::COMMENT_REASON_UNSPECIFIED) {
    faults.Add("reason", "say why it is masked or withheld");
  }
  RETURN_IF_ERROR(faults.ToStatus());
  ASSIGN_OR_RETURN(StoredComment stored, LoadComment(ballots, campaign, comment));
  stored.state = review.state;
  stored.reason = review.reason;
  stored.released_text = !released ? "" : as_written ? stored.text : review.text;
  RETURN_IF_ERROR(
      ReviewComment(ballots, campaign, comment, stored.state, stored.reason, stored.released_text));
  return ToProto(campaign, stored, true);
}

}  // namespace tarazy::surveys
