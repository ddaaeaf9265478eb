#include "services/notifications/app/catalogue/store_topics.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "services/notifications/domain/template/lint_template.h"
#include "services/notifications/domain/template/worded_value.h"
#include "services/notifications/domain/timing/lint_topic.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

constexpr int kTopicsAtOnce = 500;

// "list".
std::string WordOf(v1::VariableKind kind) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::VariableKind_Name(kind), "VARIABLE_KIND_"));
}

// What these fields do not bring and the letter cannot do without, "needs x, which …".
std::vector<std::string> LackedBy(const EventFields& fields, const v1::Template& letter,
                                  absl::string_view event) {
  std::vector<std::string> lacked;
  for (const v1::Variable& variable : letter.variables()) {
    const auto field = fields.find(variable.name());
    if (field == fields.end()) {
      if (variable.optional()) continue;
      lacked.push_back(
          absl::StrCat("needs ", variable.name(), ", which ", event, " does not bring"));
    } else if (!CanBeWordedAs(variable.kind(), field->second)) {
      lacked.push_back(absl::StrCat("needs ", variable.name(), " as a ", WordOf(variable.kind()),
                                    ", and ", event, " brings a ", WordOf(field->second)));
    }
  }
  return lacked;
}

void CheckEventsBring(const v1::Topic& topic, const v1::Template& letter, const EventLookup& events,
                      absl::string_view path, Faults& faults) {
  for (const std::string& event : topic.events()) {
    const EventFields* fields = events(event);
    if (fields == nullptr) continue;
    for (const std::string& sentence : LackedBy(*fields, letter, event)) {
      faults.Add(path, sentence);
    }
  }
}

void CheckEventsAreThere(const v1::Topic& topic, const EventLookup& events, Faults& faults) {
  for (int i = 0; i < topic.events_size(); ++i) {
    if (events(topic.events(i)) != nullptr) continue;
    faults.Add(absl::StrCat("events[", i, "]"),
               absl::StrCat("there is no event ", topic.events(i)));
  }
}

// Where each template of a topic is named: "template", "ladder[2].template".
std::map<std::string, std::string> TemplatesOf(const v1::Topic& topic) {
  std::map<std::string, std::string> paths = {{topic.template_(), "template"}};
  for (int i = 0; i < topic.ladder_size(); ++i) {
    const std::string& id = topic.ladder(i).template_();
    if (!id.empty()) paths.emplace(id, absl::StrCat("ladder[", i, "].template"));
  }
  return paths;
}

// The topics that tell with this template need no more of it than their events bring.
absl::Status CheckTopicsOf(sql::Tx& tx, const v1::Template& letter, const EventLookup& events,
                           Faults& faults) {
  std::string after;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<v1::Topic> topics, ListTopics(tx, after, kTopicsAtOnce));
    for (const v1::Topic& topic : topics) {
      if (!TemplatesOf(topic).contains(letter.id())) continue;
      CheckEventsBring(topic, letter, events, absl::StrCat("topics.", topic.id()), faults);
    }
    if (topics.size() < static_cast<size_t>(kTopicsAtOnce)) return absl::OkStatus();
    after = topics.back().id();
  }
}

absl::Status Refusal(const Faults& faults) {
  return faults.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kTemplateInvalid,
                         "the template has errors");
}

}  // namespace

absl::StatusOr<v1::Topic> StoreTopic(sql::Tx& tx, v1::Topic topic, const EventLookup& events,
                                     absl::Time now) {
  Faults faults(record::CheckRules(topic, "topic"));
  LintTopic(topic, faults);
  RETURN_IF_ERROR(faults.ToStatus());
  CheckEventsAreThere(topic, events, faults);
  for (const auto& [id, path] : TemplatesOf(topic)) {
    ASSIGN_OR_RETURN(const v1::Template letter, LoadTemplate(tx, id, 0));
    CheckEventsBring(topic, letter, events, path, faults);
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return PutTopic(tx, std::move(topic), now);
}

absl::Status CheckTemplate(const v1::Template& letter) {
  Faults faults(record::CheckRules(letter, "template"));
  if (faults.empty()) LintTemplate(letter, faults);
  return Refusal(faults);
}

absl::StatusOr<v1::Template> StoreTemplate(sql::Tx& tx, const v1::Template& letter,
                                           const EventLookup& events, absl::Time now) {
  RETURN_IF_ERROR(CheckTemplate(letter));
  Faults faults;
  RETURN_IF_ERROR(CheckTopicsOf(tx, letter, events, faults));
  RETURN_IF_ERROR(Refusal(faults));
  return PutTemplate(tx, letter, now);
}

}  // namespace tarazy::notifications
