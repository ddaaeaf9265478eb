#include "tests/bench/notices/service.h"

#include <grpcpp/create_channel.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/people/recipients.h"
#include "services/notifications/store/topic_store.h"
#include "tests/e2e/probe.h"

namespace tarazy::notifications {
namespace {

std::vector<std::string> Arguments(const Place& place, const std::string& config) {
  const std::string file = place.folder() + "/config.yaml";
  std::ofstream(file) << config;
  return {"--grpc",       "127.0.0.1:0",   "--http",    "127.0.0.1:0",        "--data",
          place.folder(), "--database",    place.url(), "--config",           file,
          "--modules",    "notifications", "--peer",    "surveys=127.0.0.1:1"};
}

}  // namespace

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

void Must(const grpc::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%d %s\n", status.error_code(), status.error_message().c_str());
  std::exit(1);
}

double At(std::vector<double>& numbers, double share) {
  if (numbers.empty()) return 0;
  std::sort(numbers.begin(), numbers.end());
  return numbers[static_cast<size_t>(share * static_cast<double>(numbers.size() - 1))];
}

Place::Place(const std::string& engine) : url_("sqlite:" + folder_.path()) {
  if (engine == "sqlite") return;
  auto server = testing::TempPostgres::Start(50, testing::TempPostgres::Speed::kDurable);
  Must(server.status());
  server_ = *std::move(server);
  url_ = server_->url();
}

std::unique_ptr<sql::Database> Place::Open() const {
  auto database = sql::Open(url_, "notifications", SchemaMigrations());
  Must(database.status());
  return *std::move(database);
}

Service::Service(const Place& place, const std::string& config)
    : process_(TARAZY_NOTIFICATIONS, Arguments(place, config), place.folder() + "/log"),
      channel_(grpc::CreateChannel(process_.grpc(), grpc::InsecureChannelCredentials())) {
  std::ifstream(place.folder() + "/admin.token") >> token_;
}

std::unique_ptr<grpc::ClientContext> Service::Call() const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + token_);
  context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  return context;
}

int64_t Service::Deliveries(const std::string& channel, const std::string& state) const {
  const std::string series = absl::StrCat("tarazy_notices_deliveries_total{channel=\"", channel,
                                          "\",state=\"", state, "\"} ");
  const std::string page = e2e::HttpGet(process_.http(), "/metrics");
  const size_t found = page.find(series);
  if (found == std::string::npos) return 0;
  double value = 0;
  const absl::string_view rest = absl::string_view(page).substr(found + series.size());
  if (!absl::SimpleAtod(rest.substr(0, rest.find('\n')), &value)) return 0;
  return static_cast<int64_t>(value);
}

std::string ReaderId(int number) { return absl::StrCat("r", absl::Dec(number, absl::kZeroPad6)); }

std::string InstitutionName(int number) {
  return absl::StrCat("institutions/i", absl::Dec(number, absl::kZeroPad6));
}

void StoreReaders(sql::Database& database, int count) {
  constexpr int kBatch = 5000;
  const char* const languages[] = {"kk", "ru", "en"};
  for (int from = 0; from < count; from += kBatch) {
    Must(database.WriteBulk({}, [&](sql::Tx& tx) -> absl::Status {
      for (int i = from; i < std::min(count, from + kBatch); ++i) {
        v1::Recipient recipient;
        recipient.set_id(ReaderId(i));
        recipient.set_title(absl::StrCat("Оқу ісі бөлімі № ", i));
        recipient.set_language(languages[i % 3]);
        recipient.set_role(common::v1::ROLE_INSTITUTION);
        recipient.set_institution(InstitutionName(i));
        recipient.set_email(
            absl::StrCat("studies@i", absl::Dec(i, absl::kZeroPad6), ".example.kz"));
        RETURN_IF_ERROR(StoreRecipient(tx, recipient, absl::Now()).status());
      }
      return absl::OkStatus();
    }));
  }
}

}  // namespace tarazy::notifications
