// tarazy notify watch: every notice of an inbox as it comes.
#include "absl/strings/str_format.h"
#include "services/cli/commands.h"
#include "services/cli/follow_stream.h"
#include "services/cli/inbox_row.h"
#include "services/cli/printable.h"
#include "services/cli/resource_name.h"
#include "services/cli/time_argument.h"
#include "tarazy/notifications/v1/inbox_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

namespace v1 = notifications::v1;
using v1::InboxService;

struct WatchOptions {
  std::string recipient;
  std::string cursor;
  bool until_now = false;
};

// A row of a table whose later rows are not known yet: columns have fixed least widths.
std::string TextLine(const v1::InboxItem& item) {
  return absl::StrFormat(
      "%-20s  %-43s  %-24s  %s  %s%s\n", item.has_time() ? TimeText(item.time()) : "",
      Printable(item.delivery()), Printable(item.topic()), Printable(item.cursor()),
      item.acknowledge() ? "(to be acknowledged) " : "", Printable(item.subject()));
}

absl::Status Watch(Session& session, const WatchOptions& options) {
  v1::WatchInboxRequest request;
  request.set_recipient(FullName("recipients", options.recipient));
  request.set_cursor(options.cursor);
  request.set_until_now(options.until_now);
  StreamPrinter printer(session);
  const auto print = [&printer](const v1::WatchInboxResponse& response) {
    const v1::InboxItem& item = response.item();
    return printer.Print(item, {.columns = InboxColumns(), .rows = {InboxRow(item)}},
                         TextLine(item));
  };
  return FollowStream(session, &InboxService::Stub::WatchInbox, request, print);
}

}  // namespace

void AddInboxWatchCommand(CLI::App& notify, Action& chosen) {
  CLI::App& watch = *notify.add_subcommand("watch", "Print every notice as it comes, until Ctrl-C");
  auto& options = Bind(watch, chosen, Watch);
  watch.add_option("RECIPIENT", options.recipient, "Whose; me is the token's")->required();
  watch.add_option("--cursor", options.cursor,
                   "Go on after the notice with this cursor; from the first by default");
  watch.add_flag("--until-now", options.until_now, "End after the last notice that is there");
  AddExample(watch, "tarazy notify watch me --output json | jq -r .cursor");
}

}  // namespace tarazy::cli
