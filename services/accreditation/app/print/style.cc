#include "services/accreditation/app/print/style.h"

namespace tarazy::accreditation {

// Ink on paper, also on the screen. Table heads repeat on every page, rows and headings hold
// together, and totals stand at a table's end, not at the foot of every page.
absl::string_view ReportStyle() {
  return R"css(
@page { size: A4; margin: 22mm 18mm 20mm 22mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } }
@page :first { @bottom-right { content: none; } }
:root { color-scheme: light; --ink: #1a1a1a; --quiet: #5a5a5a; --line: #c9c5bd; --accent: #1f4e5f; }
* { box-sizing: border-box; }
html { background: #f1efea; }
body { margin: 2rem auto; padding: 22mm 20mm; max-width: 210mm; background: #fff; color: var(--ink);
  font: 10.5pt/1.45 "Noto Serif", "PT Serif", Georgia, "Times New Roman", serif;
  font-variant-numeric: lining-nums; hyphens: auto; overflow-wrap: anywhere; }
h1, h2, h3, h4, th, dt, .kind, .note, .mark, .time, svg, footer {
  font-family: "Noto Sans", "PT Sans", "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3, h4 { line-height: 1.2; font-weight: 600; hyphens: manual; break-after: avoid; }
h1 { font-size: 23pt; margin: 0 0 12mm; max-width: 26ch; text-wrap: balance; }
h2 { font-size: 15pt; margin: 14mm 0 4mm; padding-top: 3mm; border-top: 2px solid var(--accent);
  color: var(--accent); }
h3 { font-size: 11.5pt; margin: 8mm 0 2.5mm; }
h4 { font-size: 9.5pt; margin: 5mm 0 1.5mm; color: var(--quiet); }
h3 .code { color: var(--accent); margin-right: .35em; }
p { margin: 0 0 2mm; orphans: 3; widows: 3; }
td p:last-child, li p:last-child { margin-bottom: 0; }
.kind { margin: 0 0 5mm; font-size: 10pt; font-weight: 600; color: var(--accent);
  border-bottom: 2px solid var(--accent); padding-bottom: 3mm; }
.note { font-size: 8.5pt; color: var(--quiet); }
.facts { margin: 0; max-width: 150mm; }
.facts div { display: grid; grid-template-columns: 42mm 1fr; gap: 5mm; padding: 2.2mm 0;
  border-bottom: 1px solid var(--line); }
dt { font-size: 9pt; color: var(--quiet); padding-top: .3mm; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; font-size: 9.5pt; line-height: 1.35; margin: 0 0 4mm; }
th, td { text-align: left; vertical-align: top; padding: 1.6mm 2mm 1.6mm 0;
  border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead { display: table-header-group; }
tfoot { display: table-row-group; }
tr { break-inside: avoid; }
thead th { font-size: 8.5pt; font-weight: 600; color: var(--quiet); vertical-align: bottom;
  border-bottom: 1.5px solid var(--ink); hyphens: manual; overflow-wrap: normal; }
tbody th { font-weight: 600; font-size: 9pt; }
tfoot th, tfoot td { font-weight: 700; border-top: 1.5px solid var(--ink); border-bottom: 0; }
.group th { padding-top: 3.5mm; font-size: 9pt; color: var(--accent); break-after: avoid; }
.group { break-after: avoid; }
.under { padding-left: 4mm; }
.number, .figures thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
.figures tbody th { font-weight: 400; }
.figures .code { font-weight: 600; margin-right: .4em; }
.code, .time, .day { white-space: nowrap; overflow-wrap: normal; }
th.code, th.time { width: 1%; padding-right: 4mm; font-variant-numeric: tabular-nums; }
.ledger th.code { white-space: normal; min-width: 16mm; }
.ledger td:nth-child(2) { width: 46%; }
.mark { white-space: nowrap; font-size: 8.5pt; width: 1%; padding-left: 2mm; overflow-wrap: normal; }
.mark .sign { display: inline-block; width: 1.2em; text-align: center; }
.strength { font-weight: 700; color: #1f5f4a; }
.improvement { font-weight: 700; color: #8a5a00; }
.failed { font-weight: 700; color: #8f2d2d; }
.none { color: var(--quiet); font-style: italic; }
.findings { margin: 0 0 3mm; padding-left: 5mm; }
.findings li { margin-bottom: 2.5mm; break-inside: avoid; }
.proposal { font-weight: 700; }
.chart { display: block; width: 100%; height: auto; margin: 4mm 0; break-inside: avoid; }
.digest { font: 7.5pt/1.4 "Noto Sans Mono", Consolas, monospace; hyphens: none; width: 38mm; }
footer { margin-top: 14mm; padding-top: 3mm; border-top: 1px solid var(--line); font-size: 8.5pt;
  color: var(--quiet); }
@media print {
  html, body { background: none; }
  body { margin: 0; padding: 0; max-width: none; }
  .cover { break-after: page; padding-top: 30mm; }
  a { color: inherit; text-decoration: none; }
  .strength, .improvement, .failed { print-color-adjust: exact; }
}
@media (max-width: 700px) {
  body { padding: 6mm 5mm; margin: 0; }
  .facts div { grid-template-columns: 1fr; gap: 0; }
  section { overflow-x: auto; }
}
)css";
}

}  // namespace tarazy::accreditation
