#include "services/notifications/channel/wire/curl_handle.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace tarazy::notifications {
namespace {

long Milliseconds(absl::Duration duration) {
  const int64_t bounded = std::clamp<int64_t>(absl::ToInt64Milliseconds(duration), 1, 3600 * 1000);
  return static_cast<long>(bounded);
}

}  // namespace

CurlHandle NewCurlHandle() {
  // Never cleaned up: handles of static objects may outlive everything.
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  MustBeSet(initialised);
  CurlHandle handle(curl_easy_init());
  if (handle == nullptr) std::abort();
  SetOption(handle, CURLOPT_NOSIGNAL, 1L);
  SetOption(handle, CURLOPT_PROXY, "");
  SetOption(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  SetOption(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  SetOption(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  SetOption(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  return handle;
}

void MustBeSet(CURLcode set) {
  if (set != CURLE_OK) std::abort();
}

void SetTimeouts(const CurlHandle& handle, absl::Duration total, absl::Duration connect) {
  SetOption(handle, CURLOPT_TIMEOUT_MS, Milliseconds(total));
  SetOption(handle, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(connect));
}

CurlList Append(CurlList list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) std::abort();
  (void)list.release();
  return CurlList(longer);
}

}  // namespace tarazy::notifications
