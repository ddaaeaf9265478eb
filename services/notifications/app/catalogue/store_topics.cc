#include "services/notifications/app/catalogue/store_topics.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/record/check.h"
#include "services/notifications/domain/template/lint_template.h"
#include "services/notifications/domain/timing/lint_topic.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

// What the events do not bring and the template cannot do without.
void CheckEventsBring(const v1::Topic& topic, const v1::Template& letter, const EventLookup& events,
                      Faults& faults) {
  for (int i = 0; i < topic.events_size(); ++i) {
    const EventFields* fields = events(topic.events(i));
    if (fields == nullptr) {
      faults.Add(absl::StrCat("events[", i, "]"),
                 absl::StrCat("there is no event ", topic.events(i)));
      continue;
    }
    for (const v1::Variable& variable : letter.variables()) {
      if (variable.optional() || fields->contains(variable.name())) continue;
      faults.Add("template", absl::StrCat("needs ", variable.name(), ", which ", topic.events(i),
                                          " does not bring"));
    }
  }
}

std::set<std::string> TemplatesOf(const v1::Topic& topic) {
  std::set<std::string> ids = {topic.template_()};
  for (const v1::Rung& rung : topic.ladder()) {
    if (!rung.template_().empty()) ids.insert(rung.template_());
  }
  return ids;
}

}  // namespace

absl::StatusOr<v1::Topic> StoreTopic(sql::Tx& tx, v1::Topic topic, const EventLookup& events,
                                     absl::Time now) {
  Faults faults(record::CheckRules(topic, "topic"));
  LintTopic(topic, faults);
  RETURN_IF_ERROR(faults.ToStatus());
  for (const std::string& id : TemplatesOf(topic)) {
    ASSIGN_OR_RETURN(const v1::Template letter, LoadTemplate(tx, id, 0));
    if (id == topic.template_()) CheckEventsBring(topic, letter, events, faults);
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return PutTopic(tx, std::move(topic), now);
}

absl::Status CheckTemplate(const v1::Template& letter) {
  Faults faults(record::CheckRules(letter, "template"));
  if (faults.empty()) LintTemplate(letter, faults);
  return faults.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kTemplateInvalid,
                         "the template has errors");
}

absl::StatusOr<v1::Template> StoreTemplate(sql::Tx& tx, const v1::Template& letter,
                                           absl::Time now) {
  RETURN_IF_ERROR(CheckTemplate(letter));
  return PutTemplate(tx, letter, now);
}

}  // namespace tarazy::notifications
