#include "common/rpc/page.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"

namespace tarazy::rpc {
namespace {

constexpr size_t kSignatureSize = 16;

std::string Field(const google::protobuf::Message& request, const char* name) {
  return request.GetReflection()->GetString(request,
                                            request.GetDescriptor()->FindFieldByName(name));
}

// The request without its page: what a token is bound to. These requests have no maps, so their
// serialization is deterministic.
std::string Query(const google::protobuf::Message& request) {
  std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    copy->GetReflection()->ClearField(copy.get(), copy->GetDescriptor()->FindFieldByName(name));
  }
  return absl::StrCat(request.GetDescriptor()->full_name(), "\n", copy->SerializeAsString());
}

std::string Pack(const std::vector<std::string>& keys) {
  std::string payload;
  for (const std::string& key : keys) absl::StrAppend(&payload, key.size(), ":", key);
  return payload;
}

bool Unpack(absl::string_view payload, std::vector<std::string>& keys) {
  while (!payload.empty()) {
    const size_t colon = payload.find(':');
    size_t size = 0;
    if (colon == absl::string_view::npos || !absl::SimpleAtoi(payload.substr(0, colon), &size) ||
        size > payload.size() - colon - 1) {
      return false;
    }
    keys.emplace_back(payload.substr(colon + 1, size));
    payload.remove_prefix(colon + 1 + size);
  }
  return true;
}

// What a cursor is bound to; no request type's name is like it.
std::string Feed(absl::string_view feed) { return absl::StrCat("cursor\n", feed); }

absl::Status BadCursor() {
  return InvalidArgument(Reason::kInvalidCursor,
                         "the cursor is not one that this feed gave; start again without it",
                         {{"cursor", "not a cursor of this feed"}});
}

// The bytes of a text of ours: a signature, and behind it what was signed.
bool Decode(absl::string_view text, std::string& raw) {
  return absl::WebSafeBase64Unescape(text, &raw) && raw.size() >= kSignatureSize &&
         absl::WebSafeBase64Escape(raw) == text;  // one spelling only
}

absl::Status BadToken() {
  return InvalidArgument(Reason::kInvalidPageToken,
                         "page_token is not one that this list gave; start again without it",
                         {{"page_token", "not a token of this query"}});
}

}  // namespace

std::string PageSigner::Sign(absl::string_view query, absl::string_view payload) const {
  return HmacSha256(key_, absl::StrCat(query.size(), ":", query, payload))
      .substr(0, kSignatureSize);
}

absl::StatusOr<Page> PageSigner::Open(const google::protobuf::Message& request, size_t keys) const {
  Page page;
  const int size = request.GetReflection()->GetInt32(
      request, request.GetDescriptor()->FindFieldByName("page_size"));
  if (size < 0) return InvalidField("page_size", "must not be negative");
  page.size = size == 0 ? kDefaultSize : std::min(size, kMaxSize);
  const std::string token = Field(request, "page_token");
  if (token.empty()) return page;
  std::string raw;
  if (!Decode(token, raw)) return BadToken();
  const absl::string_view signature = absl::string_view(raw).substr(0, kSignatureSize);
  const absl::string_view payload = absl::string_view(raw).substr(kSignatureSize);
  if (!EqualInConstantTime(signature, Sign(Query(request), payload))) return BadToken();
  if (!Unpack(payload, page.after) || page.after.size() != keys) return BadToken();
  return page;
}

std::string PageSigner::Next(const google::protobuf::Message& request,
                             const std::vector<std::string>& keys) const {
  const std::string payload = Pack(keys);
  return absl::WebSafeBase64Escape(absl::StrCat(Sign(Query(request), payload), payload));
}

std::string PageSigner::CursorOf(absl::string_view feed, int64_t place) const {
  const std::string payload = absl::StrCat(place);
  return absl::WebSafeBase64Escape(absl::StrCat(Sign(Feed(feed), payload), payload));
}

absl::StatusOr<int64_t> PageSigner::OpenCursor(absl::string_view feed,
                                               absl::string_view cursor) const {
  if (cursor.empty()) return 0;
  std::string raw;
  if (!Decode(cursor, raw)) return BadCursor();
  const absl::string_view signature = absl::string_view(raw).substr(0, kSignatureSize);
  const absl::string_view payload = absl::string_view(raw).substr(kSignatureSize);
  int64_t place = 0;
  if (!EqualInConstantTime(signature, Sign(Feed(feed), payload)) ||
      !absl::SimpleAtoi(payload, &place)) {
    return BadCursor();
  }
  return place;
}

}  // namespace tarazy::rpc
