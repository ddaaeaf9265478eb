// Ticks of the scheduler with many reminders ahead, on SQLite and on a throw-away PostgreSQL on
// this machine, with fsync on.
//
//   notices_reminders [REMINDERS] [ENGINE]
//
// REMINDERS (1,000,000), four of each deadline, come due at moments by lot within 30 days, each for
// one of 1,000 recipients. The scheduler ticks every half second of a clock that runs ahead, 2,000
// times: prints how long a tick takes when nothing is due and when something is, and then, an hour
// later, how many reminders a second are turned into deliveries when many are due at once.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/catalogue/install_defaults.h"
#include "services/notifications/app/schedule/scheduler.h"
#include "services/notifications/file/default_files.h"
#include "services/notifications/file/read_catalogue.h"
#include "services/notifications/rpc/event_catalogue.h"
#include "services/notifications/store/ladder_store.h"
#include "tests/bench/notices/service.h"

namespace tarazy::notifications {
namespace {

using sql::ColumnType;
using sql::V;

constexpr int kReaders = 1000;
constexpr int kRungs = 4;
constexpr int kTicks = 2000;
constexpr absl::Duration kMonth = absl::Hours(24 * 30);

class SetClock final : public tarazy::Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'800'000'000);
};

void StoreDefaults(sql::Database& database, absl::Time now) {
  const absl::StatusOr<Catalogue> catalogue = ReadCatalogue(DefaultFiles());
  Must(catalogue.status());
  Must(database.Write({}, [&](sql::Tx& tx) {
    return InstallDefaults(tx, *catalogue, FieldsOfEvent, now).status();
  }));
}

absl::Status StoreDeadlines(sql::Tx& tx, int from, int to, absl::Time now, std::mt19937_64& lots) {
  std::vector<std::vector<sql::Value>> deadlines;
  std::vector<StoredStep> steps;
  for (int i = from; i < to; ++i) {
    const std::string name = absl::StrCat("cases/c", i, "/findings/r1");
    deadlines.push_back({V(name), V(absl::StrCat("e", i)), V(i), V("finding-deadline"),
                         V(InstitutionName(i % kReaders)), V(name), V("2027-03-01"), V(""),
                         V("Asia/Almaty"), V(0), V(0), V("{}"), V(now)});
    for (int rung = 0; rung < kRungs; ++rung) {
      steps.push_back(
          {.deadline = name,
           .step = absl::StrCat("T-", rung),
           .fires = now + absl::Microseconds(static_cast<int64_t>(
                              lots() % static_cast<uint64_t>(absl::ToInt64Microseconds(kMonth)))),
           .letter = "finding-deadline"});
    }
  }
  RETURN_IF_ERROR(tx.InsertMany({.table = "deadline",
                                 .columns = {{"name", ColumnType::kText},
                                             {"event", ColumnType::kText},
                                             {"sequence", ColumnType::kInt},
                                             {"topic", ColumnType::kText},
                                             {"institution", ColumnType::kText},
                                             {"about", ColumnType::kText},
                                             {"day", ColumnType::kText},
                                             {"clock", ColumnType::kText},
                                             {"zone", ColumnType::kText},
                                             {"ended", ColumnType::kInt},
                                             {"moves", ColumnType::kInt},
                                             {"vars", ColumnType::kText},
                                             {"changed_at", ColumnType::kInt}}},
                                deadlines));
  return InsertSteps(tx, steps);
}

int64_t Count(sql::Database& database, absl::string_view statement) {
  int64_t count = 0;
  Must(database.Read({}, [&](sql::Tx& tx) {
    return tx.QueryOne(statement, {}, [&](const sql::Row& row) { count = row.Int(0); }).status();
  }));
  return count;
}

void Print(const std::string& engine, const char* what, std::vector<double>& milliseconds) {
  std::printf("%-9s %5d ticks with %s: p50 %.2f ms  p99 %.2f ms  longest %.2f ms\n", engine.c_str(),
              static_cast<int>(milliseconds.size()), what, At(milliseconds, 0.5),
              At(milliseconds, 0.99), At(milliseconds, 1));
}

void Run(const std::string& engine, int reminders) {
  const Place place(engine);
  const std::unique_ptr<sql::Database> database = place.Open();
  SetClock clock;
  StoreDefaults(*database, clock.now);
  StoreReaders(*database, kReaders);
  std::mt19937_64 lots(1);
  constexpr int kBatch = 5000;
  const int deadlines = reminders / kRungs;
  for (int from = 0; from < deadlines; from += kBatch) {
    const std::mt19937_64 before = lots;
    Must(database->WriteBulk({}, [&](sql::Tx& tx) {
      lots = before;
      return StoreDeadlines(tx, from, std::min(deadlines, from + kBatch), clock.now, lots);
    }));
  }
  const Ed25519Key key = Ed25519Key::Generate();
  Scheduler scheduler(*database, clock, key, {});
  const auto tick = [&](std::vector<double>& idle, std::vector<double>& busy) {
    const absl::Time start = absl::Now();
    const absl::StatusOr<bool> any = scheduler.Tick();
    const double took = absl::ToDoubleMilliseconds(absl::Now() - start);
    Must(any.status());
    (*any ? busy : idle).push_back(took);
    return *any;
  };
  std::vector<double> idle, busy;
  for (int i = 0; i < kTicks; ++i) {
    clock.now += absl::Milliseconds(500);
    tick(idle, busy);
  }
  std::printf("%-9s %d reminders within 30 days\n", engine.c_str(), deadlines * kRungs);
  Print(engine, "nothing due", idle);
  Print(engine, "something due", busy);
  constexpr char kDeliveries[] = "SELECT COUNT(*) FROM delivery";
  const int64_t before = Count(*database, kDeliveries);
  clock.now += absl::Hours(1);
  std::vector<double> last, many;
  const absl::Time start = absl::Now();
  while (tick(last, many)) {
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  const auto made = static_cast<double>(Count(*database, kDeliveries) - before);
  std::printf("%-9s an hour's at once: %.0f deliveries, %.0f/s; longest tick %.2f ms\n",
              engine.c_str(), made, made / seconds, At(many, 1));
  std::fflush(stdout);
}

}  // namespace
}  // namespace tarazy::notifications

int main(int argc, char** argv) {
  int reminders = 1'000'000;
  if (argc > 3 || (argc > 1 && !absl::SimpleAtoi(argv[1], &reminders))) {
    std::fputs("usage: notices_reminders [REMINDERS] [ENGINE]\n", stderr);
    return 2;
  }
  for (const std::string engine : {"sqlite", "postgres"}) {
    if (argc == 3 && engine != argv[2]) continue;
    tarazy::notifications::Run(engine, reminders);
  }
  return 0;
}
