// The framework and the case of an invented agency and university, for journeys through the
// accreditation service: two standards, two programmes, three people in the commission.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "common/base/civil_day.h"

namespace tarazy::e2e {

inline constexpr char kBirchFramework[] = R"(
id: birch
title: {en: Birch standards, ru: Стандарты Берёзы, kk: Қайың стандарттары}
issuer: Birch Agency
valid_from: "2020-01-01"
language: en
scale:
  - {id: strong, title: {en: Strong, ru: Сильная, kk: Күшті}, meaning: strength, rank: 0}
  - {id: satisfactory, title: {en: Satisfactory, ru: Удовлетворительно, kk: Қанағаттанарлық}, meaning: met, rank: 1}
  - {id: improvement, title: {en: Improve, ru: Улучшить, kk: Жақсарту}, meaning: improvement, rank: 2}
  - {id: unsatisfactory, title: {en: Bad, ru: Плохо, kk: Нашар}, meaning: failed, rank: 3}
standards:
  - code: "1"
    title: {en: Aims, ru: Цели, kk: Мақсаттар}
    criteria:
      - {code: "1.1", text: {en: The programme has aims, ru: Цели есть, kk: Мақсаттары бар}}
      - {code: "1.2", text: {en: The aims are reviewed, ru: Цели пересматриваются, kk: Мақсаттар қаралады}}
  - code: "2"
    title: {en: Teaching, ru: Преподавание, kk: Оқыту}
    criteria:
      - {code: "2.1", text: {en: Teachers are qualified, ru: Преподаватели квалифицированы, kk: Оқытушылар білікті}}
      - {code: "2.2", text: {en: Students are heard, ru: Студентов слышат, kk: Студенттерді тыңдайды}}
procedure:
  composition:
    - {role: chair, min: 1}
    - {role: student, min: 1, per_cluster: true}
  sessions:
    - {audience: students}
  terms: [1, 3, 5]
  quorum: 60
  appeal_days: 30
  term_rule:
    version: "1"
    source: own
    rows:
      - {max_improvement_share: 25, max_failed: 0, outcome: grant, years: 5}
      - {max_improvement_share: 50, max_failed: 0, outcome: grant, years: 3}
      - {outcome: refuse}
  obligations:
    - {kind: interim-report, after_months: 24, min_years: 3}
)";

// As it is applied for; everything else comes with the procedure.
inline constexpr char kRowanCase[] = R"(
id: rowan-2026
title: {en: "Rowan University, 2026"}
agency: birch
framework: frameworks/birch/versions/1
institution: institutions/rowan
type: programme
clusters:
  - id: "1"
    reported: true
    programmes:
      - {code: "6B04101", title: {en: Forestry}, programme: programmes/rowan-6b04101, contingent: 40}
      - {code: "7M04101", title: {en: Forestry}, programme: programmes/rowan-7m04101, contingent: 8}
owners:
  - {standard: "1", owner: Dean}
  - {standard: "2", owner: Head of teaching}
event_kinds:
  - {id: studies-abroad, title: {en: Studies abroad begin}}
)";

// Today in the agency's zone, and days around it.
inline absl::CivilDay AgencyToday() {
  return absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(5 * 60 * 60));
}
inline std::string Day(int from_today) { return FormatDay(AgencyToday() + from_today); }

// The text with {D-20}, {D+30} … as days from today.
inline std::string Dated(absl::string_view text) {
  std::string dated(text);
  for (size_t at = dated.find("{D"); at != std::string::npos; at = dated.find("{D", at)) {
    const size_t end = dated.find('}', at);
    const int days = std::stoi(dated.substr(at + 2, end - at - 2));
    dated.replace(at, end - at + 1, Day(days));
  }
  return dated;
}

}  // namespace tarazy::e2e
