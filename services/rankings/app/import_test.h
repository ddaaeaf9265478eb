// What the tests of the import's parts share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "services/rankings/app/spooled_file.h"
#include "services/rankings/domain/methodology.h"

namespace tarazy::rankings {

inline void Fill(SpooledFile& file, absl::string_view text) {
  const absl::Status status = file.Append(text);
  ASSERT_TRUE(status.ok()) << status;
}

inline ::testing::AssertionResult FailsWith(const absl::Status& status, absl::StatusCode code,
                                            Reason reason) {
  if (status.code() == code && DetailOf(status).reason == reason) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << status << " " << ReasonName(DetailOf(status).reason);
}

// Institutions with the variables "students" (0 to 1000) and "staff" (no limits).
inline Methodology TwoVariables() {
  Methodology methodology;
  methodology.id = "demo";
  methodology.variables = {{.name = "students", .min = 0, .max = 1000}, {.name = "staff"}};
  return methodology;
}

}  // namespace tarazy::rankings
