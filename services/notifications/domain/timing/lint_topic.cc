#include "services/notifications/domain/timing/lint_topic.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/notifications/domain/timing/ladder.h"

namespace tarazy::notifications {
namespace {

void LintTitle(const v1::Topic& topic, Faults& faults) {
  const auto check = [&](absl::string_view language, absl::string_view text) {
    if (absl::StripAsciiWhitespace(text).empty()) {
      faults.Add(absl::StrCat("title.", language), "is missing");
    }
  };
  check("kk", topic.title().kk());
  check("ru", topic.title().ru());
  check("en", topic.title().en());
}

// "tarazy.accreditation.v1.FindingOpened".
bool IsEventName(absl::string_view name) {
  const std::vector<absl::string_view> words = absl::StrSplit(name, '.');
  return words.size() >= 2 && std::all_of(words.begin(), words.end(), [](absl::string_view word) {
           return !word.empty() && absl::ascii_isalpha(static_cast<unsigned char>(word[0])) &&
                  std::all_of(word.begin(), word.end(), [](char c) {
                    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
                  });
         });
}

void LintEvents(const v1::Topic& topic, Faults& faults) {
  std::set<absl::string_view> seen;
  for (int i = 0; i < topic.events_size(); ++i) {
    const std::string path = absl::StrCat("events[", i, "]");
    if (!IsEventName(topic.events(i))) {
      faults.Add(path, "must be the full name of an event: tarazy.accreditation.v1.FindingOpened");
    } else if (!seen.insert(topic.events(i)).second) {
      faults.Add(path, "is named twice");
    }
  }
}

void LintChannels(const v1::Topic& topic, Faults& faults) {
  std::set<int> seen;
  for (int i = 0; i < topic.channels_size(); ++i) {
    const std::string path = absl::StrCat("channels[", i, "]");
    if (topic.channels(i) == v1::CHANNEL_UNSPECIFIED) {
      faults.Add(path, "must be a channel");
    } else if (!seen.insert(topic.channels(i)).second) {
      faults.Add(path, "is named twice");
    }
  }
}

template <typename Groups>
void LintAudience(absl::string_view field, const Groups& groups, Faults& faults) {
  std::set<std::tuple<int, bool, bool>> seen;
  for (int i = 0; i < groups.size(); ++i) {
    const v1::Audience& group = groups[i];
    if (!seen.emplace(group.role(), group.concerned(), group.subscribed()).second) {
      faults.Add(absl::StrCat(field, "[", i, "]"), "is named twice");
    }
    if (group.concerned() && group.role() != common::v1::ROLE_INSTITUTION) {
      faults.Add(absl::StrCat(field, "[", i, "].concerned"),
                 "only those of the role institution have one: nobody would be told");
    }
  }
}

void LintLadder(const v1::Topic& topic, Faults& faults) {
  std::set<int> seen;
  for (int i = 0; i < topic.ladder_size(); ++i) {
    const int days = topic.ladder(i).days();
    if (seen.insert(days).second) continue;
    faults.Add(absl::StrCat("ladder[", i, "].days"),
               absl::StrCat("there is a rung ", StepName(days), " already"));
  }
}

void LintAcknowledgement(const v1::Topic& topic, Faults& faults) {
  if (!topic.escalation().empty() && topic.acknowledge_within_days() == 0) {
    faults.Add("acknowledge_within_days", "say within how many days, or nobody is ever late");
  }
  if (topic.escalation().empty() && topic.acknowledge_within_days() > 0) {
    faults.Add("escalation", "say to whom it is reported that nobody acknowledged");
  }
  for (int i = 0; i < topic.escalation_size(); ++i) {
    if (!topic.escalation(i).subscribed()) continue;
    faults.Add(absl::StrCat("escalation[", i, "].subscribed"),
               "a report is not a matter of wishes");
  }
}

}  // namespace

void LintTopic(const v1::Topic& topic, Faults& faults) {
  LintTitle(topic, faults);
  LintEvents(topic, faults);
  LintChannels(topic, faults);
  if (topic.audience().empty()) faults.Add("audience", "say who is told");
  LintAudience("audience", topic.audience(), faults);
  LintAudience("escalation", topic.escalation(), faults);
  const auto& audience = topic.audience();
  if (topic.mandatory() && !audience.empty() &&
      std::all_of(audience.begin(), audience.end(),
                  [](const v1::Audience& group) { return group.subscribed(); })) {
    faults.Add("audience", "what is mandatory needs somebody who is told without having asked");
  }
  LintLadder(topic, faults);
  LintAcknowledgement(topic, faults);
}

}  // namespace tarazy::notifications
