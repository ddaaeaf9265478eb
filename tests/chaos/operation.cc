#include "tests/chaos/operation.h"

#include <gtest/gtest.h>

#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/chaos/accreditation_operations.h"
#include "tests/chaos/operation_parts.h"
#include "tests/chaos/registry_operations.h"

namespace tarazy::chaos {
namespace {

namespace rk = rankings::v1;

constexpr int kRankingActs = 16;  // then a new ranking begins, so that checks stay short

constexpr char kMethodology[] = R"(
id: %s
title: {en: Small, ru: Малый, kk: Шағын}
variables:
  x: {title: {en: X, ru: X, kk: X}, unit: score, min: 0, max: 100}
  y: {title: {en: Y, ru: Y, kk: Y}, unit: score, min: 0}
indicators:
  - {code: "1", title: {en: A, ru: A, kk: A}, points: 60, value: x}
  - {code: "2", title: {en: B, ru: B, kk: B}, points: 40, value: x / y}
)";

Operation CreateMethodology(const Realm& realm, const std::string& request_id, Random&) {
  rk::CreateMethodologyVersionRequest request;
  std::string source = kMethodology;
  source.replace(source.find("%s"), 2, realm.id);
  request.set_source(absl::StrCat(source, "# ", realm.methodologies + 1, "\n"));
  request.set_request_id(request_id);
  return {.send = Unary(&Clients::rankings, &rk::RankingsService::Stub::CreateMethodologyVersion,
                        std::move(request)),
          .effect = [](Realm& after) { ++after.methodologies; },
          .check =
              [](const std::string& bytes, const Realm& after) {
                const auto response = Parsed<rk::CreateMethodologyVersionResponse>(bytes);
                EXPECT_EQ(response.methodology().version(), after.methodologies);
              }};
}

Operation CreateRanking(const Realm& realm, const std::string& request_id, Random&) {
  rk::CreateRankingRequest request;
  request.set_ranking_id(absl::StrCat(realm.id, "-", realm.rankings.size() + 1));
  request.set_methodology(
      absl::StrCat("methodologies/", realm.id, "/versions/", realm.methodologies));
  request.set_year(2026);
  request.set_request_id(request_id);
  const std::string name = "rankings/" + request.ranking_id();
  return {.send = Unary(&Clients::rankings, &rk::RankingsService::Stub::CreateRanking,
                        std::move(request)),
          .effect = [name](Realm& after) { after.rankings.push_back({.name = name}); },
          .check =
              [](const std::string& bytes, const Realm& after) {
                const auto response = Parsed<rk::CreateRankingResponse>(bytes);
                EXPECT_EQ(response.ranking().name(), after.current().name);
              }};
}

// Mostly a few rows; now and then enough for several batches and a write-ahead log of some size.
std::string MakeFile(const Realm& realm, Random& random, std::vector<Cell>* cells) {
  const bool large = Below(random, 8) == 0;
  const int rows = large ? 100 + Below(random, 200) : 2 + Below(random, 8);
  const int first = large ? 0 : Below(random, 30);
  std::string csv = "institution,x,y\n";
  for (int row = 0; row < rows; ++row) {
    const std::string unit = absl::StrCat(realm.id, "-u", first + row);
    const int x = Below(random, 101);
    const int y = 1 + Below(random, 50);
    absl::StrAppend(&csv, unit, ",", x, ",", y, "\n");
    cells->push_back({.unit = unit, .variable = "x", .value = static_cast<double>(x)});
    cells->push_back({.unit = unit, .variable = "y", .value = static_cast<double>(y)});
  }
  return csv;
}

Answer SendImport(Clients& clients, const rk::ImportValuesRequest& header, const std::string& csv) {
  const auto context = clients.Context();
  const auto stream = clients.rankings().ImportValues(context.get());
  rk::ImportValuesRequest chunk;
  stream->Write(header);
  for (size_t begin = 0; begin < csv.size(); begin += 512) {
    chunk.set_chunk(csv.substr(begin, 512));
    stream->Write(chunk);
  }
  stream->WritesDone();
  return Finish(*stream, rk::ImportValuesResponse());
}

Operation ImportValues(const Realm& realm, const std::string& request_id, Random& random,
                       rk::ValueState state) {
  std::vector<Cell> cells;
  const std::string csv = MakeFile(realm, random, &cells);
  rk::ImportValuesRequest message;
  auto& header = *message.mutable_header();
  header.set_ranking(realm.current().name);
  header.set_state(state);
  const bool own = state == rk::VALUE_STATE_DRAFT;  // entered for the institution
  if (own) header.set_origin("institution");
  header.set_register_units(true);
  header.set_request_id(request_id);
  header.set_size_bytes(static_cast<int64_t>(csv.size()));
  const int64_t count = static_cast<int64_t>(cells.size());
  return {.send = [message, csv](Clients& clients) { return SendImport(clients, message, csv); },
          .effect =
              [cells, state, own](Realm& after) {
                RankingFacts& ranking = after.current();
                ++ranking.revision;
                for (Cell cell : cells) {
                  cell.revision = ranking.revision;
                  cell.state = state;
                  cell.own = own;
                  ranking.cells.insert(cell);
                  after.institutions.try_emplace(cell.unit, InstitutionFacts{.title = cell.unit});
                }
              },
          .check =
              [count](const std::string& bytes, const Realm& after) {
                const auto result = Parsed<rk::ImportValuesResponse>(bytes).result();
                EXPECT_EQ(result.revision(), after.current().revision);
                EXPECT_EQ(result.cells(), count);
              }};
}

template <rk::ValueState kState>
Operation Import(const Realm& realm, const std::string& request_id, Random& random) {
  return ImportValues(realm, request_id, random, kState);
}

// What an act on one unit's cells does: a revision, and a version of each in another state.
std::function<void(Realm&)> MovesOn(const std::vector<Cell>& cells, rk::ValueState state) {
  return [cells, state](Realm& after) {
    RankingFacts& ranking = after.current();
    ++ranking.revision;
    for (Cell cell : cells) {
      cell.revision = ranking.revision;
      cell.state = state;
      ranking.cells.insert(cell);
    }
  };
}

template <class Response>
void CheckAct(const std::string& bytes, const Realm& after, size_t cells) {
  const auto response = Parsed<Response>(bytes);
  EXPECT_EQ(response.revision(), after.current().revision);
  EXPECT_EQ(response.cells(), static_cast<int>(cells));
}

// One of the units with such cells; the institution has the unit's id.
std::vector<Cell> SomeUnit(const Realm& realm, rk::ValueState state, Random& random) {
  const auto units = realm.current().OwnCells(state);
  return std::next(units.begin(), Below(random, static_cast<int>(units.size())))->second;
}

Operation Submit(const Realm& realm, const std::string& request_id, Random& random) {
  const std::vector<Cell> drafts = SomeUnit(realm, rk::VALUE_STATE_DRAFT, random);
  rk::SubmitValuesRequest request;
  request.set_ranking(realm.current().name);
  request.set_institution("institutions/" + drafts.front().unit);
  request.set_request_id(request_id);
  return {.send = Unary(&Clients::submissions, &rk::SubmissionsService::Stub::SubmitValues,
                        std::move(request)),
          .effect = MovesOn(drafts, rk::VALUE_STATE_SUBMITTED),
          .check = [count = drafts.size()](const std::string& bytes, const Realm& after) {
            CheckAct<rk::SubmitValuesResponse>(bytes, after, count);
          }};
}

Operation Verify(const Realm& realm, const std::string& request_id, Random& random) {
  const std::vector<Cell> submitted = SomeUnit(realm, rk::VALUE_STATE_SUBMITTED, random);
  rk::VerifyValuesRequest request;
  request.set_ranking(realm.current().name);
  request.set_unit(submitted.front().unit);
  request.set_request_id(request_id);
  return {.send = Unary(&Clients::submissions, &rk::SubmissionsService::Stub::VerifyValues,
                        std::move(request)),
          .effect = MovesOn(submitted, rk::VALUE_STATE_VERIFIED),
          .check = [count = submitted.size()](const std::string& bytes, const Realm& after) {
            CheckAct<rk::VerifyValuesResponse>(bytes, after, count);
          }};
}

Operation Compute(const Realm& realm, const std::string& request_id, Random&) {
  rk::ComputeEditionRequest request;
  request.set_ranking(realm.current().name);
  request.set_request_id(request_id);
  return {.send =
              [request](Clients& clients) {
                const auto context = clients.Context();
                const auto stream = clients.rankings().ComputeEdition(context.get(), request);
                return Finish(*stream, rk::ComputeEditionResponse());
              },
          .effect =
              [](Realm& after) {
                RankingFacts& ranking = after.current();
                ranking.editions.push_back(
                    {.revision = ranking.revision, .units = ranking.VerifiedUnits()});
              },
          .check =
              [](const std::string& bytes, const Realm& after) {
                const auto edition = Parsed<rk::ComputeEditionResponse>(bytes).edition();
                const RankingFacts& ranking = after.current();
                const int number = static_cast<int>(ranking.editions.size());
                EXPECT_EQ(edition.name(), ranking.EditionName(number));
                EXPECT_EQ(edition.units(), ranking.editions.back().units);
                EXPECT_EQ(edition.revision(), ranking.editions.back().revision);
              }};
}

// The last draft's number; 0 for none.
int LastDraft(const Realm& realm) {
  if (realm.rankings.empty()) return 0;
  const auto& editions = realm.current().editions;
  for (int number = static_cast<int>(editions.size()); number > 0; --number) {
    if (editions[number - 1].state == rk::EDITION_STATE_DRAFT) return number;
  }
  return 0;
}

Operation Publish(const Realm& realm, const std::string& request_id, Random&) {
  const int number = LastDraft(realm);
  rk::PublishEditionRequest request;
  request.set_name(realm.current().EditionName(number));
  request.set_request_id(request_id);
  return {.send = Unary(&Clients::rankings, &rk::RankingsService::Stub::PublishEdition,
                        std::move(request)),
          .effect =
              [number](Realm& after) {
                RankingFacts& ranking = after.current();
                if (ranking.published > 0) {
                  ranking.editions[ranking.published - 1].state = rk::EDITION_STATE_SUPERSEDED;
                }
                ranking.editions[number - 1].state = rk::EDITION_STATE_PUBLISHED;
                ranking.published = number;
              },
          .check =
              [](const std::string& bytes, const Realm& after) {
                const auto edition = Parsed<rk::PublishEditionResponse>(bytes).edition();
                EXPECT_EQ(edition.name(), after.current().EditionName(after.current().published));
                EXPECT_EQ(edition.state(), rk::EDITION_STATE_PUBLISHED);
              }};
}

Operation Withdraw(const Realm& realm, const std::string& request_id, Random&) {
  const int number = realm.current().published;
  rk::WithdrawEditionRequest request;
  request.set_name(realm.current().EditionName(number));
  request.set_erratum("a figure was wrong");
  request.set_request_id(request_id);
  return {.send = Unary(&Clients::rankings, &rk::RankingsService::Stub::WithdrawEdition,
                        std::move(request)),
          .effect =
              [number](Realm& after) {
                after.current().editions[number - 1].state = rk::EDITION_STATE_WITHDRAWN;
                after.current().published = 0;
              },
          .check =
              [](const std::string& bytes, const Realm&) {
                const auto edition = Parsed<rk::WithdrawEditionResponse>(bytes).edition();
                EXPECT_EQ(edition.state(), rk::EDITION_STATE_WITHDRAWN);
              }};
}

bool Always(const Realm&) { return true; }
bool HasMethodology(const Realm& realm) { return realm.methodologies > 0; }
bool NeedsRanking(const Realm& realm) {
  return HasMethodology(realm) &&
         (realm.rankings.empty() || realm.current().revision >= kRankingActs);
}
bool HasRanking(const Realm& realm) { return !realm.rankings.empty() && !NeedsRanking(realm); }
template <rk::ValueState kState>
bool HasOwn(const Realm& realm) {
  return HasRanking(realm) && !realm.current().OwnCells(kState).empty();
}
bool HasValues(const Realm& realm) {
  return !realm.rankings.empty() && realm.current().VerifiedUnits() > 0;
}
bool HasDraft(const Realm& realm) { return LastDraft(realm) > 0; }
bool HasPublished(const Realm& realm) {
  return !realm.rankings.empty() && realm.current().published > 0;
}

}  // namespace

const std::vector<Kind>& Kinds() {
  static const auto* const kinds = new std::vector<Kind>{
      {"methodology", 1, Always, CreateMethodology},
      {"ranking", 8, NeedsRanking, CreateRanking},
      {"import draft", 2, HasRanking, Import<rk::VALUE_STATE_DRAFT>},
      {"import submitted", 1, HasRanking, Import<rk::VALUE_STATE_SUBMITTED>},
      {"submit", 4, HasOwn<rk::VALUE_STATE_DRAFT>, Submit},
      {"verify", 3, HasOwn<rk::VALUE_STATE_SUBMITTED>, Verify},
      {"import verified", 5, HasRanking, Import<rk::VALUE_STATE_VERIFIED>},
      {"compute", 5, HasValues, Compute},
      {"publish", 5, HasDraft, Publish},
      {"withdraw", 1, HasPublished, Withdraw},
      {"institution", 2, Always, PutInstitution},
      {"register", 2, Always, RegisterUnits},
      {"framework", 1, NeedsFramework, StoreFramework},
      {"case", 3, NeedsCase, ImportCase},
      {"mark", 4, HasCase, PutMark},
      {"decision", 4, HasInstitution, RecordDecision},
  };
  return *kinds;
}

const Kind& ChooseKind(const Realm& realm, Random& random) {
  int total = 0;
  for (const Kind& kind : Kinds()) total += kind.possible(realm) ? kind.weight : 0;
  int left = Below(random, total);
  for (const Kind& kind : Kinds()) {
    if (!kind.possible(realm)) continue;
    left -= kind.weight;
    if (left < 0) return kind;
  }
  return Kinds().front();
}

}  // namespace tarazy::chaos
