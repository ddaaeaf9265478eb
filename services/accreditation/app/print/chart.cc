#include "services/accreditation/app/print/chart.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/accreditation/domain/record/marks.h"

namespace tarazy::accreditation {
namespace {

// In units of the drawing, which the page scales to its width.
constexpr double kWidth = 680;
constexpr double kLabel = 60;
constexpr double kBars = kWidth - kLabel - 10;
constexpr double kRow = 22;
constexpr double kBar = 15;
constexpr double kLegendLine = 18;

// Told apart in grey too; each bar also bears its number.
struct Ink {
  const char* fill;
  const char* text;
};

Ink InkOf(v1::MarkMeaning meaning) {
  switch (meaning) {
    case v1::MARK_MEANING_STRENGTH:
      return {"#1f5f4a", "#ffffff"};
    case v1::MARK_MEANING_MET:
      return {"#b9d3c6", "#1a1a1a"};
    case v1::MARK_MEANING_IMPROVEMENT:
      return {"#e3a948", "#1a1a1a"};
    case v1::MARK_MEANING_FAILED:
      return {"#8f2d2d", "#ffffff"};
    default:
      return {"#ececec", "#1a1a1a"};
  }
}

std::string Place(double value) { return absl::StrFormat("%.1f", value); }

int SumOf(const v1::PrintedCount& count) {
  int sum = 0;
  for (const v1::MarkCount& mark : count.marks()) sum += mark.count();
  return sum;
}

void Box(Html& html, double x, double y, double width, double height, const Ink& ink) {
  html.Empty("rect", {{"x", Place(x)},
                      {"y", Place(y)},
                      {"width", Place(width)},
                      {"height", Place(height)},
                      {"fill", ink.fill}});
}

void Label(Html& html, double x, double y, absl::string_view anchor, absl::string_view fill,
           absl::string_view text) {
  html.Add("text", text,
           {{"x", Place(x)},
            {"y", Place(y)},
            {"text-anchor", std::string(anchor)},
            {"fill", std::string(fill)}});
}

// A mark's square and words, placed from left to right and, where the line is full, below.
struct LegendEntry {
  double x = 0;
  double y = 0;
  Ink ink;
  std::string words;
};

std::vector<LegendEntry> LegendOf(const Sheet& sheet, const v1::PrintedCount& total) {
  std::vector<LegendEntry> entries;
  double x = kLabel;
  double y = 4;
  for (const v1::MarkCount& count : total.marks()) {
    const v1::ScaleMark* mark = FindMark(sheet.framework, count.mark());
    if (mark == nullptr || count.count() == 0) continue;
    const std::string words =
        absl::StrCat(Sign(mark->meaning()), " ", sheet.Say(mark->title()).text);
    // About seven units a letter; letters beyond ASCII take several bytes.
    const auto letters =
        std::count_if(words.begin(), words.end(), [](char c) { return (c & 0xc0) != 0x80; });
    const double width = 34 + 7.0 * static_cast<double>(letters);
    if (x > kLabel && x + width > kWidth) {
      x = kLabel;
      y += kLegendLine;
    }
    entries.push_back({x, y, InkOf(mark->meaning()), words});
    x += width;
  }
  return entries;
}

void Draw(const Sheet& sheet, const std::vector<LegendEntry>& legend) {
  for (const LegendEntry& entry : legend) {
    Box(sheet.html, entry.x, entry.y, 11, 11, entry.ink);
    Label(sheet.html, entry.x + 16, entry.y + 10, "start", "#1a1a1a", entry.words);
  }
}

void Bar(const Sheet& sheet, const v1::PrintedCount& standard, double y, double unit) {
  Label(sheet.html, kLabel - 8, y + kBar - 3.5, "end", "#1a1a1a", standard.standard());
  double x = kLabel;
  for (const v1::MarkCount& count : standard.marks()) {
    if (count.count() == 0) continue;
    const Ink ink = InkOf(MeaningOf(sheet.framework, count.mark()));
    const double width = unit * count.count();
    Box(sheet.html, x, y, std::max(width - 1, 0.5), kBar, ink);
    // A number that its bar cannot hold stands in the table only.
    if (width > 14) {
      Label(sheet.html, x + width / 2, y + kBar - 3.5, "middle", ink.text,
            absl::StrCat(count.count()));
    }
    x += width;
  }
}

}  // namespace

void DrawChart(const Sheet& sheet, const v1::ProgrammeTotals& totals, const std::string& id,
               absl::string_view of) {
  int longest = 0;
  for (const v1::PrintedCount& standard : totals.standards()) {
    longest = std::max(longest, SumOf(standard));
  }
  const std::vector<LegendEntry> legend = LegendOf(sheet, totals.total());
  if (longest == 0 || legend.empty()) return;
  const double top = legend.back().y + kLegendLine + 4;
  const double height = top + kRow * totals.standards_size() + 4;
  const std::string title = absl::StrCat(id, "-title");
  const std::string hint = absl::StrCat(id, "-hint");
  const auto drawing =
      sheet.html.In("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                            {"class", "chart"},
                            {"viewBox", absl::StrCat("0 0 ", Place(kWidth), " ", Place(height))},
                            {"role", "img"},
                            {"font-size", "11"},
                            {"aria-labelledby", absl::StrCat(title, " ", hint)}});
  sheet.html.Add("title",
                 of.empty() ? std::string(sheet.Word(Phrase::kChart))
                            : absl::StrCat(sheet.Word(Phrase::kChart), ": ", of),
                 {{"id", title}});
  sheet.html.Add("desc", sheet.Word(Phrase::kChartHint), {{"id", hint}});
  Draw(sheet, legend);
  double y = top;
  for (const v1::PrintedCount& standard : totals.standards()) {
    Bar(sheet, standard, y, kBars / longest);
    y += kRow;
  }
}

}  // namespace tarazy::accreditation
