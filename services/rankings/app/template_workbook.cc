#include "services/rankings/app/template_workbook.h"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/import_layout.h"
#include "services/rankings/app/table_reader.h"
#include "services/rankings/app/template_guide.h"
#include "services/rankings/domain/formula.h"
#include "services/rankings/domain/tree.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxRows = 1048575;

struct Column {
  const char* name;
  double width;  // in characters
  bool open;     // to be filled in
};

// Behind the unit's id.
enum ColumnIndex : lxw_col_t {
  kId,
  kName,
  kVariable,
  kTitleKk,
  kTitleRu,
  kTitleEn,
  kUnit,
  kMin,
  kMax,
  kIndicators,
  kValue,
  kSource,
  kEvidence,
  kBase,
  kStandardError,
  kState,
  kColumns
};
constexpr std::array<Column, kColumns> kLayout = {{{"", 16, false},
                                                   {"name", 32, false},
                                                   {"variable", 28, false},
                                                   {"title_kk", 40, false},
                                                   {"title_ru", 40, false},
                                                   {"title_en", 40, false},
                                                   {"unit", 14, false},
                                                   {"min", 10, false},
                                                   {"max", 10, false},
                                                   {"indicators", 16, false},
                                                   {"value", 18, true},
                                                   {"source", 32, true},
                                                   {"evidence", 32, true},
                                                   {"base", 12, true},
                                                   {"standard_error", 16, true},
                                                   {"state", 12, false}}};

// A file in memory with a path: libxlsxwriter 1.1 writes to paths only.
class MemoryFile {
 public:
  MemoryFile() : fd_(memfd_create("workbook", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (fd_ >= 0) close(fd_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return absl::StrCat("/proc/self/fd/", fd_); }

  absl::StatusOr<std::string> Content() const {
    std::string content;
    std::array<char, 64 << 10> piece;
    ssize_t got = 0;
    while ((got = pread(fd_, piece.data(), piece.size(), static_cast<off_t>(content.size()))) > 0) {
      content.append(piece.data(), static_cast<size_t>(got));
    }
    if (got < 0 || content.empty()) return Internal("the workbook cannot be read back");
    return content;
  }

 private:
  int fd_;
};

// libxlsxwriter writes 16 digits; what needs 17 goes into the cell as text, which imports the same.
bool SurvivesSixteenDigits(double value) {
  return std::strtod(absl::StrFormat("%.16G", value).c_str(), nullptr) == value;
}

std::string RangeText(const Variable& variable) {
  std::vector<std::string> parts;
  if (variable.min.has_value()) parts.push_back(absl::StrCat("≥ ", ShortestDecimal(*variable.min)));
  if (variable.max.has_value()) parts.push_back(absl::StrCat("≤ ", ShortestDecimal(*variable.max)));
  return absl::StrJoin(parts, ", ");
}

// The codes of the leaves that use each variable.
std::map<std::string, std::vector<std::string>> IndicatorsOf(const Methodology& methodology) {
  std::map<std::string, std::vector<std::string>> codes;
  for (const Node* node : MakeTree(methodology).nodes) {
    if (!node->value.has_value()) continue;
    for (const std::string& name : VariablesOf(*node->value)) codes[name].push_back(node->code);
  }
  return codes;
}

class TemplateWriter {
 public:
  TemplateWriter(const TemplateRequest& request, const std::string& path) : request_(request) {
    lxw_workbook_options options{.constant_memory = LXW_TRUE};
    book_ = workbook_new_opt(path.c_str(), &options);
  }
  ~TemplateWriter() {
    if (book_ != nullptr) workbook_close(book_);
  }
  TemplateWriter(const TemplateWriter&) = delete;
  TemplateWriter& operator=(const TemplateWriter&) = delete;

  absl::Status Write() {
    if (book_ == nullptr) return Internal("no workbook");
    MakeFormats();
    Describe();
    WriteValues();
    WriteGuide();
    Check(workbook_close(std::exchange(book_, nullptr)));
    if (error_ == LXW_NO_ERROR) return absl::OkStatus();
    return Internal(absl::StrCat("the workbook cannot be written: ", lxw_strerror(error_)));
  }

 private:
  using Cells = std::map<std::pair<absl::string_view, absl::string_view>, const ValueVersion*>;

  void Check(lxw_error error) {
    if (error_ == LXW_NO_ERROR) error_ = error;
  }

  void MakeFormats() {
    header_ = workbook_add_format(book_);
    format_set_bold(header_);
    format_set_bg_color(header_, 0xD9D9D9);
    fixed_ = workbook_add_format(book_);
    format_set_text_wrap(fixed_);
    format_set_align(fixed_, LXW_ALIGN_VERTICAL_TOP);
    format_set_bg_color(fixed_, 0xF2F2F2);
    open_number_ = workbook_add_format(book_);
    format_set_unlocked(open_number_);
    open_text_ = workbook_add_format(book_);
    format_set_unlocked(open_text_);
    format_set_num_format(open_text_, "@");
  }

  // The time is that of the ranking, so that equal requests give equal bytes.
  void Describe() {
    std::string title = absl::StrCat(request_.ranking, " ", request_.year);
    const absl::CivilSecond start(request_.year, 1, 1, 0, 0, 1);
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.created = absl::ToTimeT(absl::FromCivil(start, absl::UTCTimeZone()));
    Check(workbook_set_properties(book_, &properties));
  }

  void WriteValues() {
    sheet_ = workbook_add_worksheet(book_, std::string(kValuesSheet).c_str());
    if (sheet_ == nullptr) return Check(LXW_ERROR_MEMORY_MALLOC_FAILED);
    WriteHeader();
    const auto indicators = IndicatorsOf(request_.methodology);
    Cells cells;
    for (const ValueVersion& value : request_.values) cells[{value.unit, value.variable}] = &value;
    lxw_row_t row = 1;
    for (const Variable& variable : request_.methodology.variables) {
      const lxw_row_t first = row;
      const auto codes = indicators.find(variable.name);
      const std::string used = codes == indicators.end() ? "" : absl::StrJoin(codes->second, ", ");
      for (const RankedUnit& unit : request_.units) {
        const auto cell = cells.find({unit.id, variable.name});
        WriteFixed(row, variable, unit, used);
        WriteOpen(row, cell == cells.end() ? nullptr : cell->second);
        ++row;
      }
      ValidateValue(first, row - 1, variable);
    }
    for (const lxw_col_t column : {kBase, kStandardError}) ValidateNotNegative(row - 1, column);
    lxw_protection allowed{.format_columns = LXW_TRUE, .format_rows = LXW_TRUE};
    worksheet_protect(sheet_, nullptr, &allowed);
  }

  void WriteHeader() {
    for (lxw_col_t column = 0; column < kColumns; ++column) {
      lxw_row_col_options shown{.hidden = column == kId ? uint8_t{1} : uint8_t{0}};
      Check(
          worksheet_set_column_opt(sheet_, column, column, kLayout[column].width, nullptr, &shown));
      const bool institution = request_.methodology.unit == UnitKind::kInstitution;
      const char* const name = column != kId ? kLayout[column].name
                               : institution ? "institution"
                                             : "programme";
      Check(worksheet_write_string(sheet_, 0, column, name, header_));
    }
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, 0, 0);
    worksheet_set_landscape(sheet_);
  }

  void WriteText(lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format) {
    Check(text.empty() ? worksheet_write_blank(sheet_, row, column, format)
                       : worksheet_write_string(sheet_, row, column, text.c_str(), format));
  }

  void WriteNumber(lxw_row_t row, lxw_col_t column, std::optional<double> value,
                   lxw_format* format) {
    if (value.has_value() && SurvivesSixteenDigits(*value)) {
      Check(worksheet_write_number(sheet_, row, column, *value, format));
    } else {
      WriteText(row, column, value.has_value() ? ShortestDecimal(*value) : "", format);
    }
  }

  void WriteFixed(lxw_row_t row, const Variable& variable, const RankedUnit& unit,
                  const std::string& indicators) {
    WriteText(row, kId, unit.id, fixed_);
    WriteText(row, kName, unit.title.Any(), fixed_);
    WriteText(row, kVariable, variable.name, fixed_);
    WriteText(row, kTitleKk, variable.title.kk, fixed_);
    WriteText(row, kTitleRu, variable.title.ru, fixed_);
    WriteText(row, kTitleEn, variable.title.en, fixed_);
    WriteText(row, kUnit, variable.unit, fixed_);
    WriteNumber(row, kMin, variable.min, fixed_);
    WriteNumber(row, kMax, variable.max, fixed_);
    WriteText(row, kIndicators, indicators, fixed_);
  }

  void WriteOpen(lxw_row_t row, const ValueVersion* cell) {
    const ValueVersion filled = cell == nullptr ? ValueVersion{} : *cell;
    WriteNumber(row, kValue, filled.value, open_number_);
    WriteText(row, kSource, filled.source, open_text_);
    WriteText(row, kEvidence, filled.evidence, open_text_);
    WriteNumber(row, kBase, filled.base, open_number_);
    WriteNumber(row, kStandardError, filled.standard_error, open_number_);
    WriteText(row, kState, cell == nullptr ? "" : std::string(ValueStateName(cell->state)), fixed_);
  }

  void ValidateValue(lxw_row_t first, lxw_row_t last, const Variable& variable) {
    constexpr double kAnyNumber = -1e300;
    constexpr size_t kMaxTitle = 32;
    constexpr size_t kMaxUnit = 100;
    const std::string range = RangeText(variable);
    const std::string hint = absl::StrCat(range, range.empty() || variable.unit.empty() ? "" : "; ",
                                          Shorten(variable.unit, kMaxUnit));
    lxw_data_validation rule{};
    rule.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
    rule.value_number = variable.min.value_or(kAnyNumber);
    if (variable.min.has_value() && variable.max.has_value()) {
      rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
      rule.minimum_number = *variable.min;
      rule.maximum_number = *variable.max;
    } else if (variable.max.has_value()) {
      rule.criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
      rule.value_number = *variable.max;
    }
    Validate(first, last, kValue, rule, std::string(Shorten(variable.name, kMaxTitle)), hint,
             range);
  }

  void ValidateNotNegative(lxw_row_t last, lxw_col_t column) {
    lxw_data_validation rule{};
    rule.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
    Validate(1, last, column, rule, kLayout[column].name, "≥ 0", "≥ 0");
  }

  void Validate(lxw_row_t first, lxw_row_t last, lxw_col_t column, lxw_data_validation rule,
                std::string title, std::string hint, absl::string_view range) {
    std::string error = absl::StrCat("Сан / Число / A number", range.empty() ? "" : ": ", range);
    rule.validate = LXW_VALIDATION_TYPE_DECIMAL;
    rule.input_title = title.data();
    rule.input_message = hint.data();
    rule.error_title = title.data();
    rule.error_message = error.data();
    Check(worksheet_data_validation_range(sheet_, first, column, last, column, &rule));
  }

  void WriteGuide() {
    sheet_ = workbook_add_worksheet(book_, "guide");
    if (sheet_ == nullptr) return Check(LXW_ERROR_MEMORY_MALLOC_FAILED);
    constexpr double kWidth = 60;
    Check(worksheet_set_column(sheet_, 0, 2, kWidth, nullptr));
    lxw_row_t row = 0;
    const auto line = [&](const Localized& text, lxw_format* format) {
      WriteText(row, 0, text.kk, format);
      WriteText(row, 1, text.ru, format);
      WriteText(row, 2, text.en, format);
      ++row;
    };
    const std::string ranking = absl::StrCat(request_.ranking, " ", request_.year);
    line({.en = "English", .ru = "Русский", .kk = "Қазақша"}, header_);
    line(request_.institution, fixed_);
    line(request_.methodology.title, fixed_);
    line({.en = ranking, .ru = ranking, .kk = ranking}, fixed_);
    for (const Localized& text : TemplateGuide()) line(text, fixed_);
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_protect(sheet_, nullptr, nullptr);
  }

  const TemplateRequest& request_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format* header_ = nullptr;
  lxw_format* fixed_ = nullptr;
  lxw_format* open_number_ = nullptr;
  lxw_format* open_text_ = nullptr;
  lxw_error error_ = LXW_NO_ERROR;
};

}  // namespace

absl::StatusOr<std::string> WriteTemplate(const TemplateRequest& request) {
  if (request.units.empty() || request.methodology.variables.empty()) {
    return InvalidField("units", "there is nothing to fill in");
  }
  if (request.units.size() > kMaxRows / request.methodology.variables.size()) {
    return MakeError(absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
                     "a template of so many units does not fit a sheet; ask for fewer");
  }
  const MemoryFile file;
  RETURN_IF_ERROR(TemplateWriter(request, file.path()).Write());
  return file.Content();
}

}  // namespace tarazy::rankings
