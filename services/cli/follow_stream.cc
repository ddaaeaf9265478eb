#include "services/cli/follow_stream.h"

#include "services/cli/message_json.h"

namespace tarazy::cli {

bool StreamPrinter::Print(const google::protobuf::Message& message, const Table& row,
                          const std::string& line) {
  std::ostream& out = session_.terminal.out;
  switch (session_.style.format) {
    case Format::kJson:
      out << MessageLine(message) << "\n";
      break;
    case Format::kCsv:
      if (first_) PrintCsvHeader(row, out);
      PrintCsvRow(row.rows[0], session_.style, out);
      break;
    case Format::kTable:
      out << line;
      break;
  }
  first_ = false;
  return static_cast<bool>(out.flush());
}

}  // namespace tarazy::cli
