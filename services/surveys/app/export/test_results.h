// For tests: results with everything in them that an export meets.
#pragma once

#include <string>

#include "tarazy/surveys/v1/campaign.pb.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::surveys {

inline void Set(common::v1::Localized& text, const std::string& en, const std::string& ru,
                const std::string& kk) {
  text.set_en(en);
  text.set_ru(ru);
  text.set_kk(kk);
}

inline v1::ChoiceResults& AddChoice(v1::QuestionResults& question, const std::string& code,
                                    const std::string& en, const std::string& kk) {
  v1::ChoiceResults& choice = *question.add_choices();
  choice.set_code(code);
  Set(*choice.mutable_label(), en, en + " (ru)", kk);
  return choice;
}

// Everybody with one scale question (a choice suppressed, one no answer), a matrix's row and a rate
// question, and a small stratum of which nothing is told.
inline v1::Results TestResults() {
  v1::Results results;
  results.set_campaign("campaigns/ektu-students-2023");
  results.set_revision(3);
  results.set_policy("a1b2");
  results.set_threshold(5);
  results.set_frozen(true);
  results.set_demonstration(true);
  v1::StratumResults& all = *results.add_strata();
  all.set_stratum("all");
  Set(*all.mutable_title(), "Everybody", "Все", "Барлығы");
  all.set_ballots(57);
  all.set_frame(120);
  v1::QuestionResults& scale = *all.add_questions();
  scale.set_question("6");
  Set(*scale.mutable_text(), "How is \"teaching\", in <all> & sum?", "Как преподают?",
      "Оқыту қалай?");
  scale.set_type(v1::ITEM_TYPE_SCALE);
  scale.set_asked(57);
  scale.set_base(54);
  scale.set_missing(3);
  scale.set_suppressed(true);
  v1::ChoiceResults& good = AddChoice(scale, "very-good", "=Very good, really", "Өте жақсы");
  good.set_count(25);
  good.set_percent(46.3);
  good.set_low(33.7);
  good.set_high(59.4);
  AddChoice(scale, "bad", "Bad", "Жаман").set_suppressed(true);
  AddChoice(scale, "none", "Difficult to answer", "Жауап беру қиын").set_missing(true);
  scale.mutable_choices(2)->set_count(3);
  v1::QuestionResults& row = *all.add_questions();
  row.set_question("39.1");
  Set(*row.mutable_item_text(), "How content are you", "Довольны ли вы", "Қанағаттанасыз ба");
  Set(*row.mutable_text(), "with the library", "библиотекой", "кітапханаға");
  row.set_type(v1::ITEM_TYPE_MATRIX);
  row.set_base(57);
  row.set_mean(-1.25);
  row.set_standard_error(0.5);
  AddChoice(row, "yes", "Yes", "Иә").set_count(57);
  v1::QuestionResults& rate = *all.add_questions();
  rate.set_question("rate");
  Set(*rate.mutable_text(), "Rate", "Оцените", "Бағалаңыз");
  rate.set_type(v1::ITEM_TYPE_RATE);
  v1::ObjectResults& object = *rate.add_objects();
  object.set_object("ektu");
  Set(*object.mutable_title(), "EKTU", "ВКТУ", "ШҚТУ");
  object.set_base(20);
  object.set_mean(4.5);
  v1::StratumResults& small = *results.add_strata();
  small.set_stratum("6b04107");
  Set(*small.mutable_title(), "Economics", "Экономика", "Экономика");
  small.set_suppressed(true);
  return results;
}

inline v1::Campaign TestCampaign() {
  v1::Campaign campaign;
  campaign.set_name("campaigns/ektu-students-2023");
  campaign.set_kind(v1::CAMPAIGN_KIND_TICKETS);
  Set(*campaign.mutable_title(), "Students 2023", "Студенты 2023", "Студенттер 2023");
  campaign.set_series("students");
  campaign.set_wave("2023");
  campaign.mutable_window()->set_opens("2023-04-26T11:15");
  campaign.mutable_window()->set_closes("2023-04-26T12:00");
  v1::Stratum& stratum = *campaign.add_strata();
  stratum.set_id("6b04107");
  Set(*stratum.mutable_title(), "Economics", "Экономика", "Экономика");
  stratum.set_frame(26);
  v1::Participation& participation = *campaign.add_participation();
  participation.set_stratum("6b04107");
  participation.set_frame(26);
  participation.set_submitted(8);
  participation.set_percent(30.77);
  return campaign;
}

}  // namespace tarazy::surveys
