// The printed report of the seed case: its structure and its figures, not its bytes.
#include "services/accreditation/app/print_case.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "common/base/civil_day.h"
#include "common/record/read.h"
#include "services/accreditation/app/print/test_page.h"
#include "services/accreditation/domain/record/marks.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr absl::CivilDay kToday(2024, 1, 15);

template <typename Message>
Message ReadExample(const std::string& path) {
  std::ifstream in(REPOSITORY "/examples/" + path);
  std::stringstream text;
  text << in.rdbuf();
  Message message;
  const auto faults = record::ReadRecord(text.str(), {.bytes = 4 << 20, .nodes = 2000000}, message);
  EXPECT_THAT(faults, IsEmpty());
  return message;
}

const v1::Framework& Framework() {
  static const auto* const kFramework =
      new v1::Framework(ReadExample<v1::Framework>("frameworks/iaar-joint.yaml"));
  return *kFramework;
}

v1::Case Seed() {
  static const auto* const kCase = new v1::Case(ReadExample<v1::Case>("cases/ektu-2023.yaml"));
  v1::Case record = *kCase;
  record.set_name("cases/ektu-2023");
  record.set_etag("7");
  return record;
}

std::string Print(const v1::Case& record, absl::string_view language = "en") {
  const auto page = PrintCase(record, Framework(), language, kToday);
  EXPECT_TRUE(page.ok()) << page.status();
  return page.value_or("");
}

std::unique_ptr<Node> Page(const v1::Case& record, absl::string_view language = "en") {
  return ParsePage(Print(record, language));
}

int Number(const std::string& text) {
  int number = -1;
  EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << "\"" << text << "\"";
  return number;
}

// A table's row against counts: a heading, the marks in the scale's order, their sum.
void ExpectCounts(const std::vector<std::string>& row, const v1::PrintedCount& count) {
  ASSERT_EQ(row.size(), static_cast<size_t>(count.marks_size()) + 2);
  int sum = 0;
  for (int i = 0; i < count.marks_size(); ++i) {
    EXPECT_EQ(Number(row[static_cast<size_t>(i) + 1]), count.marks(i).count()) << row[0];
    sum += count.marks(i).count();
  }
  EXPECT_EQ(Number(row.back()), sum) << row[0];
}

void ExpectTotals(const Node& matrix, const v1::ProgrammeTotals& totals) {
  const auto rows = matrix.All("table")[0]->Rows();
  ASSERT_EQ(rows.size(), static_cast<size_t>(totals.standards_size()) + 2);
  for (int i = 0; i < totals.standards_size(); ++i) {
    const auto& row = rows[static_cast<size_t>(i) + 1];
    EXPECT_TRUE(absl::StartsWith(row[0], totals.standards(i).standard() + " ")) << row[0];
    ExpectCounts(row, totals.standards(i));
  }
  ExpectCounts(rows.back(), totals.total());
}

TEST(PrintCase, TheMatrixIsWhatIsCounted) {
  const v1::Case record = Seed();
  const auto page = Page(record);
  const auto totals = CountMarks(record, Framework());
  ASSERT_EQ(totals.size(), 2u);
  const auto parts = page->Id("matrix")->All("section");
  ASSERT_EQ(parts.size(), 1u) << "programmes with the same counts share a table";
  EXPECT_EQ(parts[0]->All("h3")[0]->Text(), "6B04107, 7M04107");
  ExpectTotals(*parts[0], totals[0]);
  ExpectTotals(*parts[0], totals[1]);
}

TEST(PrintCase, ProgrammesWithOtherMarksHaveATableOfTheirOwn) {
  v1::Case record = Seed();
  v1::Evaluation& mark = *record.add_evaluations();
  mark.set_criterion("6.1.1");
  mark.set_programme("7M04107");
  mark.set_mark("unsatisfactory");
  const auto totals = CountMarks(record, Framework());
  const auto page = Page(record);
  const auto parts = page->Id("matrix")->All("section");
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[1]->All("h3")[0]->Text(), "7M04107");
  ExpectTotals(*parts[0], totals[0]);
  ExpectTotals(*parts[1], totals[1]);
}

TEST(PrintCase, EveryCriterionHasItsMarkInWords) {
  const v1::Case record = Seed();
  const auto page = Page(record);
  const Marks marks(record, kConsensus);
  int seen = 0;
  for (const Node* table : page->Id("standards")->All("table")) {
    for (const auto& row : table->Rows()) {
      const std::string& code = row[0];
      if (StandardOfCriterion(Framework(), code) == nullptr) continue;
      ASSERT_EQ(row.size(), 4u) << code;
      EXPECT_THAT(row[2],
                  HasSubstr(FindMark(Framework(), marks.Of(code, "6B04107"))->title().en()));
      EXPECT_EQ(row[2], row[3]);
      ++seen;
    }
  }
  EXPECT_EQ(seen, 64);
}

TEST(PrintCase, HeadingsStandOverTheirCriteria) {
  const auto page = Page(Seed());
  int headings = 0;
  for (const v1::Standard& standard : Framework().standards()) {
    headings += standard.headings_size();
  }
  int groups = 0;
  for (const Node* row : page->Id("standards")->All("tr")) {
    if (row->Get("class") == "group") ++groups;
  }
  EXPECT_EQ(groups, headings);
}

TEST(PrintCase, PeopleAreCountedAndNobodyIsShown) {
  const v1::Case record = Seed();
  const auto page = Page(record);
  const auto commission = page->Id("commission")->All("table")[0]->Rows();
  EXPECT_EQ(Number(commission.back().back()), record.commission_size());
  const std::string text = page->Text();
  EXPECT_THAT(text, Not(HasSubstr("Candidate of Technical Sciences")));
  EXPECT_THAT(text, Not(HasSubstr("0662"))) << "the meeting's number";
  EXPECT_EQ(page->Id("participation")->All("table")[0]->Rows().back(),
            (std::vector<std::string>{"Total", "69"}));
}

TEST(PrintCase, WhatSurveysToldIsShownWithWhatIsBelowTheGate) {
  v1::Case record = Seed();
  EXPECT_EQ(Page(record)->Id("surveys"), nullptr);
  v1::SurveyEvidence& evidence = *record.add_survey_evidence();
  evidence.set_campaign("campaigns/ektu-students-2023");
  evidence.set_taken_on("2023-05-02");
  evidence.mutable_title()->set_en("Students of 2023");
  v1::SurveyParticipation& all = *evidence.add_participation();
  all.set_stratum("all");
  all.set_submitted(57);
  v1::SurveyParticipation& row = *evidence.add_participation();
  row.set_stratum("a");
  row.set_frame(26);
  row.set_submitted(8);
  row.set_percent(30.77);
  row.set_gate_met(false);
  v1::SurveyFigure& figure = *evidence.add_figures();
  figure.set_question("6");
  figure.set_statistic(v1::SURVEY_STATISTIC_MEAN);
  figure.set_value(41.0 / 12);
  figure.set_base(54);
  v1::SurveyFigure& untold = *evidence.add_figures();
  untold.set_question("7");
  untold.set_statistic(v1::SURVEY_STATISTIC_NPS);
  const auto page = Page(record);
  const auto tables = page->Id("surveys")->All("table");
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_THAT(tables[0]->Rows(), ElementsAre(testing::_, ElementsAre("Total", "", "57", "–"),
                                             ElementsAre("a", "26", "8", "▼ 30.77")));
  EXPECT_THAT(tables[1]->Rows(),
              ElementsAre(testing::_, ElementsAre("6", "", "mean", "3.417", "54"),
                          ElementsAre("7", "", "net promoter score", "–", "")));
  EXPECT_THAT(page->Id("surveys")->Text(), HasSubstr("taken over on 2 May 2023"));
}

TEST(PrintCase, TheVisitIsInTheOrderOfItsDays) {
  v1::Case record = Seed();
  auto& sessions = *record.mutable_visit()->mutable_sessions();
  std::reverse(sessions.begin(), sessions.end());
  std::vector<std::string> days;
  int count = 0;
  for (const auto& row : Page(record)->Id("visit")->All("table")[0]->Rows()) {
    if (row.size() == 1) days.push_back(row[0]);
    if (row.size() == 6) ++count;
  }
  EXPECT_THAT(days,
              ElementsAre("21 April 2023", "25 April 2023", "26 April 2023", "27 April 2023"));
  EXPECT_EQ(count, record.visit().sessions_size() + 1);
}

TEST(PrintCase, TheLedgerSaysWhatIsDueWhen) {
  const auto rows = Page(Seed())->Id("ledger")->All("table")[0]->Rows();
  ASSERT_EQ(rows.size(), 1 + 17u);
  EXPECT_EQ(rows[1][0], "r-6.1-1");
  EXPECT_EQ(rows[1][2], "every reviewed programme");
  EXPECT_EQ(rows[1][3], "by 1 September 2023");
  EXPECT_EQ(rows[1][4], "1 September 2023 · overdue");
  EXPECT_EQ(rows[2][3], "1 month before “Start of a period of studies at the partner”");
  EXPECT_EQ(rows[2][4], "waits for the event");
  EXPECT_EQ(rows[4][2], "6B04107");
  EXPECT_EQ(rows[16][2], "the institution as a whole");
}

TEST(PrintCase, EveryLanguageHasAllItsWords) {
  const std::vector<std::pair<std::string, std::string>> headings = {
      {"en", "Recommendations and their deadlines"},
      {"ru", "Рекомендации и сроки"},
      {"kk", "Ұсынымдар мен мерзімдер"}};
  for (const auto& [language, heading] : headings) {
    const auto page = Page(Seed(), language);
    EXPECT_EQ(page->All("html")[0]->Get("lang"), language);
    EXPECT_EQ(page->Id("ledger")->All("h2")[0]->Text(), heading);
    for (const Node* cell : page->All("th")) EXPECT_NE(cell->Text(), "") << language;
    EXPECT_THAT(page->Text(), Not(HasSubstr("$0"))) << language;
    EXPECT_THAT(page->Text(), Not(HasSubstr("|"))) << language;
  }
}

TEST(PrintCase, ATextInAnotherLanguageSaysWhich) {
  const auto page = Page(Seed(), "ru");
  EXPECT_EQ(page->All("h1")[0]->Get("lang"), "");
  const Node* finding = page->Id("ledger")->All("p")[0];
  EXPECT_EQ(finding->Get("lang"), "en");
}

TEST(PrintCase, NoLanguageIsTheFrameworksAndAnUnknownOneIsRefused) {
  EXPECT_EQ(Page(Seed(), "")->All("html")[0]->Get("lang"), "en");
  EXPECT_EQ(PrintCase(Seed(), Framework(), "de", kToday).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(PrintCase, ItIsOnePageThatRefersToNothingOutside) {
  const std::string page = Print(Seed());
  for (const char* reference :
       {"<script", "<link", "<img", "<iframe", "url(", "@import", "src=", "href=", "srcset"}) {
    EXPECT_THAT(page, Not(HasSubstr(reference)));
  }
}

TEST(PrintCase, TablesHaveHeadsAndDrawingsHaveNames) {
  const auto page = Page(Seed());
  for (const Node* cell : page->All("th")) {
    EXPECT_THAT(cell->Get("scope"), testing::AnyOf("col", "row", "rowgroup")) << cell->Text();
  }
  const auto drawings = page->All("svg");
  ASSERT_EQ(drawings.size(), 1u);
  EXPECT_EQ(drawings[0]->Get("role"), "img");
  EXPECT_NE(drawings[0]->All("title")[0]->Text(), "");
  EXPECT_NE(drawings[0]->All("desc")[0]->Text(), "");
  std::set<std::string> ids;
  for (const char* tag : {"section", "title", "desc"}) {
    for (const Node* node : page->All(tag)) {
      if (!node->Get("id").empty()) {
        EXPECT_TRUE(ids.insert(node->Get("id")).second) << node->Get("id");
      }
    }
  }
}

TEST(PrintCase, BarsAreAsLongAsTheirNumbers) {
  const v1::Case record = Seed();
  const auto page = Page(record);
  int marks = 0;
  const auto totals = CountMarks(record, Framework());
  for (const v1::MarkCount& mark : totals[0].total().marks()) marks += mark.count();
  int drawn = 0;
  for (const Node* label : page->All("svg")[0]->All("text")) {
    if (label->Get("text-anchor") == "middle") drawn += Number(label->Text());
  }
  EXPECT_EQ(drawn, marks);
}

TEST(PrintCase, WhatWasTakenOutIsNotThere) {
  v1::Case record = Seed();
  record.clear_evaluations();
  record.clear_findings();
  record.clear_proposals();
  record.clear_report();
  for (v1::Member& member : *record.mutable_commission()) member.clear_person();
  const auto page = Page(record);
  for (const char* id : {"standards", "matrix", "ledger", "conclusion"}) {
    EXPECT_EQ(page->Id(id), nullptr) << id;
  }
  for (const char* id : {"programmes", "commission", "visit", "documents"}) {
    EXPECT_NE(page->Id(id), nullptr) << id;
  }
}

TEST(PrintCase, AnEmptyCaseIsAPageWithoutTables) {
  v1::Case record;
  record.set_id("empty");
  const auto page = Page(record);
  EXPECT_THAT(page->All("table"), IsEmpty());
  EXPECT_THAT(page->All("footer")[0]->Text(), HasSubstr("empty"));
}

TEST(PrintCase, AnInstitutionAsAWholeHasOneColumnOfMarks) {
  v1::Case record = Seed();
  record.clear_clusters();
  const auto page = Page(record);
  EXPECT_EQ(page->Id("programmes"), nullptr);
  const auto head = page->Id("standards")->All("table")[0]->Rows()[0];
  EXPECT_THAT(head, ElementsAre("Code", "Criterion", "Mark"));
  ExpectTotals(*page->Id("matrix"), CountMarks(record, Framework())[0]);
}

// Every text field of the message and of all in it becomes `text`, but for days: those that are
// none are refused before they are stored, and the domain counts on it.
void FillTexts(google::protobuf::Message& message, const std::string& text) {
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 0;
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      if (!field->is_repeated() && !ParseDay(reflection->GetString(message, field)).has_value()) {
        reflection->SetString(&message, field, text);
      }
      for (int i = 0; i < size; ++i) reflection->SetRepeatedString(&message, field, i, text);
    }
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) FillTexts(*reflection->MutableMessage(&message, field), text);
      for (int i = 0; i < size; ++i) {
        FillTexts(*reflection->MutableRepeatedMessage(&message, field, i), text);
      }
    }
  }
}

TEST(PrintCase, HostileTextStaysText) {
  const std::string hostile =
      "</td></style><script>alert(1)</script>\"'&amp;\x01\xff]]>\u202e\uffff<!--";
  v1::Case record = Seed();
  FillTexts(record, hostile);
  v1::Framework framework = Framework();
  const std::string language = framework.language();
  FillTexts(framework, hostile);
  framework.set_language(language);
  const auto printed = PrintCase(record, framework, "kk", kToday);
  ASSERT_TRUE(printed.ok()) << printed.status();
  EXPECT_THAT(*printed, Not(HasSubstr("<script")));
  EXPECT_THAT(*printed, Not(HasSubstr("<!--")));
  EXPECT_THAT(*printed, Not(HasSubstr("\u202e")));
  const auto page = ParsePage(*printed);
  EXPECT_THAT(page->All("script"), IsEmpty());
  EXPECT_EQ(page->All("style").size(), 1u);
  EXPECT_EQ(page->All("h1")[0]->Text(),
            "</td></style><script>alert(1)</script>\"'&amp;\ufffd\ufffd]]>\ufffd<!--");
}

}  // namespace
}  // namespace tarazy::accreditation
