// When a campaign takes answers. Wall time is what was promised to people: a change of the zone's
// law moves the instant, not the hour.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tarazy/surveys/v1/campaign.pb.h"

namespace tarazy::surveys {

// A window as instants, by the rules of its zone as this machine knows them.
struct Instants {
  absl::Time opens = absl::InfinitePast();
  absl::Time closes = absl::InfiniteFuture();
  absl::Time grace_ends = absl::InfiniteFuture();
};

// INVALID_ARGUMENT, with every fault under `field`: an unknown zone, a time that is none, one that
// a change of clocks skips or repeats, an end that is not after the beginning.
absl::StatusOr<Instants> InstantsOf(absl::string_view field, const v1::Window& window);

// SCHEDULED, OPEN, GRACE or ENDED, by the window alone.
v1::CampaignState StateAt(const v1::Campaign& campaign, absl::Time now);

}  // namespace tarazy::surveys
