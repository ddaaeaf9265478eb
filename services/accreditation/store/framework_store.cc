#include "services/accreditation/store/framework_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::accreditation {
namespace {

using sql::V;

absl::Status Parse(const std::string& bytes, v1::Framework& framework) {
  if (framework.ParseFromString(bytes)) return absl::OkStatus();
  return Internal("a stored framework cannot be read");
}

v1::Framework Summary(const v1::Framework& framework) {
  v1::Framework summary = framework;
  summary.clear_standards();
  summary.clear_crosswalk();
  summary.clear_procedure();
  summary.clear_acknowledge();
  return summary;
}

}  // namespace

std::string FrameworkName(absl::string_view id, int version) {
  return absl::StrCat("frameworks/", id, "/versions/", version);
}

absl::Status AddFrameworkVersion(sql::Tx& tx, FrameworkVersion& version) {
  v1::Framework& framework = version.framework;
  ASSIGN_OR_RETURN(
      const bool known,
      tx.QueryOne("SELECT version, created_at FROM framework_version WHERE framework = ?1 AND "
                  "digest = ?2",
                  {V(framework.id()), V(framework.digest())}, [&](const sql::Row& row) {
                    version.version = static_cast<int>(row.Int(0));
                    version.created = row.Time(1);
                  }));
  if (!known) {
    RETURN_IF_ERROR(
        tx.QueryOne("SELECT COALESCE(MAX(version), 0) + 1 FROM framework_version "
                    "WHERE framework = ?1",
                    {V(framework.id())},
                    [&](const sql::Row& row) { version.version = static_cast<int>(row.Int(0)); })
            .status());
  }
  framework.set_name(FrameworkName(framework.id(), version.version));
  if (known) return absl::OkStatus();
  return tx
      .Exec(
          "INSERT INTO framework_version (framework, version, digest, source, body, summary, "
          "created_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
          {V(framework.id()), V(version.version), V(framework.digest()),
           V(sql::Blob{version.source}), V(sql::Blob{framework.SerializeAsString()}),
           V(sql::Blob{Summary(framework).SerializeAsString()}), V(version.created),
           V(version.created_by)})
      .status();
}

absl::StatusOr<FrameworkVersion> LoadFramework(sql::Tx& tx, absl::string_view id, int version) {
  FrameworkVersion loaded;
  std::string body;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne("SELECT version, source, body, created_at, created_by FROM framework_version "
                  "WHERE framework = ?1 AND (?2 = 0 OR version = ?2) ORDER BY version DESC LIMIT 1",
                  {V(id), V(version)}, [&](const sql::Row& row) {
                    loaded.version = static_cast<int>(row.Int(0));
                    loaded.source = row.Bytes(1);
                    body = row.Bytes(2);
                    loaded.created = row.Time(3);
                    loaded.created_by = row.Text(4);
                  }));
  if (!found) {
    return NotFound("framework",
                    version == 0 ? absl::StrCat("frameworks/", id) : FrameworkName(id, version));
  }
  RETURN_IF_ERROR(Parse(body, loaded.framework));
  return loaded;
}

absl::StatusOr<std::vector<FrameworkVersion>> ListFrameworks(sql::Tx& tx,
                                                             absl::string_view after_id,
                                                             int after_version, int limit) {
  std::vector<FrameworkVersion> versions;
  RETURN_IF_ERROR(
      tx.Query("SELECT version, summary, created_at, created_by FROM framework_version "
               "WHERE (framework, version) > (?1, ?2) ORDER BY framework, version LIMIT ?3",
               {V(after_id), V(after_version), V(limit)}, [&](const sql::Row& row) {
                 FrameworkVersion& version = versions.emplace_back();
                 version.version = static_cast<int>(row.Int(0));
                 version.created = row.Time(2);
                 version.created_by = row.Text(3);
                 return Parse(row.Bytes(1), version.framework);
               }));
  return versions;
}

}  // namespace tarazy::accreditation
