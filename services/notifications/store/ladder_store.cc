#include "services/notifications/store/ladder_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/record/stamp.h"

namespace tarazy::notifications {
namespace {

using sql::ColumnType;
using sql::V;

#define TARAZY_DEADLINE_COLUMNS                                                           \
  "SELECT name, event, topic, institution, about, day, clock, zone, ended, moves, vars, " \
  "changed_at, sequence FROM deadline "
constexpr char kFind[] = TARAZY_DEADLINE_COLUMNS "WHERE name = ?1";
constexpr char kWaiting[] = TARAZY_DEADLINE_COLUMNS
    "JOIN (SELECT DISTINCT deadline FROM ladder_step WHERE state = 1 AND deadline > ?1 "
    "ORDER BY deadline LIMIT ?2) AS waiting ON name = waiting.deadline ORDER BY name";
// Every name that begins with the prefix lies below it with the greatest character behind.
constexpr char kList[] = TARAZY_DEADLINE_COLUMNS
    "WHERE name > ?1 AND name >= ?2 AND name < ?2 || ?3 AND (?4 = '' OR institution = ?4) "
    "ORDER BY name LIMIT ?5";
#undef TARAZY_DEADLINE_COLUMNS
constexpr char kGreatest[] = "\xF4\x8F\xBF\xBF";  // U+10FFFF

#define TARAZY_STEP_COLUMNS \
  "SELECT deadline, generation, step, fire_at, template, state FROM ladder_step "
constexpr char kSteps[] =
    TARAZY_STEP_COLUMNS "WHERE deadline = ?1 ORDER BY generation, fire_at, step";
constexpr char kDue[] = TARAZY_STEP_COLUMNS
    "WHERE state = 1 AND fire_at <= ?1 ORDER BY fire_at, deadline, generation, step LIMIT ?2";
#undef TARAZY_STEP_COLUMNS

absl::StatusOr<std::vector<StoredDeadline>> ReadDeadlines(sql::Tx& tx, absl::string_view statement,
                                                          absl::Span<const sql::Value> params) {
  std::vector<StoredDeadline> deadlines;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    deadlines.push_back({.name = row.Text(0),
                         .event = row.Text(1),
                         .topic = row.Text(2),
                         .institution = row.Text(3),
                         .about = row.Text(4),
                         .date = row.Text(5),
                         .clock = row.Text(6),
                         .zone = row.Text(7),
                         .ended = row.Bool(8),
                         .moves = row.Int(9),
                         .values = row.Text(10),
                         .changed = row.Time(11),
                         .sequence = row.Int(12)});
    return absl::OkStatus();
  }));
  return deadlines;
}

absl::StatusOr<std::vector<StoredStep>> ReadSteps(sql::Tx& tx, absl::string_view statement,
                                                  absl::Span<const sql::Value> params) {
  std::vector<StoredStep> steps;
  RETURN_IF_ERROR(tx.Query(statement, params, [&](const sql::Row& row) {
    steps.push_back({.deadline = row.Text(0),
                     .generation = row.Int(1),
                     .step = row.Text(2),
                     .fires = row.Time(3),
                     .letter = row.Text(4),
                     .state = static_cast<v1::StepState>(row.Int(5))});
    return absl::OkStatus();
  }));
  return steps;
}

}  // namespace

absl::StatusOr<std::optional<StoredDeadline>> FindDeadline(sql::Tx& tx, absl::string_view name) {
  ASSIGN_OR_RETURN(std::vector<StoredDeadline> found, ReadDeadlines(tx, kFind, {V(name)}));
  if (found.empty()) return std::optional<StoredDeadline>();
  return std::optional<StoredDeadline>(std::move(found.front()));
}

absl::Status PutDeadline(sql::Tx& tx, const StoredDeadline& deadline) {
  return tx
      .Exec(
          "INSERT INTO deadline (name, event, topic, institution, about, day, clock, zone, ended, "
          "moves, vars, changed_at, sequence) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
          "ON CONFLICT (name) DO UPDATE SET event = excluded.event, topic = excluded.topic, "
          "institution = excluded.institution, about = excluded.about, day = excluded.day, "
          "clock = excluded.clock, zone = excluded.zone, ended = excluded.ended, "
          "moves = excluded.moves, vars = excluded.vars, changed_at = excluded.changed_at, "
          "sequence = excluded.sequence",
          {V(deadline.name), V(deadline.event), V(deadline.topic), V(deadline.institution),
           V(deadline.about), V(deadline.date), V(deadline.clock), V(deadline.zone),
           V(deadline.ended), V(deadline.moves), V(deadline.values), V(deadline.changed),
           V(deadline.sequence)})
      .status();
}

absl::StatusOr<std::vector<StoredDeadline>> WaitingDeadlines(sql::Tx& tx, absl::string_view after,
                                                             int limit) {
  return ReadDeadlines(tx, kWaiting, {V(after), V(limit)});
}

absl::Status InsertSteps(sql::Tx& tx, const std::vector<StoredStep>& steps) {
  std::vector<std::vector<sql::Value>> rows;
  for (const StoredStep& step : steps) {
    rows.push_back({V(step.deadline), V(step.generation), V(step.step), V(step.fires),
                    V(step.letter), V(static_cast<int>(step.state))});
  }
  return tx.InsertMany({.table = "ladder_step",
                        .columns = {{"deadline", ColumnType::kText},
                                    {"generation", ColumnType::kInt},
                                    {"step", ColumnType::kText},
                                    {"fire_at", ColumnType::kInt},
                                    {"template", ColumnType::kText},
                                    {"state", ColumnType::kInt}}},
                       rows);
}

absl::Status SetStepState(sql::Tx& tx, const StoredStep& step, v1::StepState state) {
  return tx
      .Exec(
          "UPDATE ladder_step SET state = ?4 WHERE deadline = ?1 AND generation = ?2 AND step = ?3",
          {V(step.deadline), V(step.generation), V(step.step), V(static_cast<int>(state))})
      .status();
}

absl::Status SetStepTime(sql::Tx& tx, const StoredStep& step, absl::Time fires) {
  return tx
      .Exec(
          "UPDATE ladder_step SET fire_at = ?4 WHERE deadline = ?1 AND generation = ?2 AND step = "
          "?3",
          {V(step.deadline), V(step.generation), V(step.step), V(fires)})
      .status();
}

absl::Status CancelWaiting(sql::Tx& tx, absl::string_view deadline) {
  return tx
      .Exec("UPDATE ladder_step SET state = ?2 WHERE deadline = ?1 AND state = 1",
            {V(deadline), V(static_cast<int>(v1::STEP_STATE_CANCELLED))})
      .status();
}

absl::StatusOr<std::vector<StoredStep>> StepsOf(sql::Tx& tx, absl::string_view deadline) {
  return ReadSteps(tx, kSteps, {V(deadline)});
}

absl::StatusOr<std::vector<StoredStep>> DueSteps(sql::Tx& tx, absl::Time now, int limit) {
  return ReadSteps(tx, kDue, {V(now), V(limit)});
}

absl::StatusOr<std::optional<absl::Time>> NextStepDue(sql::Tx& tx) {
  std::optional<absl::Time> next;
  RETURN_IF_ERROR(
      tx.Query("SELECT fire_at FROM ladder_step WHERE state = 1 ORDER BY fire_at LIMIT 1", {},
               [&](const sql::Row& row) {
                 next = row.Time(0);
                 return absl::OkStatus();
               }));
  return next;
}

absl::StatusOr<std::vector<v1::DeadlineLadder>> ListLadders(sql::Tx& tx, absl::string_view prefix,
                                                            absl::string_view institution,
                                                            absl::string_view after, int limit) {
  ASSIGN_OR_RETURN(
      const std::vector<StoredDeadline> deadlines,
      ReadDeadlines(tx, kList, {V(after), V(prefix), V(kGreatest), V(institution), V(limit)}));
  std::vector<v1::DeadlineLadder> ladders;
  for (const StoredDeadline& deadline : deadlines) {
    v1::DeadlineLadder& ladder = ladders.emplace_back();
    ladder.set_deadline(deadline.name);
    ladder.set_topic(absl::StrCat("topics/", deadline.topic));
    ladder.set_institution(deadline.institution);
    ladder.set_date(deadline.date);
    ladder.set_clock(deadline.clock);
    ladder.set_zone(deadline.zone);
    ladder.set_ended(deadline.ended);
    ladder.set_moves(static_cast<int>(deadline.moves));
    ASSIGN_OR_RETURN(const std::vector<StoredStep> steps, StepsOf(tx, deadline.name));
    for (const StoredStep& step : steps) {
      v1::LadderStep& rung = *ladder.add_steps();
      rung.set_step(step.step);
      *rung.mutable_time() = record::Stamp(step.fires);
      rung.set_state(step.state);
    }
  }
  return ladders;
}

}  // namespace tarazy::notifications
