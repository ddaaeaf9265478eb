#include "services/surveys/app/export/sav_writer.h"

#include <readstat.h>

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace tarazy::surveys {
namespace {

constexpr size_t kMaxTitle = 64;
constexpr size_t kMaxNote = 80;
constexpr int kWidth = 12;  // digits of a number as it is shown

struct WriterFree {
  void operator()(readstat_writer_t* writer) const { readstat_writer_free(writer); }
};

readstat_measure_t MeasureOf(SavScale scale) {
  switch (scale) {
    case SavScale::kNominal:
      return READSTAT_MEASURE_NOMINAL;
    case SavScale::kOrdinal:
      return READSTAT_MEASURE_ORDINAL;
    case SavScale::kInterval:
      return READSTAT_MEASURE_SCALE;
  }
  return READSTAT_MEASURE_UNKNOWN;
}

std::string Cut(absl::string_view text, size_t bytes) { return std::string(Shorten(text, bytes)); }

}  // namespace

struct SavWriter::State {
  explicit State(Sink to) : sink(to) {}

  Sink sink;
  std::unique_ptr<readstat_writer_t, WriterFree> writer{readstat_writer_init()};
  std::vector<std::pair<readstat_variable_t*, size_t>> variables;  // with the widths of texts
  size_t next = 0;       // the variable that the next Put is of
  bool in_case = false;  // a case was begun
  std::string piece;
  absl::Status taken;  // the sink's last answer

  absl::Status Flush() {
    const absl::Status answer = sink(piece);
    piece.clear();
    return answer;
  }

  // ReadStat only knows that writing failed; the sink knows why.
  absl::Status Check(readstat_error_t error) const {
    if (error == READSTAT_OK) return absl::OkStatus();
    RETURN_IF_ERROR(taken);
    return Internal(
        absl::StrCat("the SPSS file cannot be written: ", readstat_error_message(error)));
  }

  readstat_variable_t* Next() { return variables[next++].first; }

  absl::Status BeginCase() {
    if (in_case) return absl::OkStatus();
    in_case = true;
    return Check(readstat_begin_row(writer.get()));
  }
};

SavWriter::SavWriter(Sink sink) : state_(std::make_unique<State>(sink)) {
  readstat_set_data_writer(state_->writer.get(),
                           [](const void* data, size_t size, void* context) -> ssize_t {
                             auto& state = *static_cast<State*>(context);
                             state.piece.append(static_cast<const char*>(data), size);
                             if (state.piece.size() >= kPiece) state.taken = state.Flush();
                             return state.taken.ok() ? static_cast<ssize_t>(size) : -1;
                           });
  readstat_writer_set_compression(state_->writer.get(), READSTAT_COMPRESS_ROWS);
}

SavWriter::~SavWriter() = default;

void SavWriter::AddNumber(const SavNumber& number) {
  readstat_writer_t* writer = state_->writer.get();
  readstat_variable_t* variable =
      readstat_add_variable(writer, number.name.c_str(), READSTAT_TYPE_DOUBLE, 0);
  readstat_variable_set_label(variable, Cut(number.label, kMaxSavLabel).c_str());
  readstat_variable_set_measure(variable, MeasureOf(number.scale));
  readstat_variable_set_format(variable, absl::StrCat("F", kWidth, ".", number.decimals).c_str());
  if (number.missing.has_value()) {
    readstat_variable_add_missing_double_range(variable, number.missing->first,
                                               number.missing->second);
  }
  if (!number.values.empty()) {
    readstat_label_set_t* labels = readstat_add_label_set(
        writer, READSTAT_TYPE_DOUBLE, absl::StrCat("labels", state_->variables.size()).c_str());
    for (const auto& [value, label] : number.values) {
      readstat_label_double_value(labels, value, Cut(label, kMaxSavValueLabel).c_str());
    }
    readstat_variable_set_label_set(variable, labels);
  }
  state_->variables.emplace_back(variable, 0);
}

void SavWriter::AddText(const std::string& name, absl::string_view label, size_t width) {
  const size_t bytes = std::clamp<size_t>(width, 1, kMaxSavText);
  readstat_variable_t* variable =
      readstat_add_variable(state_->writer.get(), name.c_str(), READSTAT_TYPE_STRING, bytes);
  readstat_variable_set_label(variable, Cut(label, kMaxSavLabel).c_str());
  readstat_variable_set_measure(variable, READSTAT_MEASURE_NOMINAL);
  state_->variables.emplace_back(variable, bytes);
}

void SavWriter::AddNote(absl::string_view note) {
  readstat_add_note(state_->writer.get(), Cut(note, kMaxNote).c_str());
}

size_t SavWriter::variables() const { return state_->variables.size(); }

absl::Status SavWriter::Begin(absl::string_view title, absl::Time created, int64_t cases) {
  if (cases > std::numeric_limits<int>::max()) {
    return MakeError(absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
                     "an SPSS file holds at most 2,147,483,647 cases");
  }
  readstat_writer_t* writer = state_->writer.get();
  RETURN_IF_ERROR(
      state_->Check(readstat_writer_set_file_label(writer, Cut(title, kMaxTitle).c_str())));
  RETURN_IF_ERROR(
      state_->Check(readstat_writer_set_file_timestamp(writer, absl::ToTimeT(created))));
  return state_->Check(readstat_begin_writing_sav(writer, state_.get(), static_cast<long>(cases)));
}

absl::Status SavWriter::Put(std::optional<double> value) {
  RETURN_IF_ERROR(state_->BeginCase());
  readstat_writer_t* writer = state_->writer.get();
  readstat_variable_t* variable = state_->Next();
  return state_->Check(value.has_value() ? readstat_insert_double_value(writer, variable, *value)
                                         : readstat_insert_missing_value(writer, variable));
}

absl::Status SavWriter::Put(absl::string_view text) {
  RETURN_IF_ERROR(state_->BeginCase());
  const size_t width = state_->variables[state_->next].second;
  return state_->Check(
      readstat_insert_string_value(state_->writer.get(), state_->Next(), Cut(text, width).c_str()));
}

absl::Status SavWriter::NextCase() {
  RETURN_IF_ERROR(state_->BeginCase());
  state_->next = 0;
  state_->in_case = false;
  return state_->Check(readstat_end_row(state_->writer.get()));
}

absl::Status SavWriter::End() {
  RETURN_IF_ERROR(state_->Check(readstat_end_writing(state_->writer.get())));
  return state_->Flush();
}

}  // namespace tarazy::surveys
