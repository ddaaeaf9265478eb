#include "tests/chaos/worker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/chaos/checker.h"

namespace tarazy::chaos {
namespace {

std::string TextOf(const Realm& realm, const std::string& ranking) {
  for (const RankingFacts& facts : realm.rankings) {
    if (facts.name == ranking) return facts.Text();
  }
  return "";
}

// The connection broke: the call may have been done or not.
bool IsUnknown(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         (status.error_code() == grpc::StatusCode::UNKNOWN && ReasonOf(status).empty());
}

std::string ShortText(const grpc::Status& status) {
  return absl::StrCat(absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code())),
                      " ", ReasonOf(status));
}

bool IsOutage(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return ReasonOf(status) == "UNAVAILABLE" || ReasonOf(status) == "COMMIT_OUTCOME_UNKNOWN";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return true;  // from the server, or from the client's own library when it was first
    case grpc::StatusCode::ABORTED:
      return ReasonOf(status) == "CONFLICT";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return ReasonOf(status) == "OVERLOADED";
    default:
      return false;
  }
}

}  // namespace

void ExpectOutage(const grpc::Status& status, absl::Duration took, absl::Duration timeout) {
  EXPECT_TRUE(status.ok() || IsOutage(status)) << Describe(status);
  EXPECT_LT(took, timeout + absl::Seconds(1)) << Describe(status);
}

void Worker::Acknowledge(Sent sent) {
  sent.operation.effect(realm_);
  sent.operation.check(sent.answer, realm_);
  history_.push_back(std::move(sent));
}

Worker::Sent Worker::Make(const Kind& kind) {
  const std::string request_id = absl::StrCat(realm_.id, ".", ++sent_);
  return {.kind = kind.name, .operation = kind.make(realm_, request_id, random_)};
}

void Worker::Work(Clients& clients, Activity& activity) {
  pending_.reset();
  while (true) {
    const Kind& kind = ChooseKind(realm_, random_);
    Sent sent = Make(kind);
    const absl::Time start = absl::Now();
    activity.Began(kind.name);
    Answer answer = sent.operation.send(clients);
    if (!answer.status.ok()) {
      EXPECT_TRUE(activity.struck() && IsUnknown(answer.status))
          << kind.name << ": " << Describe(answer.status);
      pending_ = std::move(sent);
      return;
    }
    activity.Ended(kind.name, absl::Now() - start);
    sent.answer = std::move(answer.bytes);
    Acknowledge(std::move(sent));
  }
}

void Worker::Insist(Clients& clients, absl::FunctionRef<bool()> stop, int most) {
  pending_.reset();
  while (!stop() && most-- > 0) {
    pending_ = Make(ChooseKind(realm_, random_));
    while (pending_.has_value()) {
      const absl::Time start = absl::Now();
      Answer answer = pending_->operation.send(clients);
      ExpectOutage(answer.status, absl::Now() - start, clients.timeout());
      if (answer.status.ok()) {
        pending_->answer = std::move(answer.bytes);
        Acknowledge(*std::exchange(pending_, std::nullopt));
        continue;
      }
      ++failures_[ShortText(answer.status)];
      if (stop() || !IsOutage(answer.status)) return;
      absl::SleepFor(absl::Milliseconds(20));  // as a client backs off
    }
  }
}

Answer Worker::Try(Clients& clients, absl::string_view name) {
  const auto kind = std::find_if(Kinds().begin(), Kinds().end(),
                                 [&](const Kind& each) { return each.name == name; });
  Sent sent = Make(*kind);
  Answer answer = sent.operation.send(clients);
  pending_.reset();
  sent.answer = answer.bytes;
  if (answer.status.ok()) {
    Acknowledge(std::move(sent));
  } else {
    pending_ = std::move(sent);
  }
  return answer;
}

void Worker::ExpectAllOrNothing(Clients& clients) {
  was_done_ = false;
  if (!pending_.has_value()) return;
  Realm after = realm_;
  pending_->operation.effect(after);
  if (after.rankings.empty()) return;
  const std::string& ranking = after.current().name;
  const std::string stored = ReadRankingQuickly(clients, ranking);
  if (stored == TextOf(realm_, ranking)) return;
  EXPECT_EQ(stored, TextOf(after, ranking)) << "after an unanswered " << pending_->kind;
  was_done_ = true;
}

void Worker::Settle(Clients& clients) {
  if (!pending_.has_value()) return;
  Answer answer = pending_->operation.send(clients);
  ASSERT_TRUE(answer.status.ok()) << pending_->kind << ": " << Describe(answer.status);
  pending_->answer = std::move(answer.bytes);
  Acknowledge(*std::exchange(pending_, std::nullopt));
}

void Worker::ExpectSameAnswers(Clients& clients, int more) {
  for (int i = 0; i <= more && !history_.empty(); ++i) {
    const size_t index =
        i == 0 ? history_.size() - 1 : Below(random_, static_cast<int>(history_.size()));
    const Sent& sent = history_[index];
    const Answer again = sent.operation.send(clients);
    EXPECT_TRUE(again.status.ok()) << sent.kind << ": " << Describe(again.status);
    EXPECT_EQ(again.bytes, sent.answer) << sent.kind << " was answered differently";
  }
}

void Worker::ExpectStored(Clients& clients, bool all) {
  const size_t count = realm_.rankings.size();
  for (size_t i = all ? 0 : count - std::min<size_t>(count, 1); i < count; ++i) {
    const RankingFacts& facts = realm_.rankings[i];
    EXPECT_EQ(all ? ReadRanking(clients, facts.name) : ReadRankingQuickly(clients, facts.name),
              facts.Text());
  }
}

void Worker::ExpectAccreditation(Clients& clients, bool all) const {
  const size_t count = realm_.cases.size();
  for (size_t i = all ? 0 : count - std::min<size_t>(count, 1); i < count; ++i) {
    const CaseFacts stored = ReadCase(clients, realm_.cases[i].id);
    EXPECT_EQ(stored.revision, realm_.cases[i].revision) << stored.id;
    EXPECT_EQ(stored.marks, realm_.cases[i].marks) << stored.id;
  }
  std::map<std::string, std::vector<std::string>> by_subject;
  for (const DecisionFacts& decision : realm_.decisions) {
    by_subject[decision.subject].push_back(decision.name);
  }
  for (const auto& [subject, names] : by_subject) {
    EXPECT_EQ(ReadDecisions(clients, subject), names) << subject;
  }
}

void Worker::ExpectInstitutions(const std::map<std::string, InstitutionFacts>& stored) const {
  size_t mine = 0;
  for (const auto& [id, facts] : stored) mine += absl::StartsWith(id, realm_.id + "-") ? 1 : 0;
  EXPECT_EQ(mine, realm_.institutions.size());
  for (const auto& [id, facts] : realm_.institutions) {
    const auto it = stored.find(id);
    if (it == stored.end()) {
      ADD_FAILURE() << id << " was lost";
      continue;
    }
    EXPECT_EQ(it->second.title, facts.title) << id;
    EXPECT_EQ(it->second.version, facts.version) << id;
  }
}

}  // namespace tarazy::chaos
