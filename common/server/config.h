// The configuration: defaults < file < TARAZY_… environment < flag. The schema is config.proto;
// unknown keys are refused with their name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tarazy/config/v1/config.pb.h"

namespace tarazy::server {

// What the command line says; empty means not given.
struct Flags {
  std::string config_file;
  std::string grpc, http, data, database, redis;
  std::vector<std::string> modules;
  std::vector<std::string> peers;  // SERVICE=HOST:PORT
  bool check_config = false;
};

// Reads --flags. The error is INVALID_ARGUMENT for wrong usage; CANCELLED when help was asked for
// and printed.
absl::StatusOr<Flags> ParseFlags(int argc, char** argv, absl::string_view program);

// All layers together, with defaults filled in. `environment` holds NAME to value.
absl::StatusOr<config::v1::Config> LoadConfig(
    const Flags& flags, const std::map<std::string, std::string>& environment);

// Applies YAML text to `config`.
absl::Status MergeYaml(absl::string_view yaml, config::v1::Config* config);

// Applies the TARAZY_… variables; one that names no field is refused, except those of the command
// line tool and the tests (TARAZY_SERVER, TARAZY_TOKEN_FILE, TARAZY_SHARED, TARAZY_TEST_…).
absl::Status MergeEnvironment(const std::map<std::string, std::string>& environment,
                              config::v1::Config* config);

// Where the data of this service are: the URL in its file of `database_files`, or `database`.
// INVALID_ARGUMENT when the file cannot be read.
absl::StatusOr<std::string> DatabaseUrl(const config::v1::Config& config, absl::string_view name);

}  // namespace tarazy::server
