#include "tests/chaos/checker.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"

namespace tarazy::chaos {
namespace {

namespace rk = rankings::v1;
namespace rg = registry::v1;
namespace ac = accreditation::v1;

constexpr int kPage = 1000;
constexpr int kIndicators = 2;  // of the methodology that the operations store

template <class Stub, class Request, class Response>
Response Must(Clients& clients, Stub& stub,
              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
              const Request& request) {
  Response response;
  const grpc::Status status = (stub.*method)(clients.Context().get(), request, &response);
  EXPECT_TRUE(status.ok()) << Describe(status) << " for " << request.ShortDebugString();
  return response;
}

// All pages of a list; `each` gets every answer.
template <class Stub, class Request, class Response, class Each>
void MustList(Clients& clients, Stub& stub,
              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
              Request request, Each each) {
  request.set_page_size(kPage);
  do {
    const Response response = Must(clients, stub, method, request);
    each(response);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
}

std::set<Cell> ReadCells(Clients& clients, const std::string& ranking) {
  std::set<Cell> cells;
  rk::ListValuesRequest request;
  request.set_parent(ranking);
  request.set_history(true);
  MustList(clients, clients.rankings(), &rk::RankingsService::Stub::ListValues, request,
           [&](const rk::ListValuesResponse& response) {
             for (const rk::Value& value : response.values()) {
               const Cell cell{.unit = value.unit(),
                               .variable = value.variable(),
                               .revision = value.revision(),
                               .state = value.state(),
                               .value = value.value()};
               EXPECT_TRUE(cells.insert(cell).second) << "twice: " << value.ShortDebugString();
             }
           });
  return cells;
}

// Every line, the scores of its first and its last, and that it verifies.
void ExpectWhole(Clients& clients, const rk::Edition& edition) {
  std::vector<std::string> units;
  rk::ListTableRowsRequest rows;
  rows.set_parent(edition.name());
  MustList(clients, clients.rankings(), &rk::RankingsService::Stub::ListTableRows, rows,
           [&](const rk::ListTableRowsResponse& response) {
             for (const rk::TableRow& row : response.rows()) units.push_back(row.unit());
           });
  EXPECT_EQ(units.size(), edition.units()) << edition.name();
  if (units.empty()) return;
  for (const std::string& unit : {units.front(), units.back()}) {
    rk::ListNodeScoresRequest request;
    request.set_parent(edition.name());
    request.set_unit(unit);
    const auto scores =
        Must(clients, clients.rankings(), &rk::RankingsService::Stub::ListNodeScores, request);
    EXPECT_EQ(scores.scores_size(), kIndicators) << edition.name() << " " << unit;
  }
  rk::VerifyEditionRequest request;
  request.set_name(edition.name());
  const auto verification =
      Must(clients, clients.rankings(), &rk::RankingsService::Stub::VerifyEdition, request);
  EXPECT_TRUE(verification.verified()) << verification.ShortDebugString();
  EXPECT_EQ(verification.recorded_digest(), edition.digest());
}

std::string Read(Clients& clients, const std::string& name, size_t editions_to_enter) {
  RankingFacts facts{.name = name};
  rk::GetRankingRequest get;
  get.set_name(name);
  rk::GetRankingResponse found;
  const grpc::Status status = clients.rankings().GetRanking(clients.Context().get(), get, &found);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return "";
  EXPECT_TRUE(status.ok()) << Describe(status);
  facts.revision = found.ranking().revision();
  const absl::string_view published = found.ranking().published_edition();
  if (!published.empty()) {
    EXPECT_TRUE(absl::SimpleAtoi(published.substr(published.rfind('/') + 1), &facts.published));
  }
  facts.cells = ReadCells(clients, name);

  std::vector<rk::Edition> editions;
  rk::ListEditionsRequest list;
  list.set_parent(name);
  MustList(clients, clients.rankings(), &rk::RankingsService::Stub::ListEditions, list,
           [&](const rk::ListEditionsResponse& response) {
             editions.insert(editions.end(), response.editions().begin(),
                             response.editions().end());
           });
  for (size_t i = 0; i < editions.size(); ++i) {
    const rk::Edition& edition = editions[i];
    EXPECT_EQ(edition.name(), facts.EditionName(static_cast<int>(i) + 1)) << "a gap";
    facts.editions.push_back(
        {.state = edition.state(), .revision = edition.revision(), .units = edition.units()});
    if (i + editions_to_enter >= editions.size()) ExpectWhole(clients, edition);
  }
  return facts.Text();
}

// The first column of the first row of `sql`, for a statement that gives one row.
std::string ReadText(sql::Database& database, absl::string_view sql) {
  std::string text;
  const absl::Status status =
      database.Read({.deadline = absl::Now() + absl::Seconds(30)}, [&](sql::Tx& tx) {
        return tx.QueryOne(sql, {}, [&](const sql::Row& row) { text = row.Text(0); }).status();
      });
  EXPECT_TRUE(status.ok()) << status;
  return text;
}

// Gives rows only where something is wrong.
void ExpectNone(sql::Database& database, absl::string_view sql) {
  const absl::Status status =
      database.Read({.deadline = absl::Now() + absl::Seconds(30)}, [&](sql::Tx& tx) {
        return tx.Query(sql, {}, [&](const sql::Row& row) {
          ADD_FAILURE() << row.Text(0) << " is not whole: " << sql;
          return absl::OkStatus();
        });
      });
  EXPECT_TRUE(status.ok()) << status;
}

constexpr char kActs[] =
    "SELECT r.id FROM ranking r LEFT JOIN value_act i ON i.ranking = r.id "
    "GROUP BY r.id, r.revision HAVING COUNT(i.revision) <> r.revision "
    "OR COALESCE(MAX(i.revision), 0) <> r.revision";
constexpr char kEmptyImports[] =
    "SELECT i.ranking FROM value_act i WHERE NOT EXISTS (SELECT 1 FROM value_version v "
    "WHERE v.ranking = i.ranking AND v.revision = i.revision)";
constexpr char kEditionNumbers[] =
    "SELECT ranking FROM edition GROUP BY ranking HAVING COUNT(*) <> MAX(number)";
constexpr char kEditionUnits[] =
    "SELECT e.ranking FROM edition e WHERE e.units + e.excluded <> (SELECT COUNT(*) FROM "
    "edition_unit u WHERE u.ranking = e.ranking AND u.number = e.number)";
constexpr char kEditionScores[] =
    "SELECT e.ranking FROM edition e WHERE e.units * (SELECT COUNT(*) FROM edition_indicator i "
    "WHERE i.ranking = e.ranking AND i.number = e.number) <> (SELECT COUNT(*) FROM edition_score s "
    "WHERE s.ranking = e.ranking AND s.number = e.number)";
constexpr char kPublished[] =
    "SELECT r.id FROM ranking r WHERE (SELECT COUNT(*) FROM edition e WHERE e.ranking = r.id AND "
    "e.state = 'published' AND e.number = r.published_edition) <> "
    "CASE WHEN r.published_edition = 0 THEN 0 ELSE 1 END OR (SELECT COUNT(*) FROM edition e "
    "WHERE e.ranking = r.id AND e.state = 'published') > 1";

}  // namespace

std::string ReadRanking(Clients& clients, const std::string& name) {
  return Read(clients, name, std::string::npos);
}

std::string ReadRankingQuickly(Clients& clients, const std::string& name) {
  return Read(clients, name, 2);
}

std::map<std::string, InstitutionFacts> ReadInstitutions(Clients& clients) {
  std::map<std::string, InstitutionFacts> found;
  MustList(
      clients, clients.registry(), &rg::RegistryService::Stub::ListInstitutions,
      rg::ListInstitutionsRequest(), [&](const rg::ListInstitutionsResponse& response) {
        for (const rg::Institution& institution : response.institutions()) {
          const absl::string_view id = absl::StripPrefix(institution.name(), "institutions/");
          InstitutionFacts facts{.title = institution.title().en()};
          EXPECT_TRUE(absl::SimpleAtoi(absl::StripPrefix(institution.etag(), "v"), &facts.version));
          EXPECT_TRUE(found.emplace(id, facts).second) << id << " is listed twice";
        }
      });
  return found;
}

CaseFacts ReadCase(Clients& clients, const std::string& id) {
  ac::GetCaseRequest request;
  request.set_name("cases/" + id);
  const auto response = Must(clients, clients.cases(), &ac::CasesService::Stub::GetCase, request);
  CaseFacts facts{.id = id};
  EXPECT_TRUE(absl::SimpleAtoi(response.case_record().etag(), &facts.revision));
  for (const ac::Evaluation& one : response.case_record().evaluations()) {
    if (one.programme() == "7M06101")
      facts.marks[one.criterion()] = one.mark() + " " + one.rationale();
  }
  return facts;
}

std::vector<std::string> ReadDecisions(Clients& clients, const std::string& subject) {
  std::vector<std::string> names;
  ac::ListDecisionsRequest request;
  request.set_subject(subject);
  MustList(clients, clients.decisions(), &ac::DecisionsService::Stub::ListDecisions, request,
           [&](const ac::ListDecisionsResponse& response) {
             for (const ac::Decision& decision : response.decisions()) {
               names.push_back(decision.name());
             }
           });
  return names;
}

void ExpectStoreIsWhole(e2e::Deployment& deployment) {
  for (const char* service : {"rankings", "registry", "accreditation"}) {
    const auto database = deployment.OpenData(service);
    if (database->Engine() == "sqlite") {
      EXPECT_EQ(ReadText(*database, "PRAGMA integrity_check"), "ok") << service;
    }
    if (service != std::string("rankings")) continue;
    for (const char* sql :
         {kActs, kEmptyImports, kEditionNumbers, kEditionUnits, kEditionScores, kPublished}) {
      ExpectNone(*database, sql);
    }
  }
}

}  // namespace tarazy::chaos
