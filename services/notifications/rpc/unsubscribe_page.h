// One click unsubscribes (RFC 8058).
#pragma once

#include <string>

#include "absl/status/status.h"

namespace tarazy::notifications {

// An HTTP answer.
struct PageAnswer {
  int code = 200;
  std::string body;
  std::string type = "text/plain; charset=utf-8";
};

// What a GET asks: scanners that follow links do no harm.
PageAnswer AskToUnsubscribe();

// What a POST has come to, in the readers' three languages, by the status of Unsubscribe: 200; 403
// when the topic has become mandatory; 404 when there is no such topic or recipient any more; 503
// only for what may pass, as senders of such requests try those again; else 500.
PageAnswer AnswerOfUnsubscribing(const absl::Status& status);

}  // namespace tarazy::notifications
