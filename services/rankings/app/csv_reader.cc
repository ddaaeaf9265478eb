#include "services/rankings/app/csv_reader.h"

#include <csv.h>

#include <cstdlib>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxField = 1 << 20;
constexpr absl::string_view kTooLarge = "has a field of more than 1 MiB";
constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

using Each = absl::FunctionRef<absl::Status(int64_t, absl::Span<const std::string>, int64_t)>;

// libcsv grows a field's buffer block by block, and asks for one more before it knows that the
// field has ended; its own blocks of 128 bytes make a large field quadratic.
constexpr size_t kBlock = 64 << 10;

// Keeps an unclosed quote from eating memory; the exact limit is OnField's.
void* LimitedRealloc(void* memory, size_t size) {
  return size > kMaxField + kBlock ? nullptr : std::realloc(memory, size);
}

class Parser {
 public:
  Parser(char delimiter, Each each) : each_(each) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
    csv_set_blk_size(&parser_, kBlock);
    csv_set_realloc_func(&parser_, &LimitedRealloc);
  }
  ~Parser() { csv_free(&parser_); }

  absl::Status Feed(absl::string_view piece) {
    bytes_ += static_cast<int64_t>(piece.size());
    const size_t nul = piece.find('\0');
    const absl::string_view good = piece.substr(0, nul);
    const size_t parsed =
        csv_parse(&parser_, good.data(), good.size(), &Parser::OnField, &Parser::OnRow, this);
    RETURN_IF_ERROR(status_);
    if (parsed != good.size()) return Failed();
    return nul == absl::string_view::npos ? absl::OkStatus() : Broken("holds a NUL byte");
  }

  absl::Status Finish() {
    const bool ok = csv_fini(&parser_, &Parser::OnField, &Parser::OnRow, this) == 0;
    RETURN_IF_ERROR(status_);
    return ok ? absl::OkStatus() : Failed();
  }

 private:
  static void OnField(void* text, size_t size, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    if (size > kMaxField && parser.status_.ok()) parser.status_ = parser.Broken(kTooLarge);
    parser.fields_.emplace_back(static_cast<const char*>(text), size);
  }

  // Called at every line end, so that empty lines count; the LF of a CRLF is none of its own.
  static void OnRow(int terminator, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    const bool second_half =
        parser.terminator_ == '\r' && terminator == '\n' && parser.fields_.empty();
    parser.terminator_ = terminator;
    if (second_half) return;
    ++parser.row_;
    if (parser.status_.ok() && !parser.fields_.empty()) {
      parser.status_ = parser.each_(parser.row_, parser.fields_, parser.bytes_);
    }
    parser.fields_.clear();
  }

  absl::Status Failed() {
    return csv_error(&parser_) == CSV_ENOMEM ? Broken(kTooLarge)
                                             : Broken("has a quote in the wrong place");
  }

  absl::Status Broken(absl::string_view what) const {
    const std::string field = absl::StrCat("row ", row_ + 1);
    return InvalidArgument(Reason::kImportRejected,
                           absl::StrCat(field, " ", what, "; nothing was stored"),
                           {{field, std::string(what)}});
  }

  const Each each_;
  csv_parser parser_;
  std::vector<std::string> fields_;
  int64_t row_ = 0;
  int terminator_ = 0;
  int64_t bytes_ = 0;
  absl::Status status_;
};

}  // namespace

char DetectDelimiter(absl::string_view beginning) {
  int commas = 0;
  int semicolons = 0;
  bool quoted = false;
  for (const char c : beginning) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (c == ',') ++commas;
    if (c == ';') ++semicolons;
  }
  return semicolons > commas ? ';' : ',';
}

absl::Status ReadCsv(SpooledFile& file, Each each) {
  std::optional<Parser> parser;
  RETURN_IF_ERROR(file.Read([&](absl::string_view piece) {
    if (!parser.has_value()) {
      piece = absl::StripPrefix(piece, kByteOrderMark);
      parser.emplace(DetectDelimiter(piece), each);
    }
    return parser->Feed(piece);
  }));
  return parser.has_value() ? parser->Finish() : absl::OkStatus();
}

}  // namespace tarazy::rankings
