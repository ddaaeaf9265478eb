#include "common/rpc/admission.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "common/base/error.h"

namespace tarazy::rpc {
namespace {

TEST(AdmissionTest, RefusesWhenFullAndLetsInAgain) {
  Admission admission(1, absl::Milliseconds(5));
  ASSERT_TRUE(admission.Enter(absl::InfiniteFuture()).ok());
  const absl::Status refused = admission.Enter(absl::InfiniteFuture());
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(refused).reason, Reason::kOverloaded);
  admission.Leave();
  EXPECT_TRUE(admission.Enter(absl::InfiniteFuture()).ok());
}

}  // namespace
}  // namespace tarazy::rpc
