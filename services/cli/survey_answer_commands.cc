// tarazy survey form | submit | save-draft | load-draft: a respondent answers.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/ids.h"
#include "common/base/seal.h"
#include "services/cli/answer_text.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/respondent.h"
#include "tarazy/surveys/v1/ballots_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;
using v1::BallotsService;

constexpr char kDraftPurpose[] = "draft";

struct FormOptions {
  std::string id;
};

std::string Codes(const google::protobuf::RepeatedPtrField<v1::Choice>& choices) {
  return absl::StrJoin(choices, " ", [](std::string* out, const v1::Choice& choice) {
    absl::StrAppend(out, choice.code());
  });
}

// What can be answered to an item: codes, or what kind of answer it takes.
std::string Answers(const v1::Questionnaire& form, const v1::Item& item) {
  for (const v1::Scale& scale : form.scales()) {
    if (scale.id() == item.scale()) return Codes(scale.points());
  }
  if (item.type() == v1::ITEM_TYPE_NUMBER) {
    return absl::StrCat(item.number().min(), " to ", item.number().max(), " ",
                        item.number().unit());
  }
  return Codes(item.choices());
}

absl::StatusOr<v1::GetFormResponse> GetForm(Session& session, const std::string& campaign) {
  v1::GetFormRequest request;
  request.set_campaign(campaign);
  return session.client.Call(&BallotsService::Stub::GetForm, request);
}

absl::Status Form(Session& session, const FormOptions& options) {
  ASSIGN_OR_RETURN(const auto form, GetForm(session, FullName("campaigns", options.id)));
  Table table{.columns = {{"page"}, {"question"}, {"text"}, {"type"}, {"required"}, {"answers"}},
              .rows = {}};
  for (const v1::Page& page : form.questionnaire().pages()) {
    for (const v1::Item& item : page.items()) {
      const auto add = [&](const std::string& id, const common::v1::Localized& text) {
        table.rows.push_back({Text(page.id()), Text(id), Title(text), Text(EnumWord(item.type())),
                              item.required(), Text(Answers(form.questionnaire(), item))});
      };
      if (item.type() != v1::ITEM_TYPE_MATRIX) add(item.id(), item.text());
      for (const v1::MatrixRow& row : item.rows()) add(row.id(), row.text());
    }
  }
  PrintRows(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

// Where a voucher comes from.
struct VoucherOptions {
  std::string id;
  std::string ticket;
  std::string voucher;
};

void AddVoucherOptions(CLI::App& command, VoucherOptions& options) {
  command.add_option("ID", options.id, "The campaign")->required();
  command.add_option("--ticket", options.ticket, "The ticket's code; of a feedback box: none");
  command
      .add_option("--voucher", options.voucher,
                  "The file that keeps the voucher; by default ID.voucher here")
      ->type_name("FILE");
}

std::string VoucherPath(const VoucherOptions& options) {
  if (!options.voucher.empty()) return options.voucher;
  return absl::StrCat(BareId("campaigns", options.id), ".voucher");
}

struct SubmitOptions {
  VoucherOptions voucher;
  std::string language = "kk";
  std::string file;
  std::vector<std::string> answers;
  bool drop_hidden = false;
  bool validate_only = false;
};

absl::StatusOr<std::vector<TypedAnswer>> TypedAnswers(const SubmitOptions& options) {
  std::vector<TypedAnswer> typed;
  if (!options.file.empty()) {
    ASSIGN_OR_RETURN(typed, ReadAnswerFile(options.file));
  }
  for (const std::string& answer : options.answers) {
    ASSIGN_OR_RETURN(typed.emplace_back(), ParseTypedAnswer(answer));
  }
  return typed;
}

absl::Status Submit(Session& session, const SubmitOptions& options) {
  const std::string campaign = FullName("campaigns", options.voucher.id);
  ASSIGN_OR_RETURN(const std::vector<TypedAnswer> typed, TypedAnswers(options));
  ASSIGN_OR_RETURN(const auto form, GetForm(session, campaign));
  v1::SubmitBallotRequest request;
  request.set_campaign(campaign);
  request.set_language(options.language);
  request.set_drop_hidden(options.drop_hidden);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto answers, ToAnswers(form.questionnaire(), typed));
  *request.mutable_answers() = {answers.begin(), answers.end()};
  if (form.kind() == v1::CAMPAIGN_KIND_BOX) {
    request.set_submission_id(RandomHex(16));
  } else {
    ASSIGN_OR_RETURN(const VoucherFile file,
                     TakeVoucher(session.client, campaign, options.voucher.ticket,
                                 VoucherPath(options.voucher)));
    *request.mutable_voucher() = file.voucher;
    request.set_submission_id(file.submission_id);
  }
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&BallotsService::Stub::SubmitBallot, request));
  PrintOne(
      {.columns = {{"campaign"}, {"repeated"}, {"dropped"}},
       .rows = {{Text(campaign), response.repeated(),
                 std::vector<std::string>(response.dropped().begin(), response.dropped().end())}}},
      session.style, session.terminal.out);
  return absl::OkStatus();
}

struct DraftOptions {
  VoucherOptions voucher;
  std::string file;
};

absl::StatusOr<Sealer> DraftSealer(const VoucherFile& file) {
  ASSIGN_OR_RETURN(const Secret secret, Secret::FromBase64(absl::Base64Escape(file.draft_key)));
  return Sealer(secret, kDraftPurpose);
}

absl::Status SaveDraft(Session& session, const DraftOptions& options) {
  const std::string campaign = FullName("campaigns", options.voucher.id);
  ASSIGN_OR_RETURN(const std::string text, ReadRecordText(options.file));
  ASSIGN_OR_RETURN(
      const VoucherFile file,
      TakeVoucher(session.client, campaign, options.voucher.ticket, VoucherPath(options.voucher)));
  ASSIGN_OR_RETURN(const Sealer sealer, DraftSealer(file));
  v1::SaveDraftRequest request;
  request.set_campaign(campaign);
  *request.mutable_voucher() = file.voucher;
  request.set_sealed(sealer.Seal(text, campaign));
  RETURN_IF_ERROR(session.client.Call(&BallotsService::Stub::SaveDraft, request).status());
  PrintOne({.columns = {{"campaign"}, {"bytes"}},
            .rows = {{Text(campaign), static_cast<int64_t>(text.size())}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

absl::Status LoadDraft(Session& session, const VoucherOptions& options) {
  const std::string campaign = FullName("campaigns", options.id);
  ASSIGN_OR_RETURN(const VoucherFile file,
                   TakeVoucher(session.client, campaign, options.ticket, VoucherPath(options)));
  ASSIGN_OR_RETURN(const Sealer sealer, DraftSealer(file));
  v1::LoadDraftRequest request;
  request.set_campaign(campaign);
  *request.mutable_voucher() = file.voucher;
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&BallotsService::Stub::LoadDraft, request));
  ASSIGN_OR_RETURN(const std::string text, sealer.Open(response.sealed(), campaign));
  session.terminal.out << text;
  return absl::OkStatus();
}

}  // namespace

void AddSurveyAnswerCommands(CLI::App& group, Action& chosen) {
  CLI::App& form = *group.add_subcommand("form", "Show what a campaign asks");
  auto& form_options = Bind(form, chosen, Form);
  form.add_option("ID", form_options.id, "The campaign")->required();

  CLI::App& submit = *group.add_subcommand(
      "submit", "Answer: exchanges the ticket for a voucher and spends it with the ballot");
  auto& options = Bind(submit, chosen, Submit);
  AddVoucherOptions(submit, options.voucher);
  submit.add_option("--lang", options.language, "The language of the answers")
      ->capture_default_str()
      ->check(CLI::IsMember({"kk", "ru", "en"}));
  submit.add_option("--answers", options.file, "A file with a line QUESTION: ANSWER each")
      ->type_name("FILE");
  submit.add_option("--answer", options.answers, "One answer; several choices with commas")
      ->type_name("QUESTION=ANSWER");
  submit.add_flag("--drop-hidden", options.drop_hidden,
                  "Drop answers to questions that are hidden, instead of being refused");
  AddValidateOnly(submit, options.validate_only);
  AddExample(submit,
             "tarazy survey submit students-2026 --ticket K7QM-2XWP-9RTD-4FHB --lang ru "
             "--answers answers.yaml");

  CLI::App& save = *group.add_subcommand(
      "save-draft", "Keep a half-filled file of answers on the server, which cannot read it");
  auto& save_options = Bind(save, chosen, SaveDraft);
  AddVoucherOptions(save, save_options.voucher);
  save.add_option("--answers", save_options.file, "The file")->required()->type_name("FILE");

  CLI::App& load = *group.add_subcommand("load-draft", "Show the draft that was kept");
  AddVoucherOptions(load, Bind(load, chosen, LoadDraft));
}

}  // namespace tarazy::cli
