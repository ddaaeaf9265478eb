// What the printed report says of itself, in the suite's languages.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tarazy::accreditation {

enum class Language { kEnglish, kRussian, kKazakh };

// "en", "ru", "kk".
absl::string_view Tag(Language language);

// Headings, captions and, with $0 for what belongs in them, sentences; their words are in
// phrases.cc, in this order.
enum class Phrase {
  kReport,
  kInstitution,
  kAgency,
  kFramework,
  kIssuer,
  kOrder,
  kContract,
  kVisit,
  kProcedure,
  kFormat,
  kState,
  kProgrammes,
  kProgramme,
  kCode,
  kTitle,
  kPartners,
  kStudents,
  kCluster,
  kReported,
  kNotReported,
  kCommission,
  kRole,
  kTotal,
  kCoordinatorNote,
  kVisitProgramme,
  kTime,
  kSession,
  kHeard,
  kPlace,
  kPeople,
  kParticipation,
  kAudience,
  kSurveys,
  kSurveyNote,
  kAsked,
  kAnswered,
  kPercent,
  kQuestion,
  kChoice,
  kFigure,
  kAnswers,
  kHistory,
  kDay,
  kNote,
  kStandards,
  kCriterion,
  kMark,
  kNoMark,
  kRationale,
  kStrengths,
  kRecommendations,
  kMatrix,
  kStandard,
  kAllStandards,
  kUnmarked,
  kChart,
  kChartHint,
  kLedger,
  kFinding,
  kAppliesTo,
  kAllProgrammes,
  kWholeInstitution,
  kDeadline,
  kNoDeadline,
  kAddressee,
  kOccurrences,
  kConclusion,
  kProposal,
  kUnanimous,
  kSuggestion,
  kSuggestionNote,
  kNoSuggestion,
  kRule,
  kAgreement,
  kAlpha,
  kExperts,
  kThings,
  kUnanimousThings,
  kConsensusDiffers,
  kDocuments,
  kDocument,
  kLanguage,
  kBytes,
  kPrintedOn,
  kRevision,
  kUnknown,
  kBy,           // $0: a day
  kEvery,        // $0: a stretch of time, $1: a day
  kEveryUntil,   // $2: the last day
  kAtEvent,      // $0: a kind of event, whenever it happens
  kBeforeEvent,  // $0: a stretch of time, $1: a kind of event
  kAfterEvent,
  kMonths,
  kDays,
  kYears,
  kLast = kYears,
};

absl::string_view Words(Phrase phrase, Language language);

// "27 April 2023", "27 апреля 2023 г.", "2023 ж. 27 сәуір".
std::string DayInWords(absl::CivilDay day, Language language);

// "25–27 April 2023", or both days whole when their months differ.
std::string DaysInWords(absl::CivilDay from, absl::CivilDay to, Language language);

// "5 years", "5 лет", "5 жыл" and "1 month", "2 месяца", "3 ай".
std::string Counted(int count, Phrase unit, Language language);

}  // namespace tarazy::accreditation
