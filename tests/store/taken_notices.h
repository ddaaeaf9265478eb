// Notices taken from their workers: what becomes of each is said by the test.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/notifications/app/notices/redrive.h"
#include "services/notifications/domain/receipt/proof.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {

class TakenNoticesTest : public NoticesTest {
 protected:
  void SpreadAll() {
    while (Ok(scheduler_.Tick())) {
    }
  }
  std::vector<LeasedDelivery> Take() {
    const int64_t lease = ++last_lease_;
    return Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<std::vector<LeasedDelivery>> {
      RETURN_IF_ERROR(
          Lease(tx, db().Engine(), lease, clock_.Now(), clock_.Now() + absl::Minutes(1), 100)
              .status());
      return Leased(tx, lease, clock_.Now());
    }));
  }
  // Of this channel what was taken comes to this end.
  void End(const std::vector<LeasedDelivery>& taken, v1::Channel channel, const Verdict& verdict) {
    for (const LeasedDelivery& one : taken) {
      if (one.delivery.channel != channel) continue;
      Finished finished{.job = {.leased = one, .lease = last_lease_}, .verdict = verdict};
      finished.job.topic = std::make_shared<const v1::Topic>(
          Ok(Write([&](sql::Tx& tx) { return LoadTopic(tx, one.notice.topic); })));
      EXPECT_TRUE(Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<bool> {
        std::vector<StoredReceipt> receipts;
        ASSIGN_OR_RETURN(const bool mine, Finish(tx, finished, clock_.Now(), receipts));
        RETURN_IF_ERROR(InsertReceipts(tx, receipts));
        return mine;
      })));
    }
  }
  v1::Delivery Only(v1::Channel channel, v1::DeliveryState state, const std::string& step = "") {
    const auto found = Ok(Write([&](sql::Tx& tx) {
      return ListDeliveries(tx, {.state = state, .channel = channel}, clock_.Now() + absl::Hours(1),
                            "", 100);
    }));
    std::vector<v1::Delivery> wanted;
    for (const v1::Delivery& one : found) {
      if (step.empty() || one.step() == step) wanted.push_back(one);
    }
    EXPECT_EQ(wanted.size(), 1) << v1::DeliveryState_Name(state);
    return wanted.empty() ? v1::Delivery() : wanted[0];
  }
  static std::string IdOf(const v1::Delivery& delivery) {
    return delivery.name().substr(delivery.name().find('/') + 1);
  }
  void WishDigest(v1::Recipient& recipient) {
    recipient.set_zone("UTC");
    v1::Preference& wish = *recipient.add_preferences();
    wish.set_topic("news");
    wish.set_digest(v1::DIGEST_PERIOD_DAILY);
    wish.set_digest_clock("18:00");
  }
  void AtHour(int hour, int day = 1) {
    clock_.Set(absl::FromCivil(absl::CivilHour(2027, 2, day, hour), absl::UTCTimeZone()));
  }
  absl::Status RedriveIt(const std::string& id) {
    return db().Write(testing::Soon(), [&](sql::Tx& tx) { return Redrive(tx, id, clock_.Now()); });
  }
  // Whether the proof of the delivery holds, and its states.
  std::vector<v1::DeliveryState> Proved(const std::string& id) {
    while (Ok(Write([&](sql::Tx& tx) { return SealReceipts(tx, key_, 100, clock_.Now()); })) > 0) {
    }
    const v1::Proof proof = Ok(Write([&](sql::Tx& tx) { return MakeProof(tx, id, key_); }));
    std::vector<v1::DeliveryState> states;
    for (const auto& receipt : Ok(VerifyProof(proof, key_.PublicKey())).receipts) {
      states.push_back(receipt.state());
    }
    return states;
  }
  int64_t last_lease_ = 0;
};

}  // namespace tarazy::notifications
