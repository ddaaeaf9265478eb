// tarazy register watch: every change of the register as it arrives.
#include <google/protobuf/descriptor.h>

#include "absl/strings/str_format.h"
#include "services/cli/commands.h"
#include "services/cli/enum_words.h"
#include "services/cli/follow_stream.h"
#include "services/cli/printable.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"
#include "services/cli/time_argument.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = accreditation::v1;
using v1::RegisterChange;
using v1::RegisterService;

struct WatchOptions {
  std::string cursor;
  std::string subject;
  bool until_now = false;
};

// The decision, appeal or certificate that a change is about.
std::string ObjectOf(const RegisterChange& change) {
  switch (change.change_case()) {
    case RegisterChange::kDecision:
      return change.decision().name();
    case RegisterChange::kAppealFiled:
      return change.appeal_filed().name();
    case RegisterChange::kAppealDecided:
      return change.appeal_decided().name();
    case RegisterChange::kCertificateRevoked:
      return change.certificate_revoked().certificate();
    case RegisterChange::CHANGE_NOT_SET:
      break;
  }
  return "";
}

// "decision", "appeal_filed" …: the field of the contract.
std::string KindOf(const RegisterChange& change) {
  const auto* field = RegisterChange::descriptor()->FindFieldByNumber(change.change_case());
  return field == nullptr ? "" : std::string(field->name());
}

Table ChangeTable(const RegisterChange& change) {
  return {
      .columns = {{"sequence"},
                  {"record_time"},
                  {"subject"},
                  {"change"},
                  {"object"},
                  {"status_before"},
                  {"status_after"},
                  {"cursor"}},
      .rows = {{int64_t{change.sequence()}, Time(change.has_record_time(), change.record_time()),
                Text(change.subject()), Text(KindOf(change)), Text(ObjectOf(change)),
                Text(EnumWord(change.status_before())), Text(EnumWord(change.status_after())),
                Text(change.cursor())}}};
}

// A row of a table whose later rows are not known yet: columns have fixed least widths.
std::string TextLine(const RegisterChange& change) {
  const std::string from = EnumWord(change.status_before());
  const std::string to = EnumWord(change.status_after());
  return absl::StrFormat("%6d  %-20s  %-32s  %-19s  %-32s  %s -> %s  %s\n", change.sequence(),
                         change.has_record_time() ? TimeText(change.record_time()) : "",
                         Printable(change.subject()), KindOf(change), Printable(ObjectOf(change)),
                         from, to, Printable(change.cursor()));
}

absl::Status Watch(Session& session, const WatchOptions& options) {
  v1::WatchRegisterRequest request;
  request.set_cursor(options.cursor);
  request.set_until_now(options.until_now);
  if (!options.subject.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_subject(), SubjectName("--subject", options.subject));
  }
  StreamPrinter printer(session);
  return FollowStream(session, &RegisterService::Stub::WatchRegister, request,
                      [&printer](const v1::WatchRegisterResponse& response) {
                        const RegisterChange& change = response.change();
                        return printer.Print(change, ChangeTable(change), TextLine(change));
                      });
}

}  // namespace

void AddWatchCommand(CLI::App& group, Action& chosen) {
  CLI::App& watch =
      *group.add_subcommand("watch", "Print every change as it arrives, until Ctrl-C");
  auto& options = Bind(watch, chosen, Watch);
  watch.add_option("--cursor", options.cursor,
                   "Go on after the change with this cursor; from the first by default");
  watch.add_option("--subject", options.subject,
                   "Only about this one: programmes/ID or institutions/ID");
  watch.add_flag("--until-now", options.until_now, "End after the last change that is there");
  AddExample(watch, "tarazy register watch --output json | jq -r .cursor");
}

}  // namespace tarazy::cli
