#include "common/server/config.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>
#include <yaml-cpp/yaml.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::server {
namespace {

using google::protobuf::FieldDescriptor;

constexpr int kMaxYamlDepth = 8;

// Scalars become JSON strings: proto's JSON reader takes numbers, booleans and enums from strings.
absl::StatusOr<nlohmann::json> ToJson(const YAML::Node& node, int depth) {
  if (depth > kMaxYamlDepth) return InvalidField("config", "nested too deeply");
  if (node.IsScalar()) return nlohmann::json(node.Scalar());
  nlohmann::json json;
  if (node.IsSequence()) {
    json = nlohmann::json::array();
    for (const auto& item : node) {
      ASSIGN_OR_RETURN(nlohmann::json value, ToJson(item, depth + 1));
      json.push_back(std::move(value));
    }
  }
  if (node.IsMap()) {
    json = nlohmann::json::object();
    for (const auto& entry : node) {
      const std::string key = entry.first.Scalar();
      if (json.contains(key)) return InvalidField(key, "stands twice in the configuration");
      ASSIGN_OR_RETURN(json[key], ToJson(entry.second, depth + 1));
    }
  }
  return json;
}

absl::Status MergeJson(const std::string& json, config::v1::Config* config) {
  config::v1::Config layer;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &layer);
  if (!status.ok()) {
    return InvalidField("config", std::string(status.message().data(), status.message().size()));
  }
  config->MergeFrom(layer);
  return absl::OkStatus();
}

// "limits.max_message_bytes" of TARAZY_LIMITS_MAX_MESSAGE_BYTES: path by path, since names hold
// '_'.
std::vector<std::string> PathOf(absl::string_view variable,
                                const google::protobuf::Descriptor* type) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const std::string upper = absl::AsciiStrToUpper(field->name());
    if (variable == upper) return {field->name()};
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map() &&
        absl::StartsWith(variable, upper + "_")) {
      std::vector<std::string> rest =
          PathOf(variable.substr(upper.size() + 1), field->message_type());
      if (!rest.empty()) {
        rest.insert(rest.begin(), field->name());
        return rest;
      }
    }
  }
  return {};
}

nlohmann::json ValueOf(const std::string& field, const std::string& value) {
  if (field == "modules") return absl::StrSplit(value, ',', absl::SkipEmpty());
  if (field == "peers" || field == "database_files") {
    nlohmann::json map = nlohmann::json::object();
    for (const auto& entry : absl::StrSplit(value, ',', absl::SkipEmpty())) {
      const std::pair<std::string, std::string> parts =
          absl::StrSplit(entry, absl::MaxSplits('=', 1));
      map[parts.first] = parts.second;
    }
    return map;
  }
  return value;
}

// Settings of other programs, and what Kubernetes puts there for a Service named tarazy-….
bool ForeignVariable(absl::string_view name) {
  if (absl::StrContains(name, "_SERVICE_HOST") || absl::StrContains(name, "_SERVICE_PORT") ||
      absl::StrContains(name, "_PORT_") || absl::EndsWith(name, "_PORT")) {
    return true;
  }
  return name == "TARAZY_SERVER" || name == "TARAZY_TOKEN_FILE" || name == "TARAZY_SHARED" ||
         absl::StartsWith(name, "TARAZY_TEST_");
}

absl::Status ApplyFlags(const Flags& flags, config::v1::Config* config) {
  if (!flags.grpc.empty()) config->set_grpc(flags.grpc);
  if (!flags.http.empty()) config->set_http(flags.http);
  if (!flags.data.empty()) config->set_data(flags.data);
  if (!flags.database.empty()) config->set_database(flags.database);
  if (!flags.redis.empty()) config->set_redis(flags.redis);
  if (!flags.modules.empty()) {
    config->mutable_modules()->Assign(flags.modules.begin(), flags.modules.end());
  }
  for (const std::string& peer : flags.peers) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(peer, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.second.empty()) {
      return InvalidField("--peer", "must be SERVICE=HOST:PORT");
    }
    (*config->mutable_peers())[parts.first] = parts.second;
  }
  return absl::OkStatus();
}

template <typename Set>
void Default(bool missing, Set set) {
  if (missing) set();
}

void FillDefaults(config::v1::Config* c) {
  Default(c->grpc().empty(), [&] { c->set_grpc("127.0.0.1:7070"); });
  Default(c->http().empty(), [&] { c->set_http("127.0.0.1:8080"); });
  Default(c->data().empty(), [&] { c->set_data("./var"); });
  Default(c->database().empty(), [&] { c->set_database(absl::StrCat("sqlite:", c->data())); });
  Default(c->log().level().empty(), [&] { c->mutable_log()->set_level("info"); });
  Default(!c->log().has_slow_call(),
          [&] { c->mutable_log()->mutable_slow_call()->set_seconds(1); });
  Default(c->publishing().approval().empty(),
          [&] { c->mutable_publishing()->set_approval("two_people"); });
  Default(!c->has_drain_timeout(), [&] { c->mutable_drain_timeout()->set_seconds(20); });
  Default(c->certificates().key_file().empty(), [&] {
    c->mutable_certificates()->set_key_file(absl::StrCat(c->data(), "/certificate.key"));
  });
  Default(c->invitations().key_file().empty(), [&] {
    c->mutable_invitations()->set_key_file(absl::StrCat(c->data(), "/invitations.key"));
  });
  auto* notices = c->mutable_notices();
  Default(notices->key_file().empty(),
          [&] { notices->set_key_file(absl::StrCat(c->data(), "/notices.key")); });
  Default(notices->receipts_key_file().empty(),
          [&] { notices->set_receipts_key_file(absl::StrCat(c->data(), "/receipts.key")); });
  Default(!notices->has_lease(), [&] { notices->mutable_lease()->set_seconds(60); });
  Default(notices->workers() <= 0, [&] { notices->set_workers(4); });
  Default(notices->smtp().port() <= 0, [&] { notices->mutable_smtp()->set_port(587); });
  Default(notices->smtp().security().empty(),
          [&] { notices->mutable_smtp()->set_security("starttls"); });
  auto* rates = notices->mutable_rates();
  Default(rates->per_second_and_host() == 0, [&] { rates->set_per_second_and_host(50); });
  Default(rates->per_minute_and_recipient() == 0, [&] { rates->set_per_minute_and_recipient(60); });
  Default(c->cache().l1_bytes() <= 0, [&] { c->mutable_cache()->set_l1_bytes(64 << 20); });
  auto* limits = c->mutable_limits();
  Default(limits->max_message_bytes() <= 0, [&] { limits->set_max_message_bytes(4 << 20); });
  Default(limits->max_concurrent_calls() <= 0, [&] { limits->set_max_concurrent_calls(64); });
  Default(!limits->has_admission_wait(), [&] { limits->mutable_admission_wait()->set_seconds(1); });
  Default(!limits->has_default_deadline(),
          [&] { limits->mutable_default_deadline()->set_seconds(60); });
  Default(!limits->has_stream_deadline(),
          [&] { limits->mutable_stream_deadline()->set_seconds(3600); });
  Default(limits->max_evidence_bytes() <= 0, [&] { limits->set_max_evidence_bytes(32 << 20); });
  Default(limits->max_institution_evidence_bytes() <= 0,
          [&] { limits->set_max_institution_evidence_bytes(int64_t{2} << 30); });
}

absl::StatusOr<std::string> ReadFile(const std::string& path, absl::string_view what) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return InvalidField(what, absl::StrCat("the file ", path, " cannot be read"));
  return text.str();
}

}  // namespace

absl::StatusOr<Flags> ParseFlags(int argc, char** argv, absl::string_view program) {
  Flags flags;
  CLI::App app(absl::StrCat(program, ": Tarazy services over gRPC"), std::string(program));
  app.add_option("--grpc", flags.grpc, "gRPC address, HOST:PORT (127.0.0.1:7070)");
  app.add_option("--http", flags.http, "health and metrics address, HOST:PORT (127.0.0.1:8080)");
  app.add_option("--data", flags.data, "folder for data and keys (./var)");
  app.add_option("--database", flags.database, "sqlite:DIR or postgresql://… (SQLite in --data)");
  app.add_option("--redis", flags.redis, "redis://host:port/db (none)");
  app.add_option("--modules", flags.modules, "modules to host, comma separated (all)")
      ->delimiter(',');
  app.add_option("--peer", flags.peers, "SERVICE=HOST:PORT for a service that lives elsewhere");
  app.add_option("--config", flags.config_file, "YAML file; docs/operations.md lists its keys");
  app.add_flag("--check-config", flags.check_config, "check the configuration, print it, and exit");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? absl::CancelledError("help")
                                : absl::InvalidArgumentError("wrong usage");
  }
  return flags;
}

absl::Status MergeYaml(absl::string_view yaml, config::v1::Config* config) {
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    if (root.IsNull()) return absl::OkStatus();
    if (!root.IsMap()) return InvalidField("config", "must be a map of keys");
    ASSIGN_OR_RETURN(const nlohmann::json json, ToJson(root, 0));
    return MergeJson(json.dump(), config);
  } catch (const std::exception& error) {
    return InvalidField("config", error.what());
  }
}

absl::Status MergeEnvironment(const std::map<std::string, std::string>& environment,
                              config::v1::Config* config) {
  for (const auto& [name, value] : environment) {
    if (!absl::StartsWith(name, "TARAZY_") || ForeignVariable(name)) continue;
    const std::vector<std::string> path =
        PathOf(absl::string_view(name).substr(7), config::v1::Config::descriptor());
    if (path.empty()) return InvalidField(name, "is no setting; docs/operations.md lists them");
    nlohmann::json json = ValueOf(path.back(), value);
    for (auto it = path.rbegin(); it != path.rend(); ++it) {
      json = nlohmann::json::object({{*it, json}});
    }
    if (path.front() == "modules") config->clear_modules();
    RETURN_IF_ERROR(MergeJson(json.dump(), config));
  }
  return absl::OkStatus();
}

absl::StatusOr<config::v1::Config> LoadConfig(
    const Flags& flags, const std::map<std::string, std::string>& environment) {
  config::v1::Config config;
  if (!flags.config_file.empty()) {
    ASSIGN_OR_RETURN(const std::string yaml, ReadFile(flags.config_file, "--config"));
    RETURN_IF_ERROR(MergeYaml(yaml, &config));
  }
  RETURN_IF_ERROR(MergeEnvironment(environment, &config));
  RETURN_IF_ERROR(ApplyFlags(flags, &config));
  if (!config.database_file().empty() && flags.database.empty()) {
    ASSIGN_OR_RETURN(const std::string url, ReadFile(config.database_file(), "database_file"));
    config.set_database(std::string(absl::StripAsciiWhitespace(url)));
  }
  if (!config.redis_file().empty() && flags.redis.empty()) {
    ASSIGN_OR_RETURN(const std::string url, ReadFile(config.redis_file(), "redis_file"));
    config.set_redis(std::string(absl::StripAsciiWhitespace(url)));
  }
  FillDefaults(&config);
  const std::string& approval = config.publishing().approval();
  if (approval != "two_people" && approval != "one_person") {
    return InvalidField("publishing.approval", "must be two_people or one_person");
  }
  return config;
}

absl::StatusOr<std::string> DatabaseUrl(const config::v1::Config& config, absl::string_view name) {
  const auto file = config.database_files().find(std::string(name));
  if (file == config.database_files().end()) return config.database();
  ASSIGN_OR_RETURN(const std::string url,
                   ReadFile(file->second, absl::StrCat("database_files.", name)));
  return std::string(absl::StripAsciiWhitespace(url));
}

}  // namespace tarazy::server
