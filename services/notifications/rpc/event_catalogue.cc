#include "services/notifications/rpc/event_catalogue.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/rpc/values.h"
#include "tarazy/accreditation/v1/event.pb.h"
#include "tarazy/common/v1/localized.pb.h"
#include "tarazy/common/v1/options.pb.h"
#include "tarazy/rankings/v1/event.pb.h"
#include "tarazy/surveys/v1/event.pb.h"

namespace tarazy::notifications {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;

// Deeper than any event.
constexpr int kMaxDepth = 3;

bool IsLocalized(const FieldDescriptor& field) {
  return field.message_type() == common::v1::Localized::descriptor();
}

bool IsTime(const FieldDescriptor& field) {
  return field.message_type() == google::protobuf::Timestamp::descriptor();
}

bool IsDay(const FieldDescriptor& field) {
  return field.options().GetExtension(common::v1::rule).format() == common::v1::FORMAT_DATE;
}

v1::VariableKind KindOf(const FieldDescriptor& field) {
  if (field.is_repeated()) return v1::VARIABLE_KIND_LIST;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return IsTime(field) ? v1::VARIABLE_KIND_TIME : v1::VARIABLE_KIND_TEXT;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return v1::VARIABLE_KIND_NUMBER;
    default:
      return IsDay(field) ? v1::VARIABLE_KIND_DATE : v1::VARIABLE_KIND_TEXT;
  }
}

// The messages within are walked through, but for texts in several languages and times.
bool IsWithin(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated() &&
         !IsLocalized(field) && !IsTime(field);
}

void AddFields(const Descriptor& type, const std::string& prefix, int depth, EventFields& fields) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string name = prefix + field.name();
    if (!IsWithin(field)) {
      fields[name] = KindOf(field);
    } else if (depth > 0) {
      AddFields(*field.message_type(), name + ".", depth - 1, fields);
    }
  }
}

using Catalogue = std::map<std::string, EventFields, std::less<>>;

void AddFile(const FileDescriptor& file, Catalogue& catalogue) {
  for (int i = 0; i < file.message_type_count(); ++i) {
    const Descriptor& type = *file.message_type(i);
    AddFields(type, "", kMaxDepth, catalogue[type.full_name()]);
  }
}

const Catalogue& Events() {
  static const auto* const kCatalogue = [] {
    auto* catalogue = new Catalogue;
    AddFile(*accreditation::v1::FindingOpened::descriptor()->file(), *catalogue);
    AddFile(*rankings::v1::EditionPublished::descriptor()->file(), *catalogue);
    AddFile(*surveys::v1::CampaignOpened::descriptor()->file(), *catalogue);
    return catalogue;
  }();
  return *kCatalogue;
}

// "CASE_STATE_DECIDED" of CaseState is "decided".
std::string WordOf(const google::protobuf::EnumValueDescriptor& value) {
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  return absl::AsciiStrToLower(absl::StripPrefix(value.name(), prefix + "_"));
}

std::string TextOf(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetRepeatedString(message, &field, index);
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_ENUM:
      return WordOf(*reflection.GetRepeatedEnum(message, &field, index));
    default:
      return std::string();
  }
}

NoticeValue ListOf(const Message& message, const FieldDescriptor& field) {
  std::vector<std::string> texts;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
    std::string text = TextOf(message, field, i);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

NoticeValue ValueOf(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return ListOf(message, field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (IsTime(field)) {
        const auto& time =
            static_cast<const google::protobuf::Timestamp&>(reflection.GetMessage(message, &field));
        return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
      }
      return rpc::FromProto(
          static_cast<const common::v1::Localized&>(reflection.GetMessage(message, &field)));
    case FieldDescriptor::CPPTYPE_INT32:
      return int64_t{reflection.GetInt32(message, &field)};
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.GetInt64(message, &field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.GetDouble(message, &field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return std::string("yes");  // false is absent
    case FieldDescriptor::CPPTYPE_ENUM:
      return WordOf(*reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = reflection.GetString(message, &field);
      const std::optional<absl::CivilDay> day = IsDay(field) ? ParseDay(text) : std::nullopt;
      return day.has_value() ? NoticeValue(*day) : NoticeValue(std::move(text));
    }
    default:
      return std::string();
  }
}

bool IsNumber(const FieldDescriptor& field) {
  return !field.is_repeated() && KindOf(field) == v1::VARIABLE_KIND_NUMBER;
}

void AddValues(const Message& message, const std::string& prefix, int depth, NoticeValues& values) {
  const auto& reflection = *message.GetReflection();
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool there = field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                                           : reflection.HasField(message, &field);
    // A number that is zero is there: "0 documents".
    if (!there && !IsNumber(field)) continue;
    const std::string name = prefix + field.name();
    if (!IsWithin(field)) {
      values[name] = ValueOf(message, field);
    } else if (depth > 0) {
      AddValues(reflection.GetMessage(message, &field), name + ".", depth - 1, values);
    }
  }
}

}  // namespace

const EventFields* FieldsOfEvent(absl::string_view type) {
  const auto found = Events().find(type);
  return found == Events().end() ? nullptr : &found->second;
}

absl::StatusOr<IncomingEvent> ReadEvent(const common::v1::Event& event) {
  IncomingEvent incoming{.event = event};
  const std::string& url = event.payload().type_url();
  incoming.type = url.substr(url.rfind('/') + 1);
  const Descriptor* type =
      FieldsOfEvent(incoming.type) == nullptr
          ? nullptr
          : google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
                incoming.type);
  if (type == nullptr) {
    return InvalidField("payload", absl::StrCat("there is no event ", incoming.type));
  }
  const std::unique_ptr<Message> payload(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  if (!payload->ParseFromString(event.payload().value())) {
    return InvalidField("payload", absl::StrCat("is no ", incoming.type));
  }
  AddValues(*payload, "", kMaxDepth, incoming.values);
  if (type == surveys::v1::RemindersRequested::descriptor()) {
    const auto& asked = static_cast<const surveys::v1::RemindersRequested&>(*payload);
    incoming.reminders = ReminderBatch{.batch = asked.batch(), .campaign = asked.campaign()};
    incoming.reminders->strata = {asked.strata().begin(), asked.strata().end()};
  }
  return incoming;
}

}  // namespace tarazy::notifications
