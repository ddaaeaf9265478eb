#include "services/surveys/app/lifecycle/campaign_events.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "common/base/civil_day.h"
#include "common/base/status_macros.h"
#include "common/outbox/outbox.h"
#include "tarazy/surveys/v1/event.pb.h"

namespace tarazy::surveys {
namespace {

constexpr char kClosingTopic[] = "survey-closing";
constexpr absl::string_view kMidnight = "T00:00";

// The one that all groups belong to which say so; empty: none does, or several.
std::string InstitutionOf(const v1::Campaign& campaign) {
  std::string institution;
  for (const v1::Stratum& stratum : campaign.strata()) {
    if (stratum.institution().empty() || stratum.institution() == institution) continue;
    if (!institution.empty()) return "";
    institution = stratum.institution();
  }
  return institution;
}

const v1::Stratum* FindStratum(const v1::Campaign& campaign, const std::string& id) {
  const auto found = std::find_if(campaign.strata().begin(), campaign.strata().end(),
                                  [&](const v1::Stratum& stratum) { return stratum.id() == id; });
  return found == campaign.strata().end() ? nullptr : &*found;
}

// A group's own, or that of a group which it is part of; else the campaign's.
std::string InstitutionOf(const v1::Campaign& campaign, const std::string& stratum) {
  const v1::Stratum* group = FindStratum(campaign, stratum);
  // Not more steps than groups: a tree, but this reads what somebody stored.
  for (int i = 0; group != nullptr && i < campaign.strata_size(); ++i) {
    if (!group->institution().empty()) return group->institution();
    group = FindStratum(campaign, group->parent());
  }
  return InstitutionOf(campaign);
}

common::v1::Deadline ClosingOf(const v1::Campaign& campaign) {
  common::v1::Deadline deadline;
  deadline.set_name(campaign.name());
  deadline.set_topic(kClosingTopic);
  return deadline;
}

// "2023-04-26T12:00": tickets are exchanged before it, at midnight for the last time the day
// before. Nothing for a campaign that is closed by hand.
std::optional<common::v1::Deadline> DeadlineOf(const v1::Campaign& campaign) {
  const absl::string_view closes = campaign.window().closes();
  const std::optional<absl::CivilDay> day = ParseDay(closes.substr(0, closes.find('T')));
  if (!day.has_value()) return std::nullopt;
  common::v1::Deadline deadline = ClosingOf(campaign);
  deadline.set_zone(campaign.window().zone());
  if (absl::EndsWith(closes, kMidnight)) {
    deadline.set_date(FormatDay(*day - 1));
  } else {
    deadline.set_date(FormatDay(*day));
    deadline.set_clock(std::string(closes.substr(closes.find('T') + 1)));
  }
  return deadline;
}

template <typename Payload>
Payload PayloadOf(const v1::Campaign& campaign) {
  Payload payload;
  payload.set_campaign(campaign.name());
  *payload.mutable_title() = campaign.title();
  payload.set_case_name(campaign.case_name());
  return payload;
}

}  // namespace

absl::Status TellOpened(sql::Tx& control, const v1::Campaign& campaign, absl::Time now) {
  auto payload = PayloadOf<v1::CampaignOpened>(campaign);
  *payload.mutable_window() = campaign.window();
  outbox::Facts facts{.institution = InstitutionOf(campaign)};
  if (const auto deadline = DeadlineOf(campaign)) facts.deadlines.push_back(*deadline);
  return outbox::Publish(control, campaign.name(), payload, facts, now);
}

absl::Status TellClosed(sql::Tx& control, const v1::Campaign& campaign,
                        const v1::ParticipationReport& participation, absl::Time now) {
  auto closed = PayloadOf<v1::CampaignClosed>(campaign);
  *closed.mutable_participation() = participation.strata();
  outbox::Facts facts{.institution = InstitutionOf(campaign)};
  if (DeadlineOf(campaign).has_value()) {
    facts.deadlines.push_back(ClosingOf(campaign));
    facts.deadlines.back().set_ended(true);
  }
  RETURN_IF_ERROR(outbox::Publish(control, campaign.name(), closed, facts, now));
  for (const v1::Participation& line : participation.strata()) {
    if (!line.has_gate_met() || line.gate_met()) continue;
    auto below = PayloadOf<v1::ParticipationBelowGate>(campaign);
    *below.mutable_participation() = line;
    below.set_gate(campaign.participation_gate());
    if (const v1::Stratum* stratum = FindStratum(campaign, line.stratum())) {
      *below.mutable_stratum_title() = stratum->title();
    }
    RETURN_IF_ERROR(outbox::Publish(control, campaign.name(), below,
                                    {.institution = InstitutionOf(campaign, line.stratum())}, now));
  }
  return absl::OkStatus();
}

absl::Status TellReminder(sql::Tx& control, const v1::Campaign& campaign,
                          const std::vector<std::string>& strata, absl::string_view batch,
                          absl::Time now) {
  v1::RemindersRequested event;
  event.set_campaign(campaign.name());
  for (const std::string& stratum : strata) event.add_strata(stratum);
  event.set_batch(std::string(batch));
  return outbox::Publish(control, campaign.name(), event, {.institution = InstitutionOf(campaign)},
                         now);
}

}  // namespace tarazy::surveys
