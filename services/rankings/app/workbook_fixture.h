// Workbooks for tests, made part by part, so that any of them can be wrong.
#pragma once

#include <gtest/gtest.h>
#include <minizip/zip.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tarazy::rankings {

using Parts = std::vector<std::pair<std::string, std::string>>;  // name, content

// What a program that writes files to paths has written to `write`'s path.
template <typename Writer>
std::string BytesWritten(const Writer& write) {
  const int fd = memfd_create("fixture", MFD_CLOEXEC);
  write(absl::StrCat("/proc/self/fd/", fd));
  std::string bytes(static_cast<size_t>(lseek(fd, 0, SEEK_END)), '\0');
  EXPECT_EQ(pread(fd, bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  close(fd);
  return bytes;
}

inline std::string Zip(const Parts& parts) {
  return BytesWritten([&](const std::string& path) {
    zipFile zip = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
    for (const auto& [name, content] : parts) {
      const zip_fileinfo info{};
      zipOpenNewFileInZip64(zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                            Z_BEST_SPEED, 0);
      constexpr size_t kPiece = 1 << 30;
      for (size_t at = 0; at < content.size(); at += kPiece) {
        const size_t size = std::min(kPiece, content.size() - at);
        zipWriteInFileInZip(zip, content.data() + at, static_cast<unsigned>(size));
      }
      zipCloseFileInZip(zip);
    }
    zipClose(zip, nullptr);
  });
}

inline constexpr absl::string_view kMain =
    R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" )"
    R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
inline constexpr absl::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

inline std::string Relationships(const Parts& type_and_target) {
  std::string xml =
      R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
  for (size_t i = 0; i < type_and_target.size(); ++i) {
    absl::StrAppend(&xml, R"(<Relationship Id="rId)", i + 1, R"(" Type=")", kOffice,
                    type_and_target[i].first, R"(" Target=")", type_and_target[i].second, R"("/>)");
  }
  return xml + "</Relationships>";
}

// A workbook of two sheets, "values" being the second; its parts may be replaced before zipping.
struct Fixture {
  std::string rows;     // the content of <sheetData>
  std::string after;    // what follows it
  std::string strings;  // <si>…</si>
  std::string formats;  // <numFmts>…</numFmts><cellXfs>…</cellXfs>
  std::string sheets =
      R"(<sheet name="notes" sheetId="1" r:id="rId1"/><sheet name="values" sheetId="2" r:id="rId2"/>)";
  std::string properties;  // <workbookPr/>
  std::string prolog;      // before the sheet's root

  Parts parts() const {
    return {
        {"_rels/.rels", Relationships({{"officeDocument", "xl/workbook.xml"}})},
        {"xl/workbook.xml", absl::StrCat("<workbook ", kMain, ">", properties, "<sheets>", sheets,
                                         "</sheets></workbook>")},
        {"xl/_rels/workbook.xml.rels", Relationships({{"worksheet", "worksheets/sheet1.xml"},
                                                      {"worksheet", "/xl/worksheets/sheet2.xml"},
                                                      {"sharedStrings", "sharedStrings.xml"},
                                                      {"styles", "styles.xml"}})},
        {"xl/sharedStrings.xml", absl::StrCat("<sst ", kMain, ">", strings, "</sst>")},
        {"xl/styles.xml", absl::StrCat("<styleSheet ", kMain, ">", formats, "</styleSheet>")},
        {"xl/worksheets/sheet1.xml",
         absl::StrCat("<worksheet ", kMain,
                      R"(><sheetData><row r="1"><c r="A1" t="inlineStr"><is>)",
                      "<t>first sheet</t></is></c></row></sheetData></worksheet>")},
        {"xl/worksheets/sheet2.xml", absl::StrCat(prolog, "<worksheet ", kMain, "><sheetData>",
                                                  rows, "</sheetData>", after, "</worksheet>")}};
  }
  std::string zip() const { return Zip(parts()); }
};

// A cell with a text.
inline std::string Inline(absl::string_view address, absl::string_view text) {
  return absl::StrCat(R"(<c r=")", address, R"(" t="inlineStr"><is><t>)", text, "</t></is></c>");
}

}  // namespace tarazy::rankings
