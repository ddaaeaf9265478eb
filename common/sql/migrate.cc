#include "common/sql/migrate.h"

#include <openssl/evp.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::sql {
namespace {

constexpr char kSqliteLedger[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (component TEXT NOT NULL, version INTEGER NOT "
    "NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL, "
    "PRIMARY KEY (component, version)) STRICT";
constexpr char kPostgresLedger[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (component TEXT COLLATE \"C\" NOT NULL, version "
    "BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL, "
    "PRIMARY KEY (component, version))";
constexpr char kApplied[] =
    "SELECT version, name, checksum FROM schema_migration WHERE component = ?1 ORDER BY version";
constexpr char kCount[] = "SELECT COUNT(*) FROM schema_migration WHERE component = ?1";
constexpr char kRecord[] =
    "INSERT INTO schema_migration (component, version, name, checksum, applied_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5)";

std::string Sha256(absl::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return Hex(absl::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

absl::Status CheckService(absl::string_view name) {
  bool good = !name.empty() && name.size() <= 63 && absl::ascii_islower(name[0]) &&
              name != "common" && name.substr(0, 3) != "pg_";
  for (const char c : name) {
    good = good && (absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_');
  }
  if (good) return absl::OkStatus();
  return InvalidField("name",
                      "a service's data are named with 1 to 63 of a-z, 0-9, '_', start with a "
                      "letter, and are not called common or pg_…");
}

struct Applied {
  int64_t version;
  std::string name;
  std::string checksum;
};

absl::StatusOr<std::vector<Applied>> ReadLedger(Tx& tx, absl::string_view component) {
  std::vector<Applied> applied;
  RETURN_IF_ERROR(tx.Query(kApplied, {V(component)}, [&](const Row& row) {
    applied.push_back({row.Int(0), row.Text(1), row.Text(2)});
    return absl::OkStatus();
  }));
  return applied;
}

absl::Status SchemaIsNewer(absl::string_view component, size_t stored, size_t known) {
  return FailedPrecondition(
      Reason::kUnsupportedFeature,
      absl::StrCat("the stored schema of ", component, " is version ", stored,
                   " and this program knows only ", known, "; run the newer program"),
      {{"component", std::string(component)}});
}

absl::Status StepWasChanged(absl::string_view component, const Applied& applied) {
  return FailedPrecondition(
      Reason::kInternal,
      absl::StrCat("migration ", applied.version, " (", applied.name, ") of ", component,
                   " was changed after it had been applied; restore it and add a new one"),
      {{"component", std::string(component)}});
}

}  // namespace

absl::StatusOr<Schema> Schema::Make(absl::string_view service, const Migrations& own,
                                    Engine engine) {
  RETURN_IF_ERROR(CheckService(service));
  const bool sqlite = engine == Engine::kSqlite;
  Schema schema;
  schema.service_ = std::string(service);
  schema.ledger_ = sqlite ? kSqliteLedger : kPostgresLedger;
  const Migrations& common = CommonMigrations();
  schema.parts_ = {{"common", sqlite ? common.sqlite : common.postgres},
                   {schema.service_, sqlite ? own.sqlite : own.postgres}};
  for (const Part& part : schema.parts_) {
    for (size_t i = 0; i < part.steps.size(); ++i) {
      if (part.steps[i].version != static_cast<int>(i) + 1) {
        return Internal(absl::StrCat("the migrations of ", part.component,
                                     " are not numbered 1, 2, 3 without gaps"));
      }
    }
  }
  return schema;
}

absl::StatusOr<int> Schema::Apply(EngineTx& tx, absl::Time now) const {
  RETURN_IF_ERROR(tx.Exec(ledger_).status());
  int steps = 0;
  for (const Part& part : parts_) {
    ASSIGN_OR_RETURN(const int applied, ApplyPart(tx, part, now));
    steps += applied;
  }
  return steps;
}

absl::StatusOr<int> Schema::ApplyPart(EngineTx& tx, const Part& part, absl::Time now) const {
  ASSIGN_OR_RETURN(const std::vector<Applied> applied, ReadLedger(tx, part.component));
  if (applied.size() > part.steps.size()) {
    return SchemaIsNewer(part.component, applied.size(), part.steps.size());
  }
  for (size_t i = 0; i < applied.size(); ++i) {
    const Migration& step = part.steps[i];
    const bool same = applied[i].version == step.version && applied[i].name == step.name &&
                      applied[i].checksum == Sha256(step.sql);
    if (!same) return StepWasChanged(part.component, applied[i]);
  }
  for (size_t i = applied.size(); i < part.steps.size(); ++i) {
    const Migration& step = part.steps[i];
    if (absl::Status status = tx.ExecScript(step.sql); !status.ok()) {
      return MakeError(status.code(), DetailOf(status).reason,
                       absl::StrCat("migration ", step.version, " (", step.name, ") of ",
                                    part.component, " failed"),
                       DetailOf(status));
    }
    RETURN_IF_ERROR(tx.Exec(kRecord, {V(part.component), V(step.version), V(step.name),
                                      V(Sha256(step.sql)), V(now)})
                        .status());
  }
  return static_cast<int>(part.steps.size() - applied.size());
}

absl::Status Schema::Check(Tx& tx) const {
  for (const Part& part : parts_) {
    int64_t stored = 0;
    RETURN_IF_ERROR(tx.QueryOne(kCount, {V(part.component)}, [&](const Row& row) {
                        stored = row.Int(0);
                      }).status());
    if (stored < static_cast<int64_t>(part.steps.size())) {
      return FailedPrecondition(Reason::kUnavailable,
                                absl::StrCat("the stored schema of ", part.component,
                                             " is older than this program; restart the service"));
    }
  }
  return absl::OkStatus();
}

}  // namespace tarazy::sql
