#include "services/cli/result_row.h"

#include <memory>

#include "services/cli/enum_words.h"
#include "services/cli/records.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;

Value Number(bool present, double value) { return present ? Value(value) : Value(); }
Value Count(bool present, int64_t value) { return present ? Value(value) : Value(); }

// The figures of a question that stand with each of its rows.
std::vector<Value> QuestionFigures(const v1::QuestionResults& question) {
  return {Count(question.has_asked(), question.asked()),
          Count(question.has_base(), question.base()),
          Count(question.has_missing(), question.missing()),
          Number(question.has_mean(), question.mean()),
          Number(question.has_standard_deviation(), question.standard_deviation()),
          Number(question.has_standard_error(), question.standard_error()),
          Number(question.has_top1(), question.top1()),
          Number(question.has_top2(), question.top2()),
          Number(question.has_nps(), question.nps()),
          Number(question.has_weighted_mean(), question.weighted_mean()),
          Number(question.has_nonresponse(), question.nonresponse())};
}

// Columns before those of QuestionFigures.
std::vector<Value> ChoiceCells(const v1::ChoiceResults& choice) {
  return {Text(choice.code()),
          Title(choice.label()),
          Count(choice.has_count(), choice.count()),
          Number(choice.has_percent(), choice.percent()),
          Number(choice.has_low(), choice.low()),
          Number(choice.has_high(), choice.high()),
          Number(choice.has_weighted_percent(), choice.weighted_percent()),
          choice.suppressed(),
          choice.missing()};
}

std::vector<Value> ObjectCells(const v1::ObjectResults& object) {
  return {Text(object.object()),
          Title(object.title()),
          Count(object.has_base(), object.base()),
          Number(object.has_mean(), object.mean()),
          Value(),
          Value(),
          Value(),
          object.suppressed(),
          false};
}

const std::vector<Value>& NoCells(bool suppressed) {
  static const std::vector<Value> kTold = {Value(), Value(), Value(), Value(), Value(),
                                           Value(), Value(), false,   false};
  static const std::vector<Value> kHidden = {Value(), Value(), Value(), Value(), Value(),
                                             Value(), Value(), true,    false};
  return suppressed ? kHidden : kTold;
}

class ResultRows {
 public:
  explicit ResultRows(Table& table) : table_(table) {}

  void Add(const v1::StratumResults& stratum) {
    stratum_ = &stratum;
    if (stratum.suppressed()) {
      Row(v1::QuestionResults(), NoCells(true));
      return;
    }
    for (const v1::QuestionResults& question : stratum.questions()) Add(question);
  }

 private:
  void Add(const v1::QuestionResults& question) {
    for (const v1::ChoiceResults& choice : question.choices()) Row(question, ChoiceCells(choice));
    for (const v1::ObjectResults& object : question.objects()) Row(question, ObjectCells(object));
    if (question.choices().empty() && question.objects().empty()) {
      Row(question, NoCells(question.suppressed()));
    }
  }

  void Row(const v1::QuestionResults& question, const std::vector<Value>& cells) {
    std::vector<Value>& row = table_.rows.emplace_back();
    row = {Text(stratum_->stratum()), Count(stratum_->has_ballots(), stratum_->ballots()),
           Text(question.question()), Title(question.text())};
    row.insert(row.end(), cells.begin(), cells.end());
    const std::vector<Value> figures = QuestionFigures(question);
    row.insert(row.end(), figures.begin(), figures.end());
  }

  Table& table_;
  const v1::StratumResults* stratum_ = nullptr;
};

}  // namespace

Table ResultTable(const v1::Results& results) {
  Table table{.columns = {{"stratum"},
                          {.name = "ballots", .detail = true},
                          {"question"},
                          {"text"},
                          {"choice"},
                          {"label"},
                          {"count"},
                          {"percent"},
                          {.name = "low", .detail = true},
                          {.name = "high", .detail = true},
                          {.name = "weighted_percent", .detail = true},
                          {"suppressed"},
                          {.name = "no_answer", .detail = true},
                          {.name = "asked", .detail = true},
                          {"base"},
                          {.name = "missing", .detail = true},
                          {"mean"},
                          {.name = "standard_deviation", .detail = true},
                          {.name = "standard_error", .detail = true},
                          {.name = "top1", .detail = true},
                          {.name = "top2", .detail = true},
                          {.name = "nps", .detail = true},
                          {.name = "weighted_mean", .detail = true},
                          {.name = "nonresponse", .detail = true}},
              .rows = {}};
  ResultRows rows(table);
  for (const v1::StratumResults& stratum : results.strata()) rows.Add(stratum);
  return table;
}

Table CrossTableRow(const v1::CrossTable& cross) {
  auto cells = std::make_shared<Table>();
  cells->columns = {{"row"},     {"column"},    {"count"}, {"row_percent"}, {"column_percent"},
                    {"percent"}, {"suppressed"}};
  for (const v1::CrossCell& cell : cross.cells()) {
    cells->rows.push_back({Text(cell.row()), Text(cell.column()),
                           Count(cell.has_count(), cell.count()),
                           Number(cell.has_row_percent(), cell.row_percent()),
                           Number(cell.has_column_percent(), cell.column_percent()),
                           Number(cell.has_percent(), cell.percent()), cell.suppressed()});
  }
  return {.columns = {{"row_question"},
                      {"column_question"},
                      {"stratum"},
                      {"base"},
                      {"chi_squared"},
                      {"degrees_of_freedom"},
                      {"p_value"},
                      {"cramers_v"},
                      {"small_expected"},
                      {"suppressed"},
                      {"cells"}},
          .rows = {{Text(cross.row_question()), Text(cross.column_question()),
                    Text(cross.stratum()), Count(cross.has_base(), cross.base()),
                    Number(cross.has_chi_squared(), cross.chi_squared()),
                    Count(cross.has_degrees_of_freedom(), cross.degrees_of_freedom()),
                    Number(cross.has_p_value(), cross.p_value()),
                    Number(cross.has_cramers_v(), cross.cramers_v()),
                    Number(cross.has_small_expected(), cross.small_expected()), cross.suppressed(),
                    std::shared_ptr<const Table>(cells)}}};
}

Table QualityRow(const v1::DataQuality& quality) {
  auto reliability = std::make_shared<Table>();
  reliability->columns = {{"item"}, {"questions"}, {"base"}, {"alpha"}};
  for (const v1::Reliability& line : quality.reliability()) {
    reliability->rows.push_back({Text(line.item()), int64_t{line.questions()},
                                 Count(line.has_base(), line.base()),
                                 Number(line.has_alpha(), line.alpha())});
  }
  auto straight = std::make_shared<Table>();
  straight->columns = {{"item"}, {"base"}, {"percent"}};
  for (const v1::StraightLining& line : quality.straight_lining()) {
    straight->rows.push_back({Text(line.item()), Count(line.has_base(), line.base()),
                              Number(line.has_percent(), line.percent())});
  }
  return {.columns = {{"campaign"},
                      {"ballots"},
                      {"identical"},
                      {"nonresponse"},
                      {"reliability"},
                      {"straight_lining"}},
          .rows = {{Text(quality.campaign()), int64_t{quality.ballots()},
                    Number(quality.has_identical(), quality.identical()),
                    Number(quality.has_nonresponse(), quality.nonresponse()),
                    std::shared_ptr<const Table>(reliability),
                    std::shared_ptr<const Table>(straight)}}};
}

Table ComparisonTable(const v1::WaveComparison& comparison) {
  Table table{.columns = {{"measure"},
                          {"question_before"},
                          {"question_after"},
                          {"before"},
                          {"after"},
                          {"difference"},
                          {"standard_error"},
                          {"significant"}},
              .rows = {}};
  for (const v1::MeasureChange& change : comparison.changes()) {
    table.rows.push_back(
        {Text(change.measure()), Text(change.question_before()), Text(change.question_after()),
         Number(change.has_before(), change.before()), Number(change.has_after(), change.after()),
         Number(change.has_difference(), change.difference()),
         Number(change.has_standard_error(), change.standard_error()),
         change.has_significant() ? Value(change.significant()) : Value()});
  }
  return table;
}

Table FigureRow(const v1::Figure& figure) {
  return {
      .columns = {{"campaign"},
                  {"question"},
                  {"choice"},
                  {"statistic"},
                  {"institution"},
                  {"value"},
                  {"base"},
                  {"standard_error"},
                  {"reason"},
                  {"frozen"},
                  {"revision"},
                  {"policy"}},
      .rows = {{Text(figure.campaign()), Text(figure.question()), Text(figure.choice()),
                Text(EnumWord(figure.statistic())), Text(figure.institution()),
                Number(figure.has_value(), figure.value()), Count(figure.has_base(), figure.base()),
                Number(figure.has_standard_error(), figure.standard_error()), Text(figure.reason()),
                figure.frozen(), int64_t{figure.revision()}, Text(figure.policy())}}};
}

}  // namespace tarazy::cli
