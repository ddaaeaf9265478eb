#include "services/surveys/app/export/results_spss.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/surveys/app/export/result_rows.h"
#include "services/surveys/app/export/sav_writer.h"
#include "services/surveys/app/export/words.h"

namespace tarazy::surveys {
namespace {

constexpr int kDecimals = 4;  // as they are shown; the values are whole

// What a row is called: by the ids of its stratum, question and choice or object.
struct RowIds {
  absl::string_view stratum;
  absl::string_view question;
  absl::string_view choice;
  absl::string_view label;
};

RowIds IdsOf(const ResultRow& row, absl::string_view language) {
  RowIds ids{.stratum = row.stratum->stratum()};
  if (row.question != nullptr) ids.question = row.question->question();
  if (row.choice != nullptr) {
    ids.choice = row.choice->code();
    ids.label = Say(row.choice->label(), language);
  } else if (row.object != nullptr) {
    ids.choice = row.object->object();
    ids.label = Say(row.object->title(), language);
  }
  return ids;
}

// What has to be known before the first case: how many there are, how wide the texts, and the
// numbers of strata and questions.
struct Shape {
  int64_t rows = 0;
  size_t stratum = 1, question = 1, choice = 1, label = 1;  // bytes
  std::map<std::string, int, std::less<>> strata, questions;
  std::vector<std::pair<double, std::string>> stratum_labels, question_labels;
};

int NumberOf(std::map<std::string, int, std::less<>>& known, const std::string& id,
             const std::string& label, std::vector<std::pair<double, std::string>>& labels) {
  const auto [at, is_new] = known.emplace(id, static_cast<int>(known.size()) + 1);
  if (is_new) labels.emplace_back(at->second, label.empty() ? id : label);
  return at->second;
}

absl::StatusOr<Shape> ShapeOf(const v1::Results& results, absl::string_view language) {
  Shape shape;
  RETURN_IF_ERROR(ForEachRow(results, [&](const ResultRow& row) {
    const RowIds ids = IdsOf(row, language);
    ++shape.rows;
    shape.stratum = std::max(shape.stratum, ids.stratum.size());
    shape.question = std::max(shape.question, ids.question.size());
    shape.choice = std::max(shape.choice, ids.choice.size());
    shape.label = std::max(shape.label, ids.label.size());
    NumberOf(shape.strata, row.stratum->stratum(), Say(row.stratum->title(), language),
             shape.stratum_labels);
    if (row.question != nullptr) {
      NumberOf(shape.questions, row.question->question(), WordsOf(*row.question, language),
               shape.question_labels);
    }
    return absl::OkStatus();
  }));
  return shape;
}

void AddVariables(const Shape& shape, SavWriter& writer) {
  writer.AddNumber({.name = "stratum",
                    .label = "Stratum",
                    .values = shape.stratum_labels,
                    .scale = SavScale::kNominal});
  writer.AddText("stratum_id", "Id of the stratum", shape.stratum);
  writer.AddNumber({.name = "kind",
                    .label = "What the row tells of",
                    .values = {{static_cast<double>(RowKind::kStratum), "stratum"},
                               {static_cast<double>(RowKind::kQuestion), "question"},
                               {static_cast<double>(RowKind::kChoice), "choice"},
                               {static_cast<double>(RowKind::kNoAnswer), "choice, no answer"},
                               {static_cast<double>(RowKind::kObject), "rated object"}},
                    .scale = SavScale::kNominal});
  writer.AddNumber({.name = "question",
                    .label = "Question",
                    .values = shape.question_labels,
                    .scale = SavScale::kNominal});
  writer.AddText("question_id", "Id of the question", shape.question);
  writer.AddText("choice", "Code of the choice or id of the object", shape.choice);
  writer.AddText("label", "What the choice says or the object is called", shape.label);
  writer.AddNumber({.name = "suppressed",
                    .label = "Figures are suppressed",
                    .values = {{0, "shown"}, {1, "suppressed"}},
                    .scale = SavScale::kNominal});
  for (const Measure& measure : Measures()) {
    writer.AddNumber({.name = measure.name, .label = measure.label, .decimals = kDecimals});
  }
}

}  // namespace

absl::Status WriteResultsSav(const v1::Results& results, absl::string_view language,
                             absl::Time created, Sink sink) {
  ASSIGN_OR_RETURN(const Shape shape, ShapeOf(results, language));
  SavWriter writer(sink);
  AddVariables(shape, writer);
  if (results.demonstration()) writer.AddNote("The answers are invented.");
  writer.AddNote(absl::StrCat("Revision ", results.revision(),
                              results.frozen() ? ", frozen" : ", not frozen", ", threshold ",
                              results.threshold()));
  writer.AddNote("Disclosure policy (SHA-256):");
  writer.AddNote(results.policy());
  RETURN_IF_ERROR(writer.Begin(results.campaign(), created, shape.rows));
  RETURN_IF_ERROR(ForEachRow(results, [&](const ResultRow& row) -> absl::Status {
    const RowIds ids = IdsOf(row, language);
    RETURN_IF_ERROR(writer.Put(shape.strata.find(ids.stratum)->second));
    RETURN_IF_ERROR(writer.Put(ids.stratum));
    RETURN_IF_ERROR(writer.Put(static_cast<double>(row.kind)));
    std::optional<double> question;
    if (row.question != nullptr) question = shape.questions.find(ids.question)->second;
    RETURN_IF_ERROR(writer.Put(question));
    RETURN_IF_ERROR(writer.Put(ids.question));
    RETURN_IF_ERROR(writer.Put(ids.choice));
    RETURN_IF_ERROR(writer.Put(ids.label));
    RETURN_IF_ERROR(writer.Put(row.suppressed() ? 1.0 : 0.0));
    for (const Measure& measure : Measures()) RETURN_IF_ERROR(writer.Put(measure.of(row)));
    return writer.NextCase();
  }));
  return writer.End();
}

}  // namespace tarazy::surveys
