// From publishing a notice to its reader, through the notifications' own program, on SQLite and on
// a throw-away PostgreSQL on this machine, with fsync on.
//
//   notices_inbox [NOTICES] [ENGINE]
//
// 50 readers have their inbox's stream open. NOTICES (1,000) notices are published to one of them
// each, one after the other with pauses by lot, and the time is taken from the begin of the call
// that publishes until the reader has it. Prints p50, p99 and the longest.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "tarazy/notifications/v1/inbox_service.grpc.pb.h"
#include "tarazy/notifications/v1/notices_service.grpc.pb.h"
#include "tarazy/notifications/v1/topics_service.grpc.pb.h"
#include "tests/bench/notices/service.h"

namespace tarazy::notifications {
namespace {

constexpr int kReaders = 50;
constexpr int kLongestPause = 40'000;  // microseconds: as long as a poll of the feed

void StoreTopic(const Service& service) {
  const auto stub = v1::TopicsService::NewStub(service.channel());
  v1::PutTemplateRequest letter;
  letter.mutable_template_()->set_id("told");
  v1::Variable& what = *letter.mutable_template_()->add_variables();
  what.set_name("what");
  what.set_kind(v1::VARIABLE_KIND_TEXT);
  what.set_example("a thing");
  for (auto* text : {letter.mutable_template_()->mutable_subject(),
                     letter.mutable_template_()->mutable_text()}) {
    text->set_kk("Хабар: {{what}}");
    text->set_ru("Весть: {{what}}");
    text->set_en("News: {{what}}");
  }
  v1::PutTemplateResponse stored_letter;
  Must(stub->PutTemplate(service.Call().get(), letter, &stored_letter));
  v1::PutTopicRequest topic;
  topic.mutable_topic()->set_id("told");
  topic.mutable_topic()->mutable_title()->set_en("Told");
  topic.mutable_topic()->mutable_title()->set_ru("Сказано");
  topic.mutable_topic()->mutable_title()->set_kk("Айтылды");
  topic.mutable_topic()->set_template_("told");
  topic.mutable_topic()->add_audience()->set_role(common::v1::ROLE_INSTITUTION);
  v1::PutTopicResponse stored_topic;
  Must(stub->PutTopic(service.Call().get(), topic, &stored_topic));
}

// The streams of all readers; whoever gets something says when.
class Readers {
 public:
  explicit Readers(const Service& service) {
    const auto stub = v1::InboxService::NewStub(service.channel());
    for (int i = 0; i < kReaders; ++i) {
      contexts_.push_back(service.Call());
      contexts_.back()->set_deadline(absl::ToChronoTime(absl::Now() + absl::Hours(1)));
      v1::WatchInboxRequest request;
      request.set_recipient("recipients/" + ReaderId(i));
      threads_.emplace_back([this, reader = stub->WatchInbox(contexts_.back().get(), request)] {
        v1::WatchInboxResponse response;
        while (reader->Read(&response)) {
          MutexLock lock(mu_);
          came_ = absl::Now();
          ++count_;
          changed_.NotifyAll();
        }
        reader->Finish().IgnoreError();
      });
    }
  }
  ~Readers() {
    for (const auto& context : contexts_) context->TryCancel();
    for (std::thread& thread : threads_) thread.join();
  }

  // When the one after `count` others came.
  absl::Time Await(int count) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    MutexLock lock(mu_);
    while (count_ <= count) {
      if (absl::Now() > patience) e2e::Die("a notice does not come");
      changed_.WaitUntil(mu_, patience);
    }
    return came_;
  }

 private:
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts_;
  Mutex mu_;
  CondVar changed_;
  int count_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Time came_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_;  // last: they use the others
};

void Run(const std::string& engine, int notices) {
  const Place place(engine);
  StoreReaders(*place.Open(), kReaders);
  const Service service(place, "");
  StoreTopic(service);
  Readers readers(service);
  const auto stub = v1::NoticesService::NewStub(service.channel());
  std::mt19937 lots(1);
  std::vector<double> milliseconds;
  constexpr int kWarmUp = 20;
  for (int i = 0; i < notices + kWarmUp; ++i) {
    absl::SleepFor(absl::Microseconds(lots() % kLongestPause));
    v1::PublishNoticeRequest request;
    request.set_topic("topics/told");
    request.add_recipients("recipients/" + ReaderId(static_cast<int>(lots() % kReaders)));
    request.set_request_id(absl::StrCat("r", i));
    (*request.mutable_values())["what"] = absl::StrCat(i);
    v1::PublishNoticeResponse response;
    const absl::Time start = absl::Now();
    Must(stub->PublishNotice(service.Call().get(), request, &response));
    const absl::Duration took = readers.Await(i) - start;
    if (i >= kWarmUp) milliseconds.push_back(absl::ToDoubleMilliseconds(took));
  }
  std::printf("%-9s %d notices to one of %d readers: p50 %.1f ms  p99 %.1f ms  longest %.1f ms\n",
              engine.c_str(), notices, kReaders, At(milliseconds, 0.5), At(milliseconds, 0.99),
              At(milliseconds, 1));
  std::fflush(stdout);
}

}  // namespace
}  // namespace tarazy::notifications

int main(int argc, char** argv) {
  int notices = 1000;
  if (argc > 3 || (argc > 1 && !absl::SimpleAtoi(argv[1], &notices))) {
    std::fputs("usage: notices_inbox [NOTICES] [ENGINE]\n", stderr);
    return 2;
  }
  for (const std::string engine : {"sqlite", "postgres"}) {
    if (argc == 3 && engine != argv[2]) continue;
    tarazy::notifications::Run(engine, notices);
  }
  return 0;
}
