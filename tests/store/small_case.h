// A framework and a case of invented institutions, small and sound.
#pragma once

namespace tarazy::testing {

inline constexpr char kSmallFramework[] = R"(
id: small
title: {en: Small standards, ru: Малые стандарты, kk: Шағын стандарттар}
issuer: Agency
valid_from: "2020-01-01"
source: own
language: en
scale:
  - {id: strong, title: {en: Strong, ru: Сильная, kk: Күшті}, meaning: strength, rank: 0}
  - {id: satisfactory, title: {en: Satisfactory, ru: Удовлетворительная, kk: Қанағаттанарлық}, meaning: met, rank: 1}
  - {id: improvement, title: {en: Suggests improvement, ru: Предполагает улучшение, kk: Жақсартуды қажет етеді}, meaning: improvement, rank: 2}
  - {id: unsatisfactory, title: {en: Unsatisfactory, ru: Неудовлетворительная, kk: Қанағаттанарлықсыз}, meaning: failed, rank: 3}
  - {id: not_applicable, title: {en: Not applicable, ru: Неприменимо, kk: Қолданылмайды}, meaning: not_applicable}
standards:
  - code: "1"
    title: {en: Programmes, ru: Программы, kk: Бағдарламалар}
    criteria:
      - {code: "1.1", text: {en: Designed, ru: Разработаны, kk: Әзірленген}}
      - {code: "1.2", text: {en: Reviewed, ru: Пересмотрены, kk: Қайта қаралған}}
  - code: "2"
    title: {en: Resources, ru: Ресурсы, kk: Ресурстар}
    criteria:
      - {code: "2.1", text: {en: Enough, ru: Достаточны, kk: Жеткілікті}}
procedure:
  composition: [{role: chair, min: 1}, {role: student, min: 1}]
  sessions: [{audience: students}]
  participation_gate: 40
  terms: [1, 3, 5]
  quorum: 66
  appeal_days: 30
  term_rule:
    version: "1"
    source: own
    rows:
      - {max_improvement_share: 40, max_failed: 0, outcome: grant, years: 5}
      - {max_failed: 0, outcome: grant, years: 3}
      - {max_failed: 1, outcome: grant_conditionally, years: 1}
      - {outcome: refuse}
)";

inline constexpr char kSmallCase[] = R"(
id: steppe-2024
title: {en: Programmes of the Steppe University}
agency: agency
framework: frameworks/small/versions/1
institution: institutions/steppe
type: programme
format: on_site
state: drafting
history:
  - {state: applied, on: "2024-01-10"}
  - {state: contracted, on: "2024-01-20"}
  - {state: self_assessing, on: "2024-01-21"}
  - {state: submitted, on: "2024-03-01"}
  - {state: admitted, on: "2024-03-05"}
  - {state: commission_formed, on: "2024-03-20"}
  - {state: visit_planned, on: "2024-04-01"}
  - {state: visited, on: "2024-04-18"}
  - {state: drafting, on: "2024-04-19"}
order: {number: 12-OD, on: "2024-01-05"}
contract: {number: "7", on: "2024-01-20"}
clusters:
  - id: "1"
    reported: true
    programmes:
      - {code: 6B06101, title: {en: Informatics}, programme: programmes/steppe-6b06101, contingent: 40, first_admission: "2018-09-01", duration_months: 48}
      - {code: 7M06101, title: {en: Informatics}, programme: programmes/steppe-7m06101, contingent: 10, first_admission: "2018-09-01", duration_months: 24}
commission:
  - {id: chair, role: chair, mode: on_site, person: p-1, token: tokens/chair, affiliation: Other University, city: Otherville, country: KZ, clusters: ["1"]}
  - {id: expert, role: expert, mode: on_site, person: p-2, token: tokens/expert, affiliation: Third University, city: Thirdville, country: KZ, clusters: ["1"]}
  - {id: student, role: student, mode: online, person: p-3, token: tokens/student, affiliation: Other University, city: Otherville, country: KZ, clusters: ["1"]}
interests:
  - {id: i-1, member: chair, kind: none, on: "2024-03-15"}
  - {id: i-2, member: expert, kind: none, on: "2024-03-15"}
  - {id: i-3, member: student, kind: none, on: "2024-03-15"}
visit:
  from: "2024-04-17"
  to: "2024-04-18"
  zone: Asia/Almaty
  agreed_on: "2024-03-28"
  approved_on: "2024-03-29"
  sessions:
    - {id: s-1, on: "2024-04-17", begin: "09:00", end: "10:00", title: Opening, audiences: [leadership], room: A}
    - {id: s-2, on: "2024-04-17", begin: "10:00", end: "11:00", title: Students, audiences: [students], clusters: ["1"], room: B}
self_assessments:
  - {version: 1, submitted_on: "2024-03-01", document: self-assessment-1, answered_on: "2024-03-05"}
documents:
  - {id: self-assessment-1, title: Self-assessment, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, size_bytes: 4}
evaluations:
  - {criterion: "1.1", mark: satisfactory}
  - {criterion: "1.2", mark: strong, rationale: Reviewed every year}
  - {criterion: "2.1", mark: satisfactory}
  - {criterion: "2.1", programme: 6B06101, mark: improvement}
findings:
  - {id: s-1.2, kind: strength, standard: "1", criteria: ["1.2"], text: {en: Programmes are reviewed every year}}
  - {id: r-2.1, kind: recommendation, standard: "2", criteria: ["2.1"], programmes: [6B06101], text: {en: Renew the software}, addressee: Dean, deadline: {fixed: "2024-12-31"}}
proposals:
  - {outcome: grant, years: 5, unanimous: true}
)";

}  // namespace tarazy::testing
