// The Kazakh is ours and wants a native reader before a report is published in it.
#include "services/accreditation/app/print/phrases.h"

#include <array>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tarazy::accreditation {
namespace {

struct Row {
  Phrase phrase;
  std::array<absl::string_view, 3> words;  // English, Russian, Kazakh; of a unit: its forms by "|"
};

constexpr Row kRows[] = {
    {Phrase::kReport,
     {"Report of the evaluation", "Отчёт о внешней оценке", "Сыртқы бағалау есебі"}},
    {Phrase::kInstitution, {"Institution", "Организация образования", "Білім беру ұйымы"}},
    {Phrase::kAgency, {"Agency", "Агентство", "Агенттік"}},
    {Phrase::kFramework, {"Standards", "Стандарты", "Стандарттар"}},
    {Phrase::kIssuer, {"Issued by", "Утверждены", "Бекіткен"}},
    {Phrase::kOrder, {"Order", "Приказ", "Бұйрық"}},
    {Phrase::kContract, {"Contract", "Договор", "Шарт"}},
    {Phrase::kVisit, {"Visit", "Визит", "Сапар"}},
    {Phrase::kProcedure, {"Procedure", "Процедура", "Рәсім"}},
    {Phrase::kFormat, {"Format", "Формат", "Формат"}},
    {Phrase::kState, {"State", "Состояние", "Күйі"}},
    {Phrase::kProgrammes,
     {"Programmes and partners", "Программы и партнёры", "Бағдарламалар мен серіктестер"}},
    {Phrase::kProgramme, {"Programme", "Программа", "Бағдарлама"}},
    {Phrase::kCode, {"Code", "Код", "Коды"}},
    {Phrase::kTitle, {"Title", "Название", "Атауы"}},
    {Phrase::kPartners, {"Partners", "Партнёры", "Серіктестер"}},
    {Phrase::kStudents, {"Students", "Контингент", "Контингент"}},
    {Phrase::kCluster, {"Cluster", "Кластер", "Кластер"}},
    {Phrase::kReported,
     {"covered by this report", "рассматривается в этом отчёте", "осы есепте қаралады"}},
    {Phrase::kNotReported, {"has a report of its own", "имеет отдельный отчёт", "жеке есебі бар"}},
    {Phrase::kCommission, {"Commission", "Комиссия", "Комиссия"}},
    {Phrase::kRole, {"Role", "Роль", "Рөлі"}},
    {Phrase::kTotal, {"Total", "Всего", "Барлығы"}},
    {Phrase::kCoordinatorNote,
     {"The coordinator gives no marks.", "Координатор оценок не ставит.",
      "Үйлестіруші баға қоймайды."}},
    {Phrase::kVisitProgramme, {"Programme of the visit", "Программа визита", "Сапар бағдарламасы"}},
    {Phrase::kTime, {"Time", "Время", "Уақыты"}},
    {Phrase::kSession, {"Session", "Мероприятие", "Іс-шара"}},
    {Phrase::kHeard, {"Who is heard", "Участники", "Қатысушылар"}},
    {Phrase::kPlace, {"Place", "Место", "Орны"}},
    {Phrase::kPeople, {"People", "Человек", "Адам"}},
    {Phrase::kParticipation, {"People heard", "Участники встреч", "Кездесулерге қатысқандар"}},
    {Phrase::kAudience, {"Group", "Группа", "Топ"}},
    {Phrase::kSurveys, {"Surveys", "Анкетирование", "Сауалнамалар"}},
    {Phrase::kSurveyNote,
     {"Survey $0, taken over on $1. Figures of too few people are not shown.",
      "Анкетирование $0, данные получены $1. Показатели слишком малого числа людей не приводятся.",
      "$0 сауалнамасы, деректер алынған күні: $1. Тым аз адамның көрсеткіштері көрсетілмейді."}},
    {Phrase::kAsked, {"Asked", "Опрошено", "Сұралғаны"}},
    {Phrase::kAnswered, {"Took part", "Приняли участие", "Қатысқаны"}},
    {Phrase::kPercent, {"Per cent", "Процент", "Пайыз"}},
    {Phrase::kQuestion, {"Question", "Вопрос", "Сұрақ"}},
    {Phrase::kChoice, {"Answer", "Ответ", "Жауап"}},
    {Phrase::kFigure, {"Figure", "Показатель", "Көрсеткіш"}},
    {Phrase::kAnswers, {"Answers", "Ответов", "Жауаптар саны"}},
    {Phrase::kHistory, {"Course of the procedure", "Ход процедуры", "Рәсімнің барысы"}},
    {Phrase::kDay, {"Day", "Дата", "Күні"}},
    {Phrase::kNote, {"Note", "Примечание", "Ескертпе"}},
    {Phrase::kStandards,
     {"Conformity with the standards", "Соответствие стандартам", "Стандарттарға сәйкестік"}},
    {Phrase::kCriterion, {"Criterion", "Критерий", "Өлшемшарт"}},
    {Phrase::kMark, {"Mark", "Оценка", "Баға"}},
    {Phrase::kNoMark, {"no mark", "нет оценки", "баға жоқ"}},
    {Phrase::kRationale, {"Why", "Обоснование", "Негіздеме"}},
    {Phrase::kStrengths, {"Strengths", "Сильные стороны", "Күшті жақтары"}},
    {Phrase::kRecommendations, {"Recommendations", "Рекомендации", "Ұсынымдар"}},
    {Phrase::kMatrix, {"Marks by standard", "Оценки по стандартам", "Стандарттар бойынша бағалар"}},
    {Phrase::kStandard, {"Standard", "Стандарт", "Стандарт"}},
    {Phrase::kAllStandards, {"All standards", "Все стандарты", "Барлық стандарт"}},
    {Phrase::kUnmarked,
     {"Criteria without a mark", "Критерии без оценки", "Бағасы жоқ өлшемшарттар"}},
    {Phrase::kChart,
     {"Marks of each standard", "Оценки каждого стандарта", "Әр стандарттың бағалары"}},
    {Phrase::kChartHint,
     {"A bar for each standard, divided by mark. The table above has the figures.",
      "Полоса на каждый стандарт, разделённая по оценкам. Числа — в таблице выше.",
      "Әр стандартқа бағалар бойынша бөлінген жолақ. Сандар жоғарыдағы кестеде."}},
    {Phrase::kLedger,
     {"Recommendations and their deadlines", "Рекомендации и сроки", "Ұсынымдар мен мерзімдер"}},
    {Phrase::kFinding, {"Finding", "Заключение", "Қорытынды"}},
    {Phrase::kAppliesTo, {"Applies to", "Относится к", "Қатысты"}},
    {Phrase::kAllProgrammes,
     {"every reviewed programme", "все рассмотренные программы", "қаралған барлық бағдарлама"}},
    {Phrase::kWholeInstitution,
     {"the institution as a whole", "организация в целом", "ұйым тұтасымен"}},
    {Phrase::kDeadline, {"Deadline", "Срок", "Мерзімі"}},
    {Phrase::kNoDeadline, {"none", "без срока", "мерзімсіз"}},
    {Phrase::kAddressee, {"To be done by", "Исполнитель", "Орындаушы"}},
    {Phrase::kOccurrences, {"Due", "Наступление", "Орындау күні"}},
    {Phrase::kConclusion, {"Conclusion", "Заключение комиссии", "Комиссия қорытындысы"}},
    {Phrase::kProposal, {"Proposal to the council", "Предложение совету", "Кеңеске ұсыныс"}},
    {Phrase::kUnanimous, {"unanimous", "единогласно", "бірауыздан"}},
    {Phrase::kSuggestion,
     {"What the marks suggest", "Что следует из оценок", "Бағалардан не шығады"}},
    {Phrase::kSuggestionNote,
     {"Computed from the marks by the published rule. The council decides.",
      "Вычислено по оценкам согласно опубликованному правилу. Решение принимает совет.",
      "Жарияланған ереже бойынша бағалардан есептелген. Шешімді кеңес қабылдайды."}},
    {Phrase::kNoSuggestion,
     {"no row of the rule fits", "ни одна строка правила не подходит",
      "ереженің бірде-бір жолы сәйкес емес"}},
    {Phrase::kRule, {"Rule", "Правило", "Ереже"}},
    {Phrase::kAgreement,
     {"Agreement of the experts", "Согласие экспертов", "Сарапшылардың келісуі"}},
    {Phrase::kAlpha,
     {"Krippendorff’s alpha (ordinal)", "Альфа Криппендорфа (порядковая)",
      "Криппендорф альфасы (реттік)"}},
    {Phrase::kExperts, {"Experts who marked", "Экспертов с оценками", "Баға қойған сарапшы"}},
    {Phrase::kThings,
     {"Marked by two or more", "Оценено двумя и более", "Екі және одан көп сарапшы бағалаған"}},
    {Phrase::kUnanimousThings,
     {"Of these, with one mark from all", "Из них единогласно", "Соның ішінде бірауыздан"}},
    {Phrase::kConsensusDiffers,
     {"Consensus differs from most", "Консенсус отличается от большинства",
      "Консенсус көпшіліктен өзгеше"}},
    {Phrase::kDocuments, {"Documents", "Документы", "Құжаттар"}},
    {Phrase::kDocument, {"Document", "Документ", "Құжат"}},
    {Phrase::kLanguage, {"Language", "Язык", "Тілі"}},
    {Phrase::kBytes, {"Bytes", "Байт", "Байт"}},
    {Phrase::kPrintedOn, {"Printed on", "Напечатано", "Басылған күні"}},
    {Phrase::kRevision, {"revision", "редакция", "редакция"}},
    {Phrase::kUnknown, {"not known", "неизвестно", "белгісіз"}},
    {Phrase::kBy, {"by $0", "до $0 включительно", "$0 қоса алғанда"}},
    {Phrase::kEvery, {"every $0 from $1", "раз в $0, начиная с $1", "$1 бастап әр $0 сайын"}},
    {Phrase::kEveryUntil,
     {"every $0 from $1 until $2", "раз в $0, начиная с $1 и до $2",
      "$1 бастап $2 дейін әр $0 сайын"}},
    {Phrase::kAtEvent,
     {"with every event “$0”", "при каждом событии «$0»", "әр «$0» оқиғасы кезінде"}},
    {Phrase::kBeforeEvent, {"$0 before “$1”", "за $0 до события «$1»", "«$1» оқиғасынан $0 бұрын"}},
    {Phrase::kAfterEvent,
     {"$0 after “$1”", "через $0 после события «$1»", "«$1» оқиғасынан $0 кейін"}},
    {Phrase::kMonths, {"month|months", "месяц|месяца|месяцев", "ай"}},
    {Phrase::kDays, {"day|days", "день|дня|дней", "күн"}},
    {Phrase::kYears, {"year|years", "год|года|лет", "жыл"}},
};

// The table and the enumeration are one list.
constexpr bool InOrder() {
  size_t i = 0;
  for (const Row& row : kRows) {
    if (static_cast<size_t>(row.phrase) != i++) return false;
  }
  return i == static_cast<size_t>(Phrase::kLast) + 1;
}
static_assert(InOrder());

constexpr std::array<std::array<absl::string_view, 12>, 3> kMonthNames = {{
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
     "октября", "ноября", "декабря"},
    {"қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан",
     "қараша", "желтоқсан"},
}};

absl::string_view MonthName(absl::CivilDay day, Language language) {
  return kMonthNames[static_cast<size_t>(language)][static_cast<size_t>(day.month() - 1)];
}

// Days of the month as text, "27" or "25–27", with the month and year.
std::string InMonth(absl::string_view days, absl::CivilDay day, Language language) {
  const absl::string_view month = MonthName(day, language);
  switch (language) {
    case Language::kEnglish:
      return absl::StrCat(days, " ", month, " ", day.year());
    case Language::kRussian:
      return absl::StrCat(days, " ", month, " ", day.year(), " г.");
    case Language::kKazakh:
      return absl::StrCat(day.year(), " ж. ", days, " ", month);
  }
  return "";
}

// Which of the Russian forms: 1 месяц, 2 месяца, 5 месяцев, 11 месяцев, 21 месяц.
size_t RussianForm(int count) {
  const int last = count % 10;
  const int tens = count % 100 / 10;
  if (tens == 1) return 2;
  if (last == 1) return 0;
  return last >= 2 && last <= 4 ? 1 : 2;
}

}  // namespace

absl::string_view Tag(Language language) {
  constexpr std::array<absl::string_view, 3> kTags = {"en", "ru", "kk"};
  return kTags[static_cast<size_t>(language)];
}

absl::string_view Words(Phrase phrase, Language language) {
  return kRows[static_cast<size_t>(phrase)].words[static_cast<size_t>(language)];
}

std::string DayInWords(absl::CivilDay day, Language language) {
  return InMonth(absl::StrCat(day.day()), day, language);
}

std::string DaysInWords(absl::CivilDay from, absl::CivilDay to, Language language) {
  if (from == to) return DayInWords(from, language);
  if (absl::CivilMonth(from) == absl::CivilMonth(to)) {
    return InMonth(absl::StrCat(from.day(), "–", to.day()), to, language);
  }
  return absl::StrCat(DayInWords(from, language), " – ", DayInWords(to, language));
}

std::string Counted(int count, Phrase unit, Language language) {
  const std::vector<absl::string_view> forms = absl::StrSplit(Words(unit, language), '|');
  size_t form = 0;
  if (language == Language::kEnglish) form = count == 1 ? 0 : 1;
  if (language == Language::kRussian) form = RussianForm(std::abs(count));
  return absl::StrCat(count, " ", forms[form]);
}

}  // namespace tarazy::accreditation
