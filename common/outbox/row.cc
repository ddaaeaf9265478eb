#include "common/outbox/row.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/record/stamp.h"

namespace tarazy::outbox {
namespace {

constexpr char kTypeUrl[] = "type.googleapis.com/";

}  // namespace

absl::StatusOr<common::v1::Event> ReadEvent(const sql::Row& row) {
  common::v1::Event event;
  if (!event.ParseFromString(row.Bytes(6))) return Internal("the facts of an event are unreadable");
  event.set_sequence(row.Int(0));
  event.set_id(row.Text(1));
  event.set_aggregate(row.Text(2));
  *event.mutable_time() = record::Stamp(row.Time(3));
  event.mutable_payload()->set_type_url(absl::StrCat(kTypeUrl, row.Text(4)));
  event.mutable_payload()->set_value(row.Bytes(5));
  return event;
}

}  // namespace tarazy::outbox
