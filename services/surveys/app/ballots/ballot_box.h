// The use cases of those who answer.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/blind_rsa.h"
#include "common/base/context.h"
#include "common/base/mutex.h"
#include "common/sql/database.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/ballots/ballot_writer.h"
#include "services/surveys/app/ballots/rate_limit.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "tarazy/surveys/v1/answer.pb.h"

namespace tarazy::surveys {

// What a voucher is: the right to cast one ballot of a stratum.
struct VoucherProof {
  std::string stratum;
  std::string message;    // 64 bytes
  std::string signature;  // as long as the stratum's key
};

struct Submitted {
  std::string campaign;                 // the bare id
  std::optional<VoucherProof> voucher;  // of a feedback box: none
  std::string submission_id;
  std::string language;
  const google::protobuf::RepeatedPtrField<v1::Answer>& answers;
  bool drop_hidden = false;
  bool validate_only = false;
};

struct Receipt {
  std::vector<std::string> dropped;  // questions whose answers were dropped
  bool repeated = false;
};

// What a respondent is shown first.
struct OpenForm {
  std::shared_ptr<const RunningCampaign> campaign;
  v1::CampaignState state;
};

struct BallotBoxOptions {
  BallotWriterOptions writer = {};
  Rate box = {.burst = 100, .per_second = 20};      // submissions to one feedback box
  Rate voucher = {.burst = 30, .per_second = 0.5};  // drafts and submissions with one voucher
};

class BallotBox {
 public:
  // All must outlive it.
  BallotBox(RunningCampaigns& campaigns, sql::Database& ballots, const BallotSealer& sealer,
            BallotBoxOptions options = {});

  // Errors: NOT_FOUND.
  absl::StatusOr<OpenForm> GetForm(const Context& context, absl::string_view campaign,
                                   absl::Time now);

  // Errors: those of BallotsService.SubmitBallot and of BallotWriter.Submit.
  absl::StatusOr<Receipt> Submit(const Context& context, const Submitted& submitted,
                                 absl::Time now);

  // Errors: those of BallotsService.SaveDraft. A feedback box keeps none: nothing would tell whose
  // they are.
  absl::Status SaveDraft(const Context& context, absl::string_view campaign,
                         const VoucherProof& voucher, absl::string_view sealed, absl::Time now);

  // Errors: those of BallotsService.LoadDraft.
  absl::StatusOr<std::string> LoadDraft(const Context& context, absl::string_view campaign,
                                        const VoucherProof& voucher);

  // As CloseBox (close_box.h).
  absl::Status Close(const Context& context, const RunningCampaign& campaign);

 private:
  // The keys of a box, by stratum.
  using Keys = std::map<std::string, BlindRsaPublicKey, std::less<>>;

  absl::Status CheckKind(const v1::Campaign& campaign, bool has_voucher) const;
  absl::Status CheckTaking(const v1::Campaign& campaign, absl::Time now) const;
  absl::Status TakeAllowance(const Submission& submission, v1::CampaignKind kind, absl::Time now);
  absl::Status Verify(const Context& context, absl::string_view campaign,
                      const VoucherProof& voucher);
  absl::StatusOr<std::shared_ptr<const Keys>> FindKeys(const Context& context,
                                                       absl::string_view campaign);
  absl::StatusOr<std::optional<std::string>> FindSpent(const Context& context,
                                                       const Submission& submission);

  RunningCampaigns& campaigns_;
  sql::Database& ballots_;
  const BallotSealer& sealer_;
  RateLimit box_rate_;
  RateLimit voucher_rate_;
  Mutex mu_;
  std::map<std::string, std::shared_ptr<const Keys>, std::less<>> keys_ ABSL_GUARDED_BY(mu_);
  BallotWriter writer_;
};

}  // namespace tarazy::surveys
