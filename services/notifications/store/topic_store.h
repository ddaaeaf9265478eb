// Topics, and templates in all their versions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "tarazy/notifications/v1/template.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

const sql::Migrations& SchemaMigrations();  // embedded from migrations/

// The stored topic: a new one when there is none of this id; the same content changes nothing.
// ABORTED STALE_ETAG when it would change another one than its etag names.
absl::StatusOr<v1::Topic> PutTopic(sql::Tx& tx, v1::Topic topic, absl::Time now);
// Nothing when there is none.
absl::StatusOr<std::optional<v1::Topic>> FindTopic(sql::Tx& tx, absl::string_view id);
// NOT_FOUND.
absl::StatusOr<v1::Topic> LoadTopic(sql::Tx& tx, absl::string_view id);
// By id, those after `after`.
absl::StatusOr<std::vector<v1::Topic>> ListTopics(sql::Tx& tx, absl::string_view after, int limit);
// Those that tell of events of this type, by id.
absl::StatusOr<std::vector<v1::Topic>> TopicsOf(sql::Tx& tx, absl::string_view event_type);

// The stored version: the newest when its content is the same, else a new one.
absl::StatusOr<v1::Template> PutTemplate(sql::Tx& tx, v1::Template letter, absl::Time now);
// Version 0: the newest. Nothing when there is none.
absl::StatusOr<std::optional<v1::Template>> FindTemplate(sql::Tx& tx, absl::string_view id,
                                                         int64_t version);
// NOT_FOUND.
absl::StatusOr<v1::Template> LoadTemplate(sql::Tx& tx, absl::string_view id, int64_t version);
// The newest version; 0 when there is none.
absl::StatusOr<int64_t> NewestVersion(sql::Tx& tx, absl::string_view id);
// The newest of each, by id, those after `after`.
absl::StatusOr<std::vector<v1::Template>> ListTemplates(sql::Tx& tx, absl::string_view after,
                                                        int limit);

}  // namespace tarazy::notifications
