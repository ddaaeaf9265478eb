// Between output.cc and the files that write one format each; for nobody else.
#pragma once

#include <ostream>

#include "services/cli/output.h"

namespace tarazy::cli {

void PrintJsonRows(const Table& table, std::ostream& out);
void PrintJsonObject(const Table& table, std::ostream& out);
void PrintCsv(const Table& table, const Style& style, std::ostream& out);
void PrintTextRows(const Table& table, const Style& style, std::ostream& out);
void PrintTextRecord(const Table& table, const Style& style, std::ostream& out);

}  // namespace tarazy::cli
