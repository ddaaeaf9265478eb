#include "services/notifications/channel/email/email_message.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/notifications/channel/email/header_text.h"
#include "services/notifications/channel/email/mime.h"

namespace tarazy::notifications {
namespace {

constexpr size_t kMaxSubject = 1000;
constexpr size_t kMaxMessageId = 250;
constexpr size_t kMaxUrl = 900;  // a header's line has at most 998 characters

absl::Status CheckBody(absl::string_view field, absl::string_view body) {
  if (body.size() > kMaxEmailBody) {
    return InvalidField(field, absl::StrCat("longer than ", kMaxEmailBody, " bytes"));
  }
  if (!IsValidUtf8(body)) return InvalidField(field, "not valid UTF-8");
  for (size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    const bool line_end = c == '\n' || (c == '\r' && i + 1 < body.size() && body[i + 1] == '\n');
    if (absl::ascii_iscntrl(c) && c != '\t' && !line_end) {
      return InvalidField(field, "holds a control character");
    }
  }
  return absl::OkStatus();
}

bool IsVisibleAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isgraph);
}

// "<left@right>", of what may stand there without quotes.
absl::Status CheckMessageId(absl::string_view field, absl::string_view id) {
  const bool whole = id.size() <= kMaxMessageId && IsVisibleAscii(id) && id.size() >= 5 &&
                     id.front() == '<' && id.back() == '>';
  const absl::string_view inner = whole ? id.substr(1, id.size() - 2) : "";
  const size_t at = inner.find('@');
  const bool halves = at != absl::string_view::npos && at > 0 && at + 1 < inner.size();
  if (!halves || inner.find_first_of("<>()[]:;,\\\"") != absl::string_view::npos ||
      inner.rfind('@') != at) {
    return InvalidField(field, "not a Message-ID such as \"<id@host>\"");
  }
  return absl::OkStatus();
}

absl::Status CheckUnsubscribeUrl(absl::string_view url) {
  if (url.size() > kMaxUrl || !absl::StartsWith(url, "https://") || !IsVisibleAscii(url) ||
      url.find_first_of("<>\"\\") != absl::string_view::npos) {
    return InvalidField("unsubscribe_url",
                        absl::StrCat("not an https address of at most ", kMaxUrl, " bytes"));
  }
  return absl::OkStatus();
}

absl::Status Check(const EmailMessage& message) {
  RETURN_IF_ERROR(CheckHeaderText("from_name", message.from_name, kMaxHeaderName));
  RETURN_IF_ERROR(CheckHeaderText("to_name", message.to_name, kMaxHeaderName));
  RETURN_IF_ERROR(CheckHeaderText("subject", message.subject, kMaxSubject));
  if (message.subject.empty()) return InvalidField("subject", "empty");
  if (message.text.empty()) return InvalidField("text", "empty");
  RETURN_IF_ERROR(CheckBody("text", message.text));
  RETURN_IF_ERROR(CheckBody("html", message.html));
  RETURN_IF_ERROR(CheckMessageId("message_id", message.message_id));
  if (message.in_reply_to.has_value()) {
    RETURN_IF_ERROR(CheckMessageId("in_reply_to", *message.in_reply_to));
  }
  if (message.unsubscribe_url.has_value()) {
    RETURN_IF_ERROR(CheckUnsubscribeUrl(*message.unsubscribe_url));
  }
  if (message.language.size() != 2 || !absl::ascii_islower(message.language[0]) ||
      !absl::ascii_islower(message.language[1])) {
    return InvalidField("language", "not a language of two letters such as \"kk\"");
  }
  return CheckEmailAddress("envelope_from", message.envelope_from);
}

// Base64 where most characters would be escaped by quoted-printable, which other people can read.
bool PrefersBase64(absl::string_view body) {
  const auto beyond = std::count_if(body.begin(), body.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return static_cast<size_t>(beyond) * 6 > body.size();
}

MimeRef<GMimeObject> TextPart(const char* subtype, absl::string_view body) {
  const bool base64 = PrefersBase64(body);
  std::string lines = absl::StrReplaceAll(body, {{"\r\n", "\n"}});
  // Of base64 the line ends are part of what is encoded; those of quoted-printable GMime writes.
  if (base64) lines = absl::StrReplaceAll(lines, {{"\n", "\r\n"}});
  MimeRef<GMimeObject> part(GMIME_OBJECT(g_mime_part_new_with_type("text", subtype)));
  g_mime_object_set_content_type_parameter(part.get(), "charset", "utf-8");
  const MimeRef<GMimeStream> stream = MimeStreamOf(lines);
  const MimeRef<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(GMIME_PART(part.get()), content.get());
  g_mime_part_set_content_encoding(
      GMIME_PART(part.get()),
      base64 ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return part;
}

MimeRef<GMimeObject> Body(const EmailMessage& message) {
  MimeRef<GMimeObject> text = TextPart("plain", message.text);
  if (message.html.empty()) return text;
  const MimeRef<GMimeObject> html = TextPart("html", message.html);
  MimeRef<GMimeObject> both(GMIME_OBJECT(g_mime_multipart_new_with_subtype("alternative")));
  // Not random, so that a retry has the same bytes; "=_" occurs in no encoded part.
  g_mime_multipart_set_boundary(
      GMIME_MULTIPART(both.get()),
      absl::StrCat("=_", Hex(Sha256Of(message.message_id)).substr(0, 32)).c_str());
  g_mime_multipart_add(GMIME_MULTIPART(both.get()), text.get());
  g_mime_multipart_add(GMIME_MULTIPART(both.get()), html.get());
  return both;
}

void AddAddress(GMimeMessage* mail, GMimeAddressType type, const std::string& name,
                const std::string& address) {
  const MimeRef<InternetAddress> mailbox(
      internet_address_mailbox_new(name.empty() ? nullptr : name.c_str(), address.c_str()));
  internet_address_set_charset(mailbox.get(), "utf-8");
  internet_address_list_add(g_mime_message_get_addresses(mail, type), mailbox.get());
}

// As it is: GMime would fold long words, and a folded address is another one.
void AddRawHeader(GMimeMessage* mail, const char* name, const std::string& value) {
  GMimeHeaderList* const headers = g_mime_object_get_header_list(GMIME_OBJECT(mail));
  g_mime_header_list_append(headers, name, "", nullptr);
  g_mime_header_set_raw_value(
      g_mime_header_list_get_header_at(headers, g_mime_header_list_get_count(headers) - 1),
      absl::StrCat(" ", value, "\n").c_str());
}

std::string BytesOf(GMimeMessage* mail) {
  const MimeFormat format(g_mime_format_options_new());
  g_mime_format_options_set_newline_format(format.get(), GMIME_NEWLINE_FORMAT_DOS);
  const MimeRef<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_object_write_to_stream(GMIME_OBJECT(mail), format.get(), stream.get());
  const GByteArray* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
}

}  // namespace

absl::StatusOr<std::string> ComposeEmail(const EmailMessage& message) {
  RETURN_IF_ERROR(Check(message));
  ASSIGN_OR_RETURN(const std::string from, WireEmailAddress("from_address", message.from_address));
  ASSIGN_OR_RETURN(const std::string to, WireEmailAddress("to_address", message.to_address));
  UseMime();
  const MimeRef<GMimeMessage> mail(g_mime_message_new(/*pretty_headers=*/TRUE));
  AddAddress(mail.get(), GMIME_ADDRESS_TYPE_FROM, message.from_name, from);
  AddAddress(mail.get(), GMIME_ADDRESS_TYPE_TO, message.to_name, to);
  g_mime_message_set_subject(mail.get(), message.subject.c_str(), "utf-8");
  AddRawHeader(mail.get(), "Date",
               absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", message.date, absl::UTCTimeZone()));
  AddRawHeader(mail.get(), "Message-ID", message.message_id);
  if (message.in_reply_to.has_value()) {
    AddRawHeader(mail.get(), "In-Reply-To", *message.in_reply_to);
    AddRawHeader(mail.get(), "References", *message.in_reply_to);
  }
  AddRawHeader(mail.get(), "Auto-Submitted", "auto-generated");
  AddRawHeader(mail.get(), "Content-Language", message.language);
  if (message.unsubscribe_url.has_value()) {
    AddRawHeader(mail.get(), "List-Unsubscribe", absl::StrCat("<", *message.unsubscribe_url, ">"));
    AddRawHeader(mail.get(), "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
  const MimeRef<GMimeObject> body = Body(message);
  g_mime_message_set_mime_part(mail.get(), body.get());
  return BytesOf(mail.get());
}

}  // namespace tarazy::notifications
