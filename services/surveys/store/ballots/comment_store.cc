#include "services/surveys/store/ballots/comment_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/store/ballots/box_store.h"

namespace tarazy::surveys {
namespace {

using sql::V;

StoredComment ReadComment(const sql::Row& row) {
  return {.id = row.Text(0),
          .stratum = row.Text(1),
          .question = row.Text(2),
          .language = row.Text(3),
          .text = row.Text(4),
          .state = static_cast<v1::CommentState>(row.Int(5)),
          .reason = static_cast<v1::CommentReason>(row.Int(6)),
          .released_text = row.Text(7)};
}

absl::Status NoSuchComment(absl::string_view campaign, absl::string_view id) {
  return NotFound("comment", absl::StrCat("campaigns/", campaign, "/comments/", id));
}

}  // namespace

absl::StatusOr<std::vector<StoredComment>> ListComments(sql::Tx& tx, absl::string_view campaign,
                                                        const CommentFilter& filter, int limit) {
  std::vector<StoredComment> comments;
  RETURN_IF_ERROR(tx.Query(
      "SELECT id, stratum, question, language, text, state, reason, released_text FROM comment "
      "WHERE campaign = ?1 AND id > ?2 AND stratum <> ?3 AND (?4 = '' OR stratum = ?4) "
      "AND (?5 = '' OR question = ?5) AND (?6 = 0 OR state = ?6) ORDER BY id LIMIT ?7",
      {V(campaign), V(filter.after), V(kTrials), V(filter.stratum), V(filter.question),
       V(static_cast<int>(filter.state)), V(limit)},
      [&](const sql::Row& row) {
        comments.push_back(ReadComment(row));
        return absl::OkStatus();
      }));
  return comments;
}

absl::StatusOr<StoredComment> LoadComment(sql::Tx& tx, absl::string_view campaign,
                                          absl::string_view id) {
  StoredComment comment;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne("SELECT id, stratum, question, language, text, state, reason, "
                  "released_text FROM comment WHERE campaign = ?1 AND id = ?2",
                  {V(campaign), V(id)}, [&](const sql::Row& row) { comment = ReadComment(row); }));
  if (!found || comment.stratum == kTrials) return NoSuchComment(campaign, id);
  return comment;
}

absl::Status ReviewComment(sql::Tx& tx, absl::string_view campaign, absl::string_view id,
                           v1::CommentState state, v1::CommentReason reason,
                           absl::string_view released_text) {
  ASSIGN_OR_RETURN(const int64_t changed,
                   tx.Exec("UPDATE comment SET state = ?3, reason = ?4, released_text = ?5 "
                           "WHERE campaign = ?1 AND id = ?2",
                           {V(campaign), V(id), V(static_cast<int>(state)),
                            V(static_cast<int>(reason)), V(released_text)}));
  return changed == 1 ? absl::OkStatus() : NoSuchComment(campaign, id);
}

}  // namespace tarazy::surveys
