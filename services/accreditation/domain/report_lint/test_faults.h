// For the tests of planted faults: what a fault is, and the statements that faults are planted in.
#pragma once

#include <functional>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {

struct Fault {
  // What it is found as: rule and key.
  const char* id;
  std::function<void(TestReport&)> plant;
};

inline v1::Act& ActOf(TestReport& test, absl::string_view id) {
  for (v1::Act& act : *test.report().mutable_acts()) {
    if (act.id() == id) return act;
  }
  return *test.report().add_acts();
}

inline v1::Claim& ClaimOf(TestReport& test, absl::string_view id) {
  for (v1::Claim& claim : *test.report().mutable_claims()) {
    if (claim.id() == id) return claim;
  }
  return *test.report().add_claims();
}

inline v1::Evaluation& MarkOf(TestReport& test, absl::string_view criterion) {
  for (v1::Evaluation& evaluation : *test.record.mutable_evaluations()) {
    if (evaluation.criterion() == criterion) return evaluation;
  }
  return *test.record.add_evaluations();
}

inline v1::Finding& FindingOf(TestReport& test, absl::string_view id) {
  for (v1::Finding& finding : *test.record.mutable_findings()) {
    if (finding.id() == id) return finding;
  }
  return *test.record.add_findings();
}

// What a survey told the case.
inline v1::SurveyEvidence& Taken(TestReport& test) {
  return *test.record.mutable_survey_evidence(0);
}

// A matrix of its own, so that no total is concerned.
inline v1::PrintedMatrix& OtherMatrix(TestReport& test) {
  v1::PrintedMatrix& matrix = *test.report().add_matrices();
  matrix.set_id("other");
  return matrix;
}

// A survey of its own of 1000 people, so that every percentage is possible.
inline v1::PrintedSurvey& BigSurvey(TestReport& test, const std::vector<Answer>& answers) {
  v1::PrintedSurvey& survey = *test.report().add_surveys();
  survey.set_id("big");
  survey.set_answered(1000);
  AddItem(survey, "1", answers);
  return survey;
}

inline void AddDate(TestReport& test, const char* printed, const char* on = "",
                    const char* about = "") {
  v1::PrintedDate& date = At(*test.report().add_dates(), 9999);
  date.set_printed(printed);
  date.set_on(on);
  date.set_about(about);
}

inline void Restate(TestReport& test, const char* of, const char* text, const char* date) {
  v1::Restatement& restatement = *test.report().add_restatements();
  restatement.set_of(of);
  restatement.set_text(text);
  restatement.set_date(date);
}

}  // namespace tarazy::accreditation::report_lint
