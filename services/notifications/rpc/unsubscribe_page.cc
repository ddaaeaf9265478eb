#include "services/notifications/rpc/unsubscribe_page.h"

#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsAborted(status) || absl::IsResourceExhausted(status) || absl::IsCancelled(status);
}

}  // namespace

PageAnswer AskToUnsubscribe() {
  return {200,
          "<!doctype html><meta charset=utf-8><title>Tarazy</title>"
          "<form method=post><p>Бұл тақырып бойынша хабарлама алмау · Больше не получать "
          "уведомления этой темы · No more notices of this topic</p><button>OK</button></form>\n",
          "text/html; charset=utf-8"};
}

PageAnswer AnswerOfUnsubscribing(const absl::Status& status) {
  if (status.ok()) return {200, "ok\n"};
  if (DetailOf(status).reason == Reason::kMandatoryTopic) {
    return {403,
            "Бұл тақырып міндетті: оның хабарламаларынан бас тартуға болмайды.\n"
            "Эта тема обязательна: отказаться от её уведомлений нельзя.\n"
            "This topic is mandatory: its notices cannot be unsubscribed from.\n"};
  }
  if (absl::IsNotFound(status)) {
    return {404,
            "Мұндай тақырып немесе алушы енді жоқ.\n"
            "Такой темы или такого получателя больше нет.\n"
            "There is no such topic or recipient any more.\n"};
  }
  if (MayPass(status)) {
    return {503,
            "Кейінірек қайталап көріңіз.\n"
            "Попробуйте позже.\n"
            "Try again later.\n"};
  }
  return {500,
          "Жазылымнан шығу мүмкін болмады: агенттікке хабарласыңыз.\n"
          "Отписаться не удалось: обратитесь в агентство.\n"
          "You could not be unsubscribed: please turn to the agency.\n"};
}

}  // namespace tarazy::notifications
