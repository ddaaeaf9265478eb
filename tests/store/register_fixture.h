// A register with cases that are made up, for the tests of what comes into it and what it answers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "common/base/civil_day.h"
#include "services/accreditation/app/appeals.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/app/record_decision.h"
#include "services/accreditation/store/framework_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {

namespace acc = accreditation;
namespace pb = accreditation::v1;

inline absl::CivilDay Day(absl::string_view text) { return *ParseDay(text); }

// Cases that the test writes down.
class FakeCases final : public acc::CaseBook {
 public:
  std::map<std::string, acc::CaseFacts> cases;
  std::vector<std::string> deeds;  // "cases/c decided 2023-06-10"

  absl::StatusOr<acc::CaseFacts> Facts(sql::Tx&, absl::string_view name) override {
    const auto it = cases.find(std::string(name));
    if (it == cases.end()) return NotFound("case", name);
    return it->second;
  }
  absl::Status Decided(sql::Tx&, absl::string_view name, absl::CivilDay on,
                       const acc::CaseActor&) override {
    acc::CaseFacts& facts = cases.at(std::string(name));
    facts.before_council = false;
    facts.decided = true;
    facts.state = "decided";
    return Note(name, "decided", on);
  }
  absl::Status Appealed(sql::Tx&, absl::string_view name, absl::CivilDay on,
                        const acc::CaseActor&) override {
    return Note(name, "appealed", on);
  }
  absl::Status AppealEnded(sql::Tx&, absl::string_view name, absl::CivilDay on,
                           const acc::CaseActor&) override {
    return Note(name, "appeal ended", on);
  }

 private:
  absl::Status Note(absl::string_view name, absl::string_view deed, absl::CivilDay on) {
    deeds.push_back(absl::StrCat(name, " ", deed, " ", FormatDay(on)));
    return absl::OkStatus();
  }
};

class RegisterTest : public ServiceStoreTest {
 protected:
  RegisterTest() : ServiceStoreTest(acc::SchemaMigrations()) {}

  // Registered programmes of "ektu" and "iitu", and the institutions themselves.
  static acc::RegisteredUnits Units() {
    acc::RegisteredUnits units;
    for (const std::string institution : {"ektu", "iitu"}) {
      units["institutions/" + institution] = {.title = {.en = institution},
                                              .institution = institution};
      for (const std::string code : {"6B04106", "6B04107", "7M04107"}) {
        units["programmes/" + institution + "-" + code] = {
            .title = {.en = code + " of " + institution}, .institution = institution, .code = code};
      }
    }
    return units;
  }

  acc::RecordingBy By(absl::string_view token = "tokens/secretary", bool administrator = true) {
    return {.by = {.person = absl::StrCat("council ", token),
                   .token = std::string(token),
                   .administrator = administrator,
                   .council = true},
            .now = now_,
            .today = today_,
            .units = Units()};
  }

  // A decision of before the register: "decisions/NAME".
  static pb::Decision Historical(const std::string& name, pb::DecisionKind kind,
                                 const std::string& decided_on, int years = 0,
                                 const std::string& acts_on = "") {
    pb::Decision decision;
    decision.set_name("decisions/" + name);
    decision.set_subject("programmes/ektu-6B04106");
    decision.set_agency("iaar");
    decision.set_scope(pb::PROCEDURE_TYPE_PROGRAMME);
    decision.set_kind(kind);
    decision.set_decided_on(decided_on);
    decision.set_years(years);
    decision.set_historical(true);
    if (!acts_on.empty()) {
      decision.set_acts_on("decisions/" + acts_on);
      decision.set_reason("because");
    }
    if (kind == pb::DECISION_KIND_REFUSE) decision.set_reason("because");
    return decision;
  }

  absl::StatusOr<pb::Decision> Record(const pb::Decision& decision) {
    return Record(decision, By());
  }
  absl::StatusOr<pb::Decision> Record(const pb::Decision& decision, const acc::RecordingBy& by) {
    now_ += absl::Hours(1);
    return InWrite(db(),
                   [&](sql::Tx& tx) { return acc::RecordDecision(tx, cases_, by, decision); });
  }

  absl::StatusOr<pb::Appeal> File(const std::string& name, const std::string& decision,
                                  const std::string& filed_on, const acc::RecordingBy& by) {
    pb::Appeal appeal;
    appeal.set_name("appeals/" + name);
    appeal.set_decision("decisions/" + decision);
    appeal.set_filed_on(filed_on);
    appeal.set_grounds("the commission did not visit us");
    return InWrite(db(), [&](sql::Tx& tx) { return acc::FileAppeal(tx, cases_, by, appeal); });
  }
  absl::StatusOr<pb::Appeal> File(const std::string& name, const std::string& decision,
                                  const std::string& filed_on) {
    return File(name, decision, filed_on, By("tokens/institution"));
  }

  absl::StatusOr<pb::Appeal> End(const acc::AppealEnd& end, const acc::RecordingBy& by) {
    return InWrite(db(), [&](sql::Tx& tx) { return acc::DecideAppeal(tx, cases_, by, end); });
  }

  // "STATUS by DECISION until DAY" of the only line; "no line" without one.
  std::string Says(const std::string& subject, absl::string_view on,
                   absl::Time known_at = acc::kAllKnown) {
    const auto views = Ok(InRead(db(), [&](sql::Tx& tx) {
      return acc::StatusOf(tx, subject, {Day(on), known_at});
    }));
    if (views.empty()) return "no line";
    return absl::StrCat(
        absl::StripPrefix(pb::RegisterStatus_Name(views[0].status()), "REGISTER_STATUS_"), " by ",
        absl::StripPrefix(views[0].decision(), "decisions/"), " until ", views[0].until());
  }

  std::vector<pb::RegisterChange> Changes(int64_t after = 0, const std::string& subject = "") {
    return Ok(
        InRead(db(), [&](sql::Tx& tx) { return acc::LoadChanges(tx, after, 1000, subject); }));
  }

  FakeCases cases_;
  absl::Time now_ = absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::UTCTimeZone());
  absl::CivilDay today_{2026, 6, 1};
};

// People who vote: "FOR AGAINST …" of `members`, by the first letters f, a, n (abstains), r.
inline pb::Vote MakeVote(int members, absl::string_view ballots, absl::string_view people = "m") {
  pb::Vote vote;
  vote.set_members(members);
  for (size_t i = 0; i < ballots.size(); ++i) {
    pb::Ballot& ballot = *vote.add_ballots();
    ballot.set_person(absl::StrCat(people, i + 1));
    ballot.set_choice(ballots[i] == 'f'   ? pb::BALLOT_CHOICE_FOR
                      : ballots[i] == 'a' ? pb::BALLOT_CHOICE_AGAINST
                      : ballots[i] == 'n' ? pb::BALLOT_CHOICE_ABSTAIN
                                          : pb::BALLOT_CHOICE_RECUSED);
    if (ballots[i] == 'r') ballot.set_reason("teaches there");
  }
  return vote;
}

}  // namespace tarazy::testing
