// registry_search [INSTITUTIONS] [PROGRAMMES]: registers so many units (30,000 and 500,000) with
// made-up names in SQLite and in PostgreSQL, and prints how long searches for rare, common and
// combined words take below gRPC, each the median of 21: a page of 100 with all details.
// PostgreSQL is a throw-away server on this machine, with fsync off.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/registry/app/list_units.h"
#include "services/registry/app/put_unit.h"
#include "services/registry/domain/search_text.h"
#include "services/registry/store/institution_store.h"
#include "services/registry/store/programme_store.h"
#include "services/registry/store/unit_store.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/temp_postgres.h"

namespace tarazy::registry {
namespace {

constexpr int kBatch = 1000;
constexpr int kRuns = 21;

// Syllables make some 100,000 different names; the other words are as common as they are in life.
constexpr const char* kSyllables[] = {"ser", "ik",  "bay", "sat", "tor", "ai",  "gyr", "zhur",
                                      "gen", "nur", "sul", "tan", "abd", "qar", "mol", "dos"};
constexpr const char* kFields[] = {"engineering", "management", "law",       "pedagogy",
                                   "medicine",    "computing",  "economics", "chemistry"};
constexpr const char* kRussian[] = {"инженерия", "менеджмент",  "право",     "педагогика",
                                    "медицина",  "информатика", "экономика", "химия"};

void DieUnless(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

std::string Name(std::mt19937& random) {
  std::string name;
  for (int i = 0; i < 4; ++i) name += kSyllables[random() % std::size(kSyllables)];
  return name;
}

Unit MakeUnit(Kind kind, int number, int institutions, std::mt19937& random) {
  Unit unit{.kind = kind, .id = absl::StrFormat("u%06d", number)};
  const size_t field = random() % std::size(kFields);
  if (kind == Kind::kInstitution) {
    unit.title = {.en = absl::StrCat(Name(random), " university of ", kFields[field]),
                  .ru = absl::StrCat("Университет ", Name(random))};
  } else {
    unit.institution = absl::StrFormat("u%06d", random() % static_cast<unsigned>(institutions));
    unit.title = {.en = absl::StrCat(kFields[field], " of ", Name(random), " systems"),
                  .ru = absl::StrCat(kRussian[field], " систем ", Name(random))};
  }
  return unit;
}

void Register(sql::Database& database, Kind kind, int count, int institutions) {
  std::mt19937 random(7);
  const absl::Time start = absl::Now();
  for (int done = 0; done < count;) {
    std::vector<Unit> units;
    for (; done < count && units.size() < kBatch; ++done) {
      units.push_back(MakeUnit(kind, done, institutions, random));
    }
    DieUnless(database.Write(
        {}, [&](sql::Tx& tx) { return RegisterMissing(tx, units, absl::UnixEpoch()).status(); }));
  }
  std::printf("  %-52s %8.1f s\n", absl::StrCat("register ", count).c_str(),
              absl::ToDoubleSeconds(absl::Now() - start));
}

void Time(sql::Database& database, const std::string& query, Search search) {
  const auto words = QueryWords(query);
  DieUnless(words.status());
  search.words = *words;
  std::vector<double> millis;
  size_t found = 0;
  for (int run = 0; run < kRuns; ++run) {
    const absl::Time start = absl::Now();
    DieUnless(database.Read({}, [&](sql::Tx& tx) -> absl::Status {
      auto units = PageOfUnits(tx, search, "", 100);
      if (!units.ok()) return units.status();
      found = units->size();
      if (search.kind == Kind::kInstitution) {
        return LoadInstitutions(tx, *std::move(units)).status();
      }
      return LoadProgrammes(tx, *std::move(units)).status();
    }));
    millis.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  std::sort(millis.begin(), millis.end());
  std::printf("  %-52s %8.2f ms  (%d found on the page)\n",
              absl::StrCat(search.kind == Kind::kInstitution ? "institutions \"" : "programmes \"",
                           query, "\"", search.institution.empty() ? "" : " of an institution")
                  .c_str(),
              millis[kRuns / 2], static_cast<int>(found));
}

void Run(const std::string& url, int institutions, int programmes) {
  auto opened = sql::Open(url, "registry", SchemaMigrations());
  DieUnless(opened.status());
  sql::Database& database = **opened;
  Register(database, Kind::kInstitution, institutions, institutions);
  Register(database, Kind::kProgramme, programmes, institutions);
  for (const char* query :
       {"serikbaytor", "университет", "univ law", "satsat university of law", "nobody"}) {
    Time(database, query, {.kind = Kind::kInstitution});
  }
  for (const char* query :
       {"serikbaytor", "ser", "менеджмент", "law systems", "law management", "law ser chemistry"}) {
    Time(database, query, {.kind = Kind::kProgramme});
  }
  Time(database, "law", {.kind = Kind::kProgramme, .institution = "u000007"});
}

int Main(int argc, char** argv) {
  int institutions = 30000;
  int programmes = 500000;
  if ((argc > 1 && !absl::SimpleAtoi(argv[1], &institutions)) ||
      (argc > 2 && !absl::SimpleAtoi(argv[2], &programmes)) || institutions < 1) {
    std::fprintf(stderr, "registry_search [INSTITUTIONS] [PROGRAMMES]\n");
    return 2;
  }
  const testing::TempDir folder;
  std::printf("SQLite\n");
  Run("sqlite:" + folder.path(), institutions, programmes);
  const auto postgres = testing::TempPostgres::Start();
  DieUnless(postgres.status());
  std::printf("PostgreSQL\n");
  Run((*postgres)->url(), institutions, programmes);
  return 0;
}

}  // namespace
}  // namespace tarazy::registry

int main(int argc, char** argv) { return tarazy::registry::Main(argc, argv); }
