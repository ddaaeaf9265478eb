// A ranking with values on which editions can be computed and changed.
#pragma once

#include <cmath>
#include <map>

#include "services/rankings/app/change_edition.h"
#include "services/rankings/app/compute_edition.h"
#include "services/rankings/app/explain_edition.h"
#include "services/rankings/app/store_methodology.h"
#include "services/rankings/app/verify_edition.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {

// The unit without "a" is excluded; node 2 gives minus zero where b is 0.
inline constexpr char kEditionMethodology[] = R"(
id: demo
variables: {a: {}, b: {}}
indicators:
  - {code: "1", title: {en: "One"}, points: 60, value: a, missing: exclude_unit}
  - {code: "2", title: {en: "Two"}, points: 40, value: -b, normalize: identity}
)";

// An open transaction as a database to read from: what is not committed yet can be verified.
class InsideTransaction : public sql::Database {
 public:
  explicit InsideTransaction(sql::Tx& tx) : tx_(tx) {}
  absl::Status Read(const Context&, sql::Work work) override { return work(tx_); }
  absl::Status Write(const Context&, sql::Work work) override { return work(tx_); }
  absl::Status WriteBulk(const Context&, sql::Work work) override { return work(tx_); }
  absl::Status Ready(const Context&) override { return absl::OkStatus(); }
  absl::string_view Engine() const override { return "transaction"; }

 private:
  sql::Tx& tx_;
};

class EditionFixture : public RankingsTest {
 protected:
  void SetUp() override {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const auto version,
                       rankings::StoreMethodology(tx, kEditionMethodology, At(1)));
      return rankings::InsertRanking(
          tx,
          {.id = "r", .methodology = "demo", .methodology_version = version.version, .year = 2026});
    }));
  }

  void Import(std::vector<rankings::ValueVersion> values,
              rankings::ValueState state = rankings::ValueState::kVerified) {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t revision, BeginImport(tx, "r", "alice", At(2)));
      std::map<std::string, rankings::RankedUnit> units;
      for (rankings::ValueVersion& value : values) {
        value.revision = revision;
        value.state = state;
        units[value.unit] = {.id = value.unit, .title = {.en = value.unit + " title"}};
      }
      std::vector<rankings::RankedUnit> distinct;
      for (const auto& [id, unit] : units) distinct.push_back(unit);
      RETURN_IF_ERROR(AppendUnits(tx, "r", revision, state, distinct));
      return AppendValues(tx, "r", values);
    }));
  }
  // Three units, one of them without "a".
  void ImportSome() {
    Import({{.unit = "x", .variable = "a", .value = 10},
            {.unit = "x", .variable = "b", .value = 0},
            {.unit = "y", .variable = "a", .value = 5},
            {.unit = "y", .variable = "b", .value = -20},
            {.unit = "z", .variable = "b", .value = 0}});
  }

  absl::StatusOr<rankings::ComputedEdition> TryCompute(const std::string& ranking = "r") {
    return rankings::ComputeEdition(
        db(), Soon(), {.ranking = ranking, .now = At(3)},
        [](sql::Tx&) -> absl::StatusOr<bool> { return false; },
        [&](sql::Tx&, const rankings::ComputedEdition&) { return at_the_end_; });
  }
  rankings::Edition Compute() { return Ok(TryCompute()).edition; }

  rankings::Verification Verify(const rankings::Edition& edition) {
    return Ok(VerifyEdition(db(), Soon(), edition, 1));
  }
  absl::StatusOr<rankings::Edition> TryPublish(const rankings::PublishEdition& request) {
    const absl::Status publishable = CheckPublishable(db(), Soon(), request.id, 1);
    if (!publishable.ok()) return publishable;
    return InWrite(db(), [&](sql::Tx& tx) { return Publish(tx, request); });
  }
  rankings::Edition PublishNow(const rankings::Edition& edition) {
    return Ok(TryPublish({.id = {"r", edition.number}, .now = At(4)}));
  }
  absl::StatusOr<rankings::Edition> TryWithdraw(const rankings::WithdrawEdition& request) {
    return InWrite(db(), [&](sql::Tx& tx) { return Withdraw(tx, request); });
  }
  rankings::Edition Stored(int number) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return rankings::LoadEdition(tx, "r", number); }));
  }
  int Published() {
    return Ok(InRead(db(), [](sql::Tx& tx) { return rankings::LoadRanking(tx, "r"); }))
        .published_edition;
  }
  absl::StatusOr<rankings::EditionExplanation> Explain(const rankings::Edition& edition,
                                                       const std::string& unit) {
    return ExplainEdition(db(), Soon(), edition, unit, 1);
  }

  absl::Status at_the_end_;  // what `stored` answers
};

}  // namespace tarazy::testing
