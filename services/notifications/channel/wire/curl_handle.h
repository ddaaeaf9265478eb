// libcurl's handles with owners.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

#include "absl/time/time.h"

namespace tarazy::notifications {

struct CurlFree {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlFree>;

struct CurlListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, CurlListFree>;

struct CurlUrlFree {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlUrl = std::unique_ptr<CURLU, CurlUrlFree>;

// A handle that reads nothing of the environment: no proxies, no .netrc, no signals; certificates
// are verified. Initialises libcurl when it is the process's first, from any thread.
CurlHandle NewCurlHandle();

// Ends the program when the library cannot take the option: going on without one would be unsafe.
void MustBeSet(CURLcode set);
template <typename T>
void SetOption(const CurlHandle& handle, CURLoption option, T value) {
  MustBeSet(curl_easy_setopt(handle.get(), option, value));
}

// Total and connect time-out, at least a millisecond (0 would mean none).
void SetTimeouts(const CurlHandle& handle, absl::Duration total, absl::Duration connect);

// A longer list.
CurlList Append(CurlList list, const std::string& line);

}  // namespace tarazy::notifications
