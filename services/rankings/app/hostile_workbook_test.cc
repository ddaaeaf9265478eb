// Workbooks that nobody makes by accident, and files that are none.
#include <cstring>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

#include "services/rankings/app/table_test.h"
#include "services/rankings/app/workbook_fixture.h"

namespace tarazy::rankings {
namespace {

using ::testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

void ExpectRefused(absl::string_view bytes, absl::string_view sentence) {
  const absl::Status status = ReadAll(bytes).status;
  EXPECT_TRUE(FailsWith(status, kInvalid, Reason::kImportRejected));
  EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(sentence)));
}

void ExpectTooLarge(absl::string_view bytes, absl::string_view sentence) {
  const absl::Status status = ReadAll(bytes).status;
  EXPECT_TRUE(FailsWith(status, absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted));
  EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(sentence)));
}

std::string Repeated(absl::string_view text, size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) all.append(text.data(), text.size());
  return all;
}

// A line of /proc/self/status, such as "VmHWM", the peak of the memory.
int64_t MemoryKiB(absl::string_view name) {
  std::ifstream status("/proc/self/status");
  int64_t kib = -1;
  for (std::string line; std::getline(status, line);) {
    absl::string_view rest = line;
    if (!absl::ConsumePrefix(&rest, absl::StrCat(name, ":"))) continue;
    absl::ConsumeSuffix(&rest, "kB");
    EXPECT_TRUE(absl::SimpleAtoi(rest, &kib)) << line;
  }
  EXPECT_GT(kib, 0);
  return kib;
}

// The peak begins anew.
void ForgetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

TEST(HostileWorkbookTest, OtherFormatsAreNamed) {
  ExpectRefused("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "(.xls) or has a password");
  ExpectRefused(Zip({{"mimetype", "x"}, {"content.xml", "<x/>"}}), "OpenDocument");
  ExpectRefused(Zip({{"xl/workbook.bin", "x"}}), ".xlsb");
  ExpectRefused(Zip({{"photo.jpg", "x"}}), "ZIP archive, but no .xlsx");
  ExpectRefused(Zip({{"_rels/.rels", Relationships({{"officeDocument", "word/document.xml"}})},
                     {"word/document.xml", "<document/>"},
                     {"word/_rels/document.xml.rels", Relationships({})}}),
                "is no spreadsheet");
}

TEST(HostileWorkbookTest, MacrosAreRefused) {
  Parts parts = Fixture{}.parts();
  parts.push_back({"xl/vbaProject.bin", "x"});
  ExpectRefused(Zip(parts), "macros");
}

// What is cut is refused; only the last bytes of the end record, which say nothing, may be missing.
TEST(HostileWorkbookTest, EveryTruncationIsRefusedOrReadsWhole) {
  Fixture fixture;
  fixture.rows = "<row><c><v>1</v></c></row>";
  const std::string whole = fixture.zip();
  ASSERT_TRUE(ReadAll(whole).status.ok());
  for (size_t size = 4; size < whole.size(); size += 7) {
    const auto read = ReadAll(absl::string_view(whole).substr(0, size));
    if (read.status.ok()) {
      EXPECT_GE(size, whole.size() - 4);
      EXPECT_EQ(read.lines, ReadAll(whole).lines) << size;
    } else {
      EXPECT_EQ(read.status.code(), kInvalid) << size;
    }
  }
}

TEST(HostileWorkbookTest, NoDamagedByteCrashesOrHangs) {
  Fixture fixture;
  fixture.rows = "<row><c><v>1</v></c></row>";
  fixture.strings = "<si><t>text</t></si>";
  std::string bytes = fixture.zip();
  for (size_t i = 4; i < bytes.size(); ++i) {
    const char before = bytes[i];
    for (const int change : {0xff, 0x01, 0x80}) {
      bytes[i] = static_cast<char>(before ^ change);
      ReadAll(bytes).status.IgnoreError();
    }
    bytes[i] = before;
  }
}

TEST(HostileWorkbookTest, ChangedContentIsFoundByItsChecksum) {
  Fixture fixture;
  fixture.rows = "<row><c><v>1</v></c></row>";
  std::string bytes = fixture.zip();
  const size_t central = bytes.rfind("PK\x01\x02");
  ASSERT_NE(central, std::string::npos);
  bytes[central + 16] ^= 1;  // the CRC of the last part, the sheet
  bytes[bytes.rfind("PK\x03\x04") + 14] ^= 1;
  ExpectRefused(bytes, "damaged");
}

TEST(HostileWorkbookTest, EncryptedEntriesAreRefused) {
  std::string bytes = Fixture{}.zip();
  bytes[bytes.find("PK\x01\x02") + 8] |= 1;
  ExpectRefused(bytes, "encrypted");
}

TEST(HostileWorkbookTest, TwoPartsOfOneNameAreRefused) {
  Parts parts = Fixture{}.parts();
  parts.push_back({"XL/WORKSHEETS/SHEET2.XML", "<worksheet/>"});
  ExpectRefused(Zip(parts), "two parts of one name");
}

TEST(HostileWorkbookTest, TooManyPartsAreRefused) {
  Parts parts = Fixture{}.parts();
  for (int i = 0; i < 5000; ++i) parts.push_back({absl::StrCat("xl/media/", i), ""});
  ExpectTooLarge(Zip(parts), "4096 parts");
}

TEST(HostileWorkbookTest, MissingPartsAreRefused) {
  Parts parts = Fixture{}.parts();
  parts.pop_back();
  ExpectRefused(Zip(parts), "lacks a part");
  Fixture outside;
  outside.sheets = R"(<sheet name="values" r:id="rId9"/>)";
  ExpectRefused(outside.zip(), "no visible sheet");
}

TEST(HostileWorkbookTest, EntitiesAreRefusedBeforeTheyExpand) {
  Fixture fixture;
  fixture.prolog =
      R"(<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>)";
  fixture.rows = "<row><c><v>&b;</v></c></row>";
  ExpectRefused(fixture.zip(), "document type");
  fixture.prolog = R"(<!DOCTYPE w [<!ENTITY b SYSTEM "file:///etc/passwd">]>)";
  ExpectRefused(fixture.zip(), "document type");
  fixture.prolog = R"(<!DOCTYPE w SYSTEM "http://localhost/w.dtd">)";
  ExpectRefused(fixture.zip(), "document type");
}

TEST(HostileWorkbookTest, DeepXmlIsRefused) {
  Fixture fixture;
  fixture.after = Repeated("<x>", 1000000);
  ExpectRefused(fixture.zip(), "nests its XML");
}

TEST(HostileWorkbookTest, BrokenXmlAndUnknownEncodingsAreRefused) {
  Fixture fixture;
  fixture.rows = "<row><c></row>";
  ExpectRefused(fixture.zip(), "not well-formed");
  fixture.rows = "<row><c t=\"inlineStr\"><is><t>\xff</t></is></c></row>";
  ExpectRefused(fixture.zip(), "not well-formed");
  fixture.rows = "";
  fixture.prolog = R"(<?xml version="1.0" encoding="no-such"?>)";
  ExpectRefused(fixture.zip(), "not well-formed");
}

TEST(HostileWorkbookTest, DisorderIsRefused) {
  for (const char* rows :
       {R"(<row r="2"/><row r="2"/>)", R"(<row r="0"/>)", R"(<row r="1048577"/>)",
        R"(<row r="x"/>)", R"(<row r="1"><c r="A2"/></row>)", R"(<row r="1"><c r="XFE1"/></row>)",
        R"(<row r="1"><c r="B1"/><c r="A1"/></row>)", R"(<row><row/></row>)",
        R"(<row><c><c/></c></row>)"}) {
    Fixture fixture;
    fixture.rows = rows;
    ExpectRefused(fixture.zip(), "out of order");
  }
}

TEST(HostileWorkbookTest, CellsThatPointNowhereAreRefused) {
  for (const char* cell :
       {R"(<c t="s"><v>5</v></c>)", R"(<c t="s"><v>-1</v></c>)",
        R"(<c t="s"><v>99999999999999999999</v></c>)", R"(<c t="what"><v>1</v></c>)"}) {
    Fixture fixture;
    fixture.rows = absl::StrCat("<row>", cell, "</row>");
    ExpectRefused(fixture.zip(), "is damaged");
  }
}

TEST(HostileWorkbookTest, TooWideAndTooLongAreRefused) {
  Fixture fixture;
  fixture.rows = R"(<row><c r="XFD1"><v>1</v></c></row>)";
  ExpectTooLarge(fixture.zip(), "2000 columns: see XFD1");
  fixture.rows = absl::StrCat("<row>", Inline("A1", std::string(200000, 'x')), "</row>");
  ExpectRefused(fixture.zip(), "128 KiB of text in A1");
  fixture.strings = absl::StrCat("<si><t>", std::string(100000, 'x'), "</t></si>");
  fixture.rows = absl::StrCat("<row>", Repeated(R"(<c t="s"><v>0</v></c>)", 100), "</row>");
  ExpectTooLarge(fixture.zip(), "8 MiB of text in row 1");
}

// What would take gigabytes if it were unpacked, kept or expanded.
TEST(HostileWorkbookTest, BombsTakeNoMemory) {
  Fixture spaces;
  spaces.rows = std::string(size_t{600} << 20, ' ');
  Fixture texts;
  texts.strings = Repeated(absl::StrCat("<si><t>", std::string(1000, 'x'), "</t></si>"), 100000);
  Fixture tag;
  tag.rows = absl::StrCat("<row x=\"", std::string(50 << 20, 'x'), "\"/>");
  Fixture names;
  for (int i = 0; i < 1000000; ++i) absl::StrAppend(&names.after, "<n", i, "/>");
  const std::string zips[] = {spaces.zip(), texts.zip(), tag.zip(), names.zip()};
  spaces = texts = tag = names = {};

  SpooledFile files[4];
  for (int i = 0; i < 4; ++i) Fill(files[i], zips[i]);
  const char* const sentences[] = {"unpacks to", "32 MiB of text", "longer tag", "more names"};
  constexpr int64_t kBoundKiB = 130 << 10;
  for (int i = 0; i < 4; ++i) {
    ForgetPeak();
    const int64_t before = MemoryKiB("VmRSS");
    const absl::Status status =
        ReadTable(files[i], [](const TableRow&) { return absl::OkStatus(); });
    EXPECT_TRUE(
        FailsWith(status, absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted));
    EXPECT_THAT(std::string(status.message()), HasSubstr(sentences[i]));
    EXPECT_LT(MemoryKiB("VmHWM") - before, kBoundKiB) << sentences[i];
  }
}

// What the directory claims cannot let more through than was claimed.
TEST(HostileWorkbookTest, AClaimThatIsTooSmallIsFound) {
  Fixture fixture;
  fixture.rows = std::string(100000, ' ');
  std::string bytes = fixture.zip();
  const uint32_t claimed = 1000;
  std::memcpy(&bytes[bytes.rfind("PK\x01\x02") + 24], &claimed, sizeof(claimed));
  std::memcpy(&bytes[bytes.rfind("PK\x03\x04") + 22], &claimed, sizeof(claimed));
  const absl::Status status = ReadAll(bytes).status;
  EXPECT_EQ(status.code(), kInvalid) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("damaged"));
}

}  // namespace
}  // namespace tarazy::rankings
