// Whom a topic concerns and through which channels, as values of a row.
#pragma once

#include <memory>

#include "google/protobuf/repeated_field.h"
#include "services/cli/table.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::cli {

// "email", "webhook" …
Value ChannelWords(const google::protobuf::RepeatedField<int>& channels);

std::shared_ptr<const Table> AudienceTable(
    const google::protobuf::RepeatedPtrField<notifications::v1::Audience>& audience);

}  // namespace tarazy::cli
