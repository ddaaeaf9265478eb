#include "services/accreditation/app/print/phrases.h"

#include <gtest/gtest.h>

#include "services/accreditation/app/print/vocabulary.h"

namespace tarazy::accreditation {
namespace {

constexpr Language kLanguages[] = {Language::kEnglish, Language::kRussian, Language::kKazakh};

TEST(Phrases, EveryPhraseHasWordsInEveryLanguage) {
  for (int phrase = 0; phrase <= static_cast<int>(Phrase::kLast); ++phrase) {
    for (const Language language : kLanguages) {
      EXPECT_FALSE(Words(static_cast<Phrase>(phrase), language).empty())
          << phrase << " " << Tag(language);
    }
  }
}

// Every value but the one that is not set has words; nothing else has.
template <typename Enum>
void ExpectWords(const google::protobuf::EnumDescriptor& type) {
  for (int i = 0; i < type.value_count(); ++i) {
    for (const Language language : kLanguages) {
      const int number = type.value(i)->number();
      EXPECT_EQ(Words(static_cast<Enum>(number), language).empty(), number == 0)
          << type.value(i)->name();
    }
  }
  EXPECT_EQ(Words(static_cast<Enum>(-1), Language::kEnglish), "");
  EXPECT_EQ(Words(static_cast<Enum>(1000), Language::kEnglish), "");
}

TEST(Phrases, EveryValueOfTheRecordHasWords) {
  ExpectWords<v1::ProcedureType>(*v1::ProcedureType_descriptor());
  ExpectWords<v1::VisitFormat>(*v1::VisitFormat_descriptor());
  ExpectWords<v1::CaseState>(*v1::CaseState_descriptor());
  ExpectWords<v1::CommissionRole>(*v1::CommissionRole_descriptor());
  ExpectWords<v1::Audience>(*v1::Audience_descriptor());
  ExpectWords<v1::DecisionKind>(*v1::DecisionKind_descriptor());
  ExpectWords<v1::FindingKind>(*v1::FindingKind_descriptor());
  ExpectWords<v1::FollowUpState>(*v1::FollowUpState_descriptor());
  ExpectWords<v1::SurveyStatistic>(*v1::SurveyStatistic_descriptor());
}

TEST(Phrases, DaysAreWrittenAsTheLanguageWritesThem) {
  const absl::CivilDay day(2023, 4, 27);
  EXPECT_EQ(DayInWords(day, Language::kEnglish), "27 April 2023");
  EXPECT_EQ(DayInWords(day, Language::kRussian), "27 апреля 2023 г.");
  EXPECT_EQ(DayInWords(day, Language::kKazakh), "2023 ж. 27 сәуір");
  EXPECT_EQ(DaysInWords(day - 2, day, Language::kRussian), "25–27 апреля 2023 г.");
  EXPECT_EQ(DaysInWords(day, day, Language::kEnglish), "27 April 2023");
  EXPECT_EQ(DaysInWords(day, day + 5, Language::kEnglish), "27 April 2023 – 2 May 2023");
  EXPECT_EQ(DaysInWords(day, absl::CivilDay(2024, 4, 28), Language::kEnglish),
            "27 April 2023 – 28 April 2024");
}

TEST(Phrases, CountsBendTheirWords) {
  EXPECT_EQ(Counted(1, Phrase::kMonths, Language::kEnglish), "1 month");
  EXPECT_EQ(Counted(2, Phrase::kMonths, Language::kEnglish), "2 months");
  EXPECT_EQ(Counted(1, Phrase::kMonths, Language::kRussian), "1 месяц");
  EXPECT_EQ(Counted(3, Phrase::kMonths, Language::kRussian), "3 месяца");
  EXPECT_EQ(Counted(5, Phrase::kYears, Language::kRussian), "5 лет");
  EXPECT_EQ(Counted(11, Phrase::kDays, Language::kRussian), "11 дней");
  EXPECT_EQ(Counted(21, Phrase::kDays, Language::kRussian), "21 день");
  EXPECT_EQ(Counted(112, Phrase::kYears, Language::kRussian), "112 лет");
  EXPECT_EQ(Counted(7, Phrase::kYears, Language::kKazakh), "7 жыл");
}

}  // namespace
}  // namespace tarazy::accreditation
