#include "services/surveys/app/export/results_csv.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/surveys/app/export/result_rows.h"
#include "services/surveys/app/export/words.h"

namespace tarazy::surveys {
namespace {

constexpr absl::string_view kTexts[] = {
    "campaign", "revision", "policy",        "frozen", "invented", "stratum",   "title",
    "kind",     "question", "question_text", "choice", "label",    "suppressed"};

std::string Cell(absl::string_view text) {
  const bool formula =
      !text.empty() && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos;
  const std::string safe = absl::StrCat(formula ? "'" : "", text);
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  return absl::StrCat("\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

absl::string_view WordOf(RowKind kind) {
  switch (kind) {
    case RowKind::kStratum:
      return "stratum";
    case RowKind::kQuestion:
      return "question";
    case RowKind::kChoice:
      return "choice";
    case RowKind::kNoAnswer:
      return "no-answer";
    case RowKind::kObject:
      return "object";
  }
  return "";
}

// The part of each line that is the same in all.
std::string HeadOf(const v1::Results& results) {
  return absl::StrCat(Cell(results.campaign()), ",", results.revision(), ",",
                      Cell(results.policy()), ",", results.frozen() ? "true" : "false", ",",
                      results.demonstration() ? "true" : "false");
}

void AppendRow(const ResultRow& row, absl::string_view language, std::string& line) {
  absl::StrAppend(&line, ",", Cell(row.stratum->stratum()), ",",
                  Cell(Say(row.stratum->title(), language)), ",", WordOf(row.kind), ",");
  if (row.question != nullptr) {
    absl::StrAppend(&line, Cell(row.question->question()), ",",
                    Cell(WordsOf(*row.question, language)), ",");
  } else {
    line += ",,";
  }
  if (row.choice != nullptr) {
    absl::StrAppend(&line, Cell(row.choice->code()), ",", Cell(Say(row.choice->label(), language)));
  } else if (row.object != nullptr) {
    absl::StrAppend(&line, Cell(row.object->object()), ",",
                    Cell(Say(row.object->title(), language)));
  } else {
    line += ",";
  }
  absl::StrAppend(&line, ",", row.suppressed() ? "suppressed" : "");
  for (const Measure& measure : Measures()) {
    const std::optional<double> value = measure.of(row);
    absl::StrAppend(&line, ",", value.has_value() ? ShortestDecimal(*value) : "");
  }
  line += "\r\n";
}

}  // namespace

absl::Status WriteResultsCsv(const v1::Results& results, absl::string_view language, Sink sink) {
  std::string piece;
  for (const absl::string_view name : kTexts) {
    absl::StrAppend(&piece, piece.empty() ? "" : ",", name);
  }
  for (const Measure& measure : Measures()) absl::StrAppend(&piece, ",", measure.name);
  piece += "\r\n";
  const std::string head = HeadOf(results);
  RETURN_IF_ERROR(ForEachRow(results, [&](const ResultRow& row) -> absl::Status {
    piece += head;
    AppendRow(row, language, piece);
    if (piece.size() < kPiece) return absl::OkStatus();
    const absl::Status taken = sink(piece);
    piece.clear();
    return taken;
  }));
  return sink(piece);
}

}  // namespace tarazy::surveys
