#include "services/rankings/app/csv_reader.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/rankings/app/import_test.h"

namespace tarazy::rankings {
namespace {

using ::testing::HasSubstr;

using Table = std::vector<std::vector<std::string>>;

constexpr size_t kPiece = 256 << 10;  // what SpooledFile reads at once
constexpr size_t kMaxField = 1 << 20;

absl::Status ReadInto(absl::string_view text, Table& table) {
  SpooledFile file;
  Fill(file, text);
  return ReadCsv(file, [&](int64_t row, absl::Span<const std::string> fields, int64_t) {
    EXPECT_GT(row, static_cast<int64_t>(table.size()));
    table.emplace_back(fields.begin(), fields.end());
    return absl::OkStatus();
  });
}

Table Read(absl::string_view text) {
  Table table;
  const absl::Status status = ReadInto(text, table);
  EXPECT_TRUE(status.ok()) << status;
  return table;
}

// How the reading of a broken text ends.
absl::Status Refusal(absl::string_view text) {
  Table table;
  return ReadInto(text, table);
}

::testing::AssertionResult NamesRow(const absl::Status& status, absl::string_view row) {
  const ErrorDetail detail = DetailOf(status);
  if (status.code() == absl::StatusCode::kInvalidArgument &&
      detail.reason == Reason::kImportRejected && detail.fields.size() == 1 &&
      detail.fields[0].field == row) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << status;
}

TEST(CsvReaderTest, DelimiterIsWhatTheHeaderHasMoreOf) {
  EXPECT_EQ(DetectDelimiter("a;b;c\n1,2,3,4,5"), ';');
  EXPECT_EQ(DetectDelimiter("a,b;c,d"), ',');
  EXPECT_EQ(DetectDelimiter("a;b"), ';');
  EXPECT_EQ(DetectDelimiter("a;b\r1,2,3"), ';');
}

TEST(CsvReaderTest, DelimiterIsACommaWhenTheHeaderDoesNotTell) {
  EXPECT_EQ(DetectDelimiter(""), ',');
  EXPECT_EQ(DetectDelimiter("institution\n1;2"), ',');
  EXPECT_EQ(DetectDelimiter("a,b;c"), ',');
}

TEST(CsvReaderTest, DelimitersInsideQuotesDoNotCount) {
  EXPECT_EQ(DetectDelimiter("\"a,b,c\";d"), ';');
  EXPECT_EQ(DetectDelimiter("\"a\"\",b,c\";d"), ';');
  EXPECT_EQ(DetectDelimiter("\"a\n,,,\";d"), ';');
}

TEST(CsvReaderTest, EmptyFileHasNoRows) {
  EXPECT_EQ(Read(""), Table());
  EXPECT_EQ(Read("\xef\xbb\xbf"), Table());
  EXPECT_EQ(Read("\n\r\n\n"), Table());
}

TEST(CsvReaderTest, LastRowNeedsNoLineEnd) {
  EXPECT_EQ(Read("a,b\n1,2"), (Table{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(Read("a,b\n1,"), (Table{{"a", "b"}, {"1", ""}}));
}

TEST(CsvReaderTest, EveryLineEndEndsARow) {
  const Table expected = {{"a", "b"}, {"1", "2"}, {"3", "4"}};
  EXPECT_EQ(Read("a,b\n1,2\n3,4\n"), expected);
  EXPECT_EQ(Read("a,b\r\n1,2\r\n3,4\r\n"), expected);
  EXPECT_EQ(Read("a,b\r1,2\r3,4\r"), expected);
}

TEST(CsvReaderTest, EmptyLinesAreCountedButNoRows) {
  const std::string text = "a,b\n\n\r\n1,2\n \n3,4\n\n";
  EXPECT_EQ(Read(text), (Table{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
  SpooledFile file;
  Fill(file, text);
  std::vector<int64_t> rows;
  EXPECT_TRUE(ReadCsv(file, [&](int64_t row, absl::Span<const std::string>, int64_t) {
                rows.push_back(row);
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(rows, (std::vector<int64_t>{1, 4, 6}));
}

TEST(CsvReaderTest, ByteOrderMarkIsNoPartOfTheFirstField) {
  EXPECT_EQ(Read("\xef\xbb\xbfid;b\n1;2"), (Table{{"id", "b"}, {"1", "2"}}));
  EXPECT_EQ(Read("\xef\xbb\xbf\"id\",b"), (Table{{"id", "b"}}));
  EXPECT_EQ(Read("id,\xef\xbb\xbf"), (Table{{"id", "\xef\xbb\xbf"}}));  // elsewhere it is text
}

TEST(CsvReaderTest, QuotedFieldsHoldLineEndsDelimitersAndQuotes) {
  EXPECT_EQ(Read("a,b\n\"x\ny\r\nz\",\"1,5\"\n\"say \"\"hi\"\"\",\"\"\"\"\n"),
            (Table{{"a", "b"}, {"x\ny\r\nz", "1,5"}, {"say \"hi\"", "\""}}));
}

TEST(CsvReaderTest, EmptyFieldsStay) {
  EXPECT_EQ(Read("a,b,c\n,,\n\"\",\"\",x\n"),
            (Table{{"a", "b", "c"}, {"", "", ""}, {"", "", "x"}}));
}

TEST(CsvReaderTest, TheOtherDelimiterIsText) {
  EXPECT_EQ(Read("a;b;c\nx,y;1,5;2\n"), (Table{{"a", "b", "c"}, {"x,y", "1,5", "2"}}));
}

// Files typed by hand have them, and no id or number begins with one.
TEST(CsvReaderTest, SpacesAndTabsRoundAFieldAreDroppedUnlessQuoted) {
  EXPECT_EQ(Read("a, b\t,c\n\" x \",  y z  , \"q\" \n"),
            (Table{{"a", "b", "c"}, {" x ", "y z", "q"}}));
  EXPECT_EQ(Read("a,b\n\u00a0x,y\n"), (Table{{"a", "b"}, {"\u00a0x", "y"}}));
}

TEST(CsvReaderTest, BytesThatAreNotUtf8ArePassedOn) {
  EXPECT_EQ(Read("a,\xff\xfe\n\xc3,b"), (Table{{"a", "\xff\xfe"}, {"\xc3", "b"}}));
}

TEST(CsvReaderTest, UnclosedQuoteIsRefusedWithItsRow) {
  const absl::Status status = Refusal("a,b\n1,2\n3,\"4\n5,6\n");
  EXPECT_TRUE(NamesRow(status, "row 3"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("a quote in the wrong place"));
}

TEST(CsvReaderTest, QuoteInsideAnUnquotedFieldIsRefusedWithItsRow) {
  EXPECT_TRUE(NamesRow(Refusal("a,b\n1,2\"x\n"), "row 2"));
}

TEST(CsvReaderTest, TextAfterAClosingQuoteIsRefusedWithItsRow) {
  EXPECT_TRUE(NamesRow(Refusal("a,b\n1,\"2\"x\n"), "row 2"));
}

TEST(CsvReaderTest, RowsBeforeABrokenOneAreSeen) {
  Table table;
  EXPECT_FALSE(ReadInto("a,b\n1,2\n3,\"4\"x\n5,6\n", table).ok());
  EXPECT_EQ(table, (Table{{"a", "b"}, {"1", "2"}}));
}

TEST(CsvReaderTest, NulByteIsRefusedWithItsRow) {
  for (const absl::string_view broken :
       {absl::string_view("a,b\n1,2\n3,\0\n5,6\n", 16), absl::string_view("a,b\n1,2\n\0", 9),
        absl::string_view("a,b\n1,2\n\"x\n\0\"", 13)}) {
    const absl::Status status = Refusal(broken);
    EXPECT_TRUE(NamesRow(status, "row 3"));
    EXPECT_THAT(std::string(status.message()), HasSubstr("NUL byte"));
  }
}

TEST(CsvReaderTest, FieldOfExactlyTheLimitIsRead) {
  const std::string large(kMaxField, 'x');
  EXPECT_TRUE(Read(absl::StrCat("a,b\n1,", large, "\n")) == (Table{{"a", "b"}, {"1", large}}));
  EXPECT_TRUE(Read(absl::StrCat("a,b\n1,\"", large, "\"\n")) == (Table{{"a", "b"}, {"1", large}}));
}

TEST(CsvReaderTest, FieldAboveTheLimitIsRefusedWithItsRow) {
  const std::string large(kMaxField + 1, 'x');
  for (const std::string& text :
       {absl::StrCat("a,b\n1,", large, "\n2,3\n"), absl::StrCat("a,b\n1,\"", large, "\"\n2,3\n"),
        absl::StrCat("a,b\n1,", large), absl::StrCat("a,b\n1,\"", std::string(5 << 20, '\n'))}) {
    const absl::Status status = Refusal(text);
    EXPECT_TRUE(NamesRow(status, "row 2"));
    EXPECT_THAT(std::string(status.message()), HasSubstr("more than 1 MiB"));
  }
}

TEST(CsvReaderTest, ManyFieldsBelowTheLimitAreNoFieldAboveIt) {
  const std::string field(kMaxField / 2, 'x');
  EXPECT_EQ(Read(absl::StrCat(field, ",", field, ",", field, ",", field)).front().size(), 4u);
}

TEST(CsvReaderTest, AnErrorOfTheReceiverStopsAndIsReturned) {
  SpooledFile file;
  Fill(file, "a\nb\nc\nd,\"x\"y\n");
  int64_t last = 0;
  const absl::Status status =
      ReadCsv(file, [&](int64_t row, absl::Span<const std::string>, int64_t) {
        last = row;
        return row == 2 ? absl::CancelledError("enough") : absl::OkStatus();
      });
  EXPECT_EQ(status, absl::CancelledError("enough"));
  EXPECT_EQ(last, 2);
}

TEST(CsvReaderTest, BytesGrowToTheFilesSize) {
  SpooledFile file;
  Fill(file, "id,value\n");
  while (file.size() < static_cast<int64_t>(3 * kPiece)) Fill(file, "one,2\n");
  int64_t last = 0;
  bool grows = true;
  ASSERT_TRUE(ReadCsv(file, [&](int64_t, absl::Span<const std::string>, int64_t bytes) {
                grows = grows && bytes >= last;
                last = bytes;
                return absl::OkStatus();
              }).ok());
  EXPECT_TRUE(grows);
  EXPECT_EQ(last, file.size());
}

// The tiny writer: quotes where RFC 4180 and the trimming of spaces ask for it, else at random.
std::string Written(const std::string& field, char delimiter, bool quote_anyway) {
  const bool must = field.find_first_of(" \t\r\n\"") != std::string::npos ||
                    field.find(delimiter) != std::string::npos;
  if (!must && !quote_anyway) return field;
  return absl::StrCat("\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
}

class RandomTable {
 public:
  explicit RandomTable(unsigned seed) : random_(seed) {}

  Table Make(size_t bytes) {
    const int width = 2 + Below(5);
    Table table(1);
    for (int i = 0; i < width; ++i) table[0].push_back(absl::StrCat("h", i));
    for (size_t written = 0; written < bytes;) {
      std::vector<std::string> row;
      for (int i = 0; i < width; ++i) row.push_back(Field());
      for (const std::string& field : row) written += field.size() + 1;
      table.push_back(std::move(row));
    }
    return table;
  }

  std::string Write(const Table& table) {
    const char delimiter = Below(2) == 0 ? ',' : ';';
    const char* const line_end = Below(2) == 0 ? "\n" : "\r\n";
    std::string text = Below(2) == 0 ? "\xef\xbb\xbf" : "";
    for (const std::vector<std::string>& row : table) {
      for (size_t i = 0; i < row.size(); ++i) {
        if (i > 0) text += delimiter;
        text += Written(row[i], delimiter, Below(4) == 0);
      }
      text += line_end;
    }
    return text;
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  std::string Field() {
    static constexpr const char* kParts[] = {",",  ";", "\"",   "\n", "\r\n", "\r", " ",
                                             "\t", "a", "12.5", "ә",  "🎓",    "",   "\xff"};
    std::string field;
    for (int parts = Below(6); parts > 0; --parts) field += kParts[Below(std::size(kParts))];
    if (Below(50) == 0) field += std::string(static_cast<size_t>(Below(20'000)), 'x');
    return field;
  }

  std::mt19937 random_;
};

TEST(CsvReaderTest, RandomTablesComeBack) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    RandomTable random(seed);
    const Table table = random.Make(seed * 5);
    ASSERT_EQ(Read(random.Write(table)), table) << "seed " << seed;
  }
}

TEST(CsvReaderTest, RandomTablesOfSeveralPiecesComeBack) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    RandomTable random(seed);
    const Table table = random.Make(3 * kPiece);
    ASSERT_TRUE(Read(random.Write(table)) == table) << "seed " << seed;
  }
}

// The border between two pieces falls on every byte of what is delicate.
TEST(CsvReaderTest, BordersOfPiecesAreNowhereSeen) {
  const std::string delicate = "\"q\"\"\r\n\"\"\",ә\r\n\"\",z\r\n";
  for (size_t shift = 0; shift <= delicate.size(); ++shift) {
    const std::string filler(kPiece - shift - 6, 'x');  // "h,i\n" and ",\n" stand round it
    const std::string text = absl::StrCat("h,i\n", filler, ",\n", delicate);
    ASSERT_TRUE(Read(text) == (Table{{"h", "i"}, {filler, ""}, {"q\"\r\n\"", "ә"}, {"", "z"}}))
        << "border after " << shift << " bytes";
  }
}

}  // namespace
}  // namespace tarazy::rankings
