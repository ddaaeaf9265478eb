#include "services/notifications/channel/email/bounce.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/channel/email/mime.h"
#include "services/notifications/channel/wire/reply.h"

namespace tarazy::notifications {
namespace {

constexpr size_t kMaxRecipients = 100;
constexpr int kMaxParts = 20;
constexpr size_t kMaxMessageId = 250;

absl::Status NoReport(absl::string_view why) {
  return InvalidField("message", absl::StrCat("not a report about mail: ", why));
}

// Fields by lower-case name; of several with one name the first.
using Fields = std::map<std::string, std::string>;

// Groups of header fields between empty lines (RFC 3464, section 2.1), continued lines joined.
std::vector<Fields> ReadFieldGroups(absl::string_view text) {
  std::vector<Fields> groups(1);
  std::string* last = nullptr;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::ConsumeSuffix(&line, "\r");
    if (absl::StripAsciiWhitespace(line).empty()) {
      if (!groups.back().empty()) groups.emplace_back();
      if (groups.size() > kMaxRecipients + 1) break;
      last = nullptr;
    } else if (line[0] == ' ' || line[0] == '\t') {
      if (last != nullptr) absl::StrAppend(last, " ", absl::StripAsciiWhitespace(line));
    } else {
      const size_t colon = line.find(':');
      if (colon == absl::string_view::npos) continue;
      const absl::string_view name = absl::StripAsciiWhitespace(line.substr(0, colon));
      const auto [at, added] =
          groups.back().emplace(absl::AsciiStrToLower(name),
                                std::string(absl::StripAsciiWhitespace(line.substr(colon + 1))));
      last = added ? &at->second : nullptr;
    }
  }
  if (groups.back().empty()) groups.pop_back();
  return groups;
}

// "rfc822; rector@example.kz" without the type.
std::string Untyped(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return "";
  const absl::string_view value = found->second;
  const size_t semicolon = value.find(';');
  return PrintableText(semicolon == absl::string_view::npos ? value : value.substr(semicolon + 1));
}

std::optional<BounceAction> ActionOf(const Fields& fields) {
  static constexpr std::pair<absl::string_view, BounceAction> kActions[] = {
      {"failed", BounceAction::kFailed},       {"delayed", BounceAction::kDelayed},
      {"delivered", BounceAction::kDelivered}, {"relayed", BounceAction::kRelayed},
      {"expanded", BounceAction::kExpanded},
  };
  const auto found = fields.find("action");
  if (found == fields.end()) return std::nullopt;
  const absl::string_view word =
      std::pair<absl::string_view, absl::string_view>(
          absl::StrSplit(found->second, absl::MaxSplits(absl::ByAnyChar(" \t(;"), 1)))
          .first;
  for (const auto& [name, action] : kActions) {
    if (absl::EqualsIgnoreCase(word, name)) return action;
  }
  return std::nullopt;
}

// "5.1.1", with or without a comment after it (RFC 3463: a digit and two numbers of up to three).
std::string StatusOf(const Fields& fields) {
  const auto found = fields.find("status");
  if (found == fields.end()) return "";
  const std::string& value = found->second;
  const std::string code = value.substr(0, value.find_first_not_of("0123456789."));
  const std::vector<std::string> numbers = absl::StrSplit(code, '.');
  const auto fits = [](const std::string& n) { return !n.empty() && n.size() <= 3; };
  const bool valid = numbers.size() == 3 && numbers[0].size() == 1 &&
                     std::all_of(numbers.begin(), numbers.end(), fits);
  return valid ? code : "";
}

std::optional<BouncedRecipient> RecipientOf(const Fields& fields) {
  BouncedRecipient recipient;
  recipient.address = Untyped(fields, "original-recipient");
  if (recipient.address.empty()) recipient.address = Untyped(fields, "final-recipient");
  const std::optional<BounceAction> action = ActionOf(fields);
  if (recipient.address.empty() || !action.has_value()) return std::nullopt;
  recipient.action = *action;
  recipient.status = StatusOf(fields);
  recipient.diagnostic = Untyped(fields, "diagnostic-code");
  return recipient;
}

bool IsType(GMimeObject* part, const char* type, const char* subtype) {
  GMimeContentType* const content = g_mime_object_get_content_type(part);
  return content != nullptr && g_mime_content_type_is_type(content, type, subtype);
}

// The decoded bytes.
std::string ContentOf(GMimeObject* part) {
  if (!GMIME_IS_PART(part)) return "";
  GMimeDataWrapper* const content = g_mime_part_get_content(GMIME_PART(part));
  if (content == nullptr) return "";
  const MimeRef<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, stream.get());
  const GByteArray* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
}

std::string BracketedId(absl::string_view id) {
  id = absl::StripAsciiWhitespace(id);
  absl::ConsumePrefix(&id, "<");
  absl::ConsumeSuffix(&id, ">");
  const bool plain = std::all_of(id.begin(), id.end(), absl::ascii_isgraph) &&
                     id.find_first_of("<>") == absl::string_view::npos;
  if (id.empty() || id.size() > kMaxMessageId || !plain) return "";
  return absl::StrCat("<", id, ">");
}

// Of the returned message, or of its headers alone.
std::string OriginalMessageId(GMimeObject* part) {
  if (GMIME_IS_MESSAGE_PART(part)) {
    GMimeMessage* const message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
    const char* const id = message == nullptr ? nullptr : g_mime_message_get_message_id(message);
    return id == nullptr ? "" : BracketedId(id);
  }
  if (!IsType(part, "text", "rfc822-headers") && !IsType(part, "message", "global-headers")) {
    return "";
  }
  const std::vector<Fields> groups = ReadFieldGroups(ContentOf(part));
  if (groups.empty()) return "";
  const auto found = groups.front().find("message-id");
  return found == groups.front().end() ? "" : BracketedId(found->second);
}

bool IsDeliveryStatus(GMimeObject* part) {
  return IsType(part, "message", "delivery-status") ||
         IsType(part, "message", "global-delivery-status");
}

// "a@host" of "A <a@host>".
std::string AddressOf(GMimeObject* message, const char* header) {
  const char* const value = g_mime_object_get_header(message, header);
  absl::string_view address = value == nullptr ? "" : value;
  const size_t open = address.rfind('<');
  if (open != absl::string_view::npos) address = address.substr(open + 1);
  return PrintableText(absl::StripAsciiWhitespace(address.substr(0, address.find('>'))));
}

absl::StatusOr<Bounce> ReadReport(GMimeMultipart* report) {
  Bounce bounce;
  const int parts = std::min(g_mime_multipart_get_count(report), kMaxParts);
  for (int i = 0; i < parts; ++i) {
    GMimeObject* const part = g_mime_multipart_get_part(report, i);
    if (bounce.original_message_id.empty()) bounce.original_message_id = OriginalMessageId(part);
    if (!IsDeliveryStatus(part)) continue;
    for (const Fields& fields : ReadFieldGroups(ContentOf(part))) {
      std::optional<BouncedRecipient> recipient = RecipientOf(fields);
      if (recipient.has_value() && bounce.recipients.size() < kMaxRecipients) {
        bounce.recipients.push_back(*std::move(recipient));
      }
    }
  }
  if (bounce.recipients.empty()) return NoReport("it names no recipient with an action");
  return bounce;
}

}  // namespace

absl::StatusOr<Bounce> ParseBounce(absl::string_view bytes) {
  if (bytes.size() > kMaxBounce) {
    return NoReport(absl::StrCat("longer than ", kMaxBounce, " bytes"));
  }
  const MimeRef<GMimeStream> stream = MimeStreamOf(bytes);
  const MimeRef<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const MimeRef<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (message == nullptr) return NoReport("it has no headers");
  GMimeObject* const top = g_mime_message_get_mime_part(message.get());
  if (top == nullptr || !GMIME_IS_MULTIPART(top) || !IsType(top, "multipart", "report")) {
    return NoReport("it is no multipart/report");
  }
  ASSIGN_OR_RETURN(Bounce bounce, ReadReport(GMIME_MULTIPART(top)));
  bounce.sent_to = AddressOf(GMIME_OBJECT(message.get()), "To");
  return bounce;
}

std::string VerpAddress(absl::string_view mailbox, absl::string_view delivery_id) {
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(mailbox, absl::MaxSplits('@', 1));
  return absl::StrCat(halves.first, "+", delivery_id, "@", halves.second);
}

std::optional<std::string> ParseVerpAddress(absl::string_view mailbox, absl::string_view address) {
  const std::string wanted = absl::AsciiStrToLower(mailbox);
  const std::string given = absl::AsciiStrToLower(address);
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(wanted, absl::MaxSplits('@', 1));
  absl::string_view id = given;
  if (!absl::ConsumePrefix(&id, absl::StrCat(halves.first, "+")) ||
      !absl::ConsumeSuffix(&id, absl::StrCat("@", halves.second))) {
    return std::nullopt;
  }
  const auto allowed = [](char c) { return absl::ascii_isalnum(c) || c == '-'; };
  if (id.empty() || !std::all_of(id.begin(), id.end(), allowed)) return std::nullopt;
  return std::string(id);
}

}  // namespace tarazy::notifications
