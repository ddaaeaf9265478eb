#include "services/notifications/app/catalogue/install_defaults.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

// Which of them is at fault is not in every refusal.
absl::Status About(absl::string_view what, absl::string_view id, const absl::Status& status) {
  if (status.ok()) return status;
  if (absl::IsAlreadyExists(status)) {
    return MakeError(absl::StatusCode::kAborted, Reason::kConflict,
                     "the defaults were stored at the same time");
  }
  absl::Status about(status.code(), absl::StrCat(what, " ", id, ": ", status.message()));
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { about.SetPayload(url, payload); });
  return about;
}

}  // namespace

absl::StatusOr<InstalledDefaults> InstallDefaults(sql::Tx& tx, const Catalogue& catalogue,
                                                  const EventLookup& events, absl::Time now) {
  InstalledDefaults installed;
  for (const v1::Template& letter : catalogue.templates) {
    ASSIGN_OR_RETURN(const int64_t version, NewestVersion(tx, letter.id()));
    if (version > 0) continue;
    RETURN_IF_ERROR(
        About("template", letter.id(), StoreTemplate(tx, letter, events, now).status()));
    ++installed.templates;
  }
  for (const v1::Topic& topic : catalogue.topics) {
    ASSIGN_OR_RETURN(const std::optional<v1::Topic> stored, FindTopic(tx, topic.id()));
    if (stored.has_value()) continue;
    RETURN_IF_ERROR(About("topic", topic.id(), StoreTopic(tx, topic, events, now).status()));
    ++installed.topics;
  }
  return installed;
}

}  // namespace tarazy::notifications
