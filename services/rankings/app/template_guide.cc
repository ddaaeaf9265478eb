#include "services/rankings/app/template_guide.h"

namespace tarazy::rankings {

const std::vector<Localized>& TemplateGuide() {
  static const auto* const kGuide = new std::vector<Localized>{
      {.en = "On the sheet “values” fill in the light cells only: value, source, evidence, base, "
             "standard_error.",
       .ru = "На листе «values» заполняйте только светлые ячейки: value, source, evidence, base, "
             "standard_error.",
       .kk = "«values» парағында тек ашық түсті ұяшықтарды толтырыңыз: value, source, evidence, "
             "base, standard_error."},
      {.en = "value: a number in the unit of the column “unit”, from “min” to “max”.",
       .ru = "value — число в единицах из столбца «unit», от «min» до «max».",
       .kk = "value — «unit» бағанындағы бірлікпен берілген сан, «min» мен «max» аралығында."},
      {.en = "source: where the value comes from (a report, a form, a date).",
       .ru = "source — откуда взято значение (отчёт, форма, дата).",
       .kk = "source — мән қайдан алынды (есеп, нысан, күні)."},
      {.en = "evidence: a link to the document that proves the value.",
       .ru = "evidence — ссылка на документ, подтверждающий значение.",
       .kk = "evidence — мәнді растайтын құжатқа сілтеме."},
      {.en = "base and standard_error: how many answers the value rests on, and its standard "
             "error; only for values from a survey.",
       .ru = "base и standard_error — число ответов, на которых основано значение, и его "
             "стандартная ошибка; только для значений из опроса.",
       .kk = "base және standard_error — мән негізделген жауаптар саны және оның стандартты "
             "қатесі; тек сауалнамадан алынған мәндер үшін."},
      {.en = "An empty value means that there is none. Where it is zero, write 0.",
       .ru = "Пустая ячейка value означает, что значения нет. Если значение равно нулю, "
             "напишите 0.",
       .kk = "Бос value ұяшығы мән жоқ екенін білдіреді. Мән нөлге тең болса, 0 деп жазыңыз."},
      {.en = "indicators: the codes of the indicators that use the value. state: how far a value "
             "entered before has come (draft, submitted, verified).",
       .ru = "indicators — коды показателей, в которых используется значение. state — состояние "
             "ранее введённого значения (draft — черновик, submitted — подано, verified — "
             "проверено).",
       .kk = "indicators — мән қолданылатын көрсеткіштердің кодтары. state — бұрын енгізілген "
             "мәннің күйі (draft — жоба, submitted — ұсынылды, verified — тексерілді)."},
      {.en = "Use no percentage formats, no merged cells, and no formulas without a stored "
             "result.",
       .ru = "Не используйте процентный формат, объединённые ячейки и формулы без сохранённого "
             "результата.",
       .kk = "Пайыз пішімін, біріктірілген ұяшықтарды және нәтижесі сақталмаған формулаларды "
             "қолданбаңыз."},
      {.en = "Keep the names of the sheet and of the columns, and save the file as .xlsx.",
       .ru = "Не меняйте названия листа и столбцов; сохраните файл в формате .xlsx.",
       .kk = "Парақ пен бағандардың атауларын өзгертпеңіз; файлды .xlsx пішімінде сақтаңыз."},
  };
  return *kGuide;
}

}  // namespace tarazy::rankings
