#include "services/accreditation/domain/report_lint/rules.h"

namespace tarazy::accreditation::report_lint {
namespace {

constexpr v1::LintClass kA = v1::LINT_CLASS_CONTRADICTION;
constexpr v1::LintClass kB = v1::LINT_CLASS_IMPLAUSIBLE;
constexpr v1::LintClass kC = v1::LINT_CLASS_TEXT;

constexpr Rule kRules[] = {
    {"totals_against_cells", kA, TotalsAgainstCells},
    {"mixed_scope", kB, MixedScope},
    {"average_of_cells", kA, AverageOfCells},
    {"share_of_numerator", kA, ShareOfNumerator},
    {"cell_unparseable", kC, CellUnparseable},
    {"period_against_columns", kA, PeriodAgainstColumns},
    {"matrix_against_record", kA, MatrixAgainstRecord},
    {"one_mark_per_criterion", kA, OneMarkPerCriterion},
    {"counts_against_record", kA, CountsAgainstRecord},
    {"narrative_against_table", kA, NarrativeAgainstTable},
    {"percentage_possible_for_n", kA, PercentagePossible},
    {"row_adds_up", kA, RowAddsUp},
    {"multi_answer_undeclared", kA, MultiAnswerUndeclared},
    {"participation_gate", kA, ParticipationGate},
    {"participation_unknown", kB, ParticipationUnknown},
    {"pooled_survey", kB, PooledSurvey},
    {"duplicate_item", kC, DuplicateItem},
    {"near_duplicate_item", kC, NearDuplicateItem},
    {"small_cell", kB, SmallCell},
    {"heard_but_not_counted", kB, HeardButNotCounted},
    {"one_identifier_one_holder", kA, OneIdentifierOneHolder},
    {"code_belongs_to_case", kA, CodeBelongsToCase},
    {"code_level", kA, CodeLevel},
    {"act_sequence", kA, ActSequence},
    {"one_act_two_dates", kA, OneActTwoDates},
    {"act_before_order", kA, ActBeforeOrder},
    {"event_before_contract", kB, EventBeforeContract},
    {"document_older_than_its_data", kA, DocumentOlderThanItsData},
    {"act_in_force", kB, ActInForce},
    {"version_gap", kB, VersionGap},
    {"act_on_rest_day", kB, ActOnRestDay},
    {"cohort_arithmetic", kA, CohortArithmetic},
    {"type_needs_graduates", kB, TypeNeedsGraduates},
    {"strong_needs_strength", kB, StrongNeedsStrength},
    {"weak_needs_recommendation", kB, WeakNeedsRecommendation},
    {"recommendation_without_weak_mark", kB, RecommendationWithoutWeakMark},
    {"recommendation_incomplete", kC, RecommendationIncomplete},
    {"mark_against_text", kB, MarkAgainstText},
    {"not_applicable_expected", kB, NotApplicableExpected},
    {"deadline_before_visit", kB, DeadlineBeforeVisit},
    {"composition", kB, Composition},
    {"member_incomplete", kC, MemberIncomplete},
    {"session_times", kA, SessionTimes},
    {"session_overlap", kB, SessionOverlap},
    {"session_privacy", kB, SessionPrivacy},
    {"ambiguous_date", kC, AmbiguousDate},
    {"impossible_date", kA, ImpossibleDate},
    {"date_against_convention", kC, DateAgainstConvention},
    {"date_read_otherwise", kB, DateReadOtherwise},
    {"one_date_two_notations", kC, OneDateTwoNotations},
    {"date_restated_differently", kA, DateRestatedDifferently},
    {"restated_differently", kC, RestatedDifferently},
    {"title_of_standard_differs", kC, TitleOfStandardDiffers},
    {"title_of_programme_differs", kC, TitleOfProgrammeDiffers},
    {"name_authority", kC, NameAuthority},
    {"unknown_reference", kA, UnknownReference},
    {"abbreviation_undeclared", kC, AbbreviationUndeclared},
    {"abbreviation_unused", kC, AbbreviationUnused},
    {"enumeration_count", kA, EnumerationCount},
    {"one_link_two_documents", kA, OneLinkTwoDocuments},
    {"one_document_two_links", kC, OneDocumentTwoLinks},
    {"malformed_identifier", kC, MalformedIdentifier},
    {"text_truncated", kC, TextTruncated},
    {"private_name_in_public_text", kC, PrivateNameInPublicText},
};

}  // namespace

absl::Span<const Rule> Rules() { return kRules; }

}  // namespace tarazy::accreditation::report_lint
