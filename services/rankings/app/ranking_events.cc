#include "services/rankings/app/ranking_events.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/outbox/outbox.h"
#include "common/record/stamp.h"
#include "services/rankings/file/methodology_file.h"
#include "services/rankings/store/methodology_store.h"
#include "services/rankings/store/workflow_store.h"
#include "tarazy/rankings/v1/event.pb.h"

namespace tarazy::rankings {
namespace {

constexpr char kZone[] = "Asia/Almaty";
constexpr char kWindowTopic[] = "objection-window";
constexpr int kUnitsAtOnce = 500;

std::string RankingName(absl::string_view id) { return absl::StrCat("rankings/", id); }

std::string InstitutionName(const std::string& id) {
  return id.empty() ? id : absl::StrCat("institutions/", id);
}

common::v1::Localized ToProto(const Localized& text) {
  common::v1::Localized proto;
  proto.set_en(text.en);
  proto.set_ru(text.ru);
  proto.set_kk(text.kk);
  return proto;
}

// What all payloads begin with.
template <typename Payload>
absl::StatusOr<Payload> PayloadOf(sql::Tx& tx, const std::string& ranking) {
  ASSIGN_OR_RETURN(const Ranking cycle, LoadRanking(tx, ranking));
  Payload payload;
  payload.set_ranking(RankingName(ranking));
  payload.set_year(cycle.year);
  return payload;
}

absl::Status Tell(sql::Tx& tx, const std::string& ranking, const google::protobuf::Message& payload,
                  const outbox::Facts& facts, absl::Time now) {
  return outbox::Publish(tx, RankingName(ranking), payload, facts, now);
}

// The same name for the next preliminary edition: it moves the window.
common::v1::Deadline WindowOf(const std::string& ranking, const std::string& institution) {
  common::v1::Deadline deadline;
  deadline.set_name(
      absl::StrCat(RankingName(ranking), "/objection-window/", InstitutionName(institution)));
  deadline.set_topic(kWindowTopic);
  return deadline;
}

common::v1::Deadline WindowUntil(const std::string& ranking, const std::string& institution,
                                 absl::Time until) {
  common::v1::Deadline deadline = WindowOf(ranking, institution);
  absl::TimeZone zone;
  deadline.set_zone(absl::LoadTimeZone(kZone, &zone) ? kZone : "UTC");
  const absl::CivilSecond wall = absl::ToCivilSecond(until, zone);
  const bool midnight = wall == absl::CivilSecond(absl::CivilDay(wall));
  deadline.set_date(FormatDay(absl::CivilDay(wall) - (midnight ? 1 : 0)));
  if (!midnight) deadline.set_clock(absl::FormatTime("%H:%M", until, zone));
  return deadline;
}

v1::PreliminaryResult ToProto(const EditionUnit& unit) {
  v1::PreliminaryResult result;
  result.set_unit(unit.unit);
  *result.mutable_title() = ToProto(unit.title);
  result.set_group(unit.group);
  if (unit.rank.has_value()) result.set_rank(*unit.rank);
  result.set_score(unit.score);
  result.set_excluded(unit.reason);
  return result;
}

// The institution of each unit when the edition was computed, or now where no import had known it.
absl::StatusOr<std::map<std::string, std::string>> InstitutionsIn(sql::Tx& tx,
                                                                  const Edition& edition) {
  ASSIGN_OR_RETURN(const std::vector<RankedUnit> units,
                   UnitsAsOf(tx, edition.ranking, edition.revision));
  std::map<std::string, std::string> institutions;
  for (const RankedUnit& unit : units) {
    std::string& institution = institutions[unit.id] = unit.institution;
    if (!institution.empty()) continue;
    ASSIGN_OR_RETURN(const RankedUnit now, LoadRankedUnit(tx, edition.ranking, unit.id));
    institution = now.institution;
  }
  return institutions;
}

using ResultsByInstitution = std::map<std::string, std::vector<v1::PreliminaryResult>>;
absl::Status AddResults(sql::Tx& tx, const Edition& edition, bool excluded,
                        const std::map<std::string, std::string>& institutions,
                        ResultsByInstitution& results) {
  UnitQuery query{.excluded = excluded, .limit = kUnitsAtOnce};
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<EditionUnit> units, ListUnits(tx, edition, query));
    for (const EditionUnit& unit : units) {
      const auto institution = institutions.find(unit.unit);
      if (institution == institutions.end() || institution->second.empty()) continue;
      results[institution->second].push_back(ToProto(unit));
    }
    if (units.size() < kUnitsAtOnce) return absl::OkStatus();
    query.after_position = units.back().position;
  }
}

absl::StatusOr<ResultsByInstitution> ResultsOf(sql::Tx& tx, const Edition& edition) {
  ASSIGN_OR_RETURN(const auto institutions, InstitutionsIn(tx, edition));
  ResultsByInstitution results;
  RETURN_IF_ERROR(AddResults(tx, edition, /*excluded=*/false, institutions, results));
  RETURN_IF_ERROR(AddResults(tx, edition, /*excluded=*/true, institutions, results));
  return results;
}

// Those that were in the edition that is preliminary no longer and are in none now.
absl::Status TellReplaced(sql::Tx& tx, const Edition& edition, int replaced,
                          const ResultsByInstitution& results, absl::Time now) {
  ASSIGN_OR_RETURN(const Edition before, LoadEdition(tx, edition.ranking, replaced));
  ASSIGN_OR_RETURN(const ResultsByInstitution had, ResultsOf(tx, before));
  for (const auto& [institution, unused] : had) {
    if (results.contains(institution)) continue;
    ASSIGN_OR_RETURN(auto payload, PayloadOf<v1::PreliminaryWithdrawn>(tx, edition.ranking));
    payload.set_edition(EditionName(before.ranking, before.number));
    payload.set_institution(InstitutionName(institution));
    common::v1::Deadline window = WindowOf(edition.ranking, institution);
    window.set_ended(true);
    RETURN_IF_ERROR(Tell(tx, edition.ranking, payload,
                         {.institution = InstitutionName(institution), .deadlines = {window}},
                         now));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, Localized>> VariableTitles(sql::Tx& tx,
                                                                const std::string& ranking) {
  ASSIGN_OR_RETURN(const Ranking cycle, LoadRanking(tx, ranking));
  ASSIGN_OR_RETURN(const MethodologyVersion version,
                   LoadMethodology(tx, cycle.methodology, cycle.methodology_version));
  const ParsedMethodology parsed = Parse(version.source);
  if (!parsed.methodology.has_value()) return Internal("a stored methodology cannot be read");
  std::map<std::string, Localized> titles;
  for (const Variable& variable : parsed.methodology->variables) {
    titles[variable.name] = variable.title;
  }
  return titles;
}

void SetVariable(const std::map<std::string, Localized>& titles, const std::string& name,
                 v1::NamedVariable& variable) {
  variable.set_variable(name);
  const auto title = titles.find(name);
  if (title != titles.end()) *variable.mutable_title() = ToProto(title->second);
}

v1::DisputeOutcome OutcomeOf(Settlement settlement) {
  switch (settlement) {
    case Settlement::kAccept:
      return v1::DISPUTE_OUTCOME_ACCEPTED;
    case Settlement::kCorrect:
      return v1::DISPUTE_OUTCOME_CORRECTED;
    case Settlement::kReject:
      break;
  }
  return v1::DISPUTE_OUTCOME_REJECTED;
}

template <typename Payload>
absl::StatusOr<Payload> ObjectionPayload(sql::Tx& tx, const Objection& objection) {
  ASSIGN_OR_RETURN(Payload payload, PayloadOf<Payload>(tx, objection.ranking));
  ASSIGN_OR_RETURN(const RankedUnit unit, LoadRankedUnit(tx, objection.ranking, objection.unit));
  payload.set_objection(absl::StrCat(EditionName(objection.ranking, objection.edition),
                                     "/objections/", objection.ordinal));
  payload.set_institution(InstitutionName(objection.institution));
  payload.set_unit(objection.unit);
  *payload.mutable_unit_title() = ToProto(unit.title);
  return payload;
}

}  // namespace

absl::Status TellPublished(sql::Tx& tx, const Edition& edition, int supersedes, absl::Time now) {
  ASSIGN_OR_RETURN(auto payload, PayloadOf<v1::EditionPublished>(tx, edition.ranking));
  payload.set_edition(EditionName(edition.ranking, edition.number));
  payload.set_units(edition.units);
  if (supersedes != 0) payload.set_supersedes(EditionName(edition.ranking, supersedes));
  if (edition.embargo_until.has_value()) {
    *payload.mutable_embargo_time() = record::Stamp(*edition.embargo_until);
  }
  return Tell(tx, edition.ranking, payload, {.not_before = edition.embargo_until}, now);
}

absl::Status TellWithdrawn(sql::Tx& tx, const Edition& edition, bool was_current, absl::Time now) {
  ASSIGN_OR_RETURN(auto payload, PayloadOf<v1::EditionWithdrawn>(tx, edition.ranking));
  payload.set_edition(EditionName(edition.ranking, edition.number));
  payload.set_erratum(edition.erratum);
  payload.set_was_current(was_current);
  // Not before the publication is told.
  return Tell(tx, edition.ranking, payload, {.not_before = edition.embargo_until}, now);
}

absl::Status TellPreliminary(sql::Tx& tx, const Edition& edition, int replaced, absl::Time now) {
  ASSIGN_OR_RETURN(ResultsByInstitution results, ResultsOf(tx, edition));
  if (replaced != 0) RETURN_IF_ERROR(TellReplaced(tx, edition, replaced, results, now));
  ASSIGN_OR_RETURN(auto payload, PayloadOf<v1::PreliminaryPublished>(tx, edition.ranking));
  payload.set_edition(EditionName(edition.ranking, edition.number));
  *payload.mutable_objections_until_time() = record::Stamp(*edition.objections_until);
  for (auto& [institution, own] : results) {
    payload.set_institution(InstitutionName(institution));
    payload.mutable_results()->Assign(own.begin(), own.end());
    RETURN_IF_ERROR(
        Tell(tx, edition.ranking, payload,
             {.institution = InstitutionName(institution),
              .deadlines = {WindowUntil(edition.ranking, institution, *edition.objections_until)}},
             now));
  }
  return absl::OkStatus();
}

absl::Status TellSubmitted(sql::Tx& tx, const std::string& ranking, const std::string& institution,
                           const std::vector<ValueVersion>& values, absl::Time now) {
  std::set<std::string> units;
  for (const ValueVersion& value : values) units.insert(value.unit);
  ASSIGN_OR_RETURN(auto payload, PayloadOf<v1::ValuesSubmitted>(tx, ranking));
  payload.set_institution(InstitutionName(institution));
  payload.set_values(static_cast<int>(values.size()));
  payload.set_units(static_cast<int>(units.size()));
  return Tell(tx, ranking, payload, {.institution = payload.institution()}, now);
}

absl::Status TellDisputed(sql::Tx& tx, const std::string& ranking, const RankedUnit& unit,
                          const std::vector<ValueVersion>& values, absl::Time now) {
  ASSIGN_OR_RETURN(const auto titles, VariableTitles(tx, ranking));
  ASSIGN_OR_RETURN(auto payload, PayloadOf<v1::ValuesDisputed>(tx, ranking));
  payload.set_institution(InstitutionName(unit.institution));
  payload.set_unit(unit.id);
  *payload.mutable_unit_title() = ToProto(unit.title);
  for (const ValueVersion& value : values) {
    SetVariable(titles, value.variable, *payload.add_variables());
  }
  payload.set_reason(values.front().act.reason);
  payload.set_origin(values.front().act.origin);
  return Tell(tx, ranking, payload, {.institution = payload.institution()}, now);
}

absl::Status TellSettled(sql::Tx& tx, const std::string& ranking, const RankedUnit& unit,
                         const ValueVersion& value, Settlement settlement, absl::Time now) {
  ASSIGN_OR_RETURN(const auto titles, VariableTitles(tx, ranking));
  ASSIGN_OR_RETURN(auto payload, PayloadOf<v1::DisputeSettled>(tx, ranking));
  payload.set_institution(InstitutionName(unit.institution));
  payload.set_unit(unit.id);
  *payload.mutable_unit_title() = ToProto(unit.title);
  SetVariable(titles, value.variable, *payload.mutable_variable());
  payload.set_outcome(OutcomeOf(settlement));
  if (settlement != Settlement::kReject && value.value.has_value()) {
    payload.set_value(*value.value);
  }
  payload.set_reason(value.act.reason);
  payload.set_origin(value.act.origin);
  return Tell(tx, ranking, payload, {.institution = payload.institution()}, now);
}

absl::Status TellObjection(sql::Tx& tx, const Objection& objection, absl::Time now) {
  ASSIGN_OR_RETURN(auto payload, ObjectionPayload<v1::ObjectionFiled>(tx, objection));
  payload.set_reason(objection.reason);
  return Tell(tx, objection.ranking, payload, {.institution = payload.institution()}, now);
}

absl::Status TellResolution(sql::Tx& tx, const Objection& objection, absl::Time now) {
  ASSIGN_OR_RETURN(auto payload, ObjectionPayload<v1::ObjectionDecided>(tx, objection));
  payload.set_upheld(objection.state == ObjectionState::kUpheld);
  payload.set_resolution(objection.resolution);
  return Tell(tx, objection.ranking, payload, {.institution = payload.institution()}, now);
}

}  // namespace tarazy::rankings
