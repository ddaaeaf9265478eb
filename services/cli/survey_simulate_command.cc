// tarazy survey simulate: invented people answer a demonstration, each by his own ticket.
#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/blind_rsa.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"
#include "services/cli/commands.h"
#include "services/cli/dealt_answers.h"
#include "services/cli/failure.h"
#include "services/cli/progress_bar.h"
#include "services/cli/record_file.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/surveys/file/read_tables.h"
#include "tarazy/surveys/v1/ballots_service.grpc.pb.h"
#include "tarazy/surveys/v1/campaigns_service.grpc.pb.h"
#include "tarazy/surveys/v1/roll_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;

constexpr int kInviteBatch = 500;
const char* const kLanguages[] = {"kk", "ru", "en"};

struct SimulateOptions {
  std::string id;
  int64_t people = 0;
  std::string tables;
  std::string population;
  std::string stratum_question;
  uint64_t seed = 1;
  int workers = 8;
  double patience = 60;  // seconds
};

struct Person {
  std::string ticket;
  std::string language;
  std::vector<TypedAnswer> answers;
};

// A server that is being restarted or overloaded is asked again until `patience` has passed.
bool WorthRepeating(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsResourceExhausted(status) || absl::IsAborted(status) || absl::IsCancelled(status);
}

class Respondent {
 public:
  Respondent(Client& client, std::shared_ptr<grpc::Channel> channel, absl::Duration patience)
      : client_(client), channel_(std::move(channel)), patience_(patience) {}

  absl::Status Answer(const std::string& campaign, const v1::Questionnaire& form,
                      const Person& person) {
    v1::SubmitBallotRequest ballot;
    ballot.set_campaign(campaign);
    ballot.set_submission_id(RandomHex(16));
    ballot.set_language(person.language);
    ballot.set_drop_hidden(true);
    ASSIGN_OR_RETURN(const auto answers, ToAnswers(form, person.answers));
    *ballot.mutable_answers() = {answers.begin(), answers.end()};
    if (!person.ticket.empty()) RETURN_IF_ERROR(TakeVoucher(person, *ballot.mutable_voucher()));
    return Repeat(&v1::BallotsService::Stub::SubmitBallot, ballot).status();
  }

 private:
  absl::Status TakeVoucher(const Person& person, v1::Voucher& voucher) {
    v1::LookAtTicketRequest look;
    look.set_ticket(person.ticket);
    ASSIGN_OR_RETURN(const v1::LookAtTicketResponse ticket,
                     Repeat(&v1::RollService::Stub::LookAtTicket, look));
    ASSIGN_OR_RETURN(const BlindRsaPublicKey key, BlindRsaPublicKey::FromSpki(ticket.public_key()));
    const std::string message = PrepareBlind(RandomHex(16));
    ASSIGN_OR_RETURN(const Blinding blinding, key.Blind(message));
    v1::ExchangeTicketRequest exchange;
    exchange.set_ticket(person.ticket);
    exchange.set_blinded_message(blinding.blinded_message);
    ASSIGN_OR_RETURN(const v1::ExchangeTicketResponse exchanged,
                     Repeat(&v1::RollService::Stub::ExchangeTicket, exchange));
    ASSIGN_OR_RETURN(*voucher.mutable_signature(),
                     key.Finalize(message, exchanged.blind_signature(), blinding.inverse));
    voucher.set_message(message);
    voucher.set_stratum(ticket.stratum());
    return absl::OkStatus();
  }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Repeat(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  const Request& request) {
    const absl::Time until = absl::Now() + patience_;
    while (true) {
      grpc::ClientContext context;
      context.set_wait_for_ready(true);
      context.set_deadline(absl::ToChronoTime(std::min(until, absl::Now() + absl::Seconds(10))));
      Stub stub(channel_);
      Response response;
      const absl::Status status = client_.Outcome((stub.*method)(&context, request, &response));
      if (status.ok()) return response;
      if (!WorthRepeating(status) || absl::Now() >= until) return status;
      absl::SleepFor(absl::Milliseconds(50));
    }
  }

  Client& client_;
  const std::shared_ptr<grpc::Channel> channel_;
  const absl::Duration patience_;
};

// A call of the administrator's, repeated while the server is away.
template <class Stub, class Request, class Response>
absl::StatusOr<Response> CallPatiently(Session& session, double patience,
                                       grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                                       const Request& request) {
  const absl::Time until = absl::Now() + absl::Seconds(patience);
  while (true) {
    absl::StatusOr<Response> response = session.client.Call(method, request);
    if (response.ok() || !WorthRepeating(response.status()) || absl::Now() >= until) {
      return response;
    }
    absl::SleepFor(absl::Milliseconds(50));
  }
}

// The groups that hold people.
std::vector<const v1::Stratum*> Leaves(const v1::Campaign& campaign) {
  std::vector<const v1::Stratum*> leaves;
  for (const v1::Stratum& stratum : campaign.strata()) {
    const bool parent =
        std::any_of(campaign.strata().begin(), campaign.strata().end(),
                    [&](const v1::Stratum& other) { return other.parent() == stratum.id(); });
    if (!parent) leaves.push_back(&stratum);
  }
  return leaves;
}

// The group of each: what he answers to `question`, or dealt round in proportion to the frames.
std::vector<std::string> StrataOfPeople(const v1::Campaign& campaign, const DealtAnswers& dealt,
                                        const std::string& question, int64_t people) {
  std::vector<std::string> strata(people);
  const std::vector<const v1::Stratum*> leaves = Leaves(campaign);
  std::vector<int64_t> given(leaves.size());
  for (int64_t person = 0; person < people; ++person) {
    if (!question.empty()) {
      strata[person] = dealt.ChoiceOf(person, question);
      continue;
    }
    // Who is furthest behind his share is next.
    size_t next = 0;
    for (size_t i = 1; i < leaves.size(); ++i) {
      if (given[i] * std::max<int64_t>(1, leaves[next]->frame()) <
          given[next] * std::max<int64_t>(1, leaves[i]->frame())) {
        next = i;
      }
    }
    ++given[next];
    strata[person] = leaves[next]->id();
  }
  return strata;
}

absl::Status Invite(Session& session, const std::string& campaign,
                    const std::vector<std::string>& strata, const SimulateOptions& options,
                    std::vector<Person>& people, ProgressBar& bar) {
  for (size_t from = 0; from < people.size(); from += kInviteBatch) {
    const size_t to = std::min(people.size(), from + kInviteBatch);
    v1::InvitePeopleRequest request;
    request.set_campaign(campaign);
    request.set_request_id(RandomHex(16));
    for (size_t i = from; i < to; ++i) {
      v1::Invitee& person = *request.add_people();
      person.set_contact(absl::StrCat("invented-", options.seed, "-", i, "@example.invalid"));
      person.set_stratum(strata[i]);
      person.set_language(people[i].language);
    }
    ASSIGN_OR_RETURN(
        const auto response,
        CallPatiently(session, options.patience, &v1::RollService::Stub::InvitePeople, request));
    if (response.tickets_size() != static_cast<int>(to - from)) {
      return absl::InternalError("the server gave another number of tickets");
    }
    for (size_t i = from; i < to; ++i) {
      people[i].ticket = response.tickets(static_cast<int>(i - from)).code();
    }
    bar.Update(0.2 * static_cast<double>(to) / static_cast<double>(people.size()), "inviting");
  }
  return absl::OkStatus();
}

// Everybody answers once, `workers` at a time; the first refusal ends it.
absl::StatusOr<int64_t> AnswerAll(Session& session, const std::string& campaign,
                                  const v1::Questionnaire& form, const std::vector<Person>& people,
                                  const SimulateOptions& options, ProgressBar& bar) {
  std::atomic<size_t> next{0};
  std::atomic<size_t> done{0};
  std::atomic<int64_t> acknowledged{0};
  Mutex mu;
  absl::Status failure;
  const auto work = [&] {
    Respondent respondent(session.client, session.client.channel(),
                          absl::Seconds(options.patience));
    for (size_t i = next++; i < people.size(); i = next++) {
      const absl::Status status = respondent.Answer(campaign, form, people[i]);
      if (status.ok()) ++acknowledged;
      if (!status.ok() && ReasonOf(status) != "TICKET_TAKEN") {
        MutexLock lock(mu);
        if (failure.ok()) failure = status;
        next = people.size();
        return;
      }
      ++done;
    }
  };
  std::vector<std::thread> workers;
  for (int i = 0; i < options.workers; ++i) workers.emplace_back(work);
  std::thread waiter([&] {
    for (std::thread& worker : workers) worker.join();
  });
  while (done < people.size() && next < people.size()) {
    bar.Update(0.2 + 0.8 * static_cast<double>(done) / static_cast<double>(people.size()),
               "answering");
    absl::SleepFor(absl::Milliseconds(100));
  }
  waiter.join();
  RETURN_IF_ERROR(failure);
  return acknowledged.load();
}

absl::Status Simulate(Session& session, const SimulateOptions& options) {
  const std::string name = FullName("campaigns", options.id);
  v1::GetCampaignRequest get;
  get.set_name(name);
  ASSIGN_OR_RETURN(
      const auto campaign,
      CallPatiently(session, options.patience, &v1::CampaignsService::Stub::GetCampaign, get));
  if (!campaign.campaign().demonstration()) {
    return UsageError(
        absl::StrCat(name, " is no demonstration: invented answers would be counted as people's"));
  }
  v1::GetFormRequest ask;
  ask.set_campaign(name);
  ASSIGN_OR_RETURN(const auto form, CallPatiently(session, options.patience,
                                                  &v1::BallotsService::Stub::GetForm, ask));
  v1::PublishedTables tables;
  if (!options.tables.empty()) {
    ASSIGN_OR_RETURN(const std::string text, ReadRecordText(options.tables));
    ASSIGN_OR_RETURN(tables, surveys::ReadTables(text, options.population));
  }
  const int64_t number = options.people > 0 ? options.people : tables.n();
  if (number <= 0) return UsageError("say how many: --people N, or --tables FILE");
  ASSIGN_OR_RETURN(
      const DealtAnswers dealt,
      DealtAnswers::Deal(form.questionnaire(), options.tables.empty() ? nullptr : &tables, number,
                         options.seed));
  std::vector<Person> people(number);
  for (int64_t i = 0; i < number; ++i) {
    people[i].language = kLanguages[i % 3];
    people[i].answers = dealt.Of(i, people[i].language);
  }
  const absl::Time start = absl::Now();
  ProgressBar bar(session.terminal);
  if (form.kind() == v1::CAMPAIGN_KIND_TICKETS) {
    RETURN_IF_ERROR(Invite(
        session, name, StrataOfPeople(campaign.campaign(), dealt, options.stratum_question, number),
        options, people, bar));
  }
  ASSIGN_OR_RETURN(const int64_t acknowledged,
                   AnswerAll(session, name, form.questionnaire(), people, options, bar));
  bar.Clear();
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  PrintOne({.columns = {{"campaign"}, {"acknowledged"}, {"seconds"}},
            .rows = {{Text(name), acknowledged, seconds}}},
           session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddSurveySimulateCommand(CLI::App& group, Action& chosen) {
  CLI::App& command = *group.add_subcommand(
      "simulate", "Have invented people answer a demonstration, each by a ticket of his own");
  auto& options = Bind(command, chosen, Simulate);
  command.add_option("ID", options.id, "A campaign opened with --demonstration")->required();
  command.add_option("--people", options.people, "How many; those of the tables by default");
  command
      .add_option("--tables", options.tables,
                  "Published tables whose counts come out exactly (YAML or JSON)")
      ->type_name("FILE");
  command.add_option("--population", options.population, "Which tables, when the file has several");
  command.add_option("--stratum-question", options.stratum_question,
                     "The question whose answer is a person's group");
  command.add_option("--seed", options.seed, "Other people")->capture_default_str();
  command.add_option("--workers", options.workers, "How many answer at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  command
      .add_option("--patience", options.patience,
                  "How long one waits for a server that is being restarted, in seconds")
      ->capture_default_str();
  AddExample(command, "tarazy survey simulate demo --tables tables.json --population students");
}

}  // namespace tarazy::cli
