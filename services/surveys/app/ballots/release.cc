#include "services/surveys/app/ballots/release.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "services/surveys/domain/tally/tally.h"
#include "services/surveys/store/ballots/release_store.h"

namespace tarazy::surveys {
namespace {

// Bounds of one transaction: submissions wait for its end.
constexpr int64_t kLargestGroup = 1000;
// Out of how many the lot is drawn.
constexpr int64_t kLargestPool = 20000;

constexpr int kSmallestGroup = 5;
constexpr int kDefaultThreshold = 5;
constexpr int kDefaultPublicThreshold = 10;
constexpr int kDefaultTextThreshold = 8;

// `count` of them, each set as likely as any other.
std::vector<std::string> DrawLots(std::vector<std::string> ids, int64_t count) {
  std::vector<std::pair<std::string, std::string>> lots;
  lots.reserve(ids.size());
  for (std::string& id : ids) lots.emplace_back(RandomHex(8), std::move(id));
  std::sort(lots.begin(), lots.end());
  std::vector<std::string> drawn;
  for (int64_t i = 0; i < count; ++i)
    drawn.push_back(std::move(lots[static_cast<size_t>(i)].second));
  return drawn;
}

struct Source {
  sql::Tx& tx;
  absl::string_view engine;
  const BallotSealer& sealer;
  const Form& form;
  const Box& box;
  absl::string_view stratum;
};

absl::Status Release(const Source& from, absl::Span<const std::string> ids) {
  ASSIGN_OR_RETURN(const std::vector<PendingBallot> taken,
                   TakePending(from.tx, from.engine, from.box.campaign, from.stratum, ids));
  ReleasedGroup group{.campaign = from.box.campaign,
                      .stratum = std::string(from.stratum),
                      .tally = EmptyTally(from.form)};
  for (const PendingBallot& pending : taken) {
    ASSIGN_OR_RETURN(CastBallot cast, from.sealer.Unseal(from.form, from.box.campaign, from.stratum,
                                                         pending.sealed));
    Count(from.form, cast.ballot, group.tally);
    if (from.box.mode != v1::BALLOT_MODE_COUNTERS) {
      group.records.push_back(RecordOf(from.form, cast.ballot));
    }
    for (TextAnswer& text : cast.ballot.texts) {
      const Question& question = from.form.questions()[static_cast<size_t>(text.question)];
      group.comments.push_back(
          {.question = question.id, .language = cast.language, .text = std::move(text.text)});
    }
  }
  return AddReleased(from.tx, from.engine, from.form, group);
}

}  // namespace

int GroupSizeOf(const v1::DisclosurePolicy& policy) {
  return std::max(
      {kSmallestGroup, policy.has_threshold() ? policy.threshold() : kDefaultThreshold,
       policy.has_public_threshold() ? policy.public_threshold() : kDefaultPublicThreshold,
       policy.has_text_threshold() ? policy.text_threshold() : kDefaultTextThreshold});
}

std::string RecordOf(const Form& form, const CodedBallot& ballot) {
  CodedBallot record{.answers = ballot.answers, .ratings = ballot.ratings};
  for (size_t i = 0; i < record.answers.size(); ++i) {
    CodedAnswer& answer = record.answers[i];
    if (form.questions()[i].type == v1::ITEM_TYPE_TEXT && answer.state == AnswerState::kAnswered) {
      answer = {.state = AnswerState::kMissing};
    }
  }
  return Pack(form, record);
}

int64_t Releasable(int64_t pending, int group_size) {
  return pending >= 2 * int64_t{group_size} ? pending - group_size : 0;
}

absl::StatusOr<int64_t> ReleaseGroup(sql::Tx& tx, absl::string_view engine,
                                     const BallotSealer& sealer, const Form& form,
                                     absl::string_view campaign, absl::string_view stratum) {
  ASSIGN_OR_RETURN(const std::optional<Box> box, ReadBox(tx, campaign));
  if (!box.has_value() || box->state != BoxState::kOpen) return 0;
  ASSIGN_OR_RETURN(std::vector<std::string> ids, PendingIds(tx, campaign, stratum, kLargestPool));
  const int64_t most = std::max<int64_t>(kLargestGroup, box->group_size);
  const int64_t count =
      std::min(Releasable(static_cast<int64_t>(ids.size()), box->group_size), most);
  if (count == 0) return 0;
  RETURN_IF_ERROR(
      Release({tx, engine, sealer, form, *box, stratum}, DrawLots(std::move(ids), count)));
  return count;
}

absl::StatusOr<int64_t> ReleaseRest(sql::Tx& tx, absl::string_view engine,
                                    const BallotSealer& sealer, const Form& form,
                                    absl::string_view campaign, absl::string_view stratum) {
  ASSIGN_OR_RETURN(const std::optional<Box> box, ReadBox(tx, campaign));
  if (!box.has_value() || box->state != BoxState::kClosing) return 0;
  const int64_t most = std::max<int64_t>(kLargestGroup, box->group_size);
  // One more than may be left behind tells whether enough would be.
  ASSIGN_OR_RETURN(std::vector<std::string> ids,
                   PendingIds(tx, campaign, stratum, most + box->group_size));
  const auto found = static_cast<int64_t>(ids.size());
  if (found == 0) return 0;
  if (found == most + box->group_size) ids.resize(static_cast<size_t>(most));
  RETURN_IF_ERROR(Release({tx, engine, sealer, form, *box, stratum}, ids));
  return static_cast<int64_t>(ids.size());
}

}  // namespace tarazy::surveys
