#include "common/base/error.h"

#include <gtest/gtest.h>

namespace tarazy {
namespace {

TEST(ErrorTest, CarriesReasonFieldsAndMetadata) {
  const absl::Status status =
      MakeError(absl::StatusCode::kInvalidArgument, Reason::kImportRejected, "2 rows are wrong",
                {.fields = {{"row 2: a", "not a number: 1,5"}, {"", "x:y"}},
                 .metadata = {{"rows", "2"}, {"3:", ":"}}});
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, Reason::kImportRejected);
  ASSERT_EQ(detail.fields.size(), 2u);
  EXPECT_EQ(detail.fields[0].description, "not a number: 1,5");
  EXPECT_EQ(detail.fields[1].description, "x:y");
  EXPECT_EQ(detail.metadata, (Metadata{{"rows", "2"}, {"3:", ":"}}));
}

TEST(ErrorTest, ForeignStatusHasNoReason) {
  EXPECT_EQ(DetailOf(absl::InternalError("x")).reason, Reason::kUnspecified);
}

}  // namespace
}  // namespace tarazy
