#include "services/cli/recipient_row.h"

#include "absl/strings/str_cat.h"
#include "services/cli/audience_table.h"
#include "services/cli/enum_words.h"
#include "services/cli/message_json.h"
#include "services/cli/records.h"

namespace tarazy::cli {
namespace {

using notifications::v1::Recipient;

Value QuietHours(const Recipient& recipient) {
  if (!recipient.has_quiet_hours()) return std::monostate();
  return absl::StrCat(recipient.quiet_hours().from(), "-", recipient.quiet_hours().until());
}

Value WorkingDays(const Recipient& recipient) {
  std::vector<std::string> days;
  for (const int day : recipient.working_days()) days.push_back(absl::StrCat(day));
  return days;
}

std::shared_ptr<const Table> PreferenceTable(const Recipient& recipient) {
  auto table = std::make_shared<Table>();
  table->columns = {{"topic"}, {"muted"}, {"subscribed"}, {"channels"}, {"digest"}, {"clock"}};
  for (const auto& wish : recipient.preferences()) {
    table->rows.push_back({Text(wish.topic()), wish.muted(), wish.subscribed(),
                           ChannelWords(wish.channels()), Text(EnumWord(wish.digest())),
                           Text(wish.digest_clock())});
  }
  return table;
}

}  // namespace

std::vector<Column> RecipientColumns() {
  return {{"id"},
          {"title"},
          {"role"},
          {"institution"},
          {"language"},
          {"zone"},
          {"email"},
          {"phone"},
          {.name = "token", .detail = true},
          {"quiet_hours"},
          {.name = "working_days", .detail = true},
          {.name = "days_off", .detail = true},
          {.name = "preferences", .detail = true},
          {.name = "etag", .detail = true}};
}

std::vector<Value> RecipientRow(const Recipient& recipient) {
  return {Text(recipient.id()),
          Text(recipient.title()),
          Text(EnumWord(recipient.role())),
          Text(recipient.institution()),
          Text(recipient.language()),
          Text(recipient.zone()),
          Text(recipient.email()),
          Text(recipient.phone()),
          Text(recipient.token()),
          QuietHours(recipient),
          WorkingDays(recipient),
          std::vector<std::string>(recipient.days_off().begin(), recipient.days_off().end()),
          PreferenceTable(recipient),
          Text(recipient.etag())};
}

void PrintRecipient(Session& session, const Recipient& recipient) {
  if (session.style.format == Format::kJson) {
    session.terminal.out << MessageJson(recipient);
    return;
  }
  PrintOne({.columns = RecipientColumns(), .rows = {RecipientRow(recipient)}}, session.style,
           session.terminal.out);
}

}  // namespace tarazy::cli
