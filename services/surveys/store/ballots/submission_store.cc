#include "services/surveys/store/ballots/submission_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "services/surveys/store/ballots/box_store.h"

namespace tarazy::surveys {
namespace {

using sql::V;

constexpr char kReadStrata[] =
    "SELECT b.state, s.stratum, s.quota, s.submitted FROM box b "
    "JOIN box_stratum s ON s.campaign = b.campaign WHERE b.campaign = ?1 ORDER BY s.stratum";
constexpr char kSpentOne[] =
    "SELECT submission_digest FROM spent WHERE campaign = ?1 AND voucher_digest = ?2";
constexpr char kDropDraft[] = "DELETE FROM draft WHERE campaign = ?1 AND voucher_digest = ?2";
constexpr char kCountOne[] =
    "UPDATE box_stratum SET submitted = submitted + ?3, over_quota = over_quota + ?4 "
    "WHERE campaign = ?1 AND stratum = ?2";
// The same for many at once, because PostgreSQL is a round trip away. One by one by the key,
// whatever the planner last heard of how large the table is.
constexpr char kSpentMany[] =
    "SELECT decode(w.digest, 'hex'), s.submission_digest "
    "FROM unnest(string_to_array(?2, ',')) AS w (digest) CROSS JOIN LATERAL (SELECT "
    "submission_digest FROM spent WHERE campaign = ?1 AND voucher_digest = decode(w.digest, 'hex') "
    "OFFSET 0) AS s";
constexpr char kDropDrafts[] =
    "DELETE FROM draft WHERE ctid = ANY (ARRAY(SELECT d.ctid "
    "FROM unnest(string_to_array(?2, ',')) AS w (digest) CROSS JOIN LATERAL (SELECT ctid "
    "FROM draft WHERE campaign = ?1 AND voucher_digest = decode(w.digest, 'hex') OFFSET 0) AS d))";
constexpr char kCountMany[] =
    "UPDATE box_stratum SET submitted = submitted + more.kept, over_quota = over_quota + "
    "more.refused FROM unnest(string_to_array(?2, ','), string_to_array(?3, ',')::bigint[], "
    "string_to_array(?4, ',')::bigint[]) AS more (stratum, kept, refused) "
    "WHERE box_stratum.campaign = ?1 AND box_stratum.stratum = more.stratum";

struct StratumState {
  int64_t quota = 0;
  int64_t submitted = 0;
  int64_t kept = 0;     // by this group
  int64_t refused = 0;  // by this group
};

// One campaign's part of the group.
class CampaignGroup {
 public:
  CampaignGroup(sql::Tx& tx, absl::string_view engine, std::string campaign)
      : tx_(tx), postgres_(engine == "postgres"), campaign_(std::move(campaign)) {}

  void Add(const Submission& submission, SubmissionOutcome& outcome) {
    members_.push_back({&submission, &outcome});
  }

  absl::Status Take() {
    RETURN_IF_ERROR(ReadStrata());
    RETURN_IF_ERROR(ReadSpent());
    for (const Member& member : members_) *member.outcome = Judge(*member.submission);
    if (kept_.empty() && !refused_) return absl::OkStatus();
    RETURN_IF_ERROR(Insert());
    RETURN_IF_ERROR(DropDrafts());
    return AddCounts();
  }

 private:
  struct Member {
    const Submission* submission;
    SubmissionOutcome* outcome;
  };

  absl::Status ReadStrata() {
    return tx_.Query(kReadStrata, {V(campaign_)}, [&](const sql::Row& row) {
      open_ = static_cast<BoxState>(row.Int(0)) == BoxState::kOpen;
      strata_[row.Text(1)] = {.quota = row.Int(2), .submitted = row.Int(3)};
      return absl::OkStatus();
    });
  }

  absl::Status ReadSpent() {
    if (postgres_) {
      std::vector<std::string> digests;
      for (const Member& member : members_) {
        digests.push_back(absl::BytesToHexString(member.submission->voucher_digest));
      }
      return tx_.Query(kSpentMany, {V(campaign_), V(absl::StrJoin(digests, ","))},
                       [&](const sql::Row& row) {
                         spent_[row.Bytes(0)] = row.Bytes(1);
                         return absl::OkStatus();
                       });
    }
    for (const Member& member : members_) {
      const std::string& digest = member.submission->voucher_digest;
      RETURN_IF_ERROR(tx_.QueryOne(kSpentOne, {V(campaign_), V(sql::Blob{digest})},
                                   [&](const sql::Row& row) { spent_[digest] = row.Bytes(0); })
                          .status());
    }
    return absl::OkStatus();
  }

  // What is spent comes first: a repeat is recognised after the close as well.
  SubmissionOutcome Judge(const Submission& submission) {
    if (const auto spent = spent_.find(submission.voucher_digest); spent != spent_.end()) {
      return spent->second == submission.submission_digest ? SubmissionOutcome::kRepeated
                                                           : SubmissionOutcome::kSpent;
    }
    const auto stratum = strata_.find(submission.stratum);
    if (!open_ || stratum == strata_.end()) return SubmissionOutcome::kClosed;
    StratumState& state = stratum->second;
    if (state.quota > 0 && state.submitted + state.kept >= state.quota) {
      ++state.refused;
      refused_ = true;
      return SubmissionOutcome::kQuotaFull;
    }
    ++state.kept;
    spent_[submission.voucher_digest] = submission.submission_digest;
    kept_.push_back(&submission);
    return SubmissionOutcome::kKept;
  }

  absl::Status Insert() {
    std::vector<std::vector<sql::Value>> spent;
    std::vector<std::vector<sql::Value>> pending;
    for (const Submission* const one : kept_) {
      spent.push_back(
          {V(campaign_), V(sql::Blob{one->voucher_digest}), V(sql::Blob{one->submission_digest})});
      pending.push_back({V(campaign_), V(one->stratum),
                         V(sql::Blob{absl::HexStringToBytes(RandomHex(16))}),
                         V(sql::Blob{one->sealed})});
    }
    // In the order of random keys: within a group, neither table tells the order of its coming.
    std::sort(spent.begin(), spent.end(), [](const auto& a, const auto& b) {
      return std::get<sql::Blob>(a[1]).bytes < std::get<sql::Blob>(b[1]).bytes;
    });
    std::sort(pending.begin(), pending.end(), [](const auto& a, const auto& b) {
      return std::get<sql::Blob>(a[2]).bytes < std::get<sql::Blob>(b[2]).bytes;
    });
    RETURN_IF_ERROR(tx_.InsertMany({.table = "spent",
                                    .columns = {{"campaign", sql::ColumnType::kText},
                                                {"voucher_digest", sql::ColumnType::kBlob},
                                                {"submission_digest", sql::ColumnType::kBlob}}},
                                   spent));
    return tx_.InsertMany({.table = "pending",
                           .columns = {{"campaign", sql::ColumnType::kText},
                                       {"stratum", sql::ColumnType::kText},
                                       {"id", sql::ColumnType::kBlob},
                                       {"sealed", sql::ColumnType::kBlob}}},
                          pending);
  }

  absl::Status DropDrafts() {
    if (kept_.empty()) return absl::OkStatus();
    if (postgres_) {
      const std::string digests =
          absl::StrJoin(kept_, ",", [](std::string* out, const Submission* one) {
            absl::StrAppend(out, absl::BytesToHexString(one->voucher_digest));
          });
      return tx_.Exec(kDropDrafts, {V(campaign_), V(digests)}).status();
    }
    for (const Submission* const one : kept_) {
      RETURN_IF_ERROR(
          tx_.Exec(kDropDraft, {V(campaign_), V(sql::Blob{one->voucher_digest})}).status());
    }
    return absl::OkStatus();
  }

  absl::Status AddCounts() {
    std::vector<std::string> names;
    std::vector<int64_t> kept;
    std::vector<int64_t> refused;
    for (const auto& [name, state] : strata_) {
      if (state.kept == 0 && state.refused == 0) continue;
      names.push_back(name);
      kept.push_back(state.kept);
      refused.push_back(state.refused);
    }
    if (postgres_) {
      return tx_
          .Exec(kCountMany, {V(campaign_), V(absl::StrJoin(names, ",")),
                             V(absl::StrJoin(kept, ",")), V(absl::StrJoin(refused, ","))})
          .status();
    }
    for (size_t i = 0; i < names.size(); ++i) {
      RETURN_IF_ERROR(
          tx_.Exec(kCountOne, {V(campaign_), V(names[i]), V(kept[i]), V(refused[i])}).status());
    }
    return absl::OkStatus();
  }

  sql::Tx& tx_;
  const bool postgres_;
  const std::string campaign_;
  std::vector<Member> members_;
  bool open_ = false;
  bool refused_ = false;
  std::map<std::string, StratumState, std::less<>> strata_;
  std::map<std::string, std::string> spent_;
  std::vector<const Submission*> kept_;
};

}  // namespace

absl::StatusOr<std::vector<SubmissionOutcome>> TakeSubmissions(
    sql::Tx& tx, absl::string_view engine, absl::Span<const Submission* const> submissions) {
  std::vector<SubmissionOutcome> outcomes(submissions.size(), SubmissionOutcome::kClosed);
  std::map<absl::string_view, CampaignGroup> groups;
  for (size_t i = 0; i < submissions.size(); ++i) {
    const std::string& campaign = submissions[i]->campaign;
    groups.try_emplace(campaign, tx, engine, campaign)
        .first->second.Add(*submissions[i], outcomes[i]);
  }
  for (auto& [campaign, group] : groups) RETURN_IF_ERROR(group.Take());
  return outcomes;
}

absl::StatusOr<std::optional<std::string>> SpentAs(sql::Tx& tx, absl::string_view campaign,
                                                   absl::string_view voucher_digest) {
  std::optional<std::string> digest;
  RETURN_IF_ERROR(tx.QueryOne(kSpentOne, {V(campaign), V(sql::Blob{std::string(voucher_digest)})},
                              [&](const sql::Row& row) { digest = row.Bytes(0); })
                      .status());
  return digest;
}

}  // namespace tarazy::surveys
