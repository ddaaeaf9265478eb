// narrative_against_table: a figure in the text follows from the figures it rests on.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/report_lint/figures.h"
#include "services/accreditation/domain/report_lint/rules.h"
#include "services/accreditation/domain/report_lint/rules/coordinator_counted.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

using Figures = std::vector<ResolvedFigure>;

void Report(const v1::Claim& claim, const std::string& what, const v1::Place* place,
            const std::string& value, Findings& findings) {
  findings.Add(claim.id(), absl::StrCat("the text says ", claim.printed(), ", but ", what),
               {PlaceOf(claim), claim.printed()}, {place, value});
}

// A computed figure against the printed one.
void CheckComputed(const v1::Claim& claim, const PrintedNumber& printed, const Quantity& computed,
                   const std::string& how, const v1::Place* place, Findings& findings) {
  findings.Compared();
  if (Fits(printed, computed)) return;
  const std::string value = printed.rounded()
                                ? ShowNumber(computed.value, std::max(printed.decimals, 1))
                                : ShowShort(computed.value);
  Report(claim, absl::StrCat(how, " is ", value), place, value, findings);
}

void CheckShare(const Subject& subject, const v1::Claim& claim, const PrintedNumber& printed,
                const Figures& parts, Findings& findings) {
  const auto wholes = ResolveAll(subject, claim.wholes());
  if (!wholes) return;
  const Quantity top = Sum(parts), bottom = Sum(*wholes);
  if (bottom.value <= 0) return;
  const double share = 100 * top.value / bottom.value;
  const double slack = (100 * top.slack + share * bottom.slack) / bottom.value;
  const std::string how =
      absl::StrCat(ShowFigures(parts, " + "), " of ", ShowFigures(*wholes, " + "), ", in percent,");
  CheckComputed(claim, printed, {share, slack}, how, parts[0].place, findings);
}

// Larger than each part, or smaller; what rounding can hide is let through.
void CheckOrder(const v1::Claim& claim, const PrintedNumber& printed, const Figures& parts,
                bool printed_is_larger, Findings& findings) {
  for (const ResolvedFigure& part : parts) {
    findings.Compared();
    const double above = printed_is_larger ? printed.value - part.quantity.value
                                           : part.quantity.value - printed.value;
    // "More than 90 %" names a bound, which is not rounded.
    const double slack = part.quantity.slack + (printed_is_larger ? printed.quantity().slack : 0);
    if (above > 0 || above + slack > 0) continue;
    Report(claim, absl::StrCat(part.shown, " is not ", printed_is_larger ? "smaller" : "larger"),
           part.place, part.shown, findings);
    return;
  }
}

// The same number, day or words; a coarser rounding of the same is the same.
bool SaySame(absl::string_view a, absl::string_view b, const Subject& subject,
             const v1::Place* place_a, const v1::Place* place_b) {
  const auto number_a = ParsePrinted(a), number_b = ParsePrinted(b);
  if (number_a && number_b) {
    const bool a_is_coarser = number_a->decimals <= number_b->decimals;
    return number_a->decimals == number_b->decimals
               ? number_a->value == number_b->value
               : Fits(a_is_coarser ? *number_a : *number_b,
                      {a_is_coarser ? number_b->value : number_a->value, 0});
  }
  const auto day_a = FindDay(a), day_b = FindDay(b);
  if (day_a && day_b) {
    const auto read_a = subject.dates.Read(*day_a, place_a);
    const auto read_b = subject.dates.Read(*day_b, place_b);
    if (read_a && read_b) return *read_a == *read_b;
  }
  return Words(a) == Words(b);
}

void CheckSame(const Subject& subject, const v1::Claim& claim, Findings& findings) {
  for (const v1::Figure& figure : claim.parts()) {
    Figures others;
    if (figure.from_case() == v1::Figure::kPrinted) {
      others.push_back({{}, figure.printed(), PlaceOf(figure)});
    } else if (figure.from_case() == v1::Figure::kClaim) {
      const v1::Claim* other = Find(subject.claims, figure.claim());
      if (other != nullptr) others.push_back({{}, other->printed(), PlaceOf(*other)});
    } else if (auto resolved = Resolve(subject, figure)) {
      others = *std::move(resolved);
    }
    for (const ResolvedFigure& other : others) {
      findings.Compared();
      if (SaySame(claim.printed(), other.shown, subject, PlaceOf(claim), other.place)) continue;
      Report(claim, absl::StrCat("elsewhere it is ", other.shown), other.place, other.shown,
             findings);
      return;
    }
  }
}

void Check(const Subject& subject, const v1::Claim& claim, Findings& findings) {
  const auto printed = ParsePrinted(claim.printed());
  const auto parts = ResolveAll(subject, claim.parts());
  if (!printed || !parts || parts->empty()) return;
  const v1::Place* place = (*parts)[0].place;
  switch (claim.kind()) {
    case v1::CLAIM_KIND_SUM: {
      const std::string how = parts->size() == 1 ? "what it counts" : ShowFigures(*parts, " + ");
      CheckComputed(claim, *printed, Sum(*parts), how, place, findings);
      return;
    }
    case v1::CLAIM_KIND_MEAN: {
      const double n = static_cast<double>(parts->size());
      const Quantity sum = Sum(*parts);
      CheckComputed(claim, *printed, {sum.value / n, sum.slack / n},
                    absl::StrCat("the mean of ", ShowFigures(*parts, ", ")), place, findings);
      return;
    }
    case v1::CLAIM_KIND_SHARE:
      CheckShare(subject, claim, *printed, *parts, findings);
      return;
    case v1::CLAIM_KIND_ABOVE:
      CheckOrder(claim, *printed, *parts, true, findings);
      return;
    case v1::CLAIM_KIND_PARTS_ABOVE:
      CheckOrder(claim, *printed, *parts, false, findings);
      return;
    default:
      return;
  }
}

}  // namespace

void NarrativeAgainstTable(const Subject& subject, Findings& findings) {
  for (const v1::Claim& claim : subject.report.claims()) {
    if (CountsTheCoordinator(subject, claim)) continue;
    if (claim.kind() == v1::CLAIM_KIND_SAME) {
      CheckSame(subject, claim, findings);
    } else {
      Check(subject, claim, findings);
    }
  }
}

}  // namespace tarazy::accreditation::report_lint
