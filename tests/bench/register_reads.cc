// Reads of a register of a whole country on PostgreSQL: status of one programme, and pages of 50.
//
//   register_reads URL [INSTITUTIONS]
//
// Fills the schema "accreditation" of the database (which must not have it yet) with INSTITUTIONS
// institutions (30,000), 17 programmes each and about 4 decisions about each programme, then prints
// the p50 and p99 of each kind of read in milliseconds.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/base/civil_day.h"
#include "common/base/status_macros.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/store/framework_store.h"

namespace tarazy::accreditation {
namespace {

using sql::ColumnType;
using sql::V;

constexpr int kProgrammes = 17;
constexpr size_t kBatch = 20000;
constexpr int kReads = 1000;

uint64_t Lot(uint64_t& state) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return state >> 33;
}
int Below(uint64_t& state, int n) {
  return static_cast<int>(Lot(state) % static_cast<uint64_t>(n));
}

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

std::string InstitutionId(int i) {
  return absl::StrCat("institutions/i", absl::Dec(i, absl::kZeroPad5));
}

std::string Code(int institution, int programme) {
  const char* const levels[] = {"6B", "6B", "7M", "8D"};
  const int n = (institution * 31 + programme * 577) % 12000;
  return absl::StrFormat("%s%05d", levels[programme % 4], n);
}

// Rows of a table, inserted when there are enough.
class Rows {
 public:
  Rows(sql::Database& database, sql::BulkTable table)
      : database_(database), table_(std::move(table)) {}
  ~Rows() { Flush(); }

  void Add(std::vector<sql::Value> row) {
    rows_.push_back(std::move(row));
    if (rows_.size() >= kBatch) Flush();
  }
  void Flush() {
    Must(database_.Write({}, [&](sql::Tx& tx) { return tx.InsertMany(table_, rows_); }));
    rows_.clear();
  }

 private:
  sql::Database& database_;
  const sql::BulkTable table_;
  std::vector<std::vector<sql::Value>> rows_;
};

class Filler {
 public:
  explicit Filler(sql::Database& database)
      : subjects_(database, {"register_subject",
                             {{"subject", ColumnType::kText},
                              {"institution", ColumnType::kText},
                              {"code", ColumnType::kText},
                              {"title", ColumnType::kText}}}),
        prefixes_(database, {"register_code_prefix",
                             {{"prefix", ColumnType::kText}, {"subject", ColumnType::kText}}}),
        acts_(database, {"register_act",
                         {{"sequence", ColumnType::kInt},
                          {"subject", ColumnType::kText},
                          {"agency", ColumnType::kText},
                          {"scope", ColumnType::kInt},
                          {"kind", ColumnType::kText},
                          {"id", ColumnType::kText},
                          {"decided_on", ColumnType::kText},
                          {"valid_from", ColumnType::kText},
                          {"valid_to", ColumnType::kText},
                          {"acts_on", ColumnType::kText},
                          {"recorded_at", ColumnType::kInt}}}),
        spans_(database, {"register_span",
                          {{"subject", ColumnType::kText},
                           {"agency", ColumnType::kText},
                           {"scope", ColumnType::kInt},
                           {"known_from", ColumnType::kInt},
                           {"valid_from", ColumnType::kText},
                           {"valid_to", ColumnType::kText},
                           {"known_to", ColumnType::kInt},
                           {"status", ColumnType::kInt},
                           {"meanwhile", ColumnType::kInt}}}) {}

  void Institution(int i) {
    for (int p = 0; p < kProgrammes; ++p) {
      const std::string code = Code(i, p);
      const std::string subject = absl::StrFormat("programmes/i%05d-%02d-%s", i, p, code);
      subjects_.Add({V(subject), V(InstitutionId(i)), V(code), V("A programme")});
      // After the subject's batch, which it refers to.
      for (size_t size = 1; size <= code.size(); ++size)
        pending_.push_back({code.substr(0, size), subject});
      Line(subject, "iaar");
    }
    if (pending_.size() < kBatch) return;
    FlushPrefixes();
  }
  void FlushPrefixes() {
    subjects_.Flush();
    for (const auto& [prefix, subject] : pending_) prefixes_.Add({V(prefix), V(subject)});
    pending_.clear();
  }

 private:
  void Line(const std::string& subject, const std::string& agency) {
    std::vector<Act> acts;
    absl::CivilDay day = absl::CivilDay(2008, 1, 1) + Below(state_, 2000);
    while (acts.size() < 7 && day < absl::CivilDay(2026, 1, 1)) {
      const int lot = Below(state_, 20);
      const std::string grant = acts.empty() ? "" : last_grant_;
      Act act{.kind = lot == 0 ? ActKind::kRefuse : ActKind::kGrant,
              .id = absl::StrCat("decisions/d", ++sequence_),
              .decided_on = day,
              .valid_from = day};
      if (!grant.empty() && lot == 1) act = Upon(ActKind::kWithdraw, grant, day);
      if (!grant.empty() && lot == 2) {
        act = Upon(ActKind::kSuspend, grant, day);
        act.valid_to = day + 180;
      }
      if (act.kind == ActKind::kGrant) {
        act.valid_to = Anniversary(day, 5);
        last_grant_ = act.id;
      }
      act.sequence = sequence_;
      act.recorded = absl::FromCivil(day, absl::UTCTimeZone()) + absl::Microseconds(sequence_);
      acts.push_back(act);
      day += 365 + Below(state_, 1600);
    }
    last_grant_.clear();
    Store({subject, agency, 2}, acts);
  }
  Act Upon(ActKind kind, const std::string& grant, absl::CivilDay day) {
    return {.kind = kind,
            .id = absl::StrCat("decisions/d", sequence_),
            .decided_on = day,
            .valid_from = day,
            .acts_on = grant};
  }

  void Store(const LineKey& line, const std::vector<Act>& acts) {
    using Key = std::string;
    std::map<Key, std::pair<StatusSpan, int64_t>> present;
    const auto add = [&](const StatusSpan& span, int64_t from, int64_t to) {
      spans_.Add({V(line.subject), V(line.agency), V(line.scope), V(from),
                  V(span.from.has_value() ? FormatDay(*span.from) : ""),
                  V(span.to.has_value() ? FormatDay(*span.to) : "open"), V(to),
                  V(static_cast<int>(span.status)), V(static_cast<int>(span.meanwhile))});
    };
    for (const Act& act : acts) {
      const char* const kind = act.kind == ActKind::kGrant     ? "grant"
                               : act.kind == ActKind::kRefuse  ? "refuse"
                               : act.kind == ActKind::kSuspend ? "suspend"
                                                               : "withdraw";
      acts_.Add({V(act.sequence), V(line.subject), V(line.agency), V(line.scope), V(kind),
                 V(act.id), V(FormatDay(act.decided_on)), V(FormatDay(act.valid_from)),
                 act.valid_to.has_value() ? V(FormatDay(*act.valid_to)) : sql::Null(),
                 V(act.acts_on), V(act.recorded)});
      std::map<Key, std::pair<StatusSpan, int64_t>> next;
      const int64_t recorded = sql::ToMicros(act.recorded);
      for (const StatusSpan& span : Spans(acts, act.recorded)) {
        const Key key = span.from.has_value() ? FormatDay(*span.from) : "";
        const auto it = present.find(key);
        const bool same = it != present.end() && it->second.first == span;
        next[key] = {span, same ? it->second.second : recorded};
        if (same) present.erase(it);
      }
      for (const auto& [key, ended] : present) add(ended.first, ended.second, recorded);
      present = std::move(next);
    }
    for (const auto& [key, span] : present) {
      add(span.first, span.second, std::numeric_limits<int64_t>::max());
    }
  }

  Rows subjects_, prefixes_, acts_, spans_;
  std::vector<std::pair<std::string, std::string>> pending_;
  std::string last_grant_;
  int64_t sequence_ = 0;
  uint64_t state_ = 1;
};

void Measure(sql::Database& database, const char* name,
             const std::function<absl::Status(sql::Tx&, uint64_t&)>& read) {
  uint64_t state = 7;
  std::vector<double> took;
  for (int i = 0; i < kReads; ++i) {
    const absl::Time start = absl::Now();
    Must(database.Read({}, [&](sql::Tx& tx) { return read(tx, state); }));
    took.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  std::sort(took.begin(), took.end());
  std::printf("%-46s p50 %7.2f  p99 %7.2f\n", name, took[kReads / 2], took[kReads * 99 / 100]);
}

// Of the last fifteen years.
AsOf SomeDay(uint64_t& state) { return {.on = absl::CivilDay(2011, 1, 1) + Below(state, 5600)}; }

void Read(sql::Database& database, int institutions) {
  const auto search = [&](const std::function<SearchFilter(uint64_t&)>& filter, bool known,
                          bool far = false) {
    return [=](sql::Tx& tx, uint64_t& state) -> absl::Status {
      AsOf as_of = SomeDay(state);
      if (known) {
        // From three years after the day to one before it.
        const absl::CivilDay known = as_of.on - 365 + Below(state, 4 * 365);
        as_of.known_at = absl::FromCivil(known, absl::UTCTimeZone());
      }
      LineKey after;
      if (far) after.subject = absl::StrFormat("programmes/i%05d", Below(state, institutions));
      return SearchRegister(tx, filter(state), as_of, after, 50).status();
    };
  };
  const auto some = [=](uint64_t& state) { return Below(state, institutions); };
  Measure(database, "status of a programme", [=](sql::Tx& tx, uint64_t& state) {
    const int i = some(state);
    const int p = Below(state, kProgrammes);
    return StatusOf(tx, absl::StrFormat("programmes/i%05d-%02d-%s", i, p, Code(i, p)),
                    SomeDay(state))
        .status();
  });
  const auto any = [](uint64_t&) { return SearchFilter{}; };
  const auto institution = [=](uint64_t& state) {
    return SearchFilter{.institution = InstitutionId(some(state))};
  };
  const auto accredited = [](uint64_t&) {
    return SearchFilter{.status = RegisterStatus::kAccredited};
  };
  const auto suspended = [](uint64_t&) {
    return SearchFilter{.status = RegisterStatus::kSuspended};
  };
  const auto code = [](uint64_t& state) {
    return SearchFilter{.code_prefix = Code(Below(state, 1000), 1).substr(0, 4)};
  };
  const auto code_and_status = [=](uint64_t& state) {
    SearchFilter filter = code(state);
    filter.status = RegisterStatus::kAccredited;
    return filter;
  };
  Measure(database, "page of all", search(any, false, true));
  Measure(database, "page of an institution", search(institution, false));
  Measure(database, "page of accredited on a day", search(accredited, false, true));
  Measure(database, "page of suspended on a day", search(suspended, false, true));
  Measure(database, "page by a code's beginning", search(code, false, true));
  Measure(database, "page by code and status", search(code_and_status, false, true));
  Measure(database, "page of all, as known", search(any, true, true));
  Measure(database, "page of an institution, as known", search(institution, true));
  Measure(database, "page of accredited on a day, as known", search(accredited, true, true));
  Measure(database, "page by a code's beginning, as known", search(code, true, true));
}

}  // namespace
}  // namespace tarazy::accreditation

int main(int argc, char** argv) {
  using namespace tarazy;  // NOLINT
  int institutions = 30000;
  if (argc < 2 || (argc > 2 && !absl::SimpleAtoi(argv[2], &institutions))) {
    std::fprintf(stderr, "usage: register_reads URL [INSTITUTIONS]\n");
    return 2;
  }
  auto database = sql::Open(argv[1], "accreditation", accreditation::SchemaMigrations());
  accreditation::Must(database.status());
  {
    const absl::Time start = absl::Now();
    accreditation::Filler filler(**database);
    for (int i = 0; i < institutions; ++i) filler.Institution(i);
    filler.FlushPrefixes();
    std::printf("filled in %.0f s\n", absl::ToDoubleSeconds(absl::Now() - start));
  }
  accreditation::Must(
      (*database)->Write({}, [](sql::Tx& tx) { return tx.Exec("ANALYZE").status(); }));
  accreditation::Read(**database, institutions);
  return 0;
}
