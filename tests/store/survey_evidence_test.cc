// Evidence that a survey told is kept in a case as a change of it, on both engines.
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/app/import_case.h"
#include "services/accreditation/app/store_framework.h"
#include "tests/store/service_store_test.h"
#include "tests/store/small_case.h"

namespace tarazy::testing {
namespace {

using accreditation::Change;
using accreditation::Viewer;
using ::testing::SizeIs;
namespace v1 = accreditation::v1;

const Viewer kStaff{.person = "methodologist tokens/m", .token = "tokens/m", .staff = true};

v1::SurveyEvidence Evidence(int submitted = 8) {
  v1::SurveyEvidence evidence;
  evidence.set_id("students");
  evidence.set_campaign("campaigns/students-2024");
  evidence.set_frozen(true);
  evidence.set_gate(40);
  v1::SurveyParticipation& row = *evidence.add_participation();
  row.set_stratum("all");
  row.set_frame(26);
  row.set_submitted(submitted);
  v1::SurveyFigure& figure = *evidence.add_figures();
  figure.set_question("6");
  figure.set_statistic(v1::SURVEY_STATISTIC_MEAN);
  figure.set_value(41.0 / 12);
  return evidence;
}

class SurveyEvidenceTest : public ServiceStoreTest {
 protected:
  SurveyEvidenceTest() : ServiceStoreTest(accreditation::SchemaMigrations()) {
    Ok(InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<v1::Case> {
      RETURN_IF_ERROR(accreditation::StoreFramework(tx, kSmallFramework, kStaff, At(1)).status());
      ASSIGN_OR_RETURN(v1::Case record, accreditation::ReadCase(kSmallCase));
      return accreditation::ImportCase(
          tx, std::move(record), "",
          {{"institutions/steppe", {.institution = "steppe"}},
           {"programmes/steppe-6b06101", {.institution = "steppe", .code = "6B06101"}},
           {"programmes/steppe-7m06101", {.institution = "steppe", .code = "7M06101"}}},
          kStaff, At(2));
    }));
  }

  absl::StatusOr<v1::Case> Take(const v1::SurveyEvidence& evidence, const std::string& etag = "",
                                const Viewer& by = kStaff) {
    return InWrite(db(), [&](sql::Tx& tx) {
      return accreditation::TakeSurveyEvidence(tx,
                                               {.id = "steppe-2024",
                                                .etag = etag,
                                                .by = by,
                                                .now = At(3),
                                                .today = absl::CivilDay(2024, 5, 2)},
                                               evidence);
    });
  }
  v1::Case Load() {
    return Ok(
        InRead(db(), [&](sql::Tx& tx) { return accreditation::LoadCase(tx, "steppe-2024"); }));
  }
};
TEST_ON_BOTH_ENGINES(SurveyEvidenceTest);

TEST_P(SurveyEvidenceTest, ItIsKeptWithItsDayAsANewRevision) {
  const v1::Case after = Ok(Take(Evidence(), "1"));
  EXPECT_EQ(after.etag(), "2");
  const v1::Case loaded = Load();
  ASSERT_THAT(loaded.survey_evidence(), SizeIs(1));
  const v1::SurveyEvidence& kept = loaded.survey_evidence(0);
  EXPECT_EQ(kept.taken_on(), "2024-05-02");
  EXPECT_EQ(kept.participation(0).submitted(), 8);
  EXPECT_EQ(kept.figures(0).value(), 41.0 / 12);  // to the bit
}

TEST_P(SurveyEvidenceTest, TakenAgainItIsReplaced) {
  Ok(Take(Evidence()));
  Ok(Take(Evidence(9)));
  const v1::Case loaded = Load();
  ASSERT_THAT(loaded.survey_evidence(), SizeIs(1));
  EXPECT_EQ(loaded.survey_evidence(0).participation(0).submitted(), 9);
  v1::SurveyEvidence other = Evidence();
  other.set_campaign("campaigns/others");
  EXPECT_FAILS(Take(other).status(), kAlreadyExists, kAlreadyExists);
  other.set_id("others");
  Ok(Take(other));
  EXPECT_THAT(Load().survey_evidence(), SizeIs(2));
}

TEST_P(SurveyEvidenceTest, AStaleEtagAndAForeignViewerChangeNothing) {
  EXPECT_FAILS(Take(Evidence(), "7").status(), kAborted, kStaleEtag);
  EXPECT_EQ(Take(Evidence(), "", {.person = "public"}).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_THAT(Load().survey_evidence(), SizeIs(0));
}

TEST_P(SurveyEvidenceTest, WhatTheContractForbidsIsRefusedByField) {
  v1::SurveyEvidence evidence = Evidence();
  evidence.mutable_participation(0)->set_submitted(-1);
  evidence.mutable_figures(0)->set_question("no id!");
  const absl::Status status = Take(evidence).status();
  EXPECT_FAILS(status, kInvalidArgument, kCaseInvalid);
  EXPECT_THAT(DetailOf(status).fields, SizeIs(2));
}

TEST_P(SurveyEvidenceTest, UpdatingACaseDoesNotReachIt) {
  const absl::Status status =
      InWrite(db(), [&](sql::Tx& tx) {
        v1::Case fields;
        *fields.add_survey_evidence() = Evidence();
        return accreditation::UpdateCase(
            tx,
            {.id = "steppe-2024", .by = kStaff, .now = At(3), .today = absl::CivilDay(2024, 5, 2)},
            fields, {"survey_evidence"}, false, {});
      }).status();
  EXPECT_FAILS(status, kInvalidArgument, kInvalidField);
}

TEST_P(SurveyEvidenceTest, OnceTheReportStandsNothingIsTaken) {
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Case before, accreditation::LoadCase(tx, "steppe-2024"));
    v1::Case after = before;
    after.set_state(v1::CASE_STATE_FINALISED);
    return accreditation::SaveCase(tx, before, after, {kStaff.person, At(3), "finalise"});
  }));
  EXPECT_FAILS(Take(Evidence()).status(), kFailedPrecondition, kCaseState);
}

}  // namespace
}  // namespace tarazy::testing
