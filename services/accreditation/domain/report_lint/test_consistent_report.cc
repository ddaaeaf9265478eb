// ConsistentReport: everything that can be stated about such a case, and all of it true.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/record/marks.h"
#include "services/accreditation/domain/report_lint/test_consistent_parts.h"

namespace tarazy::accreditation::report_lint {
namespace {

std::string Percent(int part, int whole) { return absl::StrFormat("%.1f", 100.0 * part / whole); }

class ReportBuilder {
 public:
  ReportBuilder(Lots& lots, int& line, TestReport& test) : lots_(lots), line_(line), test_(test) {}

  void Build() {
    Matrix();
    Tables();
    Surveys();
    Claims();
    Acts();
    Dates();
    Words();
  }

 private:
  int Line() { return ++line_; }

  static void Count(const std::map<std::string, int>& marks, v1::PrintedCount& count) {
    for (const auto& [mark, number] : marks) {
      v1::MarkCount& entry = *count.add_marks();
      entry.set_mark(mark);
      entry.set_count(number);
    }
  }

  void Matrix() {
    v1::PrintedMatrix& matrix = *report().add_matrices();
    matrix.set_id("matrix-1");
    for (const v1::Evaluation& evaluation : test_.record.evaluations()) {
      v1::PrintedMark& mark = At(*matrix.add_marks(), Line());
      mark.set_criterion(evaluation.criterion());
      mark.set_mark(evaluation.mark());
    }
    std::map<std::string, std::map<std::string, int>> standards;
    std::map<std::string, int> all;
    for (const v1::Evaluation& evaluation : test_.record.evaluations()) {
      const v1::Standard* standard = StandardOfCriterion(test_.framework, evaluation.criterion());
      ++standards[standard->code()][evaluation.mark()];
      ++all[evaluation.mark()];
    }
    for (const auto& [standard, marks] : standards) {
      for (v1::PrintedCount* count : {matrix.add_totals(), report().add_counts()}) {
        At(*count, Line()).set_standard(standard);
        Count(marks, *count);
      }
    }
    Count(all, *matrix.mutable_total());
    At(*matrix.mutable_total(), Line());
  }

  void Tables() {
    v1::PrintedTable& staff = At(*report().add_tables(), Line());
    staff.set_id("table-1");
    staff.set_claimed_periods(3);
    staff.set_data_until("2022-12-31");
    AddColumn(staff, "all", v1::MEASURE_COUNT);
    AddColumn(staff, "degreed", v1::MEASURE_COUNT);
    AddColumn(staff, "share", v1::MEASURE_PERCENT, "degreed", "all");
    AddColumn(staff, "possible", v1::MEASURE_PERCENT, "", "all");
    for (int i = 0; i < 3; ++i) staff.mutable_columns(i)->set_period(absl::StrCat(2019 + i));
    int people = 0, with = 0;
    for (const char* id : {"a", "b", "c"}) {
      const int all = 10 + lots_.Below(40), degreed = lots_.Below(all);
      AddRow(staff, id,
             {absl::StrCat(all), absl::StrCat(degreed), Percent(degreed, all), Percent(1, all)});
      people += all;
      with += degreed;
    }
    AddRow(staff, "total", {absl::StrCat(people), absl::StrCat(with), Percent(with, people), ""},
           v1::ROW_KIND_TOTAL);
    v1::PrintedTable& marks = At(*report().add_tables(), Line());
    marks.set_id("table-2");
    AddColumn(marks, "mean", v1::MEASURE_VALUE);
    AddColumn(marks, "words", v1::MEASURE_UNSPECIFIED);
    const int first = 20 + lots_.Below(30), second = 20 + lots_.Below(30);
    const auto tenth = [](int n) { return absl::StrFormat("%.1f", n / 10.0); };
    AddRow(marks, "a", {tenth(first), "any"});
    AddRow(marks, "b", {tenth(second), "thing"});
    AddRow(marks, "average", {absl::StrFormat("%.2f", (first + second) / 20.0), ""},
           v1::ROW_KIND_AVERAGE);
  }

  void Surveys() {
    v1::PrintedSurvey& survey = At(*report().add_surveys(), Line());
    survey.set_id("students");
    survey.set_audience(v1::AUDIENCE_STUDENTS);
    int n = 0;
    for (const v1::Cluster& cluster : test_.record.clusters()) {
      for (const v1::ProgrammeReview& review : cluster.programmes()) {
        v1::ProgrammeAnswers& answers = At(*survey.add_programmes(), Line());
        answers.set_programme(review.code());
        answers.set_count(review.contingent() / 2 + 1);
        n += answers.count();
        survey.add_concludes_about(review.code());
      }
    }
    survey.set_answered(n);
    for (v1::ProgrammeAnswers& answers : *survey.mutable_programmes()) {
      answers.set_percent(Percent(answers.count(), n));
    }
    const char* const texts[] = {
        "How good are the books of the library", "Are rooms warm enough in winter months",
        "Do teachers answer what students want to know", "Is the timetable known before each term"};
    for (int i = 0; i < 4; ++i) {
      const int most = n - lots_.Below(n / 3), some = lots_.Below(n - most + 1);
      const int counts[] = {most, some, n - most - some};
      std::vector<Answer> answers;
      std::vector<std::string> percents;
      for (const int count : counts) percents.push_back(Percent(count, n));
      // The last two print no counts.
      for (int k = 0; k < 3; ++k) answers.push_back({i < 2 ? counts[k] : -1, percents[k].c_str()});
      v1::PrintedItem& item = AddItem(survey, absl::StrCat(i + 1).c_str(), answers);
      At(item, Line()).set_text(texts[i]);
    }
  }

  v1::Claim& Claim(const char* id, v1::ClaimKind kind, const std::string& printed) {
    v1::Claim& claim = At(*report().add_claims(), Line());
    claim.set_id(id);
    claim.set_kind(kind);
    claim.set_printed(printed);
    return claim;
  }

  void Claims() {
    const v1::PrintedSurvey& survey = report().surveys(0);
    const v1::PrintedOption& option = survey.items(0).options(0);
    const auto cell = [](v1::Figure& figure, const char* row, const char* column) {
      figure.mutable_cell()->set_table("table-1");
      figure.mutable_cell()->set_row(row);
      figure.mutable_cell()->set_column(column);
    };
    const v1::PrintedRow& total = report().tables(0).rows(3);
    cell(*Claim("sum", v1::CLAIM_KIND_SUM, total.cells(0)).add_parts(), "", "all");
    v1::Claim& share = Claim("share", v1::CLAIM_KIND_SHARE, option.percent());
    share.add_parts()->mutable_answer()->set_survey("students");
    share.mutable_parts(0)->mutable_answer()->set_item("1");
    share.mutable_parts(0)->mutable_answer()->add_options("a");
    share.add_wholes()->mutable_answer()->set_survey("students");
    v1::Claim& mean = Claim("mean", v1::CLAIM_KIND_MEAN, "3.5");
    mean.add_parts()->set_printed("3");
    mean.add_parts()->set_printed("4");
    cell(*Claim("above", v1::CLAIM_KIND_ABOVE, "1000").add_parts(), "a", "all");
    cell(*Claim("parts-above", v1::CLAIM_KIND_PARTS_ABOVE, "5").add_parts(), "a", "all");
    Claim("possible", v1::CLAIM_KIND_POSSIBLE, option.percent())
        .add_wholes()
        ->mutable_answer()
        ->set_survey("students");
    Claim("same", v1::CLAIM_KIND_SAME, total.cells(0)).add_parts()->set_claim("sum");
    Claim("members", v1::CLAIM_KIND_SUM, "5")
        .add_parts()
        ->mutable_record()
        ->set_kind(v1::RECORD_COUNT_KIND_MEMBERS);
    Citations();
  }

  // Of what a survey told: with as many decimals as it tells, and with fewer.
  void Citations() {
    const auto cite = [&](const char* id, v1::ClaimKind kind,
                          const char* printed) -> v1::AnswerReference& {
      v1::AnswerReference& answer = *Claim(id, kind, printed).add_parts()->mutable_answer();
      answer.set_survey("taken");
      return answer;
    };
    cite("cited-people", v1::CLAIM_KIND_SAME, "57");
    v1::AnswerReference& share = cite("cited-share", v1::CLAIM_KIND_SAME, "46.3");
    share.set_item("6");
    share.add_options("very-good");
    share.set_percent(true);
    v1::AnswerReference& count = cite("cited-count", v1::CLAIM_KIND_SUM, "25");
    count.set_item("6");
    count.add_options("very-good");
    v1::AnswerReference& mean = cite("cited-mean", v1::CLAIM_KIND_SAME, "3.42");
    mean.set_item("6");
    mean.set_statistic(v1::SURVEY_STATISTIC_MEAN);
    cite("cited-base", v1::CLAIM_KIND_SUM, "54").set_item("6");
  }

  v1::Act& Act(const char* id, v1::ActKind kind, const std::string& number, absl::CivilDay day) {
    v1::Act& act = At(*report().add_acts(), Line());
    act.set_id(id);
    act.set_kind(kind);
    act.set_number(number);
    act.set_title(absl::StrCat("Paper ", id));
    act.set_on(FormatDay(day));
    act.set_printed_date(Dots(day));
    return act;
  }

  void Acts() {
    absl::CivilDay day(2021, 1, 14);
    for (int i = 0; i < 4; ++i) {
      day = WorkingDay(day + 5 + lots_.Below(40));
      v1::Act& order = Act(absl::StrCat("order-", i).c_str(), v1::ACT_KIND_ORDER,
                           absl::StrCat(10 * i + 1 + lots_.Below(9)), day);
      order.set_issuer("The university");
      order.set_series("orders");
      if (i > 0) order.add_after("order-0");
    }
    for (const char* id : {"licence", "licence-again"}) {
      v1::Act& licence =
          Act(id, v1::ACT_KIND_LICENCE, "KZ12LAA00034567", absl::CivilDay(2020, 7, 29));
      licence.set_holder("One University");
      licence.set_title("Licence");
      licence.set_in_force_at_visit(true);
    }
    report().mutable_acts(report().acts_size() - 1)->set_same_as("licence");
    Act("contract", v1::ACT_KIND_AGREEMENT, "", absl::CivilDay(2021, 1, 11));
    Act("event", v1::ACT_KIND_EVENT, "", absl::CivilDay(2021, 9, 15)).add_after("contract");
    Act("minutes", v1::ACT_KIND_MINUTES, "6", absl::CivilDay(2023, 1, 17))
        .add_reports_tables("table-1");
    for (const char* id : {"plan", "plan-again"}) {
      v1::Act& plan = At(*report().add_acts(), Line());
      plan.set_id(id);
      plan.set_kind(v1::ACT_KIND_PLAN);
      plan.set_title("Strategy");
      plan.set_period("2021-2025");
      plan.set_in_force_at_visit(true);
    }
  }

  void Dates() {
    for (const absl::CivilDay day : {absl::CivilDay(2023, 4, 25), absl::CivilDay(2022, 2, 3)}) {
      v1::PrintedDate& date = At(*report().add_dates(), Line());
      date.set_printed(Dots(day));
      date.set_on(FormatDay(day));
    }
    v1::Restatement& visit = At(*report().add_restatements(), Line());
    visit.set_of("visit");
    visit.set_date("25-27.04.2023");
  }

  void Words();

  v1::Report& report() { return test_.report(); }

  Lots& lots_;
  int& line_;
  TestReport& test_;
};

void ReportBuilder::Words() {
  v1::Restatement& title = At(*report().add_restatements(), Line());
  title.set_of("standard:1");
  title.set_text("TITLE OF PART 1");
  for (const char* text : {"The motto of the house", "the motto of the house"}) {
    v1::Restatement& free = At(*report().add_restatements(), Line());
    free.set_of("motto");
    free.set_text(text);
  }
  const std::pair<const char*, const char*> codes[] = {{"6B04101", "Logistics"},
                                                       {"7M 04102", "Finance"}};
  for (const auto& [code, name] : codes) {
    v1::CodeMention& mention = At(*report().add_codes(), Line());
    mention.set_code(code);
    mention.set_title(name);
    mention.set_level(code[0] == '6' ? "bachelor" : "master");
  }
  v1::Passage& passage = At(*report().add_passages(), Line());
  passage.set_about("1.1");
  passage.set_text("There is no defect that it would be necessary to eliminate.");
  for (int i = 0; i < 3; ++i) {
    v1::TermMention& term = At(*report().add_terms(), Line());
    term.set_term("one");
    term.set_printed("One University");
    v1::Link& link = At(*report().add_links(), Line());
    link.set_url(absl::StrCat("https://one.kz/", i));
    link.set_target(absl::StrCat("page-", i));
    link.set_identifier(absl::StrCat("folder-", i));
    link.set_identifier_kind("folder");
  }
  *report().add_links() = report().links(0);
  v1::CohortClaim& cohort = At(*report().add_cohorts(), Line());
  cohort.set_programme("6B04101");
  cohort.set_deed(v1::COHORT_DEED_GRADUATED);
  cohort.set_on("2017-12-31");
  for (const char* meaning : {"One University", ""}) {
    v1::Abbreviation& abbreviation = At(*report().add_abbreviations(), Line());
    abbreviation.set_printed("OU");
    abbreviation.set_meaning(meaning);
  }
  const std::pair<v1::ReferenceKind, const char*> references[] = {
      {v1::REFERENCE_KIND_CLUSTER, "2"},
      {v1::REFERENCE_KIND_TABLE, "1"},
      {v1::REFERENCE_KIND_STANDARD, "1"},
      {v1::REFERENCE_KIND_CRITERION, "1.1"},
      {v1::REFERENCE_KIND_FINDING, "s-2"}};
  for (const auto& [kind, target] : references) {
    v1::ReferenceMention& reference = At(*report().add_references(), Line());
    reference.set_kind(kind);
    reference.set_target(target);
  }
  v1::PersonMention& person = At(*report().add_persons(), Line());
  person.set_role("rector");
  person.set_in_office(true);
  v1::Enumeration& list = At(*report().add_enumerations(), Line());
  for (const char* item : {"council", "senate", "board"}) list.add_items(item);
  list.set_claimed(3);
}

}  // namespace

TestReport ConsistentReport(uint64_t seed) {
  TestReport test;
  Lots lots(seed);
  int line = 0;
  AddConsistentCase(lots, line, test);
  ReportBuilder(lots, line, test).Build();
  return test;
}

}  // namespace tarazy::accreditation::report_lint
