// ConsistentReport's case and framework: who reviewed what, with which marks and findings.
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/test_consistent_parts.h"

namespace tarazy::accreditation::report_lint {
namespace {

class CaseBuilder {
 public:
  CaseBuilder(Lots& lots, int& line, TestReport& test) : lots_(lots), line_(line), test_(test) {}

  void Build() {
    Framework();
    Case();
    Marks();
    Findings();
    Visit();
    TakenEvidence();
  }

 private:
  int Line() { return ++line_; }

  void Framework() {
    v1::Framework& framework = test_.framework;
    framework.mutable_title()->set_en("Standards of joint programmes");
    const std::pair<const char*, v1::MarkMeaning> scale[] = {
        {"strong", v1::MARK_MEANING_STRENGTH},
        {"met", v1::MARK_MEANING_MET},
        {"weak", v1::MARK_MEANING_IMPROVEMENT},
        {"failed", v1::MARK_MEANING_FAILED},
        {"none", v1::MARK_MEANING_NOT_APPLICABLE}};
    for (const auto& [id, meaning] : scale) {
      v1::ScaleMark& mark = *framework.add_scale();
      mark.set_id(id);
      mark.set_meaning(meaning);
    }
    // The first standard is met and the last criterion of it concerns nobody.
    const int standards = 3 + lots_.Below(5);
    for (int s = 1; s <= standards; ++s) {
      v1::Standard& standard = *framework.add_standards();
      standard.set_code(absl::StrCat(s));
      standard.mutable_title()->set_en(absl::StrCat("Title of part ", s));
      const int criteria = 2 + lots_.Below(6);
      for (int c = 1; c <= criteria; ++c) {
        v1::Criterion& criterion = *standard.add_criteria();
        criterion.set_code(absl::StrCat(s, ".", c));
        criterion.mutable_text()->set_en(absl::StrCat("What is asked in ", s, " and ", c));
        if (s == 1 && c == criteria) criterion.set_applies_when(v1::CONDITION_PREVIOUS_PROCEDURE);
      }
    }
    v1::ProcedureRules& rules = *framework.mutable_procedure();
    rules.set_participation_gate(40);
    rules.add_contrary_words("necessary to eliminate");
    for (const auto& [role, per_cluster] :
         {std::pair(v1::COMMISSION_ROLE_CHAIR, false), std::pair(v1::COMMISSION_ROLE_EXPERT, true),
          std::pair(v1::COMMISSION_ROLE_STUDENT, false)}) {
      v1::CompositionRule& rule = *rules.add_composition();
      rule.set_role(role);
      rule.set_min(1);
      rule.set_per_cluster(per_cluster);
    }
  }

  void Programme(v1::Cluster& cluster, const char* code, const char* title, int months) {
    v1::ProgrammeReview& review = *cluster.add_programmes();
    review.set_code(code);
    review.mutable_title()->set_en(title);
    review.set_programme(absl::StrCat("programmes/one-", absl::AsciiStrToLower(code)));
    review.set_contingent(20 + lots_.Below(40));
    review.set_first_admission("2012-09-01");
    review.set_duration_months(months);
    At(review, Line());
  }

  void Case() {
    v1::Case& record = test_.record;
    record.set_institution("institutions/one");
    record.set_type(v1::PROCEDURE_TYPE_PROGRAMME);
    record.mutable_order()->set_on("2023-02-24");
    v1::Cluster& first = *record.add_clusters();
    first.set_id("1");
    first.set_reported(true);
    Programme(first, "6B04101", "Logistics", 48);
    Programme(first, "7M04102", "Finance", 24);
    v1::Cluster& second = *record.add_clusters();
    second.set_id("2");
    Programme(second, "8D05401", "Mathematics", 36);
    const std::pair<const char*, v1::CommissionRole> members[] = {
        {"chair", v1::COMMISSION_ROLE_CHAIR},
        {"expert-1", v1::COMMISSION_ROLE_EXPERT},
        {"expert-2", v1::COMMISSION_ROLE_EXPERT},
        {"student", v1::COMMISSION_ROLE_STUDENT},
        {"employer", v1::COMMISSION_ROLE_EMPLOYER},
        {"coordinator", v1::COMMISSION_ROLE_COORDINATOR}};
    int cluster = 0;
    for (const auto& [id, role] : members) {
      v1::Member& member = At(*record.add_commission(), Line());
      member.set_id(id);
      member.set_role(role);
      member.set_affiliation(absl::StrCat("House of ", id));
      member.set_city("Almaty");
      member.set_country("KZ");
      member.add_clusters(++cluster % 2 == 0 ? "1" : "2");
    }
    report().set_is_public(true);
    v1::Visit& visit = *record.mutable_visit();
    visit.set_from("2023-04-25");
    visit.set_to("2023-04-27");
  }

  void Marks() {
    for (const v1::Standard& standard : test_.framework.standards()) {
      for (const v1::Criterion& criterion : standard.criteria()) {
        const char* const marks[] = {"met", "strong", "met", "weak", "met"};
        const char* mark = standard.code() == "1" ? "met" : marks[lots_.Below(5)];
        if (criterion.applies_when() != v1::CONDITION_UNSPECIFIED) mark = "none";
        // So that the second standard always has all kinds.
        if (criterion.code() == "2.1") mark = "strong";
        if (criterion.code() == "2.2") mark = "weak";
        AddMark(test_.record, criterion.code(), mark);
        At(*test_.record.mutable_evaluations(test_.record.evaluations_size() - 1), Line());
        marks_[standard.code()].insert(mark);
      }
    }
  }

  v1::Finding& Finding(const std::string& id, v1::FindingKind kind, const std::string& standard) {
    v1::Finding& finding = At(*test_.record.add_findings(), Line());
    finding.set_id(id);
    finding.set_kind(kind);
    finding.set_standard(standard);
    finding.mutable_text()->set_en(absl::StrCat("What was found as ", id));
    return finding;
  }

  void Findings() {
    for (const auto& [standard, marks] : marks_) {
      if (marks.contains("strong")) {
        Finding(absl::StrCat("s-", standard), v1::FINDING_KIND_STRENGTH, standard);
      }
      if (!marks.contains("weak")) continue;
      v1::Finding& finding =
          Finding(absl::StrCat("r-", standard), v1::FINDING_KIND_RECOMMENDATION, standard);
      finding.set_addressee("the dean");
      const absl::CivilDay due =
          WorkingDay(absl::CivilDay(2023, 9, 13) + lots_.Below(12) + 30 * lots_.Below(8));
      finding.mutable_deadline()->set_fixed(FormatDay(due));
      finding.mutable_deadline()->set_printed(Dots(due));
      v1::Restatement& again = At(*report().add_restatements(), Line());
      again.set_of(absl::StrCat("finding:", finding.id()));
      again.set_text(absl::StrCat("what was found as ", finding.id(), "."));
      again.set_date(Dots(due));
    }
  }

  void Visit();
  void TakenEvidence();

  v1::Report& report() { return test_.report(); }

  Lots& lots_;
  int& line_;
  TestReport& test_;
  // The kinds of marks in each standard.
  std::map<std::string, std::set<std::string>> marks_;
};

void CaseBuilder::Visit() {
  v1::Case& record = test_.record;
  struct Row {
    const char* id;
    v1::Audience audience;
    const char* meeting;
  };
  const Row rows[] = {{"rector", v1::AUDIENCE_LEADERSHIP, "100"},
                      {"teachers", v1::AUDIENCE_TEACHERS, "100"},
                      {"students", v1::AUDIENCE_STUDENTS, "100"},
                      {"among-us", v1::AUDIENCE_COMMISSION_ONLY, "200"}};
  int hour = 9;
  for (const Row& row : rows) {
    const std::string begin = absl::StrFormat("%02d:00", hour);
    const std::string end = absl::StrFormat("%02d:%02d", hour, 30 + lots_.Below(30));
    v1::Session& session = At(AddSession(record, row.id, begin.c_str(), end.c_str()), Line());
    session.add_audiences(row.audience);
    session.set_meeting(row.meeting);
    ++hour;
    if (row.audience == v1::AUDIENCE_COMMISSION_ONLY) continue;
    v1::Participation& heard = At(*record.mutable_visit()->add_participation(), Line());
    heard.set_audience(row.audience);
    heard.set_count(1 + lots_.Below(20));
  }
}

// Just as many took part as the gate asks for, and two figures that claims cite.
void CaseBuilder::TakenEvidence() {
  v1::SurveyEvidence& taken = *test_.record.add_survey_evidence();
  taken.set_id("taken");
  taken.set_campaign("campaigns/students");
  taken.set_frozen(true);
  const auto add = [&](const char* stratum, const char* programme, int submitted, int frame) {
    v1::SurveyParticipation& row = *taken.add_participation();
    row.set_stratum(stratum);
    row.set_programme(programme);
    row.set_submitted(submitted);
    row.set_frame(frame);
  };
  add("all", "", 57, 90);
  add("a", "programmes/one-6b04101", 10, 25);
  add("b", "programmes/one-7m04102", 40, 40);
  // Nobody reports on it.
  add("c", "programmes/one-8d05401", 7, 25);
  v1::SurveyFigure& share = *taken.add_figures();
  share.set_question("6");
  share.set_choice("very-good");
  share.set_statistic(v1::SURVEY_STATISTIC_SHARE);
  share.set_value(46.3);
  share.set_count(25);
  share.set_base(54);
  v1::SurveyFigure& mean = *taken.add_figures();
  mean.set_question("6");
  mean.set_statistic(v1::SURVEY_STATISTIC_MEAN);
  mean.set_value(41.0 / 12);
  mean.set_base(54);
}

}  // namespace

void AddConsistentCase(Lots& lots, int& line, TestReport& test) {
  CaseBuilder(lots, line, test).Build();
}

}  // namespace tarazy::accreditation::report_lint
