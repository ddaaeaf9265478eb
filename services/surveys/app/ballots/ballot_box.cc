#include "services/surveys/app/ballots/ballot_box.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/ballots/close_box.h"
#include "services/surveys/domain/form/check_answers.h"
#include "services/surveys/store/ballots/box_store.h"
#include "services/surveys/store/ballots/draft_store.h"

namespace tarazy::surveys {
namespace {

constexpr size_t kLargestDraft = 64 << 10;
constexpr size_t kSubmissionIdDigits = 32;

absl::Status VoucherInvalid() {
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kVoucherInvalid,
                   "this is no voucher of this campaign and stratum");
}

absl::Status VoucherSpent() {
  return FailedPrecondition(Reason::kVoucherSpent,
                            "another ballot was cast with this voucher; it stays as it is");
}

absl::Status Closed(absl::string_view campaign) {
  return FailedPrecondition(
      Reason::kCampaignState,
      absl::StrCat("campaigns/", campaign, " is closed; no ballots are taken"),
      {{"campaign", absl::StrCat("campaigns/", campaign)}});
}

absl::Status NotYetOpen(const v1::Campaign& campaign) {
  return FailedPrecondition(
      Reason::kCampaignState,
      absl::StrCat("campaigns/", campaign.id(), " opens at ", campaign.window().opens(), " (",
                   campaign.window().zone(), ")"),
      {{"campaign", absl::StrCat("campaigns/", campaign.id())}});
}

absl::Status TooOften() {
  return MakeError(absl::StatusCode::kResourceExhausted, Reason::kRateLimited,
                   "too many at once; send the same again in a minute");
}

absl::Status CheckSubmission(const Submitted& submitted, const Form& form) {
  const bool is_id =
      submitted.submission_id.size() == kSubmissionIdDigits &&
      submitted.submission_id.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!is_id) {
    return InvalidField("submission_id", "must be 32 hexadecimal digits, 0-9 and a-f, at random");
  }
  const auto& languages = form.questionnaire().languages();
  const bool is_known =
      submitted.language == "kk" || submitted.language == "ru" || submitted.language == "en";
  const bool is_offered =
      is_known && (languages.empty() || std::find(languages.begin(), languages.end(),
                                                  submitted.language) != languages.end());
  return is_offered ? absl::OkStatus()
                    : InvalidField("language", "is none in which the questionnaire is offered");
}

// Where the respondent belongs: of the nearest group that says so.
std::string InstitutionOf(const v1::Campaign& campaign, absl::string_view stratum) {
  for (int levels = 0; levels < 8 && !stratum.empty(); ++levels) {
    const auto found = std::find_if(campaign.strata().begin(), campaign.strata().end(),
                                    [&](const v1::Stratum& one) { return one.id() == stratum; });
    if (found == campaign.strata().end()) break;
    if (!found->institution().empty()) return found->institution();
    stratum = found->parent();
  }
  return "";
}

void Feed(absl::string_view part, Sha256& digest) {
  digest.Update(absl::StrCat(part.size(), ":"));
  digest.Update(part);
}

// Without the submission's id, which only the respondent has, it tells nothing of the answers.
std::string DigestOf(const Submitted& submitted) {
  Sha256 digest;
  Feed(submitted.submission_id, digest);
  Feed(submitted.campaign, digest);
  Feed(submitted.voucher.has_value() ? submitted.voucher->stratum : "", digest);
  Feed(submitted.voucher.has_value() ? submitted.voucher->message : "", digest);
  Feed(submitted.language, digest);
  Feed(submitted.drop_hidden ? "drop" : "", digest);
  for (const v1::Answer& answer : submitted.answers) Feed(answer.SerializeAsString(), digest);
  return digest.Finish();
}

std::string VoucherDigestOf(const Submitted& submitted) {
  return submitted.voucher.has_value() ? Sha256Of(submitted.voucher->message)
                                       : Sha256Of(absl::StrCat("box|", submitted.submission_id));
}

absl::StatusOr<Receipt> ReceiptOf(SubmissionOutcome outcome, absl::string_view campaign,
                                  std::vector<std::string> dropped) {
  switch (outcome) {
    case SubmissionOutcome::kKept:
      return Receipt{.dropped = std::move(dropped)};
    case SubmissionOutcome::kRepeated:
      return Receipt{.dropped = std::move(dropped), .repeated = true};
    case SubmissionOutcome::kSpent:
      return VoucherSpent();
    case SubmissionOutcome::kClosed:
      return Closed(campaign);
    case SubmissionOutcome::kQuotaFull:
      return FailedPrecondition(Reason::kQuotaFull,
                                "the group has as many ballots as are taken of it");
  }
  return Internal("a submission ended in an unknown way");
}

}  // namespace

BallotBox::BallotBox(RunningCampaigns& campaigns, sql::Database& ballots,
                     const BallotSealer& sealer, BallotBoxOptions options)
    : campaigns_(campaigns),
      ballots_(ballots),
      sealer_(sealer),
      box_rate_(options.box),
      voucher_rate_(options.voucher),
      writer_(
          ballots, sealer,
          [this](const Context& context,
                 absl::string_view campaign) -> absl::StatusOr<std::shared_ptr<const Form>> {
            ASSIGN_OR_RETURN(const auto running, campaigns_.Find(context, campaign));
            return running->form;
          },
          std::move(options.writer)) {}

absl::StatusOr<OpenForm> BallotBox::GetForm(const Context& context, absl::string_view campaign,
                                            absl::Time now) {
  ASSIGN_OR_RETURN(std::shared_ptr<const RunningCampaign> running,
                   campaigns_.Find(context, campaign));
  bool closed = true;  // published tables have no box
  RETURN_IF_ERROR(ballots_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<Box> box, ReadBox(tx, campaign));
    closed = !box.has_value() || box->state != BoxState::kOpen;
    return absl::OkStatus();
  }));
  const v1::CampaignState state =
      closed ? v1::CAMPAIGN_STATE_CLOSED : StateAt(running->campaign, now);
  return OpenForm{.campaign = std::move(running), .state = state};
}

absl::StatusOr<Receipt> BallotBox::Submit(const Context& context, const Submitted& submitted,
                                          absl::Time now) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const RunningCampaign> running,
                   campaigns_.Find(context, submitted.campaign));
  const v1::Campaign& campaign = running->campaign;
  const Form& form = *running->form;
  RETURN_IF_ERROR(CheckKind(campaign, submitted.voucher.has_value()));
  RETURN_IF_ERROR(CheckSubmission(submitted, form));
  if (submitted.voucher.has_value()) {
    RETURN_IF_ERROR(Verify(context, submitted.campaign, *submitted.voucher));
  }
  Submission submission{.campaign = submitted.campaign,
                        .stratum = submitted.voucher.has_value() ? submitted.voucher->stratum
                                                                 : std::string(kEverybody),
                        .voucher_digest = VoucherDigestOf(submitted),
                        .submission_digest = DigestOf(submitted)};
  RETURN_IF_ERROR(TakeAllowance(submission, campaign.kind(), now));
  ASSIGN_OR_RETURN(
      CheckedBallot checked,
      CheckAnswers(form, submitted.answers, InstitutionOf(campaign, submission.stratum),
                   submitted.drop_hidden ? HiddenAnswers::kDrop : HiddenAnswers::kRefuse));
  const absl::Status taking = CheckTaking(campaign, now);
  if (!taking.ok() || submitted.validate_only) {
    // A repeat of what was kept gets its answer at any time.
    ASSIGN_OR_RETURN(const std::optional<std::string> spent, FindSpent(context, submission));
    if (spent == submission.submission_digest) {
      return ReceiptOf(SubmissionOutcome::kRepeated, submitted.campaign,
                       std::move(checked.dropped));
    }
    RETURN_IF_ERROR(taking);
    return spent.has_value() ? VoucherSpent()
                             : absl::StatusOr<Receipt>(Receipt{.dropped = checked.dropped});
  }
  submission.sealed =
      sealer_.Seal(form, submission.campaign, submission.stratum,
                   {.ballot = std::move(checked.ballot), .language = submitted.language});
  ASSIGN_OR_RETURN(const SubmissionOutcome outcome, writer_.Submit(context, std::move(submission)));
  return ReceiptOf(outcome, submitted.campaign, std::move(checked.dropped));
}

absl::Status BallotBox::SaveDraft(const Context& context, absl::string_view campaign,
                                  const VoucherProof& voucher, absl::string_view sealed,
                                  absl::Time now) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const RunningCampaign> running,
                   campaigns_.Find(context, campaign));
  RETURN_IF_ERROR(CheckKind(running->campaign, /*has_voucher=*/true));
  if (sealed.empty() || sealed.size() > kLargestDraft) {
    return InvalidField("sealed", absl::StrCat("must be 1 to ", kLargestDraft, " bytes"));
  }
  RETURN_IF_ERROR(Verify(context, campaign, voucher));
  const Submission draft{.campaign = std::string(campaign),
                         .voucher_digest = Sha256Of(voucher.message)};
  RETURN_IF_ERROR(TakeAllowance(draft, running->campaign.kind(), now));
  RETURN_IF_ERROR(CheckTaking(running->campaign, now));
  return ballots_.Write(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<Box> box, ReadBox(tx, campaign));
    if (!box.has_value() || box->state != BoxState::kOpen) return Closed(campaign);
    ASSIGN_OR_RETURN(const std::optional<std::string> spent,
                     SpentAs(tx, campaign, draft.voucher_digest));
    if (spent.has_value()) return VoucherSpent();
    return PutDraft(tx, campaign, draft.voucher_digest, sealed);
  });
}

absl::StatusOr<std::string> BallotBox::LoadDraft(const Context& context, absl::string_view campaign,
                                                 const VoucherProof& voucher) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const RunningCampaign> running,
                   campaigns_.Find(context, campaign));
  RETURN_IF_ERROR(CheckKind(running->campaign, /*has_voucher=*/true));
  RETURN_IF_ERROR(Verify(context, campaign, voucher));
  std::optional<std::string> sealed;
  RETURN_IF_ERROR(ballots_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(sealed, surveys::LoadDraft(tx, campaign, Sha256Of(voucher.message)));
    return absl::OkStatus();
  }));
  if (!sealed.has_value()) return NotFound("draft", "of this voucher");
  return *std::move(sealed);
}

absl::Status BallotBox::Close(const Context& context, const RunningCampaign& campaign) {
  return CloseBox(context, ballots_, sealer_, campaign);
}

absl::Status BallotBox::CheckKind(const v1::Campaign& campaign, bool has_voucher) const {
  switch (campaign.kind()) {
    case v1::CAMPAIGN_KIND_TICKETS:
      return has_voucher ? absl::OkStatus() : InvalidField("voucher", "is needed");
    case v1::CAMPAIGN_KIND_BOX:
      return has_voucher ? InvalidField("voucher", "a feedback box has none, and keeps no drafts")
                         : absl::OkStatus();
    default:
      return FailedPrecondition(Reason::kCampaignState,
                                absl::StrCat("campaigns/", campaign.id(),
                                             " holds published tables; it takes no ballots"));
  }
}

absl::Status BallotBox::CheckTaking(const v1::Campaign& campaign, absl::Time now) const {
  switch (StateAt(campaign, now)) {
    case v1::CAMPAIGN_STATE_OPEN:
    case v1::CAMPAIGN_STATE_GRACE:
      return absl::OkStatus();
    case v1::CAMPAIGN_STATE_SCHEDULED:
      return NotYetOpen(campaign);
    default:
      return Closed(campaign.id());
  }
}

absl::Status BallotBox::TakeAllowance(const Submission& submission, v1::CampaignKind kind,
                                      absl::Time now) {
  const bool within =
      kind == v1::CAMPAIGN_KIND_BOX
          ? box_rate_.Take(submission.campaign, now)
          : voucher_rate_.Take(absl::StrCat(submission.campaign, "/", submission.voucher_digest),
                               now);
  return within ? absl::OkStatus() : TooOften();
}

absl::Status BallotBox::Verify(const Context& context, absl::string_view campaign,
                               const VoucherProof& voucher) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const Keys> keys, FindKeys(context, campaign));
  const auto key = keys->find(voucher.stratum);
  const bool valid = key != keys->end() && key->second.Verify(voucher.message, voucher.signature);
  return valid ? absl::OkStatus() : VoucherInvalid();
}

// Keys never change once a box is open.
absl::StatusOr<std::shared_ptr<const BallotBox::Keys>> BallotBox::FindKeys(
    const Context& context, absl::string_view campaign) {
  {
    MutexLock lock(mu_);
    if (const auto known = keys_.find(campaign); known != keys_.end()) return known->second;
  }
  std::optional<Box> box;
  RETURN_IF_ERROR(ballots_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(box, ReadBox(tx, campaign));
    return absl::OkStatus();
  }));
  if (!box.has_value()) return Closed(campaign);
  const auto keys = std::make_shared<Keys>();
  for (const BoxStratum& stratum : box->strata) {
    absl::StatusOr<BlindRsaPublicKey> key = BlindRsaPublicKey::FromSpki(stratum.public_key);
    if (!key.ok()) return Internal("a box holds a key that is none");
    keys->emplace(stratum.id, *std::move(key));
  }
  MutexLock lock(mu_);
  return keys_.emplace(campaign, keys).first->second;
}

absl::StatusOr<std::optional<std::string>> BallotBox::FindSpent(const Context& context,
                                                                const Submission& submission) {
  std::optional<std::string> spent;
  RETURN_IF_ERROR(ballots_.Read(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(spent, SpentAs(tx, submission.campaign, submission.voucher_digest));
    return absl::OkStatus();
  }));
  return spent;
}

}  // namespace tarazy::surveys
