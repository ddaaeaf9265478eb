// The Kazakh is ours and wants a native reader before a report is published in it.
#include "services/accreditation/app/print/vocabulary.h"

#include <array>

namespace tarazy::accreditation {
namespace {

using Row = std::array<absl::string_view, 3>;  // English, Russian, Kazakh

// The words of a value by its number; an enumeration's first value is "not set". A number that this
// program does not know has no words.
template <size_t kSize>
absl::string_view Find(const std::array<Row, kSize>& rows, int value, Language language) {
  if (value <= 0 || value > static_cast<int>(kSize)) return "";
  return rows[static_cast<size_t>(value - 1)][static_cast<size_t>(language)];
}

constexpr std::array<Row, 5> kTypes = {{
    {"institutional accreditation", "институциональная аккредитация",
     "институционалдық аккредиттеу"},
    {"specialized (programme) accreditation", "специализированная (программная) аккредитация",
     "мамандандырылған (бағдарламалық) аккредиттеу"},
    {"primary (ex ante) accreditation", "первичная (ex ante) аккредитация",
     "бастапқы (ex ante) аккредиттеу"},
    {"certification of a management system", "сертификация системы менеджмента",
     "менеджмент жүйесін сертификаттау"},
    {"internal audit", "внутренний аудит", "ішкі аудит"},
}};

constexpr std::array<Row, 3> kFormats = {{
    {"on site", "очно", "күндізгі"},
    {"online", "онлайн", "онлайн"},
    {"hybrid", "гибридный", "аралас"},
}};

constexpr std::array<Row, 19> kStates = {{
    {"applied", "подана заявка", "өтінім берілді"},
    {"contracted", "заключён договор", "шарт жасалды"},
    {"self-assessing", "идёт самооценка", "өзін-өзі бағалау жүруде"},
    {"self-assessment submitted", "самооценка представлена", "өзін-өзі бағалау ұсынылды"},
    {"self-assessment returned", "самооценка возвращена", "өзін-өзі бағалау қайтарылды"},
    {"admitted", "допущена к визиту", "сапарға жіберілді"},
    {"commission formed", "комиссия сформирована", "комиссия құрылды"},
    {"visit planned", "визит запланирован", "сапар жоспарланды"},
    {"visited", "визит состоялся", "сапар өтті"},
    {"report in draft", "готовится отчёт", "есеп дайындалуда"},
    {"check of facts", "проверка фактов", "фактілерді тексеру"},
    {"report final", "отчёт завершён", "есеп аяқталды"},
    {"before the council", "на рассмотрении совета", "кеңестің қарауында"},
    {"decided", "решение принято", "шешім қабылданды"},
    {"published", "опубликовано", "жарияланды"},
    {"followed up", "идёт мониторинг", "мониторинг жүруде"},
    {"closed", "завершено", "аяқталды"},
    {"withdrawn", "отозвано", "кері қайтарылды"},
    {"appealed", "обжаловано", "шағым берілді"},
}};

constexpr std::array<Row, 6> kRoles = {{
    {"chair", "председатель", "төраға"},
    {"expert", "эксперт", "сарапшы"},
    {"foreign expert", "зарубежный эксперт", "шетелдік сарапшы"},
    {"employer", "работодатель", "жұмыс беруші"},
    {"student", "студент", "студент"},
    {"coordinator", "координатор", "үйлестіруші"},
}};

constexpr std::array<Row, 9> kAudiences = {{
    {"leadership", "руководство", "басшылық"},
    {"administration", "администрация", "әкімшілік"},
    {"heads of programmes", "руководители программ", "бағдарлама басшылары"},
    {"teachers", "преподаватели", "оқытушылар"},
    {"students", "обучающиеся", "білім алушылар"},
    {"graduates", "выпускники", "түлектер"},
    {"employers", "работодатели", "жұмыс берушілер"},
    {"commission only", "только комиссия", "тек комиссия"},
    {"open to all", "открытое", "ашық"},
}};

constexpr std::array<Row, 9> kDecisions = {{
    {"accredit", "аккредитовать", "аккредиттеу"},
    {"accredit under conditions", "аккредитовать условно", "шартты түрде аккредиттеу"},
    {"refuse", "отказать", "бас тарту"},
    {"defer", "отложить", "кейінге қалдыру"},
    {"suspend", "приостановить", "тоқтата тұру"},
    {"reinstate", "возобновить", "қалпына келтіру"},
    {"withdraw", "отозвать", "кері қайтарып алу"},
    {"declare void", "признать недействительным", "жарамсыз деп тану"},
    {"extend", "продлить", "ұзарту"},
}};

constexpr std::array<Row, 4> kFindings = {{
    {"strength", "сильная сторона", "күшті жағы"},
    {"recommendation", "рекомендация", "ұсыным"},
    {"condition", "условие", "шарт"},
    {"remark", "замечание", "ескерту"},
}};

constexpr std::array<Row, 5> kStatistics = {{
    {"mean", "среднее", "орташа мән"},
    {"share, per cent", "доля, процентов", "үлесі, пайыз"},
    {"best answer, per cent", "высшая оценка, процентов", "ең жоғары баға, пайыз"},
    {"two best answers, per cent", "две высшие оценки, процентов", "екі жоғары баға, пайыз"},
    {"net promoter score", "индекс лояльности (NPS)", "адалдық индексі (NPS)"},
}};

constexpr std::array<Row, 6> kFollowUps = {{
    {"open", "открыто", "ашық"},
    {"planned", "есть план", "жоспар бар"},
    {"evidence given", "есть подтверждение", "растау берілді"},
    {"verified", "выполнено", "орындалды"},
    {"overdue", "просрочено", "мерзімі өтті"},
    {"waits for the event", "ожидает события", "оқиғаны күтуде"},
}};

}  // namespace

absl::string_view Words(v1::ProcedureType type, Language language) {
  return Find(kTypes, type, language);
}
absl::string_view Words(v1::VisitFormat format, Language language) {
  return Find(kFormats, format, language);
}
absl::string_view Words(v1::CaseState state, Language language) {
  return Find(kStates, state, language);
}
absl::string_view Words(v1::CommissionRole role, Language language) {
  return Find(kRoles, role, language);
}
absl::string_view Words(v1::Audience audience, Language language) {
  return Find(kAudiences, audience, language);
}
absl::string_view Words(v1::DecisionKind kind, Language language) {
  return Find(kDecisions, kind, language);
}
absl::string_view Words(v1::FindingKind kind, Language language) {
  return Find(kFindings, kind, language);
}
absl::string_view Words(v1::FollowUpState state, Language language) {
  return Find(kFollowUps, state, language);
}
absl::string_view Words(v1::SurveyStatistic statistic, Language language) {
  return Find(kStatistics, statistic, language);
}

absl::string_view Sign(v1::MarkMeaning meaning) {
  switch (meaning) {
    case v1::MARK_MEANING_STRENGTH:
      return "▲";
    case v1::MARK_MEANING_MET:
      return "✓";
    case v1::MARK_MEANING_IMPROVEMENT:
      return "▽";
    case v1::MARK_MEANING_FAILED:
      return "✕";
    default:
      return "–";
  }
}

}  // namespace tarazy::accreditation
