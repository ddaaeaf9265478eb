#include "common/rpc/hot_method.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/auth/token_store.h"
#include "common/base/status_macros.h"
#include "common/rpc/page.h"
#include "common/rpc/status_map.h"
#include "common/rpc/worker_pool.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::rpc {
namespace {

using registry::v1::ListProgrammesRequest;
using registry::v1::ListProgrammesResponse;
using registry::v1::RegistryService;
using Base = RegistryService::WithRawCallbackMethod_ListProgrammes<RegistryService::Service>;

std::string Answer(const std::string& text) {
  ListProgrammesResponse response;
  response.set_next_page_token(text);
  return response.SerializeAsString();
}

// A server with one hot method: what is in memory and what loading does is up to the test.
class HotMethodTest : public ::testing::Test, protected Base {
 protected:
  void SetUp() override {
    opened_ = *sql::Open(absl::StrCat("sqlite:", folder_.path()), "auth", auth::SchemaMigrations());
    secret_ = NewToken(common::v1::ROLE_ADMIN);
    authenticator_ = std::make_unique<auth::Authenticator>(*opened_, clock_);
    Serve(/*threads=*/2, /*max_waiting=*/100);
  }

  void TearDown() override { Stop(); }

  void Stop() {
    if (server_ == nullptr) return;
    server_->Shutdown();
    server_->Wait();
    workers_.reset();
    server_.reset();
  }

  void Serve(int threads, size_t max_waiting) {
    Stop();
    workers_ = std::make_unique<WorkerPool>(threads, max_waiting);
    runtime_.reset(new Runtime{.clock = clock_,
                               .authenticator = *authenticator_,
                               .metrics = metrics_,
                               .authentication = admission_,
                               .admission = admission_,
                               .pages = pages_,
                               .workers = *workers_});
    runtime_->methods = *ServedMethods::For({"tarazy.registry.v1.RegistryService"}, metrics_);
    method_ = std::make_unique<HotMethod<ListProgrammesRequest>>(
        *runtime_,
        [this](const auth::Principal&, const ListProgrammesRequest& request, absl::Time) {
          return request.institution() == "kept" ? kept_ : nullptr;
        },
        [this](const Call& call, const ListProgrammesRequest& request) {
          ++loads_;
          return load_(call, request);
        });
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(static_cast<Base*>(this));
    server_ = builder.BuildAndStart();
    network_ =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port_), grpc::InsecureChannelCredentials());
  }

  grpc::ServerUnaryReactor* ListProgrammes(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override {
    return method_->Serve(context, request, response);
  }

  std::string NewToken(auth::Role role) {
    const std::string secret = auth::NewSecret();
    EXPECT_TRUE(opened_
                    ->Write({},
                            [&](sql::Tx& tx) {
                              return auth::InsertToken(tx, {.id = secret.substr(4, 16),
                                                            .hash = auth::HashSecret(secret),
                                                            .role = role,
                                                            .created = clock_.Now()});
                            })
                    .ok());
    return secret;
  }

  absl::Status Ask(const std::shared_ptr<grpc::Channel>& channel, const std::string& institution,
                   const std::string& secret, ListProgrammesResponse* response,
                   absl::Duration deadline = absl::Seconds(30)) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + secret);
    context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
    ListProgrammesRequest request;
    request.set_institution(institution);
    return FromGrpc(RegistryService::NewStub(channel)->ListProgrammes(&context, request, response));
  }

  absl::Status Ask(const std::string& institution) {
    ListProgrammesResponse response;
    return Ask(network_, institution, secret_, &response);
  }

  testing::TempDir folder_;
  SystemClock clock_;
  obs::Metrics metrics_;
  Admission admission_{64, absl::Seconds(1)};
  PageSigner pages_{"key"};
  std::unique_ptr<sql::Database> opened_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<WorkerPool> workers_;
  std::unique_ptr<Runtime> runtime_;
  std::unique_ptr<HotMethod<ListProgrammesRequest>> method_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> network_;
  std::string secret_;
  cache::Value kept_ = std::make_shared<const std::string>(Answer("kept"));
  std::function<absl::StatusOr<cache::Value>(const Call&, const ListProgrammesRequest&)> load_ =
      [](const Call&, const ListProgrammesRequest& request) -> absl::StatusOr<cache::Value> {
    return std::make_shared<const std::string>(Answer("loaded " + request.institution()));
  };
  std::atomic<int> loads_{0};
  int port_ = 0;
};

TEST_F(HotMethodTest, WhatIsInMemoryIsNotLoaded) {
  ASSERT_TRUE(Ask("other").ok()) << "from now on the token is believed";
  EXPECT_EQ(loads_, 1);
  for (int i = 0; i < 10; ++i) {
    ListProgrammesResponse response;
    ASSERT_TRUE(Ask(network_, "kept", secret_, &response).ok());
    EXPECT_EQ(response.next_page_token(), "kept");
  }
  EXPECT_EQ(loads_, 1);
  EXPECT_EQ(kept_.use_count(), 1) << "gRPC has let go of the bytes";
}

TEST_F(HotMethodTest, WhatIsNotInMemoryIsLoadedAlsoForThisProcess) {
  const auto inside = server_->InProcessChannel(grpc::ChannelArguments());
  for (const auto& channel : {network_, inside}) {
    for (const char* institution : {"a", "kept"}) {
      ListProgrammesResponse response;
      ASSERT_TRUE(Ask(channel, institution, secret_, &response).ok());
      EXPECT_FALSE(response.next_page_token().empty());
    }
  }
}

TEST_F(HotMethodTest, OnlyGoodTokensOfTheRightRoleAreAnswered) {
  ASSERT_TRUE(Ask("kept").ok());
  ListProgrammesResponse response;
  const int before = loads_;
  EXPECT_EQ(Ask(network_, "kept", auth::NewSecret(), &response).code(),
            absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Ask(network_, "kept", "", &response).code(), absl::StatusCode::kUnauthenticated);
  const std::string respondent = NewToken(common::v1::ROLE_UNSPECIFIED);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Ask(network_, "kept", respondent, &response).code(),
              absl::StatusCode::kPermissionDenied);
  }
  EXPECT_EQ(loads_, before);
}

TEST_F(HotMethodTest, ErrorsOfLoadingReachTheCaller) {
  load_ = [](const Call&, const ListProgrammesRequest&) -> absl::StatusOr<cache::Value> {
    return NotFound("programme", "x");
  };
  const absl::Status status = Ask("a");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DetailOf(status).reason, Reason::kNotFound);
}

TEST_F(HotMethodTest, AnEmptyAnswerIsAnAnswer) {
  kept_ = std::make_shared<const std::string>();
  load_ = [this](const Call&, const ListProgrammesRequest&) { return kept_; };
  EXPECT_TRUE(Ask("a").ok());
  EXPECT_TRUE(Ask("kept").ok());
}

TEST_F(HotMethodTest, TooManyAreRefusedAndLateOnesAreNotLoaded) {
  Serve(/*threads=*/1, /*max_waiting=*/1);
  std::promise<void> began, end;
  const auto ended = end.get_future().share();
  load_ = [&, first = std::make_shared<std::atomic<bool>>(true)](
              const Call&, const ListProgrammesRequest&) -> absl::StatusOr<cache::Value> {
    if (first->exchange(false)) {
      began.set_value();
      ended.wait();
    }
    return std::make_shared<const std::string>();
  };
  std::thread busy([&] { EXPECT_TRUE(Ask("a").ok()); });
  began.get_future().wait();
  ListProgrammesResponse response;
  EXPECT_EQ(Ask(network_, "b", secret_, &response, absl::Milliseconds(50)).code(),
            absl::StatusCode::kDeadlineExceeded)
      << "waits for the only worker";
  EXPECT_EQ(DetailOf(Ask("c")).reason, Reason::kOverloaded) << "one more than may wait";
  end.set_value();
  busy.join();
  while (!Ask("d").ok()) std::this_thread::yield();
  EXPECT_EQ(loads_, 2) << "a and d; nobody waited for b any more";
}

TEST_F(HotMethodTest, EndingWaitsForThoseUnderWay) {
  std::promise<void> began;
  load_ = [&](const Call& call, const ListProgrammesRequest&) -> absl::StatusOr<cache::Value> {
    began.set_value();
    while (!call.Expired()) std::this_thread::yield();
    return absl::CancelledError("gone");
  };
  std::thread caller([&] { EXPECT_FALSE(Ask("a").ok()); });
  began.get_future().wait();
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
  caller.join();
}

}  // namespace
}  // namespace tarazy::rpc
