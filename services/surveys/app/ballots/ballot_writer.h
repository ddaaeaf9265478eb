// Writes submissions into the box in groups, and lets groups of ballots out of it: the one writer
// of the ballots' database in this process.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/ballots/submission_store.h"

namespace tarazy::surveys {

struct BallotWriterOptions {
  size_t largest_batch = 256;
  size_t longest_queue = 4096;
  // Between two looks for ballots that may be released: the counts are as old at least.
  absl::Duration release_pause = absl::Seconds(2);
  // A batch is given up no later, whatever its members' deadlines.
  absl::Duration patience = absl::Seconds(10);
  // Told when ballots could not be released, which is tried again; may be empty. Called from the
  // writer's thread.
  std::function<void(absl::string_view campaign, const absl::Status&)> on_release_failure = {};
};

// Submissions that come while a transaction is under way share the next one, and so one fsync.
class BallotWriter {
 public:
  // The form of a campaign; NOT_FOUND when there is none.
  using FormFinder = std::function<absl::StatusOr<std::shared_ptr<const Form>>(
      const Context&, absl::string_view campaign)>;

  BallotWriter(sql::Database& ballots, const BallotSealer& sealer, FormFinder forms,
               BallotWriterOptions options = {});
  // Waits for the transaction under way; submissions that still wait are UNAVAILABLE.
  ~BallotWriter();
  BallotWriter(const BallotWriter&) = delete;
  BallotWriter& operator=(const BallotWriter&) = delete;

  // Returns when it is durable, or known not to be kept. Errors, of which none leaves it to chance
  // whether a repeat of the same submission is taken for another one: RESOURCE_EXHAUSTED OVERLOADED
  // when too many wait; DEADLINE_EXCEEDED, which may or may not have been in time; UNAVAILABLE, the
  // reason being COMMIT_OUTCOME_UNKNOWN when it may have been kept.
  absl::StatusOr<SubmissionOutcome> Submit(const Context& context, Submission submission);

 private:
  struct Waiter {
    Submission submission;
    absl::Time deadline;
    bool done = false;
    absl::StatusOr<SubmissionOutcome> result = absl::UnknownError("");
    CondVar changed;
  };
  using Batch = std::vector<std::shared_ptr<Waiter>>;

  void Run();
  // Waits for something to do; nothing when there are only releases.
  Batch NextBatch();
  bool HasWork(absl::Time now) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void WriteBatch(const Batch& batch);
  absl::StatusOr<std::vector<SubmissionOutcome>> Write(const Batch& batch);
  void Finish(const Batch& batch, const absl::StatusOr<std::vector<SubmissionOutcome>>& outcomes);
  void FindReleases();
  void ReleaseNext();
  absl::Status Release(const std::vector<Backlog>& backlogs);

  sql::Database& ballots_;
  const BallotSealer& sealer_;
  const FormFinder forms_;
  const BallotWriterOptions options_;

  // Of the thread alone.
  bool written_ =
      true;  // since the last look: after a start there may be ballots of the run before
  size_t expected_ = 1;  // how many may be there soon after the last batch
  absl::Time gather_until_ = absl::InfinitePast();
  absl::Time batch_deadline_ = absl::InfinitePast();
  absl::Time next_look_ = absl::InfinitePast();
  std::vector<Backlog> backlogs_;

  Mutex mu_;
  CondVar work_;
  std::deque<std::shared_ptr<Waiter>> queue_ ABSL_GUARDED_BY(mu_);
  size_t wanted_ ABSL_GUARDED_BY(mu_) = 1;  // how many the thread is waiting for
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;  // last: it uses all the others
};

}  // namespace tarazy::surveys
