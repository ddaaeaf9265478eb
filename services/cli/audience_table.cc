#include "services/cli/audience_table.h"

#include "services/cli/enum_words.h"
#include "services/cli/records.h"

namespace tarazy::cli {

Value ChannelWords(const google::protobuf::RepeatedField<int>& channels) {
  std::vector<std::string> words;
  for (const int channel : channels) {
    words.push_back(EnumWord(static_cast<notifications::v1::Channel>(channel)));
  }
  return words;
}

std::shared_ptr<const Table> AudienceTable(
    const google::protobuf::RepeatedPtrField<notifications::v1::Audience>& audience) {
  auto table = std::make_shared<Table>();
  table->columns = {{"role"}, {"concerned"}, {"subscribed"}};
  for (const auto& group : audience) {
    table->rows.push_back({Text(EnumWord(group.role())), group.concerned(), group.subscribed()});
  }
  return table;
}

}  // namespace tarazy::cli
