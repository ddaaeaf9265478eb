// Submissions of 60 items into the ballot box, on SQLite and on a throw-away PostgreSQL on this
// machine, with fsync on.
//
//   survey_submissions [SECONDS] [BALLOTS]
//
// For 1, 32 and 256 clients: how many submissions are durable in a second (SECONDS each, 4), their
// p50 and p99, and the ratio to a hand-written insert of the same rows in batches of as many, on
// the same server, just before. A submission is all that the server does of one but gRPC and the
// look-up of the campaign: the voucher's signature, the answers' check, the seal, the commit;
// groups are released meanwhile. Then BALLOTS (1,000,000) records are filled in and counted anew,
// and their tallies read.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/blind_rsa.h"
#include "common/base/ids.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/ballots/ballot_writer.h"
#include "services/surveys/app/ballots/release.h"
#include "services/surveys/domain/form/check_answers.h"
#include "services/surveys/domain/form/test_random_form.h"
#include "services/surveys/store/ballots/record_store.h"
#include "services/surveys/store/ballots/release_store.h"
#include "services/surveys/store/ballots/tally_store.h"
#include "tests/bench/insert_by_hand.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::surveys {
namespace {

constexpr int kItems = 60;
constexpr int kPoints = 5;
constexpr int kStrata = 20;
constexpr int kGroup = 10;
constexpr char kCampaign[] = "bench";

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

v1::Questionnaire SixtyItems() {
  v1::Questionnaire questionnaire;
  v1::Scale& scale = *questionnaire.add_scales();
  scale.set_id("s");
  scale.set_direction(v1::SCALE_DIRECTION_BEST_FIRST);
  for (int i = 0; i < kPoints; ++i) scale.add_points()->set_code(absl::StrCat("p", i));
  v1::Page& page = *questionnaire.add_pages();
  page.set_id("p");
  for (int i = 1; i <= kItems; ++i) {
    v1::Item& item = *page.add_items();
    item.set_id(absl::StrCat(i));
    item.set_type(v1::ITEM_TYPE_SCALE);
    item.set_scale("s");
  }
  return questionnaire;
}

struct Prepared {  // what a client has
  google::protobuf::RepeatedPtrField<v1::Answer> answers;
  std::string message;
  std::string signature;
};

std::vector<Prepared> Prepare(const BlindRsaKey& key, int count) {
  Random random(1);
  std::vector<Prepared> prepared(static_cast<size_t>(count));
  for (Prepared& one : prepared) {
    for (int i = 1; i <= kItems; ++i) {
      v1::Answer& answer = *one.answers.Add();
      answer.set_question(absl::StrCat(i));
      answer.set_choice(absl::StrCat("p", Between(random, 0, kPoints - 1)));
    }
    one.message = PrepareBlind(RandomHex(16));
    const auto blinding = key.Public().Blind(one.message);
    Must(blinding.status());
    const auto blind_signature = key.SignBlinded(blinding->blinded_message);
    Must(blind_signature.status());
    const auto signature = key.Public().Finalize(one.message, *blind_signature, blinding->inverse);
    Must(signature.status());
    one.signature = *signature;
  }
  return prepared;
}

struct Figures {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

double At(const std::vector<double>& sorted, double share) {
  return sorted.empty()
             ? 0
             : sorted[static_cast<size_t>(share * static_cast<double>(sorted.size() - 1))];
}

class Bench {
 public:
  Bench() : form_(std::make_shared<Form>(SixtyItems())), prepared_(Prepare(key_, 64)) {}

  std::string Sealed() const {
    const auto checked = CheckAnswers(*form_, prepared_[0].answers, "", HiddenAnswers::kRefuse);
    Must(checked.status());
    return sealer_.Seal(*form_, kCampaign, "s0", {.ballot = checked->ballot, .language = "kk"});
  }

  void Open(sql::Database& db) const {
    Box box{.campaign = kCampaign, .group_size = kGroup};
    for (int i = 0; i < kStrata; ++i) {
      box.strata.push_back({.id = absl::StrCat("s", i), .public_key = key_.Public().ToSpki()});
    }
    Must(db.Write({}, [&](sql::Tx& tx) { return OpenBox(tx, box); }));
  }

  Figures Submit(sql::Database& db, int clients, absl::Duration time) const {
    BallotWriter writer(
        db, sealer_,
        [&](const Context&, absl::string_view) -> absl::StatusOr<std::shared_ptr<const Form>> {
          return form_;
        });
    std::vector<std::vector<double>> latencies(static_cast<size_t>(clients));
    std::vector<std::thread> threads;
    const absl::Time begin = absl::Now();
    for (int i = 0; i < clients; ++i) {
      threads.emplace_back([&, i] {
        for (int n = i; absl::Now() < begin + time; ++n) {
          const absl::Time start = absl::Now();
          SubmitOne(writer, prepared_[static_cast<size_t>(n) % prepared_.size()], n);
          latencies[static_cast<size_t>(i)].push_back(
              absl::ToDoubleMilliseconds(absl::Now() - start));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    const absl::Duration took = absl::Now() - begin;
    std::vector<double> all;
    for (const std::vector<double>& some : latencies)
      all.insert(all.end(), some.begin(), some.end());
    std::sort(all.begin(), all.end());
    return {.per_second = static_cast<double>(all.size()) / absl::ToDoubleSeconds(took),
            .p50_ms = At(all, 0.5),
            .p99_ms = At(all, 0.99)};
  }

  void FillAndRead(sql::Database& db, int ballots) const {
    constexpr int kChunk = 20000;
    Box box{.campaign = "filled", .group_size = kGroup};
    for (int i = 0; i < kStrata; ++i) box.strata.push_back({.id = absl::StrCat("s", i)});
    Must(db.Write({}, [&](sql::Tx& tx) { return OpenBox(tx, box); }));
    Random random(2);
    CodedBallot ballot{.answers = std::vector<CodedAnswer>(kItems)};
    absl::Time start = absl::Now();
    for (int done = 0, chunk = 0; done < ballots; done += kChunk, ++chunk) {
      ReleasedGroup group{.campaign = box.campaign,
                          .stratum = box.strata[static_cast<size_t>(chunk % kStrata)].id,
                          .tally = EmptyTally(*form_)};
      for (int i = 0; i < std::min(kChunk, ballots - done); ++i) {
        for (CodedAnswer& answer : ballot.answers) {
          const int64_t lot = Between(random, 0, kPoints);
          answer = lot == kPoints ? CodedAnswer{.state = AnswerState::kMissing}
                                  : CodedAnswer{.state = AnswerState::kAnswered, .value = lot};
        }
        Count(*form_, ballot, group.tally);
        group.records.push_back(RecordOf(*form_, ballot));
      }
      Must(db.WriteBulk({},
                        [&](sql::Tx& tx) { return AddReleased(tx, db.Engine(), *form_, group); }));
    }
    std::printf("%-9s filled %d records of %d items in %.1f s\n", std::string(db.Engine()).c_str(),
                ballots, kItems, absl::ToDoubleSeconds(absl::Now() - start));
    start = absl::Now();
    surveys::Tallies recount;
    for (const BoxStratum& stratum : box.strata) recount[stratum.id] = EmptyTally(*form_);
    Must(db.Read({}, [&](sql::Tx& tx) {
      return ForEachRecord(tx, box.campaign, "",
                           [&](absl::string_view stratum, absl::string_view packed) {
                             RETURN_IF_ERROR(Unpack(*form_, packed, ballot));
                             Count(*form_, ballot, recount.find(stratum)->second);
                             return absl::OkStatus();
                           });
    }));
    const double recount_seconds = absl::ToDoubleSeconds(absl::Now() - start);
    std::vector<double> reads;
    bool equal = true;
    for (int i = 0; i < 200; ++i) {
      start = absl::Now();
      Must(db.Read({}, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const BoxTallies read, ReadTallies(tx, *form_, box.campaign));
        if (i == 0) equal = read.tallies == recount;
        return absl::OkStatus();
      }));
      reads.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
    }
    const double first = reads.front();
    std::sort(reads.begin(), reads.end());
    std::printf(
        "%-9s recount of all records %.2f s; tallies of %d strata: first %.2f ms, p50 %.2f "
        "ms, p99 %.2f ms; equal: %s\n",
        std::string(db.Engine()).c_str(), recount_seconds, kStrata, first, At(reads, 0.5),
        At(reads, 0.99), equal ? "yes" : "NO");
  }

 private:
  void SubmitOne(BallotWriter& writer, const Prepared& prepared, int n) const {
    if (!key_.Public().Verify(prepared.message, prepared.signature)) std::abort();
    const auto checked = CheckAnswers(*form_, prepared.answers, "", HiddenAnswers::kRefuse);
    Must(checked.status());
    const std::string stratum = absl::StrCat("s", n % kStrata);
    const auto outcome =
        writer.Submit({.deadline = absl::Now() + absl::Seconds(30)},
                      {.campaign = kCampaign,
                       .stratum = stratum,
                       .voucher_digest = Sha256Of(RandomHex(16)),
                       .submission_digest = Sha256Of(prepared.message),
                       .sealed = sealer_.Seal(*form_, kCampaign, stratum,
                                              {.ballot = checked->ballot, .language = "kk"})});
    Must(outcome.status());
    if (*outcome != SubmissionOutcome::kKept) std::abort();
  }

  const BlindRsaKey key_ = BlindRsaKey::Generate();
  const BallotSealer sealer_{Secret::Generate()};
  const std::shared_ptr<const Form> form_;
  const std::vector<Prepared> prepared_;
};

void RunOn(const Bench& bench, sql::Database& db, ByHand& by_hand, absl::Duration time,
           int ballots) {
  bench.Open(db);
  const std::string engine(db.Engine());
  for (const int clients : {1, 32, 256}) {
    const double hand = by_hand.Measure(static_cast<size_t>(clients), time, bench.Sealed());
    const Figures ours = bench.Submit(db, clients, time);
    std::printf(
        "%-9s %3d clients: %6.0f/s  p50 %6.2f ms  p99 %6.2f ms  by hand %6.0f/s  ratio %.2f\n",
        engine.c_str(), clients, ours.per_second, ours.p50_ms, ours.p99_ms, hand,
        ours.per_second / hand);
    std::fflush(stdout);
  }
  bench.FillAndRead(db, ballots);
  std::fflush(stdout);
}

std::unique_ptr<sql::Database> Open(const std::string& url) {
  auto database = sql::Open(url, "surveys_ballots", ballots::SchemaMigrations());
  Must(database.status());
  return *std::move(database);
}

}  // namespace
}  // namespace tarazy::surveys

int main(int argc, char** argv) {
  using namespace tarazy;  // NOLINT
  int seconds = 4;
  int ballots = 1000000;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &seconds)) return 2;
  if (argc > 2 && !absl::SimpleAtoi(argv[2], &ballots)) return 2;
  const surveys::Bench bench;
  const absl::Duration time = absl::Seconds(seconds);
  {
    const testing::TempDir dir;
    const auto database = surveys::Open("sqlite:" + dir.path());
    const auto by_hand = surveys::SqliteByHand(dir.path() + "/surveys_ballots.db");
    surveys::RunOn(bench, *database, *by_hand, time, ballots);
  }
  const auto server = testing::TempPostgres::Start(50, testing::TempPostgres::Speed::kDurable);
  surveys::Must(server.status());
  const auto database = surveys::Open((*server)->url());
  const auto by_hand = surveys::PostgresByHand((*server)->url(), "surveys_ballots");
  surveys::RunOn(bench, *database, *by_hand, time, ballots);
  return 0;
}
