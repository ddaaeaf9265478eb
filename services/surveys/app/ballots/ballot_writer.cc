#include "services/surveys/app/ballots/ballot_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/ballots/release.h"

namespace tarazy::surveys {
namespace {

// After a failure: a secret that was changed or a database that is away does not mend in a second.
constexpr absl::Duration kPauseAfterFailure = absl::Seconds(5);

// Groups of several strata share a commit until there are so many ballots.
constexpr int64_t kEnoughForOneCommit = 300;
// Whoever has just got his answer may send the next submission: waiting so long for it makes one
// large batch of two halves.
constexpr absl::Duration kLongestGathering = absl::Milliseconds(2);

// Whether another transaction of the same submissions, one by one, may do better.
bool IsOnesFault(const absl::Status& status) {
  return absl::IsAlreadyExists(status) || absl::IsInternal(status) ||
         absl::IsFailedPrecondition(status) || absl::IsInvalidArgument(status);
}

absl::Status TooLate() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, Reason::kDeadlineExceeded,
                   "the caller's time ran out; send the same submission again");
}

absl::Status NoAnswer() {
  return MakeError(absl::StatusCode::kUnavailable, Reason::kUnavailable,
                   "the database does not answer; send the same submission again");
}

}  // namespace

BallotWriter::BallotWriter(sql::Database& ballots, const BallotSealer& sealer, FormFinder forms,
                           BallotWriterOptions options)
    : ballots_(ballots),
      sealer_(sealer),
      forms_(std::move(forms)),
      options_(std::move(options)),
      thread_([this] { Run(); }) {}

BallotWriter::~BallotWriter() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    work_.NotifyOne();
  }
  thread_.join();
}

absl::StatusOr<SubmissionOutcome> BallotWriter::Submit(const Context& context,
                                                       Submission submission) {
  const auto waiter = std::make_shared<Waiter>();
  waiter->submission = std::move(submission);
  waiter->deadline = context.deadline;
  MutexLock lock(mu_);
  if (queue_.size() >= options_.longest_queue) {
    return MakeError(absl::StatusCode::kResourceExhausted, Reason::kOverloaded,
                     "too many ballots come in at this moment; send the same submission again");
  }
  queue_.push_back(waiter);
  if (queue_.size() >= wanted_) work_.NotifyOne();
  while (!waiter->done) {
    if (!waiter->changed.WaitUntil(mu_, waiter->deadline) && !waiter->done) {
      const auto place = std::find(queue_.begin(), queue_.end(), waiter);
      if (place != queue_.end()) queue_.erase(place);
      return TooLate();
    }
  }
  return waiter->result;
}

// Submissions and releases take turns, so that neither waits for a stream of the others.
void BallotWriter::Run() {
  for (;;) {
    const Batch batch = NextBatch();
    if (batch.empty()) {
      MutexLock lock(mu_);
      if (stopping_) break;
    }
    if (!batch.empty()) WriteBatch(batch);
    if (written_ && absl::Now() >= next_look_) FindReleases();
    if (!backlogs_.empty()) ReleaseNext();
  }
  MutexLock lock(mu_);
  for (const std::shared_ptr<Waiter>& waiter : queue_) {
    waiter->result = MakeError(absl::StatusCode::kUnavailable, Reason::kUnavailable,
                               "the server is stopping; send the same submission again");
    waiter->done = true;
    waiter->changed.NotifyOne();
  }
  queue_.clear();
}

bool BallotWriter::HasWork(absl::Time now) const {
  return stopping_ || !queue_.empty() || !backlogs_.empty() || (written_ && now >= next_look_);
}

BallotWriter::Batch BallotWriter::NextBatch() {
  Batch batch;
  MutexLock lock(mu_);
  while (!HasWork(absl::Now())) {
    work_.WaitUntil(mu_, written_ ? next_look_ : absl::InfiniteFuture());
  }
  wanted_ = std::min(expected_, options_.largest_batch);
  while (!stopping_ && !queue_.empty() && queue_.size() < wanted_ && absl::Now() < gather_until_) {
    work_.WaitUntil(mu_, gather_until_);
  }
  wanted_ = 1;
  if (stopping_) return batch;
  while (!queue_.empty() && batch.size() < options_.largest_batch) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void BallotWriter::WriteBatch(const Batch& batch) {
  const absl::Time start = absl::Now();
  const absl::StatusOr<std::vector<SubmissionOutcome>> outcomes = Write(batch);
  const absl::Time end = absl::Now();
  gather_until_ = end + std::min((end - start) / 2, kLongestGathering);
  if (outcomes.ok() || batch.size() == 1 || !IsOnesFault(outcomes.status())) {
    Finish(batch, outcomes);
    return;
  }
  for (const std::shared_ptr<Waiter>& waiter : batch) Finish({waiter}, Write({waiter}));
}

absl::StatusOr<std::vector<SubmissionOutcome>> BallotWriter::Write(const Batch& batch) {
  std::vector<const Submission*> submissions;
  absl::Time deadline = absl::InfinitePast();
  for (const std::shared_ptr<Waiter>& waiter : batch) {
    submissions.push_back(&waiter->submission);
    deadline = std::max(deadline, waiter->deadline);
  }
  batch_deadline_ = std::min(deadline, absl::Now() + options_.patience);
  const Context context{.deadline = batch_deadline_};
  std::vector<SubmissionOutcome> outcomes;
  RETURN_IF_ERROR(ballots_.Write(context, [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(AwaitTurn(tx, ballots_.Engine()));
    ASSIGN_OR_RETURN(outcomes, TakeSubmissions(tx, ballots_.Engine(), submissions));
    return absl::OkStatus();
  }));
  written_ = true;
  return outcomes;
}

void BallotWriter::Finish(const Batch& batch,
                          const absl::StatusOr<std::vector<SubmissionOutcome>>& outcomes) {
  MutexLock lock(mu_);
  expected_ = batch.size() + queue_.size();
  for (size_t i = 0; i < batch.size(); ++i) {
    if (outcomes.ok()) {
      batch[i]->result = (*outcomes)[i];
    } else if (absl::IsDeadlineExceeded(outcomes.status()) &&
               batch_deadline_ < batch[i]->deadline) {
      batch[i]->result = NoAnswer();  // the batch's patience ended, not the caller's
    } else {
      batch[i]->result = outcomes.status();
    }
    batch[i]->done = true;
    batch[i]->changed.NotifyOne();
  }
}

void BallotWriter::FindReleases() {
  next_look_ = absl::Now() + options_.release_pause;
  written_ = false;
  const Context context{.deadline = absl::Now() + options_.patience};
  std::vector<Backlog> found;
  const absl::Status status = ballots_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(found, ReadBacklogs(tx));
    return absl::OkStatus();
  });
  if (!status.ok()) {
    if (options_.on_release_failure) options_.on_release_failure("", status);
    next_look_ = absl::Now() + kPauseAfterFailure;
    written_ = true;
    return;
  }
  backlogs_.clear();
  for (Backlog& backlog : found) {
    if (Releasable(backlog.pending, backlog.group_size) > 0) {
      backlogs_.push_back(std::move(backlog));
    }
  }
}

void BallotWriter::ReleaseNext() {
  std::vector<Backlog> next;
  for (int64_t ballots = 0; !backlogs_.empty() && ballots < kEnoughForOneCommit;) {
    ballots += backlogs_.back().pending;
    next.push_back(std::move(backlogs_.back()));
    backlogs_.pop_back();
  }
  if (Release(next).ok() || next.size() == 1) return;
  // One that cannot be released must not hold up the others.
  for (const Backlog& one : next) Release({one}).IgnoreError();
}

absl::Status BallotWriter::Release(const std::vector<Backlog>& backlogs) {
  const Context context{.deadline = absl::Now() + options_.patience};
  int64_t released = 0;
  absl::Status status = ballots_.Write(context, [&](sql::Tx& tx) -> absl::Status {
    released = 0;
    RETURN_IF_ERROR(AwaitTurn(tx, ballots_.Engine()));
    for (const Backlog& one : backlogs) {
      ASSIGN_OR_RETURN(const std::shared_ptr<const Form> form, forms_(context, one.campaign));
      ASSIGN_OR_RETURN(const int64_t group, ReleaseGroup(tx, ballots_.Engine(), sealer_, *form,
                                                         one.campaign, one.stratum));
      released += group;
    }
    return absl::OkStatus();
  });
  if (!status.ok()) {
    if (options_.on_release_failure && backlogs.size() == 1) {
      options_.on_release_failure(backlogs.front().campaign, status);
    }
    next_look_ = absl::Now() + kPauseAfterFailure;
  }
  // There may be more of these strata, or the same once more.
  if (!status.ok() || released > 0) written_ = true;
  return status;
}

}  // namespace tarazy::surveys
