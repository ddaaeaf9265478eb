// unknown_reference: what the text refers to exists.
#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/accreditation/domain/report_lint/figures.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/taken_figures.h"

namespace tarazy::accreditation::report_lint {
namespace {

// What there is of one kind. Where the record has none of it, nobody can say what is missing.
struct Known {
  absl::string_view what;
  std::set<std::string> ids;
};

Known Clusters(const Subject& subject) {
  Known known{"cluster", {}};
  for (const v1::Cluster& cluster : subject.record.clusters()) known.ids.insert(cluster.id());
  return known;
}

Known Standards(const Subject& subject) {
  Known known{"standard", {}};
  for (const v1::Standard& standard : subject.framework.standards()) {
    known.ids.insert(standard.code());
  }
  return known;
}

Known Criteria(const Subject& subject) {
  Known known{"criterion", {}};
  for (const auto& [code, standard] : subject.standard_of) known.ids.emplace(code);
  return known;
}

Known FindingIds(const Subject& subject) {
  Known known{"finding", {}};
  for (const auto& [id, finding] : subject.findings) known.ids.emplace(id);
  return known;
}

// By id and by number, "table-4" and "4". A record that left tables out has gaps: it knows none.
Known Tables(const Subject& subject) {
  Known known{"table", {}};
  std::set<int> numbers;
  for (const auto& [id, table] : subject.tables) {
    known.ids.emplace(id);
    int number;
    const absl::string_view rest = absl::StripPrefix(id, "table-");
    if (absl::SimpleAtoi(rest, &number)) {
      numbers.insert(number);
      known.ids.emplace(rest);
    }
  }
  const bool gaps = numbers.empty() || *numbers.begin() != 1 ||
                    *numbers.rbegin() != static_cast<int>(numbers.size());
  if (gaps) known.ids.clear();
  return known;
}

void Check(const Known& known, absl::string_view target, absl::string_view from,
           const v1::Place* place, std::set<std::string>& seen, Findings& findings) {
  if (known.ids.empty()) return;
  findings.Compared();
  if (known.ids.contains(std::string(target))) return;
  const std::string key = absl::StrCat(known.what, "/", target);
  if (!seen.insert(key).second) return;
  findings.Add(key,
               absl::StrCat(from, " refers to ", known.what, " ", target, ", which does not exist"),
               {place, std::string(target)}, {nullptr, absl::StrCat("no such ", known.what)});
}

// What a claim rests on is in the record.
void CheckClaim(const Subject& subject, const v1::Claim& claim, Findings& findings) {
  for (const auto* figures : {&claim.parts(), &claim.wholes()}) {
    for (const v1::Figure& figure : *figures) {
      std::string missing;
      if (figure.has_cell()) {
        const v1::PrintedTable* table = Find(subject.tables, figure.cell().table());
        const auto has_row = [&] {
          return figure.cell().row().empty() ||
                 std::any_of(
                     table->rows().begin(), table->rows().end(),
                     [&](const v1::PrintedRow& r) { return r.id() == figure.cell().row(); });
        };
        if (table == nullptr || ColumnIndex(*table, figure.cell().column()) < 0 || !has_row()) {
          missing = absl::StrCat("cell ", figure.cell().table(), "/", figure.cell().row(), "/",
                                 figure.cell().column());
        }
      } else if (figure.has_answer()) {
        const v1::PrintedSurvey* survey = Find(subject.surveys, figure.answer().survey());
        const v1::SurveyEvidence* taken = Find(subject.evidence, figure.answer().survey());
        const auto has_item = [&] {
          return figure.answer().item().empty() ||
                 std::any_of(
                     survey->items().begin(), survey->items().end(),
                     [&](const v1::PrintedItem& i) { return i.id() == figure.answer().item(); });
        };
        const bool known =
            survey != nullptr ? has_item() : taken != nullptr && IsTaken(*taken, figure.answer());
        if (!known) {
          missing = absl::StrCat("answers ", figure.answer().survey(), "/", figure.answer().item());
        }
      } else if (figure.from_case() == v1::Figure::kClaim &&
                 Find(subject.claims, figure.claim()) == nullptr) {
        missing = absl::StrCat("claim ", figure.claim());
      }
      if (figure.from_case() != v1::Figure::kPrinted) findings.Compared();
      if (missing.empty()) continue;
      findings.Add(absl::StrCat("claim/", claim.id(), "/", missing),
                   absl::StrCat("claim ", claim.id(), " rests on ", missing,
                                ", which the record does not have"),
                   {PlaceOf(claim), claim.printed()}, {nullptr, missing});
    }
  }
}

void CheckActs(const Subject& subject, Findings& findings) {
  for (const v1::Act& act : subject.report.acts()) {
    const auto check = [&](absl::string_view what, const std::string& id, bool known) {
      findings.Compared();
      if (known) return;
      findings.Add(absl::StrCat("act/", act.id(), "/", id),
                   absl::StrCat("act ", act.id(), " names the ", what, " ", id,
                                ", which the record does not have"),
                   {PlaceOf(act), id}, {nullptr, absl::StrCat("no such ", what)});
    };
    for (const std::string& id : act.after()) check("act", id, Find(subject.acts, id) != nullptr);
    for (const std::string& id : act.reports_tables()) {
      check("table", id, Find(subject.tables, id) != nullptr);
    }
    if (!act.same_as().empty()) {
      check("act", act.same_as(), Find(subject.acts, act.same_as()) != nullptr);
    }
  }
}

}  // namespace

void UnknownReference(const Subject& subject, Findings& findings) {
  const Known clusters = Clusters(subject), tables = Tables(subject),
              standards = Standards(subject), criteria = Criteria(subject),
              ids = FindingIds(subject);
  std::set<std::string> seen;
  for (const v1::ReferenceMention& reference : subject.report.references()) {
    const Known* known = nullptr;
    if (reference.kind() == v1::REFERENCE_KIND_CLUSTER) known = &clusters;
    if (reference.kind() == v1::REFERENCE_KIND_TABLE) known = &tables;
    if (reference.kind() == v1::REFERENCE_KIND_STANDARD) known = &standards;
    if (reference.kind() == v1::REFERENCE_KIND_CRITERION) known = &criteria;
    if (reference.kind() == v1::REFERENCE_KIND_FINDING) known = &ids;
    if (known == nullptr) continue;
    Check(*known, reference.target(), "the text", PlaceOf(reference), seen, findings);
  }
  for (const v1::Session& session : subject.record.visit().sessions()) {
    for (const std::string& cluster : session.clusters()) {
      Check(clusters, cluster, absl::StrCat("session ", session.id()), PlaceOf(session), seen,
            findings);
    }
  }
  for (const v1::Passage& passage : subject.report.passages()) {
    if (standards.ids.contains(passage.about())) continue;
    Check(criteria, passage.about(), "a passage", PlaceOf(passage), seen, findings);
  }
  for (const v1::PrintedMatrix& matrix : subject.report.matrices()) {
    for (const v1::PrintedMark& mark : matrix.marks()) {
      Check(criteria, mark.criterion(), matrix.id(), PlaceOf(mark), seen, findings);
    }
  }
  for (const v1::Claim& claim : subject.report.claims()) CheckClaim(subject, claim, findings);
  CheckActs(subject, findings);
}

}  // namespace tarazy::accreditation::report_lint
