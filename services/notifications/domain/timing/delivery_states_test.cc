#include "services/notifications/domain/timing/delivery_states.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

// A row per state that is left, a column per state that is entered, in the order of the enum from
// ACCEPTED to ACKNOWLEDGED.
std::string Table(v1::Channel channel) {
  std::string table;
  for (int from = 0; from < v1::DeliveryState_ARRAYSIZE; ++from) {
    for (int to = 1; to < v1::DeliveryState_ARRAYSIZE; ++to) {
      const bool may = MayFollow(channel, static_cast<v1::DeliveryState>(from),
                                 static_cast<v1::DeliveryState>(to));
      table += may ? 'x' : '.';
    }
    table += '\n';
  }
  return table;
}

//  accepted, queued, deferred, sent, delivered, bounced, expired, suppressed, dead, read,
//  acknowledged
constexpr char kEmail[] =
    "x..........\n"   // new
    ".xx...xxx..\n"   // accepted
    "..xx..xxx..\n"   // queued
    ".x....xxx..\n"   // deferred
    "....xx.....\n"   // sent
    "...........\n"   // delivered
    "...........\n"   // bounced
    "...........\n"   // expired
    "...........\n"   // suppressed
    ".x.........\n"   // dead
    "...........\n"   // read
    "...........\n";  // acknowledged

constexpr char kWebhook[] =
    "x..........\n"
    ".xx...xxx..\n"
    "..xxx.xxx..\n"  // an endpoint's answer says that it has arrived
    ".x....xxx..\n"
    "....xx.....\n"
    "...........\n"
    "...........\n"
    "...........\n"
    "...........\n"
    ".x.........\n"
    "...........\n"
    "...........\n";

constexpr char kInbox[] =
    "x..........\n"
    ".xx...xxx..\n"
    "..x.x.xxx..\n"  // never handed over: it is ours
    ".x....xxx..\n"
    "...........\n"
    ".........xx\n"  // its reader opens and acknowledges it
    "...........\n"
    "...........\n"
    "...........\n"
    ".x.........\n"
    "..........x\n"
    "...........\n";

TEST(DeliveryStatesTest, EveryPairOfStatesIsAsDesigned) {
  EXPECT_EQ(Table(v1::CHANNEL_EMAIL), kEmail);
  EXPECT_EQ(Table(v1::CHANNEL_SMS), kEmail);
  EXPECT_EQ(Table(v1::CHANNEL_WEBHOOK), kWebhook);
  EXPECT_EQ(Table(v1::CHANNEL_INBOX), kInbox);
  EXPECT_EQ(Table(v1::CHANNEL_UNSPECIFIED).find('x'), std::string::npos);
}

TEST(DeliveryStatesTest, ARefusalNamesBothStates) {
  EXPECT_TRUE(
      CheckTransition(v1::CHANNEL_EMAIL, v1::DELIVERY_STATE_QUEUED, v1::DELIVERY_STATE_SENT).ok());
  const absl::Status refused =
      CheckTransition(v1::CHANNEL_EMAIL, v1::DELIVERY_STATE_SENT, v1::DELIVERY_STATE_EXPIRED);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(refused).reason, Reason::kDeliveryState);
  EXPECT_EQ(refused.message(), "a delivery that is SENT cannot become EXPIRED");
}

TEST(DeliveryStatesTest, WhatWorkersAreDoneWithIsFinal) {
  const std::set<v1::DeliveryState> open = {v1::DELIVERY_STATE_UNSPECIFIED,
                                            v1::DELIVERY_STATE_ACCEPTED, v1::DELIVERY_STATE_QUEUED,
                                            v1::DELIVERY_STATE_DEFERRED, v1::DELIVERY_STATE_SENT};
  for (int i = 0; i < v1::DeliveryState_ARRAYSIZE; ++i) {
    const auto state = static_cast<v1::DeliveryState>(i);
    EXPECT_EQ(IsFinal(state), open.count(state) == 0) << v1::DeliveryState_Name(state);
  }
}

}  // namespace
}  // namespace tarazy::notifications
