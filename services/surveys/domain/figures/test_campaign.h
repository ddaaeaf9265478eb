// A questionnaire with a question of every kind, a campaign of four groups, and ballots of chance.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/surveys/domain/campaign/check_campaign.h"
#include "services/surveys/domain/figures/masked_counts.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/domain/form/test_random_form.h"

namespace tarazy::surveys {

inline v1::Questionnaire TestQuestionnaire() {
  v1::Questionnaire questionnaire;
  questionnaire.set_id("everything");
  v1::Scale& quality = *questionnaire.add_scales();
  quality.set_id("quality");
  quality.set_direction(v1::SCALE_DIRECTION_BEST_FIRST);
  for (const char* code : {"good", "fair", "bad", "no-answer"})
    quality.add_points()->set_code(code);
  quality.mutable_points(3)->set_missing(true);
  v1::Page& page = *questionnaire.add_pages();
  const auto add = [&](const char* id, v1::ItemType type) -> v1::Item& {
    v1::Item& item = *page.add_items();
    item.set_id(id);
    item.set_type(type);
    item.mutable_text()->set_en(id);
    return item;
  };
  v1::Item& sex = add("sex", v1::ITEM_TYPE_SINGLE);
  sex.set_identifying(true);
  sex.add_choices()->set_code("male");
  sex.add_choices()->set_code("female");
  v1::Item& opinion = add("opinion", v1::ITEM_TYPE_SCALE);
  opinion.set_scale("quality");
  opinion.set_measures("opinion");
  v1::Item& degrees = add("degrees", v1::ITEM_TYPE_MULTI);
  for (const char* code : {"master", "doctor", "other"}) degrees.add_choices()->set_code(code);
  v1::Item& years = add("years", v1::ITEM_TYPE_NUMBER);
  years.mutable_number()->set_max(50);
  years.mutable_number()->set_decimals(1);
  v1::Item& matrix = add("matrix", v1::ITEM_TYPE_MATRIX);
  matrix.set_scale("quality");
  for (const char* id : {"m1", "m2", "m3", "m4", "m5"}) matrix.add_rows()->set_id(id);
  v1::Item& recommend = add("recommend", v1::ITEM_TYPE_SINGLE);
  for (int value = 0; value <= 10; ++value) {
    v1::Choice& choice = *recommend.add_choices();
    choice.set_code(std::to_string(value));
    choice.set_value(value);
  }
  v1::Item& rated = add("rated", v1::ITEM_TYPE_RATE);
  rated.set_scale("quality");
  for (const char* id : {"ektu", "aqsu"}) rated.mutable_objects()->add_objects()->set_id(id);
  add("remarks", v1::ITEM_TYPE_TEXT);
  return questionnaire;
}

// "east" with the groups "east-1" (frame 40) and "east-2" (frame 60), "west" (frame 20).
inline v1::Campaign TestCampaign() {
  v1::Campaign campaign;
  campaign.set_id("autumn");
  campaign.set_name("campaigns/autumn");
  campaign.set_kind(v1::CAMPAIGN_KIND_TICKETS);
  const auto add = [&](const char* id, const char* parent, int frame, const char* institution) {
    v1::Stratum& stratum = *campaign.add_strata();
    stratum.set_id(id);
    stratum.set_parent(parent);
    if (frame > 0) stratum.set_frame(frame);
    stratum.set_institution(institution);
  };
  add("east", "", 0, "institutions/ektu");
  add("east-1", "east", 40, "");
  add("east-2", "east", 60, "");
  add("west", "", 20, "institutions/aqsu");
  FillDefaults(campaign);
  return campaign;
}

class TestAnswers {
 public:
  TestAnswers() : form(TestQuestionnaire()), campaign(TestCampaign()) {
    for (const char* id : {"east-1", "east-2", "west"}) tallies[id] = EmptyTally(form);
  }

  // The ballot without any answer, though all was asked.
  CodedBallot Empty() const {
    CodedBallot ballot;
    ballot.answers.assign(form.questions().size(), {.state = AnswerState::kMissing});
    return ballot;
  }
  void Set(CodedBallot& ballot, absl::string_view question, int64_t value) const {
    ballot.answers[*form.Find(question)] = {AnswerState::kAnswered, value};
  }
  void Add(const std::string& stratum, const CodedBallot& ballot, int times = 1) {
    for (int i = 0; i < times; ++i) {
      surveys::Count(form, ballot, tallies.try_emplace(stratum, EmptyTally(form)).first->second);
      ballots.emplace_back(stratum, ballot);
    }
  }
  // `count` people of the stratum who say only this.
  void Say(const std::string& stratum, absl::string_view question, int64_t value, int count) {
    CodedBallot ballot = Empty();
    Set(ballot, question, value);
    Add(stratum, ballot, count);
  }
  // Answers of chance to all that has choices, and to the number.
  void AddRandom(const std::string& stratum, int count, Random& random) {
    for (int i = 0; i < count; ++i) {
      CodedBallot ballot = Empty();
      for (size_t q = 0; q < form.questions().size(); ++q) {
        const Question& question = form.questions()[q];
        const auto options = static_cast<int>(question.options.size());
        CodedAnswer& answer = ballot.answers[q];
        if (random.Next() % 9 == 0) {
          answer.state = random.Next() % 2 == 0 ? AnswerState::kNotAsked : AnswerState::kMissing;
        } else if (HasOneChoice(question)) {
          answer = {AnswerState::kAnswered,
                    std::min(Between(random, 0, options - 1), Between(random, 0, options - 1))};
        } else if (question.type == v1::ITEM_TYPE_MULTI) {
          answer = {AnswerState::kAnswered, Between(random, 1, (1 << options) - 1)};
        } else if (question.type == v1::ITEM_TYPE_NUMBER) {
          answer = {AnswerState::kAnswered, Between(random, 0, 499)};
        }
      }
      Add(stratum, ballot);
    }
  }

  MaskedCounts Masked(const std::vector<int>& thresholds) const {
    return MaskedCounts({campaign, form, tallies}, thresholds);
  }

  const Form form;
  v1::Campaign campaign;
  Tallies tallies;
  std::vector<std::pair<std::string, CodedBallot>> ballots;
};

}  // namespace tarazy::surveys
