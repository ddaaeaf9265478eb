#include "services/accreditation/app/register_csv.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tarazy::accreditation {
namespace {

constexpr absl::string_view kColumns[] = {"on",          "subject",    "code",        "title",
                                          "institution", "agency",     "scope",       "status",
                                          "meanwhile",   "accredited", "since",       "until",
                                          "valid_to",    "decision",   "certificate", "because"};

// REGISTER_STATUS_UNDER_APPEAL is "under-appeal"; empty for UNSPECIFIED.
std::string Word(absl::string_view name, absl::string_view prefix) {
  const std::string word =
      absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", "-"}});
  return word == "unspecified" ? "" : word;
}
std::string Word(v1::RegisterStatus status) {
  return Word(v1::RegisterStatus_Name(status), "REGISTER_STATUS_");
}

std::string Cell(absl::string_view text) {
  const bool formula =
      !text.empty() && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos;
  const std::string safe = absl::StrCat(formula ? "'" : "", text);
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  return absl::StrCat("\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string RegisterCsvHeader() { return absl::StrCat(absl::StrJoin(kColumns, ","), "\r\n"); }

std::string RegisterCsvRow(const v1::RegisterEntry& entry) {
  const v1::StatusView& status = entry.status();
  const std::vector<std::string> cells = {
      status.on(),
      entry.subject(),
      entry.code(),
      entry.title(),
      entry.institution(),
      status.agency(),
      Word(v1::ProcedureType_Name(status.scope()), "PROCEDURE_TYPE_"),
      Word(status.status()),
      Word(status.meanwhile()),
      status.accredited() ? "true" : "false",
      status.since(),
      status.until(),
      entry.valid_to(),
      status.decision(),
      entry.certificate(),
      status.because()};
  return absl::StrCat(absl::StrJoin(cells, ",",
                                    [](std::string* out, const std::string& cell) {
                                      absl::StrAppend(out, Cell(cell));
                                    }),
                      "\r\n");
}

}  // namespace tarazy::accreditation
