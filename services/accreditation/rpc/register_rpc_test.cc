// The register's hot reads and its feed through a real server.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/auth/token_store.h"
#include "common/base/civil_day.h"
#include "common/base/status_macros.h"
#include "common/rpc/page.h"
#include "common/rpc/status_map.h"
#include "common/rpc/worker_pool.h"
#include "services/accreditation/app/record_decision.h"
#include "services/accreditation/rpc/hot_register.h"
#include "services/accreditation/rpc/register_bell.h"
#include "services/accreditation/rpc/register_feed.h"
#include "services/accreditation/rpc/register_service.h"
#include "services/accreditation/store/framework_store.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::accreditation {
namespace {

constexpr char kProgramme[] = "programmes/ektu-6b04107";

class SetClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMicros(micros_); }
  void Set(absl::Time now) { micros_ = absl::ToUnixMicros(now); }

 private:
  std::atomic<int64_t> micros_{absl::ToUnixMicros(absl::Now())};
};

// Noon of a day in the agency's zone.
absl::Time Noon(absl::CivilDay day) {
  return absl::FromCivil(day, absl::FixedTimeZone(5 * 60 * 60)) + absl::Hours(12);
}

class RegisterRpcTest : public ::testing::Test, protected MixedRegisterService {
 protected:
  using Reader = std::unique_ptr<grpc::ClientReader<v1::WatchRegisterResponse>>;

  void SetUp() override {
    clock_.Set(Noon(absl::CivilDay(2026, 6, 1)));
    const std::string url = absl::StrCat("sqlite:", folder_.path());
    auth_ = *sql::Open(url, "auth", auth::SchemaMigrations());
    database_ = *sql::Open(url, "accreditation", SchemaMigrations());
    authenticator_ = std::make_unique<auth::Authenticator>(*auth_, clock_);
    runtime_.reset(new rpc::Runtime{.clock = clock_,
                                    .authenticator = *authenticator_,
                                    .metrics = metrics_,
                                    .authentication = admission_,
                                    .admission = admission_,
                                    .pages = pages_,
                                    .workers = *workers_});
    runtime_->methods =
        *rpc::ServedMethods::For({"tarazy.accreditation.v1.RegisterService"}, metrics_);
    hot_ = std::make_unique<HotRegister>(*runtime_, *database_, cache_, heads_);
    feed_ = std::make_unique<RegisterFeed>(*runtime_, *database_);
    bell_ = std::make_unique<RegisterBell>(heads_, *feed_);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(static_cast<MixedRegisterService*>(this));
    server_ = builder.BuildAndStart();
    stub_ = v1::RegisterService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port_), grpc::InsecureChannelCredentials()));
    admin_ = NewToken(common::v1::ROLE_ADMIN);
    public_ = NewToken(common::v1::ROLE_PUBLIC);
  }

  void TearDown() override {
    server_->Shutdown(absl::ToChronoTime(absl::Now()));
    server_->Wait();
    feed_.reset();
    workers_.reset();
  }

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override {
    return hot_->status().Serve(context, request, response);
  }
  grpc::ServerUnaryReactor* SearchRegister(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override {
    return hot_->search().Serve(context, request, response);
  }
  grpc::ServerWriteReactor<v1::WatchRegisterResponse>* WatchRegister(
      grpc::CallbackServerContext* context, const v1::WatchRegisterRequest* request) override {
    return feed_->Watch(context, request);
  }

  std::string NewToken(auth::Role role) {
    const std::string secret = auth::NewSecret();
    EXPECT_TRUE(auth_
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

  // Records a historical grant as another process would: nobody here is told.
  void Record(const std::string& name, int years = 5, const std::string& subject = kProgramme) {
    v1::Decision decision;
    decision.set_name(absl::StrCat("decisions/", name));
    decision.set_subject(subject);
    decision.set_agency("iaar");
    decision.set_scope(v1::PROCEDURE_TYPE_PROGRAMME);
    decision.set_kind(v1::DECISION_KIND_GRANT);
    decision.set_decided_on("2026-05-01");
    decision.set_years(years);
    v1::Ballot& ballot = *decision.mutable_vote()->add_ballots();
    decision.mutable_vote()->set_members(1);
    ballot.set_person("m1");
    ballot.set_choice(v1::BALLOT_CHOICE_FOR);
    RecordingBy by{.by = {.token = "tokens/x", .administrator = true},
                   .now = clock_.Now(),
                   .today = absl::CivilDay(2026, 6, 1)};
    by.units[subject] = {.title = {.en = "A programme"}, .institution = "ektu", .code = "6B04107"};
    const absl::Status status = database_->Write(
        {}, [&](sql::Tx& tx) { return ImportDecisions(tx, by, {decision}).status(); });
    ASSERT_TRUE(status.ok()) << status;
  }

  // "STATUS by DECISION until DAY" of the first line.
  std::string Ask(v1::GetStatusRequest request, const std::string& secret) {
    grpc::ClientContext context;
    Authorize(context, secret);
    v1::GetStatusResponse response;
    const grpc::Status status = stub_->GetStatus(&context, request, &response);
    if (!status.ok()) return status.error_message();
    if (response.lines().empty()) return "no line";
    return absl::StrCat(v1::RegisterStatus_Name(response.lines(0).status()), " by ",
                        response.lines(0).decision(), " until ", response.lines(0).until());
  }
  std::string Ask(const std::string& on = "") {
    v1::GetStatusRequest request;
    request.set_subject(kProgramme);
    request.set_on(on);
    return Ask(request, public_);
  }

  static void Authorize(grpc::ClientContext& context, const std::string& secret) {
    context.AddMetadata("authorization", "Bearer " + secret);
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  }

  Reader Watch(grpc::ClientContext& context, const v1::WatchRegisterRequest& request,
               const std::string& secret) {
    Authorize(context, secret);
    return stub_->WatchRegister(&context, request);
  }

  // The names of the decisions that are there, and how the stream ended.
  std::vector<std::string> ReadAll(const v1::WatchRegisterRequest& request, absl::Status* end,
                                   std::vector<v1::RegisterChange>* changes = nullptr) {
    grpc::ClientContext context;
    const Reader reader = Watch(context, request, public_);
    std::vector<std::string> names;
    v1::WatchRegisterResponse response;
    while (reader->Read(&response)) {
      names.push_back(response.change().decision().name());
      if (changes != nullptr) changes->push_back(response.change());
    }
    *end = rpc::FromGrpc(reader->Finish());
    return names;
  }

  testing::TempDir folder_;
  SetClock clock_;
  obs::Metrics metrics_;
  rpc::Admission admission_{8, absl::Seconds(1)};
  rpc::PageSigner pages_{"key"};
  cache::TieredCache cache_{{}, nullptr, nullptr};
  cache::Heads heads_{{.max_age = absl::Hours(1), .alone = true}, nullptr, nullptr};
  std::unique_ptr<sql::Database> auth_, database_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<rpc::WorkerPool> workers_ = std::make_unique<rpc::WorkerPool>(2, 1000);
  std::unique_ptr<rpc::Runtime> runtime_;
  std::unique_ptr<HotRegister> hot_;
  std::unique_ptr<RegisterFeed> feed_;
  std::unique_ptr<RegisterBell> bell_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::RegisterService::Stub> stub_;
  std::string admin_, public_;
  int port_ = 0;
};

TEST_F(RegisterRpcTest, AStatusIsKeptUntilTheRegisterChanges) {
  Record("1");
  EXPECT_EQ(Ask(), "REGISTER_STATUS_ACCREDITED by decisions/1 until 2031-05-01");
  Record("2", 1);
  EXPECT_EQ(Ask(), "REGISTER_STATUS_ACCREDITED by decisions/1 until 2031-05-01") << "kept";
  bell_->Ring();
  EXPECT_EQ(Ask(), "REGISTER_STATUS_ACCREDITED by decisions/2 until 2027-05-01");
}

TEST_F(RegisterRpcTest, TodayIsAnotherDayTomorrow) {
  Record("1", 1);
  EXPECT_EQ(Ask(), "REGISTER_STATUS_ACCREDITED by decisions/1 until 2027-05-01");
  clock_.Set(Noon(absl::CivilDay(2027, 5, 1)));
  EXPECT_EQ(Ask(), "REGISTER_STATUS_EXPIRED by decisions/1 until ");
}

TEST_F(RegisterRpcTest, ASubjectWithoutALineIsNotKept) {
  EXPECT_EQ(Ask(), "no line");
  Record("1");
  bell_->Ring();
  EXPECT_EQ(Ask(), "REGISTER_STATUS_ACCREDITED by decisions/1 until 2031-05-01");
}

TEST_F(RegisterRpcTest, AnswersAboutOtherDaysAndTimes) {
  Record("1");
  EXPECT_EQ(Ask("2026-04-30"), "REGISTER_STATUS_NONE by  until 2026-05-01");
  EXPECT_EQ(Ask("2031-05-01"), "REGISTER_STATUS_EXPIRED by decisions/1 until ");
  v1::GetStatusRequest before;
  before.set_subject(kProgramme);
  before.mutable_known_at()->set_seconds(absl::ToUnixSeconds(clock_.Now()) - 1);
  EXPECT_EQ(Ask(before, admin_), "no line");
}

TEST_F(RegisterRpcTest, RefusesWhatItCannotRead) {
  v1::GetStatusRequest request;
  EXPECT_NE(Ask(request, public_).find("subject"), std::string::npos);
  request.set_subject("faculties/x");
  EXPECT_NE(Ask(request, public_).find("subject"), std::string::npos);
  EXPECT_NE(Ask("31.12.2026").find("YYYY-MM-DD"), std::string::npos);
}

TEST_F(RegisterRpcTest, PagesOfASearchAreAboutOneDay) {
  for (int i = 0; i < 3; ++i) Record(absl::StrCat(i), 1, absl::StrCat("programmes/p", i));
  v1::SearchRegisterRequest request;
  request.set_page_size(2);
  const auto search = [&] {
    grpc::ClientContext context;
    Authorize(context, public_);
    v1::SearchRegisterResponse response;
    const grpc::Status status = stub_->SearchRegister(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  };
  const v1::SearchRegisterResponse first = search();
  ASSERT_EQ(first.entries_size(), 2);
  EXPECT_EQ(first.on(), "2026-06-01");
  EXPECT_EQ(first.entries(0).valid_to(), "2027-05-01");
  clock_.Set(Noon(absl::CivilDay(2026, 6, 2)));
  request.set_page_token(first.next_page_token());
  for (int i = 0; i < 2; ++i) {  // read, then kept
    const v1::SearchRegisterResponse second = search();
    ASSERT_EQ(second.entries_size(), 1);
    EXPECT_EQ(second.entries(0).subject(), "programmes/p2");
    EXPECT_EQ(second.on(), "2026-06-01");
    EXPECT_EQ(second.next_page_token(), "");
  }
}

TEST_F(RegisterRpcTest, AWatchSendsWhatIsThereAndEndsWhenAsked) {
  for (int i = 0; i < 3; ++i) Record(absl::StrCat(i), 1 + i);
  v1::WatchRegisterRequest request;
  request.set_until_now(true);
  absl::Status end;
  std::vector<v1::RegisterChange> changes;
  EXPECT_EQ(ReadAll(request, &end, &changes),
            (std::vector<std::string>{"decisions/0", "decisions/1", "decisions/2"}));
  EXPECT_TRUE(end.ok()) << end;
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].decision().vote().ballots_size(), 0) << "who voted how is not public";
  request.set_cursor(changes[1].cursor());
  EXPECT_EQ(ReadAll(request, &end), (std::vector<std::string>{"decisions/2"}));
  request.set_cursor(changes[2].cursor());
  EXPECT_TRUE(ReadAll(request, &end).empty());
  EXPECT_TRUE(end.ok()) << end;
  request.set_cursor("another.1");
  EXPECT_TRUE(ReadAll(request, &end).empty());
  EXPECT_EQ(DetailOf(end).reason, Reason::kInvalidCursor);
}

TEST_F(RegisterRpcTest, AWatchSendsManyPages) {
  for (int i = 0; i < 3 * RegisterFeed::kPage / 2; ++i) Record(absl::StrCat(i));
  v1::WatchRegisterRequest request;
  request.set_until_now(true);
  absl::Status end;
  EXPECT_EQ(ReadAll(request, &end).size(), static_cast<size_t>(3 * RegisterFeed::kPage / 2));
  request.set_subject("programmes/other");
  EXPECT_TRUE(ReadAll(request, &end).empty());
  EXPECT_TRUE(end.ok()) << end;
}

TEST_F(RegisterRpcTest, AWatchSendsEachNewChange) {
  Record("0");
  grpc::ClientContext context;
  const Reader reader = Watch(context, {}, public_);
  v1::WatchRegisterResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.change().sequence(), 1);
  Record("1");
  bell_->Ring();  // as this process does
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.change().sequence(), 2);
  Record("2");  // by another process
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.change().sequence(), 3);
  context.TryCancel();
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(RegisterRpcTest, WatchesThatWaitLeaveRoomForOtherCallsAndAreLimited) {
  Record("0");
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<Reader> readers;
  v1::WatchRegisterResponse response;
  for (size_t i = 0; i < RegisterFeed::kMaxWatches; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(Watch(*contexts.back(), {}, public_));
    ASSERT_TRUE(readers.back()->Read(&response));
  }
  EXPECT_EQ(Ask(), "REGISTER_STATUS_ACCREDITED by decisions/0 until 2031-05-01");
  absl::Status end;
  EXPECT_TRUE(ReadAll({}, &end).empty());
  EXPECT_EQ(DetailOf(end).reason, Reason::kOverloaded);
  Record("1");
  bell_->Ring();
  for (const Reader& reader : readers) {
    ASSERT_TRUE(reader->Read(&response));
    EXPECT_EQ(response.change().sequence(), 2);
  }
  for (const auto& context : contexts) context->TryCancel();
  for (const Reader& reader : readers) {
    EXPECT_FALSE(reader->Read(&response));
    reader->Finish();
  }
}

TEST_F(RegisterRpcTest, StoppingEndsWatchesThatWait) {
  Record("0");
  grpc::ClientContext context;
  const Reader reader = Watch(context, {}, public_);
  v1::WatchRegisterResponse response;
  ASSERT_TRUE(reader->Read(&response));
  feed_->Stop();
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  absl::Status end;
  EXPECT_TRUE(ReadAll({}, &end).empty());
  EXPECT_EQ(end.code(), absl::StatusCode::kUnavailable);
}

TEST_F(RegisterRpcTest, OnlyGoodTokensWatch) {
  grpc::ClientContext context;
  const Reader reader = Watch(context, {}, auth::NewSecret());
  v1::WatchRegisterResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

}  // namespace
}  // namespace tarazy::accreditation
