#include "services/surveys/app/roll/invite_people.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/file_name.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "services/surveys/domain/campaign/strata.h"
#include "services/surveys/domain/campaign/window.h"
#include "services/surveys/store/roll/roll_store.h"

namespace tarazy::surveys {
namespace {

constexpr int kEntryIdBytes = 16;
constexpr const char* kLanguages[] = {"kk", "ru", "en"};

std::string Field(size_t row, absl::string_view name) {
  return absl::StrCat("people[", row, "].", name);
}

void CheckContact(size_t row, absl::string_view contact, Faults& faults) {
  const std::string field = Field(row, "contact");
  if (contact.empty()) return faults.Add(field, "is missing");
  if (absl::StripAsciiWhitespace(contact) != contact) {
    return faults.Add(field, "begins or ends with a space");
  }
  faults.Add(CheckShown(field, contact, kMostContact));
}

// The people with defaults filled in.
absl::StatusOr<std::vector<Invitee>> CheckPeople(const v1::Campaign& campaign,
                                                 absl::Span<const Invitee> people) {
  Faults faults;
  if (people.empty() || people.size() > kMostInvited) {
    faults.Add("people", absl::StrCat("must be 1 to ", kMostInvited));
    return faults.ToStatus();
  }
  const std::vector<std::string> leaves = LeavesOf(campaign);
  std::vector<Invitee> checked(people.begin(), people.end());
  for (size_t i = 0; i < checked.size(); ++i) {
    Invitee& person = checked[i];
    CheckContact(i, person.contact, faults);
    if (person.stratum.empty() && leaves.size() == 1) person.stratum = leaves.front();
    if (std::find(leaves.begin(), leaves.end(), person.stratum) == leaves.end()) {
      faults.Add(Field(i, "stratum"), "is no group of this campaign that holds people");
    }
    if (person.language.empty()) person.language = kLanguages[0];
    if (std::find(std::begin(kLanguages), std::end(kLanguages), person.language) ==
        std::end(kLanguages)) {
      faults.Add(Field(i, "language"), "must be kk, ru or en");
    }
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return checked;
}

absl::Status CheckState(sql::Tx& roll, const v1::Campaign& campaign, absl::Time now) {
  if (campaign.kind() != v1::CAMPAIGN_KIND_TICKETS) {
    return FailedPrecondition(Reason::kCampaignState,
                              "nobody is invited: the campaign has no roll");
  }
  const v1::CampaignState state = StateAt(campaign, now);
  ASSIGN_OR_RETURN(const bool closed, RollClosed(roll, campaign.id()));
  if (closed || (state != v1::CAMPAIGN_STATE_SCHEDULED && state != v1::CAMPAIGN_STATE_OPEN)) {
    return FailedPrecondition(Reason::kCampaignState,
                              "nobody is invited: tickets are not taken any "
                              "more");
  }
  return absl::OkStatus();
}

absl::Status CheckFrames(sql::Tx& roll, const v1::Campaign& campaign) {
  ASSIGN_OR_RETURN(const auto counts, CountRoll(roll, campaign.id()));
  for (const v1::Stratum& stratum : campaign.strata()) {
    const auto count = counts.find(stratum.id());
    if (count == counts.end() || !stratum.has_frame()) continue;
    if (count->second.invited <= stratum.frame()) continue;
    return FailedPrecondition(
        Reason::kCampaignState,
        absl::StrCat("stratum ", stratum.id(), " would have ", count->second.invited,
                     " people on the roll, and its frame is ", stratum.frame()),
        {{"stratum", stratum.id()}});
  }
  return absl::OkStatus();
}

// Whether somebody who is on the roll, or further up in the same request, is meant as he stands
// there.
void CheckSame(size_t row, const Invitee& person, const RollEntry& known, Faults& faults) {
  if (known.stratum != person.stratum) {
    faults.Add(Field(row, "stratum"),
               absl::StrCat("he is on the roll already, in ", known.stratum));
  }
  if (known.test != person.test) {
    faults.Add(Field(row, "test"), absl::StrCat("he is on the roll already, ",
                                                known.test ? "for a trial" : "to answer"));
  }
}

}  // namespace

absl::StatusOr<std::vector<Invited>> InvitePeople(sql::Tx& roll, const TicketCodes& codes,
                                                  const v1::Campaign& campaign,
                                                  absl::Span<const Invitee> people,
                                                  absl::Time now) {
  RETURN_IF_ERROR(CheckState(roll, campaign, now));
  ASSIGN_OR_RETURN(const std::vector<Invitee> checked, CheckPeople(campaign, people));
  Faults faults;
  std::vector<Invited> invited;
  std::vector<RollEntry> fresh;
  std::map<std::string, size_t> places;  // of folded contacts in `fresh`
  for (size_t i = 0; i < checked.size(); ++i) {
    const Invitee& person = checked[i];
    const std::string folded = absl::AsciiStrToLower(person.contact);
    std::optional<RollEntry> known;
    if (const auto place = places.find(folded); place != places.end()) {
      known = fresh[place->second];
    } else {
      ASSIGN_OR_RETURN(known, FindEntry(roll, campaign.id(), person.contact));
    }
    if (known.has_value()) {
      CheckSame(i, person, *known, faults);
      invited.push_back({.entry = known->id, .known = true});
      continue;
    }
    const std::string id = absl::HexStringToBytes(RandomHex(kEntryIdBytes));
    places.emplace(folded, fresh.size());
    fresh.push_back({.id = id,
                     .contact = person.contact,
                     .stratum = person.stratum,
                     .language = person.language,
                     .test = person.test,
                     .ticket_digest = TicketDigest(codes.CodeOf(campaign.id(), id))});
    invited.push_back({.entry = id});
  }
  RETURN_IF_ERROR(faults.ToStatus());
  RETURN_IF_ERROR(AddEntries(roll, campaign.id(), fresh));
  RETURN_IF_ERROR(CheckFrames(roll, campaign));
  return invited;
}

}  // namespace tarazy::surveys
