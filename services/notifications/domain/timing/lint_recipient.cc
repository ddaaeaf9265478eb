#include "services/notifications/domain/timing/lint_recipient.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "services/notifications/domain/timing/wall_time.h"

namespace tarazy::notifications {
namespace {

// E.164: "+", then 8 to 15 digits, the first of them not 0.
bool IsPhone(absl::string_view phone) {
  return phone.size() >= 9 && phone.size() <= 16 && phone[0] == '+' && phone[1] != '0' &&
         std::all_of(phone.begin() + 1, phone.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

class Linter {
 public:
  Linter(const v1::Recipient& recipient, bool has_endpoint, const TopicLookup& topics)
      : recipient_(recipient), has_endpoint_(has_endpoint), topics_(topics) {}

  absl::Status Run() && {
    LintPerson();
    LintDays();
    LintQuietHours();
    for (const v1::Preference& preference : recipient_.preferences()) LintPreference(preference);
    return Refusal();
  }
  absl::Status RunOf(const v1::Preference& preference) && {
    LintPreference(preference);
    return Refusal();
  }

 private:
  absl::Status Refusal() {
    if (faults_.empty()) {
      return mandatory_.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kMandatoryTopic);
    }
    faults_.Add(mandatory_.fields());
    return faults_.ToStatus();
  }

  void LintPerson() {
    const std::string& language = recipient_.language();
    if (!language.empty() && language != "kk" && language != "ru" && language != "en") {
      faults_.Add("language", "must be kk, ru or en");
    }
    faults_.Add(FindZone("zone", recipient_.zone()).status());
    const bool of_institution = recipient_.role() == common::v1::ROLE_INSTITUTION;
    if (of_institution && recipient_.institution().empty()) {
      faults_.Add("institution", "say of which institution he is");
    }
    if (!of_institution && !recipient_.institution().empty()) {
      faults_.Add("institution", "only those of the role institution have one");
    }
    if (!recipient_.phone().empty() && !IsPhone(recipient_.phone())) {
      faults_.Add("phone", "must be in international form such as +77011234567");
    }
  }

  void LintDays() {
    std::set<int> days;
    for (int i = 0; i < recipient_.working_days_size(); ++i) {
      const int day = recipient_.working_days(i);
      const std::string path = absl::StrCat("working_days[", i, "]");
      if (day < 1 || day > 7) {
        faults_.Add(path, "must be from 1, Monday, to 7, Sunday");
      } else if (!days.insert(day).second) {
        faults_.Add(path, "is named twice");
      }
    }
    std::set<std::string> off;
    for (int i = 0; i < recipient_.days_off_size(); ++i) {
      const std::string path = absl::StrCat("days_off[", i, "]");
      if (!ParseDay(recipient_.days_off(i)).has_value()) {
        faults_.Add(path, "must be a day such as 2026-03-22");
      } else if (!off.insert(recipient_.days_off(i)).second) {
        faults_.Add(path, "is named twice");
      }
    }
  }

  void LintQuietHours() {
    if (!recipient_.has_quiet_hours()) return;
    const std::optional<Clock> from = ParseClock(recipient_.quiet_hours().from());
    const std::optional<Clock> until = ParseClock(recipient_.quiet_hours().until());
    if (!from.has_value()) faults_.Add("quiet_hours.from", "must be a time of day such as 22:00");
    if (!until.has_value()) faults_.Add("quiet_hours.until", "must be a time of day such as 07:00");
    if (from.has_value() && from == until) {
      faults_.Add("quiet_hours", "would last the whole day: nothing could ever be sent");
    }
  }

  // His inbox reaches nobody who does not look into it.
  bool ReachesHim(int channel) const {
    switch (channel) {
      case v1::CHANNEL_EMAIL:
        return !recipient_.email().empty();
      case v1::CHANNEL_SMS:
        return !recipient_.phone().empty();
      case v1::CHANNEL_WEBHOOK:
        return has_endpoint_;
      default:
        return false;
    }
  }

  // "email, sms": those for which he has an address.
  std::vector<std::string> Reaching() const {
    std::vector<std::string> words;
    if (ReachesHim(v1::CHANNEL_EMAIL)) words.push_back("email");
    if (ReachesHim(v1::CHANNEL_SMS)) words.push_back("sms");
    if (ReachesHim(v1::CHANNEL_WEBHOOK)) words.push_back("webhook");
    return words;
  }

  void LintPreference(const v1::Preference& preference) {
    const std::string path = absl::StrCat("preferences.", preference.topic());
    const v1::Topic* topic = topics_(preference.topic());
    if (topic == nullptr) faults_.Add(absl::StrCat(path, ".topic"), "there is no such topic");
    if (preference.muted() && preference.subscribed()) {
      faults_.Add(absl::StrCat(path, ".muted"), "and subscribed at once");
    }
    LintChannels(path, preference);
    if (!preference.digest_clock().empty() && !ParseClock(preference.digest_clock()).has_value()) {
      faults_.Add(absl::StrCat(path, ".digest_clock"), "must be a time of day such as 09:00");
    }
    if (topic != nullptr && topic->mandatory()) LintMandatory(path, preference);
  }

  void LintChannels(const std::string& path, const v1::Preference& preference) {
    std::set<int> seen;
    for (int i = 0; i < preference.channels_size(); ++i) {
      const std::string channel = absl::StrCat(path, ".channels[", i, "]");
      if (preference.channels(i) == v1::CHANNEL_UNSPECIFIED) {
        faults_.Add(channel, "must be a channel");
      } else if (!seen.insert(preference.channels(i)).second) {
        faults_.Add(channel, "is named twice");
      }
    }
  }

  void LintMandatory(const std::string& path, const v1::Preference& preference) {
    if (preference.muted()) {
      mandatory_.Add(absl::StrCat(path, ".muted"), "nobody can be spared what this topic tells");
    }
    const std::vector<std::string> reaching = Reaching();
    if (preference.channels().empty() || reaching.empty()) return;
    for (const int channel : preference.channels()) {
      if (ReachesHim(channel)) return;
    }
    mandatory_.Add(absl::StrCat(path, ".channels"),
                   absl::StrCat("this topic has to reach him outside of his inbox: name one of ",
                                absl::StrJoin(reaching, ", "), ", or none at all"));
  }

  const v1::Recipient& recipient_;
  const bool has_endpoint_;
  const TopicLookup& topics_;
  Faults faults_;
  Faults mandatory_;
};

}  // namespace

absl::Status LintRecipient(const v1::Recipient& recipient, bool has_endpoint,
                           const TopicLookup& topics) {
  return Linter(recipient, has_endpoint, topics).Run();
}

absl::Status LintPreference(const v1::Recipient& recipient, bool has_endpoint,
                            const v1::Preference& preference, const TopicLookup& topics) {
  return Linter(recipient, has_endpoint, topics).RunOf(preference);
}

}  // namespace tarazy::notifications
