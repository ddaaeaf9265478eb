// Every rule: its id, how much its findings weigh, and what it does. What each says:
// docs/report-lint.md.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/accreditation/domain/report_lint/findings.h"
#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation::report_lint {

struct Rule {
  absl::string_view id;
  v1::LintClass lint_class;
  void (*check)(const Subject& subject, Findings& findings);
};

// In the order in which findings of one place are shown.
absl::Span<const Rule> Rules();

// Tables and matrices.
void TotalsAgainstCells(const Subject& subject, Findings& findings);
void MixedScope(const Subject& subject, Findings& findings);
void AverageOfCells(const Subject& subject, Findings& findings);
void ShareOfNumerator(const Subject& subject, Findings& findings);
void CellUnparseable(const Subject& subject, Findings& findings);
void PeriodAgainstColumns(const Subject& subject, Findings& findings);
void MatrixAgainstRecord(const Subject& subject, Findings& findings);
void OneMarkPerCriterion(const Subject& subject, Findings& findings);
void CountsAgainstRecord(const Subject& subject, Findings& findings);

// Claims.
void NarrativeAgainstTable(const Subject& subject, Findings& findings);
void PercentagePossible(const Subject& subject, Findings& findings);

// Surveys and the people heard.
void RowAddsUp(const Subject& subject, Findings& findings);
void MultiAnswerUndeclared(const Subject& subject, Findings& findings);
void ParticipationGate(const Subject& subject, Findings& findings);
void ParticipationUnknown(const Subject& subject, Findings& findings);
void PooledSurvey(const Subject& subject, Findings& findings);
void DuplicateItem(const Subject& subject, Findings& findings);
void NearDuplicateItem(const Subject& subject, Findings& findings);
void SmallCell(const Subject& subject, Findings& findings);
void HeardButNotCounted(const Subject& subject, Findings& findings);

// Papers, codes and events.
void OneIdentifierOneHolder(const Subject& subject, Findings& findings);
void CodeBelongsToCase(const Subject& subject, Findings& findings);
void CodeLevel(const Subject& subject, Findings& findings);
void ActSequence(const Subject& subject, Findings& findings);
void OneActTwoDates(const Subject& subject, Findings& findings);
void ActBeforeOrder(const Subject& subject, Findings& findings);
void EventBeforeContract(const Subject& subject, Findings& findings);
void DocumentOlderThanItsData(const Subject& subject, Findings& findings);
void ActInForce(const Subject& subject, Findings& findings);
void VersionGap(const Subject& subject, Findings& findings);
void ActOnRestDay(const Subject& subject, Findings& findings);
void CohortArithmetic(const Subject& subject, Findings& findings);
void TypeNeedsGraduates(const Subject& subject, Findings& findings);

// Marks and findings.
void StrongNeedsStrength(const Subject& subject, Findings& findings);
void WeakNeedsRecommendation(const Subject& subject, Findings& findings);
void RecommendationWithoutWeakMark(const Subject& subject, Findings& findings);
void RecommendationIncomplete(const Subject& subject, Findings& findings);
void MarkAgainstText(const Subject& subject, Findings& findings);
void NotApplicableExpected(const Subject& subject, Findings& findings);
void DeadlineBeforeVisit(const Subject& subject, Findings& findings);

// The visit and the commission.
void Composition(const Subject& subject, Findings& findings);
void MemberIncomplete(const Subject& subject, Findings& findings);
void SessionTimes(const Subject& subject, Findings& findings);
void SessionOverlap(const Subject& subject, Findings& findings);
void SessionPrivacy(const Subject& subject, Findings& findings);

// Dates.
void AmbiguousDate(const Subject& subject, Findings& findings);
void ImpossibleDate(const Subject& subject, Findings& findings);
void DateAgainstConvention(const Subject& subject, Findings& findings);
void DateReadOtherwise(const Subject& subject, Findings& findings);
void OneDateTwoNotations(const Subject& subject, Findings& findings);
void DateRestatedDifferently(const Subject& subject, Findings& findings);

// Words, names, links.
void RestatedDifferently(const Subject& subject, Findings& findings);
void TitleOfStandardDiffers(const Subject& subject, Findings& findings);
void TitleOfProgrammeDiffers(const Subject& subject, Findings& findings);
void NameAuthority(const Subject& subject, Findings& findings);
void UnknownReference(const Subject& subject, Findings& findings);
void AbbreviationUndeclared(const Subject& subject, Findings& findings);
void AbbreviationUnused(const Subject& subject, Findings& findings);
void EnumerationCount(const Subject& subject, Findings& findings);
void OneLinkTwoDocuments(const Subject& subject, Findings& findings);
void OneDocumentTwoLinks(const Subject& subject, Findings& findings);
void MalformedIdentifier(const Subject& subject, Findings& findings);
void TextTruncated(const Subject& subject, Findings& findings);
void PrivateNameInPublicText(const Subject& subject, Findings& findings);

}  // namespace tarazy::accreditation::report_lint
