// Some two hundred people who take tickets and cast ballots one after the other, each at once after
// his ticket: the order that is easiest to attack. The experiment knows whose ballot is whose; the
// attacks of attack.h get only what the databases hold.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/seal.h"
#include "services/surveys/app/ballots/ballot_box.h"
#include "services/surveys/app/ballots/ballot_sealer.h"
#include "services/surveys/app/campaigns/running_campaigns.h"
#include "services/surveys/app/lifecycle/survey_data.h"
#include "services/surveys/app/roll/ticket_code.h"
#include "services/surveys/app/roll/ticket_office.h"
#include "tests/anonymity/attack.h"
#include "tests/anonymity/dump.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::anonymity {

inline constexpr char kCampaignId[] = "experiment";
inline constexpr int kPeople = 200;
inline constexpr int kStrata = 4;
inline constexpr int kGroupSize = 10;

class Experiment {
 public:
  // "sqlite" or "postgres".
  explicit Experiment(const std::string& engine);

  // The campaign with everybody on its roll. `group_size` other than the policy's is a plant: the
  // box is opened with it.
  void Open(int group_size = kGroupSize);
  // Everybody takes his ticket and casts his ballot; groups are released after each `every`
  // ballots.
  void CastAll(int every = 30);
  void Release();
  void Close();
  // Closes the databases, so that SQLite writes everything into its file.
  void ShutDown();

  Dump Roll() const { return DumpOf(url_, roll_name_); }
  Dump Ballots() const { return DumpOf(url_, ballots_name_); }
  std::vector<std::string> RollCatalogue() const { return CatalogueOf(url_, roll_name_); }
  std::vector<std::string> BallotsCatalogue() const { return CatalogueOf(url_, ballots_name_); }
  void RunOnRoll(const std::string& sql) { RunOn(*roll_, sql); }
  void RunOnBallots(const std::string& sql) { RunOn(*ballots_, sql); }

  // Who came when: columns of the roll, of spent vouchers, and of sealed ballots as they were last
  // seen, which the experiment opens to know whose they are.
  std::vector<Trait> Comings() const;
  // Which ballot is where.
  std::vector<Trait> BallotTraits() const;
  std::vector<Trait> CommentTraits() const;

  // By person: his stratum; that and the group that his ballot was released with, if it was.
  Cells Strata() const;
  Cells Groups() const { return groups_; }

  // By person: his record's bytes as they are kept; what he wrote.
  std::map<int, std::string> Records() const;
  std::map<int, std::string> Texts() const;
  // What the database's file and its journal hold. SQLite only.
  std::string File() const { return FileBytes(url_, ballots_name_); }
  void EmptyJournal() const { Checkpoint(url_, ballots_name_); }
  std::string Journal() const { return JournalBytes(url_, ballots_name_); }

  // Everything that was ever in `pending`, as it was last seen.
  const Dump& Waiting() const { return waiting_; }

 private:
  struct Person {
    std::string stratum;
    std::string code;            // of his ticket
    int64_t number = 0;          // his answer, by which his ballot is known
    std::string text;            // empty: he wrote nothing
    std::string voucher_digest;  // hexadecimal
  };

  void RunOn(sql::Database& db, const std::string& sql);
  void InviteAll();
  void Cast(int person);
  // Remembers what waits, and afterwards who has come out.
  void LookAtWaiting();
  void LookAtReleased(int step);
  int ByNumber(const std::string& packed_hex) const;
  std::vector<int> PeopleOf(const std::string& table, const Table& rows) const;

  const bool sqlite_;
  const testing::TempDir dir_;
  const std::string url_;
  const std::string control_name_;
  const std::string roll_name_;
  const std::string ballots_name_;
  std::unique_ptr<sql::Database> control_;
  std::unique_ptr<sql::Database> roll_;
  std::unique_ptr<sql::Database> ballots_;
  const Secret secret_ = Secret::Generate();
  const surveys::BallotSealer sealer_{secret_};
  std::unique_ptr<surveys::RunningCampaigns> campaigns_;
  std::unique_ptr<surveys::TicketOffice> office_;
  std::unique_ptr<surveys::BallotBox> box_;
  std::shared_ptr<const surveys::RunningCampaign> running_;
  const absl::Time now_ = absl::Now();

  std::vector<Person> people_;
  std::map<int64_t, int> by_number_;
  Dump waiting_;  // table "pending"
  Cells groups_;
  int steps_ = 0;
};

}  // namespace tarazy::anonymity
