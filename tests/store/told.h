// What a change has left in the outbox.
#pragma once

#include <string>
#include <vector>

#include "common/outbox/outbox.h"
#include "tests/store/database_test.h"

namespace tarazy::testing {

// All events, in their order. Without the fence: the test's own transactions have ended.
inline std::vector<common::v1::Event> Told(sql::Database& db) {
  outbox::Batch batch;
  const absl::Status status = db.Read(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(batch, outbox::Pending(tx, db.Engine(), {}, 100'000, outbox::Fence::kOff));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return batch.events;
}

// "EditionPublished".
inline std::string TypeOf(const common::v1::Event& event) {
  const std::string& url = event.payload().type_url();
  return url.substr(url.rfind('.') + 1);
}

inline std::vector<std::string> TypesTold(sql::Database& db) {
  std::vector<std::string> types;
  for (const common::v1::Event& event : Told(db)) types.push_back(TypeOf(event));
  return types;
}

// The events of this payload.
template <typename Payload>
std::vector<common::v1::Event> EventsOf(sql::Database& db) {
  std::vector<common::v1::Event> found;
  for (common::v1::Event& event : Told(db)) {
    if (event.payload().Is<Payload>()) found.push_back(std::move(event));
  }
  return found;
}

template <typename Payload>
Payload PayloadOf(const common::v1::Event& event) {
  Payload payload;
  EXPECT_TRUE(event.payload().UnpackTo(&payload)) << event.payload().type_url();
  return payload;
}

// "cases/a/findings/r1 finding-deadline 2026-04-25", with "18:00" behind it or "ended" in place of
// the date.
inline std::vector<std::string> DeadlinesOf(const common::v1::Event& event) {
  std::vector<std::string> lines;
  for (const common::v1::Deadline& deadline : event.deadlines()) {
    lines.push_back(absl::StrCat(deadline.name(), " ", deadline.topic(), " ",
                                 deadline.ended() ? "ended" : deadline.date(),
                                 deadline.clock().empty() ? "" : " ", deadline.clock()));
  }
  return lines;
}

}  // namespace tarazy::testing
