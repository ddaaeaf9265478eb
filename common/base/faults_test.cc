#include "common/base/faults.h"

#include <gtest/gtest.h>

namespace tarazy {
namespace {

TEST(FaultsTest, NoFaultsAreOk) {
  Faults faults;
  faults.Add(absl::OkStatus());
  EXPECT_EQ(faults.Take(absl::StatusOr<int>(7)), 7);
  EXPECT_TRUE(faults.empty());
  EXPECT_TRUE(faults.ToStatus().ok());
}

TEST(FaultsTest, ARefusalNamesEveryFieldAndSaysTheFirst) {
  Faults faults;
  faults.Add("a.b", "is odd");
  EXPECT_EQ(faults.Take(absl::StatusOr<int>(InvalidField("c", "is even"))), 0);
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "a.b: is odd (and 1 more)");
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, Reason::kInvalidField);
  ASSERT_EQ(detail.fields.size(), 2u);
  EXPECT_EQ(detail.fields[1].field, "c");
  EXPECT_EQ(detail.fields[1].description, "is even");
}

TEST(FaultsTest, AFailureWithoutFieldsStaysAFault) {
  Faults faults;
  faults.Add(absl::UnavailableError("gone"));
  EXPECT_EQ(faults.ToStatus(absl::StatusCode::kNotFound, Reason::kNotFound).message(), "gone");
}

}  // namespace
}  // namespace tarazy
