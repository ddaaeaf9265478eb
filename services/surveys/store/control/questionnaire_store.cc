#include "services/surveys/store/control/questionnaire_store.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {
namespace {

using sql::V;

absl::Status Parse(const std::string& bytes, v1::Questionnaire& questionnaire) {
  if (questionnaire.ParseFromString(bytes)) return absl::OkStatus();
  return Internal("a stored questionnaire cannot be read");
}

v1::Questionnaire Summary(const v1::Questionnaire& questionnaire) {
  v1::Questionnaire summary = questionnaire;
  summary.clear_pages();
  summary.clear_scales();
  summary.clear_acknowledge();
  return summary;
}

}  // namespace

std::string QuestionnaireName(absl::string_view id, int version) {
  return absl::StrCat("questionnaires/", id, "/versions/", version);
}

absl::Status AddQuestionnaireVersion(sql::Tx& tx, QuestionnaireVersion& version) {
  v1::Questionnaire& questionnaire = version.questionnaire;
  ASSIGN_OR_RETURN(
      const bool known,
      tx.QueryOne(
          "SELECT version, created_at FROM questionnaire_version WHERE questionnaire = ?1 AND "
          "digest = ?2",
          {V(questionnaire.id()), V(questionnaire.digest())}, [&](const sql::Row& row) {
            version.version = static_cast<int>(row.Int(0));
            version.created = row.Time(1);
          }));
  if (!known) {
    RETURN_IF_ERROR(
        tx.QueryOne("SELECT COALESCE(MAX(version), 0) + 1 FROM questionnaire_version "
                    "WHERE questionnaire = ?1",
                    {V(questionnaire.id())},
                    [&](const sql::Row& row) { version.version = static_cast<int>(row.Int(0)); })
            .status());
  }
  questionnaire.set_name(QuestionnaireName(questionnaire.id(), version.version));
  if (known) return absl::OkStatus();
  return tx
      .Exec(
          "INSERT INTO questionnaire_version (questionnaire, version, digest, source, body, "
          "summary, "
          "created_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
          {V(questionnaire.id()), V(version.version), V(questionnaire.digest()),
           V(sql::Blob{version.source}), V(sql::Blob{questionnaire.SerializeAsString()}),
           V(sql::Blob{Summary(questionnaire).SerializeAsString()}), V(version.created),
           V(version.created_by)})
      .status();
}

absl::StatusOr<QuestionnaireVersion> LoadQuestionnaire(sql::Tx& tx, absl::string_view id,
                                                       int version) {
  QuestionnaireVersion loaded;
  std::string body;
  ASSIGN_OR_RETURN(
      const bool found,
      tx.QueryOne(
          "SELECT version, source, body, created_at, created_by FROM questionnaire_version "
          "WHERE questionnaire = ?1 AND (?2 = 0 OR version = ?2) ORDER BY version DESC LIMIT 1",
          {V(id), V(version)}, [&](const sql::Row& row) {
            loaded.version = static_cast<int>(row.Int(0));
            loaded.source = row.Bytes(1);
            body = row.Bytes(2);
            loaded.created = row.Time(3);
            loaded.created_by = row.Text(4);
          }));
  if (!found) {
    return NotFound("questionnaire", version == 0 ? absl::StrCat("questionnaires/", id)
                                                  : QuestionnaireName(id, version));
  }
  RETURN_IF_ERROR(Parse(body, loaded.questionnaire));
  return loaded;
}

absl::StatusOr<std::vector<QuestionnaireVersion>> ListQuestionnaires(sql::Tx& tx,
                                                                     absl::string_view after_id,
                                                                     int after_version, int limit) {
  std::vector<QuestionnaireVersion> versions;
  RETURN_IF_ERROR(
      tx.Query("SELECT version, summary, created_at, created_by FROM questionnaire_version "
               "WHERE (questionnaire, version) > (?1, ?2) ORDER BY questionnaire, version LIMIT ?3",
               {V(after_id), V(after_version), V(limit)}, [&](const sql::Row& row) {
                 QuestionnaireVersion& version = versions.emplace_back();
                 version.version = static_cast<int>(row.Int(0));
                 version.created = row.Time(2);
                 version.created_by = row.Text(3);
                 return Parse(row.Bytes(1), version.questionnaire);
               }));
  return versions;
}

}  // namespace tarazy::surveys
