#include "common/sql/placeholders.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace tarazy::sql {
namespace {

// The length of the quoted text, quoted name or comment that `sql` starts with; 0 when none. A
// doubled quote ends one text and starts the next, which comes to the same.
size_t OpaqueLength(absl::string_view sql) {
  absl::string_view close;
  size_t open = 1;
  if (sql[0] == '\'' || sql[0] == '"') {
    close = sql.substr(0, 1);
  } else if (sql.substr(0, 2) == "--") {
    close = "\n";
    open = 2;
  } else if (sql.substr(0, 2) == "/*") {
    close = "*/";
    open = 2;
  } else {
    return 0;
  }
  const size_t end = sql.find(close, open);
  return end == absl::string_view::npos ? sql.size() : end + close.size();
}

}  // namespace

Translated TranslatePlaceholders(absl::string_view sql) {
  Translated out;
  while (!sql.empty()) {
    size_t taken = OpaqueLength(sql);
    if (taken == 0 && sql[0] == '?' && sql.size() > 1 && absl::ascii_isdigit(sql[1])) {
      out.text.push_back('$');
      sql.remove_prefix(1);
      int number = 0;
      while (taken < sql.size() && absl::ascii_isdigit(sql[taken])) {
        number = number * 10 + (sql[taken++] - '0');
      }
      out.params = std::max(out.params, number);
    }
    taken = std::max<size_t>(taken, 1);
    out.text.append(sql.data(), taken);
    sql.remove_prefix(taken);
  }
  return out;
}

}  // namespace tarazy::sql
