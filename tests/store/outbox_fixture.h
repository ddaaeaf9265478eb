// What the tests of the outbox, the relay and the inbox share. The aggregates are the rows of the
// table "counter": each event of one carries the count that its change led to.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/outbox/outbox.h"
#include "common/outbox/progress.h"
#include "tarazy/common/v1/localized.pb.h"
#include "tests/store/database_test.h"

namespace tarazy::testing {

inline common::v1::Localized Payload(const std::string& text) {
  common::v1::Localized payload;
  payload.set_en(text);
  return payload;
}

inline std::string TextOf(const common::v1::Event& event) {
  common::v1::Localized payload;
  EXPECT_TRUE(event.payload().UnpackTo(&payload));
  return payload.en();
}

inline std::vector<std::string> TextsOf(const std::vector<common::v1::Event>& events) {
  std::vector<std::string> texts;
  for (const common::v1::Event& event : events) texts.push_back(TextOf(event));
  return texts;
}

inline bool Eventually(const std::function<bool()>& condition) {
  const absl::Time until = absl::Now() + absl::Seconds(30);
  while (!condition()) {
    if (absl::Now() > until) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

class OutboxFixture : public DatabaseTest {
 protected:
  OutboxFixture() { db(); }  // before threads ask for it

  const absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);

  absl::Status Publish(const std::string& aggregate, const std::string& text,
                       const outbox::Facts& facts = {}) {
    return db().Write(Soon(), [&](sql::Tx& tx) {
      return outbox::Publish(tx, aggregate, Payload(text), facts, now_);
    });
  }
  outbox::Batch Pending(const outbox::Position& after = {}, int limit = 100,
                        outbox::Fence fence = outbox::Fence::kOn) {
    outbox::Batch batch;
    EXPECT_EQ(db().Read(Soon(),
                        [&](sql::Tx& tx) -> absl::Status {
                          ASSIGN_OR_RETURN(batch,
                                           outbox::Pending(tx, db().Engine(), after, limit, fence));
                          return absl::OkStatus();
                        }),
              absl::OkStatus());
    return batch;
  }
  // At least `wanted` of them: PostgreSQL's fence looks at the whole server, so that a transaction
  // in another database holds events back until it ends.
  outbox::Batch Await(size_t wanted, const outbox::Position& after = {}, int limit = 100) {
    outbox::Batch batch;
    EXPECT_TRUE(Eventually([&] {
      batch = Pending(after, limit);
      return batch.events.size() >= wanted;
    }));
    return batch;
  }
  outbox::Position PositionOf(const std::string& consumer) {
    outbox::Position position;
    EXPECT_EQ(db().Read(Soon(),
                        [&](sql::Tx& tx) -> absl::Status {
                          ASSIGN_OR_RETURN(position, outbox::PositionOf(tx, consumer));
                          return absl::OkStatus();
                        }),
              absl::OkStatus());
    return position;
  }
};

}  // namespace tarazy::testing
