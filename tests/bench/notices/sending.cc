// Events by gRPC into the notifications' own program, each to one recipient of as many, by e-mail
// into Postfix's smtp-sink, on SQLite and on a throw-away PostgreSQL on this machine, with fsync
// on.
//
//   notices_sending POSTFIX [EVENTS] [WORKERS] [ENGINE]
//
// POSTFIX is the folder of deploy/dev/postfix. EVENTS (100,000) events of accreditation come in as
// its relay tells them, in calls of 1,000 at most; each is a notice to the one recipient of its
// institution: an item of his inbox and a letter with a receipt each. Prints how many letters a
// second were sent and stored, from the first call to the last letter's commit, the peak of the
// process' memory, and the ratio to Postfix's smtp-source, which sends letters of the same size in
// as many sessions (WORKERS, 4), just before and just after, into the same sink. Like the service
// it keeps its connections (-d); what it does with one for each message is printed beside it.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tarazy/accreditation/v1/event.pb.h"
#include "tarazy/common/v1/events_service.grpc.pb.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"
#include "tests/bench/notices/postfix.h"
#include "tests/bench/notices/service.h"

namespace tarazy::notifications {
namespace {

constexpr int kCall = 1000;  // events in one call at most
constexpr int kWarmUp = 3;
constexpr int kMiB = 1 << 20;
constexpr int kHeaderBytes = 200;  // what smtp-source writes before the body, about

constexpr char kConfig[] = R"(
notices:
  workers: %d
  public_url: https://notices.example.kz
  smtp: {host: 127.0.0.1, port: %d, security: none, from: notices@agency.kz, from_name: Agency}
  rates: {per_second_and_host: -1, per_minute_and_recipient: -1}
)";

common::v1::Event EventFor(int number) {
  accreditation::v1::FindingOpened opened;
  accreditation::v1::FollowedFinding& finding = *opened.mutable_finding();
  finding.set_case_name(absl::StrCat("cases/c", number));
  finding.mutable_case_title()->set_kk("Университетті 2026 жылы аккредиттеу");
  finding.mutable_case_title()->set_ru("Аккредитация университета в 2026 году");
  finding.mutable_case_title()->set_en("Accreditation of the university in 2026");
  finding.set_finding("r1");
  finding.set_kind(accreditation::v1::FINDING_KIND_RECOMMENDATION);
  finding.mutable_text()->set_kk(
      "Кітапхана бағдарламаның барлық пәндері бойынша соңғы бес жылдағы әдебиетпен толықтырылсын.");
  finding.mutable_text()->set_ru(
      "Пополнить библиотеку литературой последних пяти лет по всем дисциплинам программы.");
  finding.mutable_text()->set_en(
      "The library is to have literature of the last five years for all courses of the programme.");
  finding.mutable_programme_title()->set_en("Informatics");
  finding.set_addressee("Library");
  opened.add_due_days("2027-04-25");
  common::v1::Event event;
  event.set_id(absl::StrCat("bench-", number));
  event.set_sequence(number + 1);
  event.set_aggregate(finding.case_name());
  event.set_institution(InstitutionName(number));
  event.mutable_payload()->PackFrom(opened);
  return event;
}

void Tell(const Service& service, int from, int to) {
  const auto stub = common::v1::EventsService::NewStub(service.channel());
  for (int next = from; next < to;) {
    common::v1::IngestRequest request;
    request.set_source("accreditation");
    while (next < to && request.events_size() < kCall) *request.add_events() = EventFor(next++);
    common::v1::IngestResponse response;
    Must(stub->Ingest(service.Call().get(), request, &response));
    if (response.refused_size() > 0) e2e::Die(response.DebugString());
  }
}

void AwaitSent(const Service& service, int count) {
  absl::Time patience = absl::Now() + absl::Minutes(1);
  int64_t before = -1;
  for (int64_t sent = 0; sent < count; sent = service.Deliveries("email", "sent")) {
    if (sent != before) patience = absl::Now() + absl::Minutes(1);
    if (absl::Now() > patience) e2e::Die(absl::StrCat("sent ", sent, " letters and no more"));
    before = sent;
    absl::SleepFor(absl::Milliseconds(50));  // each look costs the service something
  }
}

// Every letter is SENT and every item DELIVERED, once, and each has its receipt.
void CheckAll(const Service& service, const Place& place, int count) {
  const absl::Time patience = absl::Now() + absl::Minutes(5);
  while (service.Deliveries("inbox", "delivered") < count && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  v1::CountDeliveriesResponse counts;
  Must(v1::NoticesService::NewStub(service.channel())
           ->CountDeliveries(service.Call().get(), v1::CountDeliveriesRequest(), &counts));
  int64_t good = 0;
  for (const auto& row : counts.counts()) {
    const bool as_wanted =
        (row.channel() == v1::CHANNEL_EMAIL && row.state() == v1::DELIVERY_STATE_SENT) ||
        (row.channel() == v1::CHANNEL_INBOX && row.state() == v1::DELIVERY_STATE_DELIVERED);
    if (as_wanted && row.count() == count) ++good;
  }
  int64_t receipts = 0;
  Must(place.Open()->Read({}, [&](sql::Tx& tx) {
    return tx
        .QueryOne("SELECT COUNT(*) FROM receipt", {},
                  [&](const sql::Row& row) { receipts = row.Int(0); })
        .status();
  }));
  if (good != 2 || counts.counts_size() != 2 || receipts != 2 * int64_t{count}) {
    e2e::Die(absl::StrCat(counts.DebugString(), "receipts: ", receipts));
  }
}

void Run(const std::string& engine, const std::string& postfix_folder, int events, int workers) {
  const Place place(engine);
  StoreReaders(*place.Open(), events + kWarmUp);
  Postfix postfix(postfix_folder);
  postfix.KeepingSink();
  const Service service(place, absl::StrFormat(kConfig, workers, postfix.port()));
  // The first letters, one in each language, warm up and say how large they are.
  Tell(service, events, events + kWarmUp);
  AwaitSent(service, kWarmUp);
  const int size = postfix.MeanSize();
  postfix.Stop();
  postfix.Sink();
  const Load load{.messages = events, .sessions = workers, .bytes = size - kHeaderBytes};
  Load one_each = load;
  one_each.keep = false;
  const double before = postfix.MessagesPerSecond(load);
  const absl::Time start = absl::Now();
  Tell(service, 0, events);
  const absl::Duration told = absl::Now() - start;
  AwaitSent(service, events + kWarmUp);
  const absl::Duration took = absl::Now() - start;
  CheckAll(service, place, events + kWarmUp);
  const absl::Duration all = absl::Now() - start;
  const int64_t peak = service.PeakBytes();
  const double after = postfix.MessagesPerSecond(load);
  const double separate = postfix.MessagesPerSecond(one_each);
  const double rate = events / absl::ToDoubleSeconds(took);
  const double plain = 2 / (1 / before + 1 / after);
  std::printf(
      "%-9s %d events: %6.0f letters/s (taken in after %.1f s, letters after %.1f s, inboxes and "
      "all after %.1f s)  peak %d MiB\n"
      "          smtp-source, %d sessions, %d bytes: %6.0f/s before, %6.0f/s after: ratio %.2f; "
      "with a connection each %6.0f/s: ratio %.2f\n",
      engine.c_str(), events, rate, absl::ToDoubleSeconds(told), absl::ToDoubleSeconds(took),
      absl::ToDoubleSeconds(all), static_cast<int>(peak / kMiB), workers, size, before, after,
      rate / plain, separate, rate / separate);
  std::fflush(stdout);
}

}  // namespace
}  // namespace tarazy::notifications

int main(int argc, char** argv) {
  int events = 100'000;
  int workers = 4;
  const bool good = argc >= 2 && argc <= 5 && (argc < 3 || absl::SimpleAtoi(argv[2], &events)) &&
                    (argc < 4 || absl::SimpleAtoi(argv[3], &workers));
  if (!good) {
    std::fputs("usage: notices_sending POSTFIX [EVENTS] [WORKERS] [ENGINE]\n", stderr);
    return 2;
  }
  for (const std::string engine : {"sqlite", "postgres"}) {
    if (argc == 5 && engine != argv[4]) continue;
    tarazy::notifications::Run(engine, argv[1], events, workers);
  }
  return 0;
}
