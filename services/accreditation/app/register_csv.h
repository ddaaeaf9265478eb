// The register as CSV (RFC 4180: CRLF, a header, quotes where they are needed), one line of the
// register a row. A text that a spreadsheet would take for a formula gets an apostrophe in front.
#pragma once

#include <string>

#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::accreditation {

// The names of the columns.
std::string RegisterCsvHeader();

// One row; ends with CRLF.
std::string RegisterCsvRow(const v1::RegisterEntry& entry);

}  // namespace tarazy::accreditation
