// For tests: questionnaires of every type of item, and ballots that fit them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/domain/form/form.h"

namespace tarazy::surveys {

// splitmix64: the same lots everywhere.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

 private:
  uint64_t state_;
};

// From `low` to `high`, both possible.
inline int64_t Between(Random& random, int64_t low, int64_t high) {
  return low + static_cast<int64_t>(random.Next() % static_cast<uint64_t>(high - low + 1));
}

// Of `pages` pages with up to nine items; the lint need not pass it: it has no words.
inline v1::Questionnaire RandomQuestionnaire(Random& random, int pages = 3) {
  v1::Questionnaire questionnaire;
  questionnaire.set_id("random");
  for (int i = 0; i < 3; ++i) {
    v1::Scale& scale = *questionnaire.add_scales();
    scale.set_id(absl::StrCat("scale", i));
    scale.set_direction(static_cast<v1::ScaleDirection>(i + 1));
    for (int64_t points = Between(random, 2, 7), j = 0; j < points; ++j) {
      v1::Choice& point = *scale.add_points();
      point.set_code(absl::StrCat("p", j));
      point.set_missing(j > 0 && Between(random, 0, 5) == 0);
    }
  }
  int last = 0;
  for (int i = 0; i < pages; ++i) {
    v1::Page& page = *questionnaire.add_pages();
    page.set_id(absl::StrCat("page", i));
    for (int64_t items = Between(random, 1, 9), j = 0; j < items; ++j) {
      v1::Item& item = *page.add_items();
      item.set_id(absl::StrCat("q", ++last));
      item.set_type(static_cast<v1::ItemType>(Between(random, 1, 7)));
      switch (item.type()) {
        case v1::ITEM_TYPE_SINGLE:
        case v1::ITEM_TYPE_MULTI:
          for (int64_t choices = Between(random, 1, 60), k = 0; k < choices; ++k) {
            item.add_choices()->set_code(absl::StrCat("c", k));
          }
          break;
        case v1::ITEM_TYPE_NUMBER:
          item.mutable_number()->set_decimals(static_cast<int>(Between(random, 0, 3)));
          item.mutable_number()->set_min(static_cast<double>(Between(random, -1000000, 10)));
          item.mutable_number()->set_max(static_cast<double>(Between(random, 10, 1000000)));
          break;
        case v1::ITEM_TYPE_TEXT:
          item.set_max_characters(static_cast<int>(Between(random, 0, 10000)));
          break;
        default:
          item.set_scale(absl::StrCat("scale", Between(random, 0, 2)));
      }
      if (item.type() == v1::ITEM_TYPE_MATRIX) {
        for (int64_t rows = Between(random, 1, 8), k = 1; k <= rows; ++k) {
          item.add_rows()->set_id(absl::StrCat(item.id(), ".", k));
        }
      }
      if (item.type() == v1::ITEM_TYPE_RATE) {
        for (int64_t objects = Between(random, 1, 200), k = 0; k < objects; ++k) {
          item.mutable_objects()->add_objects()->set_id(absl::StrCat("o", k));
        }
        item.mutable_objects()->set_min(1);
        item.mutable_objects()->set_max(item.objects().objects_size());
      }
    }
  }
  return questionnaire;
}

// Some questions not asked, some not answered; without texts.
inline CodedBallot RandomBallot(const Form& form, Random& random) {
  CodedBallot ballot;
  for (size_t i = 0; i < form.questions().size(); ++i) {
    const Question& question = form.questions()[i];
    CodedAnswer& answer = ballot.answers.emplace_back();
    answer.state = static_cast<AnswerState>(std::min<int64_t>(2, Between(random, 0, 9)));
    if (answer.state != AnswerState::kAnswered) continue;
    const auto options = static_cast<int64_t>(question.options.size());
    switch (question.type) {
      case v1::ITEM_TYPE_MULTI:
        answer.value = Between(random, 1, (int64_t{1} << options) - 1);
        break;
      case v1::ITEM_TYPE_NUMBER: {
        const v1::NumberRange& range = question.item->number();
        int64_t power = 1;
        for (int j = 0; j < range.decimals(); ++j) power *= 10;
        answer.value = Between(random, static_cast<int64_t>(range.min()) * power,
                               static_cast<int64_t>(range.max()) * power);
        break;
      }
      case v1::ITEM_TYPE_TEXT: {
        const int most = question.item->max_characters();
        answer.value = Between(random, 1, most > 0 ? most : 2000);
        break;
      }
      case v1::ITEM_TYPE_RATE:
        for (int j = 0; j < question.item->objects().objects_size(); ++j) {
          // One at least.
          if (j > 0 && Between(random, 0, 3) > 0) continue;
          ballot.ratings.push_back({.question = static_cast<int>(i),
                                    .object = j,
                                    .option = static_cast<int>(Between(random, 0, options - 1))});
          ++answer.value;
        }
        break;
      default:
        answer.value = Between(random, 0, options - 1);
    }
  }
  return ballot;
}

}  // namespace tarazy::surveys
