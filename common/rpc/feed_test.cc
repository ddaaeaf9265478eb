#include "common/rpc/feed.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/token_store.h"
#include "common/base/error.h"
#include "common/rpc/page.h"
#include "common/rpc/worker_pool.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::rpc {
namespace {

using Request = registry::v1::ListProgrammesRequest;
using Response = registry::v1::ListProgrammesResponse;

constexpr char kMethod[] = "/tarazy.test.Shelf/Watch";

// What streams read: texts, to which others are added.
class Shelf {
 public:
  void Add(std::string text) {
    MutexLock lock(mu_);
    texts_.push_back(std::move(text));
  }
  std::vector<std::string> After(size_t place, size_t limit) {
    MutexLock lock(mu_);
    const size_t end = std::min(texts_.size(), place + limit);
    return place >= end ? std::vector<std::string>()
                        : std::vector<std::string>(texts_.begin() + static_cast<ptrdiff_t>(place),
                                                   texts_.begin() + static_cast<ptrdiff_t>(end));
  }
  size_t size() {
    MutexLock lock(mu_);
    return texts_.size();
  }

 private:
  Mutex mu_;
  std::vector<std::string> texts_ ABSL_GUARDED_BY(mu_);
};

// Ends at what there was at the call when "page_token" is "until now".
class ShelfReader final : public FeedReader<Response> {
 public:
  ShelfReader(Shelf& shelf, const std::atomic<size_t>& seen, const Request& request)
      : shelf_(shelf), seen_(seen), request_(request) {}

  absl::Status Begin(const Call&) override {
    if (request_.page_size() < 0) return InvalidField("page_size", "must not be negative");
    if (request_.page_token() == "until now") until_ = shelf_.size();
    return absl::OkStatus();
  }
  absl::Status ReadPage(const Context&, std::deque<Response>& page) override {
    for (std::string& text : shelf_.After(place_, 2)) {
      if (text == "broken") return Internal("the shelf is broken");
      page.emplace_back().set_next_page_token(std::move(text));
      ++place_;
    }
    return absl::OkStatus();
  }
  bool Done() const override { return until_.has_value() && place_ >= *until_; }
  bool Behind() const override { return place_ < seen_; }

 private:
  Shelf& shelf_;
  const std::atomic<size_t>& seen_;
  const Request request_;
  size_t place_ = 0;
  std::optional<size_t> until_;
};

// A server with one streaming method, as generated code would register it.
class FeedTest : public ::testing::Test, protected grpc::Service {
 protected:
  using Reader = std::unique_ptr<grpc::ClientReader<Response>>;

  FeedTest() {
    AddMethod(new grpc::internal::RpcServiceMethod(
        kMethod, grpc::internal::RpcMethod::SERVER_STREAMING, nullptr));
    MarkMethodCallback(0, new grpc::internal::CallbackServerStreamingHandler<Request, Response>(
                              [this](grpc::CallbackServerContext* context, const Request* request) {
                                return feed_->Watch(context, request);
                              }));
  }

  void Serve(const FeedOptions& options) {
    opened_ = *sql::Open(absl::StrCat("sqlite:", folder_.path()), "auth", auth::SchemaMigrations());
    secret_ = auth::NewSecret();
    ASSERT_TRUE(opened_
                    ->Write({},
                            [&](sql::Tx& tx) {
                              return auth::InsertToken(tx, {.id = secret_.substr(4, 16),
                                                            .hash = auth::HashSecret(secret_),
                                                            .role = common::v1::ROLE_PUBLIC,
                                                            .created = clock_.Now()});
                            })
                    .ok());
    authenticator_ = std::make_unique<auth::Authenticator>(*opened_, clock_);
    runtime_.reset(new Runtime{.clock = clock_,
                               .authenticator = *authenticator_,
                               .metrics = metrics_,
                               .authentication = admission_,
                               .admission = admission_,
                               .pages = pages_,
                               .workers = *workers_});
    runtime_->methods = *ServedMethods::For({"tarazy.registry.v1.RegistryService"}, metrics_);
    feed_ = std::make_unique<Feed<Request, Response>>(
        *runtime_, options,
        [this](const Request& request) {
          return std::make_unique<ShelfReader>(shelf_, seen_, request);
        },
        [this] {
          ++looks_;
          seen_ = shelf_.size();
        });
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    channel_ =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  }

  void TearDown() override {
    server_->Shutdown(absl::ToChronoTime(absl::Now()));
    server_->Wait();
    feed_.reset();
    workers_.reset();
  }

  Reader Watch(grpc::ClientContext& context, const Request& request = {},
               absl::Duration deadline = absl::Seconds(60)) {
    context.AddMetadata("authorization", "Bearer " + secret_);
    context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
    const grpc::internal::RpcMethod method(kMethod, grpc::internal::RpcMethod::SERVER_STREAMING,
                                           channel_);
    return Reader(grpc::internal::ClientReaderFactory<Response>::Create(channel_.get(), method,
                                                                        &context, request));
  }

  // The next text, or how the stream ended.
  static std::string Next(const Reader& reader) {
    Response response;
    if (reader->Read(&response)) return response.next_page_token();
    const grpc::Status status = reader->Finish();
    return absl::StrCat("ended: ", absl::StatusCodeToString(FromGrpc(status).code()));
  }

  testing::TempDir folder_;
  SystemClock clock_;
  obs::Metrics metrics_;
  Admission admission_{8, absl::Seconds(1)};
  PageSigner pages_{"key"};
  Shelf shelf_;
  std::atomic<size_t> seen_{0};
  std::atomic<int> looks_{0};
  std::unique_ptr<sql::Database> opened_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<WorkerPool> workers_ = std::make_unique<WorkerPool>(2, 1000);
  std::unique_ptr<Runtime> runtime_;
  std::unique_ptr<Feed<Request, Response>> feed_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string secret_;
};

TEST_F(FeedTest, SendsWhatIsThereAndEndsWhereItWasAskedTo) {
  for (int i = 0; i < 5; ++i) shelf_.Add(absl::StrCat(i));
  Serve({});
  Request request;
  request.set_page_token("until now");
  grpc::ClientContext context;
  const Reader reader = Watch(context, request);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Next(reader), absl::StrCat(i));
  EXPECT_EQ(Next(reader), "ended: OK");
}

TEST_F(FeedTest, SendsEachNewThingWhenItIsTold) {
  Serve({.poll = absl::Hours(1)});
  shelf_.Add("first");
  grpc::ClientContext context;
  const Reader reader = Watch(context);
  EXPECT_EQ(Next(reader), "first");
  for (const char* text : {"second", "third"}) {
    shelf_.Add(text);
    feed_->Wake();
    EXPECT_EQ(Next(reader), text);
  }
}

TEST_F(FeedTest, LooksByItselfWhileSomebodyReads) {
  Serve({.poll = absl::Milliseconds(5)});
  shelf_.Add("first");
  {
    grpc::ClientContext context;
    const Reader reader = Watch(context);
    EXPECT_EQ(Next(reader), "first");
    shelf_.Add("second");
    EXPECT_EQ(Next(reader), "second");
    context.TryCancel();
    EXPECT_EQ(Next(reader), "ended: CANCELLED");
  }
  const auto quiet = [this] {  // not one look in forty polls
    const int before = looks_;
    absl::SleepFor(absl::Milliseconds(200));
    return looks_ == before;
  };
  bool found = false;
  for (const absl::Time until = absl::Now() + absl::Seconds(30); !found && absl::Now() < until;) {
    found = quiet();
  }
  EXPECT_TRUE(found) << "it looks though nobody reads";
}

TEST_F(FeedTest, EndsAtTheDeadlineThatTheServerSets) {
  Serve({.poll = absl::Milliseconds(5)});
  runtime_->default_deadline = absl::Milliseconds(50);
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + secret_);
  const grpc::internal::RpcMethod method(kMethod, grpc::internal::RpcMethod::SERVER_STREAMING,
                                         channel_);
  const Reader reader(grpc::internal::ClientReaderFactory<Response>::Create(channel_.get(), method,
                                                                            &context, Request()));
  EXPECT_EQ(Next(reader), "ended: DEADLINE_EXCEEDED");
}

TEST_F(FeedTest, EndsACallerWhoDoesNotRead) {
  for (int i = 0; i < 64; ++i) shelf_.Add(std::string(1 << 20, 'x'));
  Serve({.poll = absl::Milliseconds(5), .max_stall = absl::Milliseconds(50)});
  grpc::ClientContext context;
  const Reader reader = Watch(context);
  Response response;
  ASSERT_TRUE(reader->Read(&response));
  absl::SleepFor(absl::Seconds(1));  // this is what it must not bear
  int read = 1;
  while (reader->Read(&response)) ++read;
  EXPECT_LT(read, 64);
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(FeedTest, RefusesMoreThanItTakes) {
  shelf_.Add("first");
  Serve({.max_streams = 1, .poll = absl::Milliseconds(5)});
  {
    grpc::ClientContext one;
    const Reader reader = Watch(one);
    EXPECT_EQ(Next(reader), "first");
    grpc::ClientContext two;
    EXPECT_EQ(Next(Watch(two)), "ended: RESOURCE_EXHAUSTED");
    one.TryCancel();
    EXPECT_EQ(Next(reader), "ended: CANCELLED");
  }
  std::string next;  // the server learns a little later that the first has gone
  for (const absl::Time until = absl::Now() + absl::Seconds(30);
       next != "first" && absl::Now() < until;) {
    grpc::ClientContext three;
    const Reader reader = Watch(three);
    next = Next(reader);
    three.TryCancel();
    if (next == "first") Next(reader);
  }
  EXPECT_EQ(next, "first");
}

TEST_F(FeedTest, AReadersErrorsEndItsStream) {
  Serve({});
  Request request;
  request.set_page_size(-1);
  grpc::ClientContext refused;
  EXPECT_EQ(Next(Watch(refused, request)), "ended: INVALID_ARGUMENT");
  shelf_.Add("broken");
  grpc::ClientContext broken;
  EXPECT_EQ(Next(Watch(broken)), "ended: INTERNAL");
}

TEST_F(FeedTest, StoppingEndsThoseWhoWaitAndRefusesOthers) {
  shelf_.Add("first");
  Serve({.poll = absl::Hours(1)});
  grpc::ClientContext one;
  const Reader reader = Watch(one);
  EXPECT_EQ(Next(reader), "first");
  feed_->Stop();
  EXPECT_EQ(Next(reader), "ended: UNAVAILABLE");
  grpc::ClientContext two;
  EXPECT_EQ(Next(Watch(two)), "ended: UNAVAILABLE");
}

}  // namespace
}  // namespace tarazy::rpc
