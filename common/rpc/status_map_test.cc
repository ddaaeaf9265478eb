#include "common/rpc/status_map.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "tarazy/common/v1/error_reason.pb.h"

namespace tarazy::rpc {
namespace {

TEST(StatusMapTest, EveryReasonArrivesAtAnotherService) {
  for (int i = 1; i <= static_cast<int>(kLastReason); ++i) {
    const auto reason = static_cast<Reason>(i);
    const absl::Status sent = MakeError(absl::StatusCode::kFailedPrecondition, reason, "x");
    EXPECT_EQ(DetailOf(FromGrpc(ToGrpc(sent))).reason, reason) << ReasonName(reason);
  }
}

TEST(ReasonTest, ListsAreTheSameInCodeAndContract) {
  const auto* proto = common::v1::ErrorReason_descriptor();
  ASSERT_EQ(proto->value_count(), static_cast<int>(kLastReason) + 1);
  for (int i = 0; i < proto->value_count(); ++i) {
    EXPECT_EQ(proto->value(i)->number(), i);
    EXPECT_EQ(proto->value(i)->name(),
              absl::StrCat("ERROR_REASON_", ReasonName(static_cast<Reason>(i))));
  }
}

TEST(StatusMapTest, RoundTripKeepsReasonFieldsAndMetadata) {
  const absl::Status status = MakeError(
      absl::StatusCode::kAborted, Reason::kStaleEtag, "changed",
      {.fields = {{"etag", "old"}}, .metadata = {{"etag", "v3"}, {"resource", "rankings/a"}}});
  const absl::Status back = FromGrpc(ToGrpc(status));
  EXPECT_EQ(back.code(), status.code());
  EXPECT_EQ(back.message(), "changed");
  const ErrorDetail detail = DetailOf(back);
  EXPECT_EQ(detail.reason, Reason::kStaleEtag);
  EXPECT_EQ(detail.fields.at(0).field, "etag");
  EXPECT_EQ(detail.metadata, DetailOf(status).metadata);
}

TEST(StatusMapTest, LostDataAreToldWithTheirReason) {
  const grpc::Status wire =
      ToGrpc(MakeError(absl::StatusCode::kDataLoss, Reason::kEvidenceMismatch, "other bytes"));
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(wire.error_message(), "other bytes");
  EXPECT_EQ(DetailOf(FromGrpc(wire)).reason, Reason::kEvidenceMismatch);
}

TEST(StatusMapTest, EveryReasonComesBack) {
  for (int i = 1; i < common::v1::ErrorReason_descriptor()->value_count(); ++i) {
    const auto reason = static_cast<Reason>(i);
    const absl::Status status = MakeError(absl::StatusCode::kFailedPrecondition, reason, "x");
    EXPECT_EQ(DetailOf(FromGrpc(ToGrpc(status))).reason, reason) << ReasonName(reason);
  }
}

TEST(StatusMapTest, ForeignStatusesAreBland) {
  const grpc::Status wire = ToGrpc(absl::NotFoundError("no such table: secret at /var/lib/x"));
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(wire.error_message().find("secret"), std::string::npos);
}

TEST(StatusMapTest, AConnectionThatBreaksIsUnavailable) {
  for (const auto code :
       {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::UNKNOWN, grpc::StatusCode::INTERNAL}) {
    const absl::Status status = FromGrpc(grpc::Status(code, "Stream removed"));
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(DetailOf(status).reason, Reason::kUnavailable);
  }
}

TEST(StatusMapTest, DetailsStayBelowWhatClientsTake) {
  std::vector<FieldViolation> fields(1000, {"row 123: students_full_time", "not a number"});
  const grpc::Status wire =
      ToGrpc(InvalidArgument(Reason::kImportRejected, std::string(5000, 'x'), fields));
  EXPECT_LT(wire.error_details().size() * 4 / 3 + wire.error_message().size() * 3, 8000u);
  EXPECT_EQ(wire.error_message().size(), 512u);
  const ErrorDetail detail = DetailOf(FromGrpc(wire));
  EXPECT_GT(detail.fields.size(), 40u);
  ASSERT_EQ(detail.metadata.size(), 1u);
  EXPECT_EQ(detail.metadata[0].second, absl::StrCat(1000 - detail.fields.size()));
}

}  // namespace
}  // namespace tarazy::rpc
