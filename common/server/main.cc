#include "common/server/main.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/auth/token_store.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/cache/invalidation.h"
#include "common/cache/redis.h"
#include "common/cache/redis_url.h"
#include "common/obs/log.h"
#include "common/rpc/page.h"
#include "common/rpc/worker_pool.h"
#include "common/server/config.h"
#include "common/server/http_server.h"
#include "common/server/process.h"
#include "common/server/token_service.h"
#include "common/server/watched_database.h"

extern char** environ;

namespace tarazy::server {
namespace {

constexpr int kMaxMetadata = 64 << 10;
// Threads for each of max_concurrent_calls: more than both queues, those let in, and their calls
// inside this process hold together. The quota rejects at random.
constexpr int kThreadSafetyNet = 12;
constexpr int kQueuePerSlot = 4;  // calls that wait to be let in
// Enough to keep a service's connections busy; what waits for them is small.
constexpr int kWorkers = 8;
constexpr size_t kMaxWaitingForWorkers = 4096;
constexpr absl::Duration kReadyInterval = absl::Seconds(1);

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

std::map<std::string, std::string> Environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(*entry, absl::MaxSplits('=', 1));
    variables.insert(parts);
  }
  return variables;
}

// Everything between "configured" and "stopped". Members are destroyed in reverse order: what calls
// use outlives the server.
class Process {
 public:
  Process(config::v1::Config config, std::vector<ModuleEntry> entries)
      : config_(std::move(config)), entries_(std::move(entries)) {}

  absl::Status Start();
  // Serves until SIGTERM or SIGINT, then drains.
  void Serve();

 private:
  absl::StatusOr<std::unique_ptr<sql::Database>> OpenDatabase(absl::string_view name,
                                                              const sql::Migrations& schema);
  absl::Status OpenAuthentication();
  absl::Status OpenCache();
  absl::Status MakeModules();
  absl::Status CheckPeers() const;
  absl::Status Listen();
  // OK when every module is; tells the health service.
  void CheckReadiness();
  HttpServer::Answer AnswerHttp(const HttpServer::Request& request);
  void Drain();

  const config::v1::Config config_;
  const std::vector<ModuleEntry> entries_;
  SystemClock clock_;
  obs::Metrics metrics_;
  std::unique_ptr<sql::Database> auth_database_;
  std::string service_token_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<rpc::PageSigner> pages_;
  std::unique_ptr<rpc::Admission> authentication_;
  std::unique_ptr<rpc::Admission> admission_;
  std::unique_ptr<rpc::Runtime> runtime_;
  std::unique_ptr<rpc::ChannelProvider> channels_;
  std::unique_ptr<cache::Redis> redis_;  // null without one
  std::unique_ptr<cache::TieredCache> cache_;
  std::unique_ptr<cache::Heads> heads_;
  std::unique_ptr<cache::Invalidation> invalidation_;
  std::unique_ptr<TokenService> tokens_;
  std::vector<std::unique_ptr<Module>> modules_;
  std::vector<std::string> services_;
  std::unique_ptr<rpc::WorkerPool> workers_;  // what they run belongs to the modules
  std::unique_ptr<grpc::Server> server_;
  std::atomic<bool> ready_{false};
  std::unique_ptr<HttpServer> http_;
  int grpc_port_ = 0;
};

absl::StatusOr<std::unique_ptr<sql::Database>> Process::OpenDatabase(
    absl::string_view name, const sql::Migrations& schema) {
  ASSIGN_OR_RETURN(const std::string url, DatabaseUrl(config_, name));
  ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> opened, sql::Open(url, name, schema));
  return std::make_unique<WatchedDatabase>(std::move(opened), name, metrics_);
}

absl::Status Process::OpenAuthentication() {
  RETURN_IF_ERROR(MakeDataFolder(config_.data()));
  ASSIGN_OR_RETURN(auth_database_, OpenDatabase("auth", auth::SchemaMigrations()));
  RETURN_IF_ERROR(EnsureAdminToken(*auth_database_, clock_, config_.data()));
  ASSIGN_OR_RETURN(service_token_, EnsureServiceToken(*auth_database_, clock_, config_.data()));
  ASSIGN_OR_RETURN(std::string key, InstallationKey(*auth_database_, "page-tokens"));
  pages_ = std::make_unique<rpc::PageSigner>(std::move(key));
  authenticator_ = std::make_unique<auth::Authenticator>(*auth_database_, clock_);
  const int slots = config_.limits().max_concurrent_calls();
  const absl::Duration wait = ToDuration(config_.limits().admission_wait());
  authentication_ = std::make_unique<rpc::Admission>(slots, wait, kQueuePerSlot * slots);
  admission_ = std::make_unique<rpc::Admission>(
      slots, wait, kQueuePerSlot * slots,
      metrics_.AddHistogram("tarazy_admission_wait_seconds",
                            "How long calls waited that found no place free, seconds"));
  workers_ = std::make_unique<rpc::WorkerPool>(std::min(kWorkers, slots), kMaxWaitingForWorkers);
  runtime_.reset(new rpc::Runtime{
      .clock = clock_,
      .authenticator = *authenticator_,
      .metrics = metrics_,
      .authentication = *authentication_,
      .admission = *admission_,
      .pages = *pages_,
      .workers = *workers_,
      .default_deadline = ToDuration(config_.limits().default_deadline()),
      .stream_deadline = ToDuration(config_.limits().stream_deadline()),
      .slow_call = ToDuration(config_.log().slow_call()),
  });
  tokens_ = std::make_unique<TokenService>(*runtime_, *auth_database_);
  return absl::OkStatus();
}

absl::Status Process::OpenCache() {
  ASSIGN_OR_RETURN(std::string secret, InstallationKey(*auth_database_, "cached-values"));
  cache::RedisAddress address;
  if (!config_.redis().empty()) {
    ASSIGN_OR_RETURN(address, cache::ParseRedisUrl(config_.redis()));
    redis_ = std::make_unique<cache::Redis>(cache::Redis::Options{.address = address}, &metrics_);
  }
  cache_ = std::make_unique<cache::TieredCache>(
      cache::TieredCache::Options{.l1_bytes = static_cast<size_t>(config_.cache().l1_bytes()),
                                  .seal = {.secret = std::move(secret)}},
      redis_.get(), &metrics_);
  heads_ = std::make_unique<cache::Heads>(
      // SQLite's files belong to one process; another that shares them sees a change a little
      // later.
      cache::Heads::Options{.alone = auth_database_->Engine() == "sqlite"}, redis_.get(),
      &metrics_);
  if (redis_ != nullptr) {
    invalidation_ = std::make_unique<cache::Invalidation>(
        cache::Invalidation::Options{.address = address}, *heads_);
  }
  return absl::OkStatus();
}

absl::Status Process::MakeModules() {
  std::set<std::string> wanted(config_.modules().begin(), config_.modules().end());
  const bool all = wanted.empty();
  channels_ = std::make_unique<rpc::ChannelProvider>(
      std::map<std::string, std::string>(config_.peers().begin(), config_.peers().end()));
  Platform platform{.config = config_,
                    .runtime = *runtime_,
                    .channels = *channels_,
                    .cache = *cache_,
                    .heads = *heads_,
                    .service_token = service_token_,
                    .open_database = [this](absl::string_view name, const sql::Migrations& schema) {
                      return OpenDatabase(name, schema);
                    }};
  services_ = {"tarazy.common.v1.TokenService"};
  for (const ModuleEntry& entry : entries_) {
    const bool elsewhere = config_.peers().contains(entry.name);
    if (all ? elsewhere : wanted.erase(entry.name) == 0) continue;
    ASSIGN_OR_RETURN(std::unique_ptr<Module> module, entry.make(platform));
    for (std::string& service : module->Services()) services_.push_back(std::move(service));
    modules_.push_back(std::move(module));
  }
  if (!wanted.empty() && !all) {
    return InvalidField("--modules", absl::StrCat("unknown: ", absl::StrJoin(wanted, ", ")));
  }
  ASSIGN_OR_RETURN(runtime_->methods, rpc::ServedMethods::For(services_, metrics_));
  return CheckPeers();
}

// Every service that a module calls is here or has an address, and no address is for nobody.
absl::Status Process::CheckPeers() const {
  std::set<std::string> known, here;
  for (const ModuleEntry& entry : entries_) known.insert(entry.name);
  for (const auto& module : modules_) here.insert(module->Name());
  for (const auto& module : modules_) {
    for (const std::string& used : module->Uses()) known.insert(used);
    for (const std::string& needed : module->Needs()) {
      known.insert(needed);
      if (!here.contains(needed) && !config_.peers().contains(needed)) {
        return InvalidField("--peer", absl::StrCat(module->Name(), " needs ", needed,
                                                   "; host it too or give its address: --peer ",
                                                   needed, "=HOST:PORT"));
      }
    }
  }
  for (const auto& [name, address] : config_.peers()) {
    if (!known.contains(name)) return InvalidField("--peer", absl::StrCat("unknown: ", name));
  }
  return absl::OkStatus();
}

absl::Status Process::Listen() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(config_.limits().max_message_bytes());
  builder.SetDefaultCompressionAlgorithm(GRPC_COMPRESS_NONE);
  for (int algorithm = GRPC_COMPRESS_DEFLATE; algorithm < GRPC_COMPRESS_ALGORITHMS_COUNT;
       ++algorithm) {
    builder.SetCompressionAlgorithmSupportStatus(static_cast<grpc_compression_algorithm>(algorithm),
                                                 false);
  }
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadata);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Clients that vanished without a word are noticed.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  grpc::ResourceQuota quota("tarazy");
  quota.SetMaxThreads(
      std::max(512, kThreadSafetyNet * static_cast<int>(config_.limits().max_concurrent_calls())));
  builder.SetResourceQuota(quota);
  builder.AddListeningPort(config_.grpc(), grpc::InsecureServerCredentials(), &grpc_port_);
  builder.RegisterService(tokens_.get());
  for (const auto& module : modules_) module->Register(builder);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || grpc_port_ == 0) {
    return MakeError(
        absl::StatusCode::kUnavailable, Reason::kUnavailable,
        absl::StrCat("cannot listen on grpc ", config_.grpc(), "; is the port in use?"));
  }
  channels_->ServeLocally(*server_);
  return absl::OkStatus();
}

absl::Status Process::Start() {
  RETURN_IF_ERROR(OpenAuthentication());
  RETURN_IF_ERROR(OpenCache());
  RETURN_IF_ERROR(MakeModules());
  RETURN_IF_ERROR(Listen());
  for (const auto& module : modules_) RETURN_IF_ERROR(module->Start());
  CheckReadiness();
  ASSIGN_OR_RETURN(http_,
                   HttpServer::Start(config_.http(), [this](const HttpServer::Request& request) {
                     return AnswerHttp(request);
                   }));
  const std::string host = config_.grpc().substr(0, config_.grpc().rfind(':'));
  obs::Log(obs::Level::kInfo, "server.ready",
           {{"grpc", absl::StrCat(host, ":", grpc_port_)}, {"http", http_->address()}});
  obs::FlushLog();
  return absl::OkStatus();
}

void Process::CheckReadiness() {
  const Context context{.deadline = absl::Now() + kReadyInterval};
  bool ready = auth_database_->Ready(context).ok();
  for (const auto& module : modules_) ready = ready && module->Ready(context).ok();
  if (ready != ready_.exchange(ready)) {
    obs::Log(obs::Level::kWarn, "server.readiness", {{"ready", ready}});
  }
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus("liveness", true);
  health->SetServingStatus("readiness", ready);
  health->SetServingStatus("", ready);
  for (const std::string& service : services_) health->SetServingStatus(service, ready);
}

HttpServer::Answer Process::AnswerHttp(const HttpServer::Request& request) {
  for (const auto& module : modules_) {
    if (auto answer = module->AnswerHttp(request); answer.has_value()) return *std::move(answer);
  }
  const absl::string_view path = request.path;
  if (request.method != "GET") return {405, "only GET\n"};
  if (path == "/livez") return {200, "ok\n"};
  if (path == "/readyz") {
    return ready_ ? HttpServer::Answer{200, "ready\n"} : HttpServer::Answer{503, "not ready\n"};
  }
  if (path == "/metrics") {
    return {200, metrics_.Render(), "text/plain; version=0.0.4; charset=utf-8"};
  }
  return {404, "there is /livez, /readyz and /metrics\n"};
}

void Process::Drain() {
  obs::Log(obs::Level::kInfo, "server.drain");
  ready_ = false;
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  for (const char* name : {"readiness", ""}) health->SetServingStatus(name, false);
  for (const std::string& service : services_) health->SetServingStatus(service, false);
  absl::SleepFor(ToDuration(config_.drain_delay()));
  const absl::Time deadline = absl::Now() + ToDuration(config_.drain_timeout());
  for (const auto& module : modules_) module->Drain(deadline);
  server_->Shutdown(absl::ToChronoTime(deadline));
  server_->Wait();
  obs::Log(obs::Level::kInfo, "server.stopped");
  obs::FlushLog();
}

void Process::Serve() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  const timespec interval = absl::ToTimespec(kReadyInterval);
  while (sigtimedwait(&signals, nullptr, &interval) < 0) CheckReadiness();
  Drain();
}

// Signals are taken by sigtimedwait alone: shutting down is not safe inside a handler. SIGPIPE
// would end us when a peer hangs up.
void BlockSignals() {
  signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

// A URL without what may be secret in it: the user and password, and the parameters.
std::string MaskedUrl(const std::string& url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const size_t parameters = url.find('?');
  std::string masked = url.substr(0, parameters);
  const size_t at = masked.rfind('@');
  if (at != std::string::npos) masked.replace(scheme + 3, at - scheme - 3, "***");
  return parameters == std::string::npos ? masked : absl::StrCat(masked, "?***");
}

config::v1::Config Masked(config::v1::Config config) {
  config.set_database(MaskedUrl(config.database()));
  config.set_redis(MaskedUrl(config.redis()));
  return config;
}

}  // namespace

int Main(int argc, char** argv, const std::vector<ModuleEntry>& modules) {
  const absl::string_view path = argv[0];
  const absl::StatusOr<Flags> flags = ParseFlags(argc, argv, path.substr(path.rfind('/') + 1));
  if (!flags.ok()) return flags.status().code() == absl::StatusCode::kCancelled ? 0 : 2;
  const absl::StatusOr<config::v1::Config> config = LoadConfig(*flags, Environment());
  absl::Status status = config.status();
  if (status.ok()) status = obs::SetLogLevel(config->log().level());
  if (!status.ok()) {
    std::cerr << "error: " << status.message() << "\n";
    return 2;
  }
  if (flags->check_config) {
    std::cout << Masked(*config).DebugString();
    return 0;
  }
  BlockSignals();
  Process process(*config, modules);
  status = process.Start();
  if (!status.ok()) {
    std::cerr << "error: " << status.message() << "\n";
    return 1;
  }
  process.Serve();
  return 0;
}

}  // namespace tarazy::server
