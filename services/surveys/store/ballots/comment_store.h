// Text answers after they have left their ballots, and their review.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

struct StoredComment {
  std::string id;  // 32 random hexadecimal digits
  std::string stratum;
  std::string question;
  std::string language;
  std::string text;  // as written
  v1::CommentState state = v1::COMMENT_STATE_PENDING;
  v1::CommentReason reason = v1::COMMENT_REASON_UNSPECIFIED;
  std::string released_text;  // empty unless released
};

struct CommentFilter {
  std::string question;                                    // empty: all
  std::string stratum;                                     // empty: all but kTrials
  v1::CommentState state = v1::COMMENT_STATE_UNSPECIFIED;  // unspecified: all
  std::string after;                                       // an id; empty: from the first
};

// At most `limit` of a campaign, in the order of their random ids, those after filter.after.
absl::StatusOr<std::vector<StoredComment>> ListComments(sql::Tx& tx, absl::string_view campaign,
                                                        const CommentFilter& filter, int limit);

// NOT_FOUND when there is none.
absl::StatusOr<StoredComment> LoadComment(sql::Tx& tx, absl::string_view campaign,
                                          absl::string_view id);

// Replaces state, reason and released_text. NOT_FOUND when there is no comment of this id.
absl::Status ReviewComment(sql::Tx& tx, absl::string_view campaign, absl::string_view id,
                           v1::CommentState state, v1::CommentReason reason,
                           absl::string_view released_text);

}  // namespace tarazy::surveys
