#include "services/cli/campaign_row.h"

#include "services/cli/enum_words.h"
#include "services/cli/records.h"

namespace tarazy::cli {
namespace {

Value Told(const surveys::v1::Participation& line, int64_t number) {
  return line.suppressed() ? Value() : Value(number);
}

}  // namespace

std::vector<Column> CampaignColumns() {
  return {{"name"},
          {"state"},
          {"title"},
          {"kind"},
          {"questionnaire"},
          {.name = "respondents", .detail = true},
          {.name = "ballots", .detail = true},
          {"opens"},
          {"closes"},
          {.name = "zone", .detail = true},
          {.name = "participation_gate", .detail = true},
          {.name = "series", .detail = true},
          {.name = "wave", .detail = true},
          {.name = "demonstration", .detail = true},
          {.name = "strata", .detail = true},
          {.name = "create_time", .detail = true},
          {.name = "close_time", .detail = true}};
}

std::vector<Value> CampaignRow(const surveys::v1::Campaign& campaign) {
  return {Text(campaign.name()),
          Text(EnumWord(campaign.state())),
          Title(campaign.title()),
          Text(EnumWord(campaign.kind())),
          Text(campaign.questionnaire()),
          Text(campaign.respondents()),
          Text(EnumWord(campaign.ballots())),
          Text(campaign.window().opens()),
          Text(campaign.window().closes()),
          Text(campaign.window().zone()),
          campaign.participation_gate() > 0 ? Value(campaign.participation_gate()) : Value(),
          Text(campaign.series()),
          Text(campaign.wave()),
          campaign.demonstration(),
          int64_t{campaign.strata_size()},
          Time(campaign.has_create_time(), campaign.create_time()),
          Time(campaign.has_close_time(), campaign.close_time())};
}

std::vector<Column> ParticipationColumns() {
  return {{"stratum"},
          {"frame"},
          {"invited"},
          {"taken"},
          {"submitted"},
          {"percent"},
          {"gate_met"},
          {.name = "over_quota", .detail = true},
          {.name = "suppressed", .detail = true}};
}

std::vector<Value> ParticipationRow(const surveys::v1::Participation& line) {
  return {Text(line.stratum()),
          line.has_frame() ? Value(int64_t{line.frame()}) : Value(),
          Told(line, line.invited()),
          Told(line, line.taken()),
          Told(line, line.submitted()),
          line.has_percent() ? Value(line.percent()) : Value(),
          line.has_gate_met() ? Value(line.gate_met()) : Value(),
          Told(line, line.over_quota()),
          line.suppressed()};
}

}  // namespace tarazy::cli
