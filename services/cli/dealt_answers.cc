#include "services/cli/dealt_answers.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/cli/failure.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;
using google::protobuf::RepeatedPtrField;
using Random = std::mt19937_64;

const v1::Scale* FindScale(const v1::Questionnaire& form, const std::string& id) {
  for (const v1::Scale& scale : form.scales()) {
    if (scale.id() == id) return &scale;
  }
  return nullptr;
}

const v1::PublishedItem* FindTable(const v1::PublishedTables* tables, const std::string& question) {
  if (tables == nullptr) return nullptr;
  for (const v1::PublishedItem& table : tables->items()) {
    if (table.id() == question) return &table;
  }
  return nullptr;
}

int64_t Below(Random& random, int64_t bound) {
  return static_cast<int64_t>(random() % static_cast<uint64_t>(bound));
}

template <class T>
void Shuffle(std::vector<T>& deck, Random& random) {
  for (size_t i = deck.size(); i > 1; --i) std::swap(deck[i - 1], deck[Below(random, i)]);
}

// The choices that a table's labels mean, by their English words, else by their order.
absl::StatusOr<std::vector<std::string>> CodesOf(const v1::PublishedItem& table,
                                                 const RepeatedPtrField<v1::Choice>& choices) {
  std::vector<std::string> codes;
  for (const std::string& label : table.categories()) {
    const auto named = std::find_if(choices.begin(), choices.end(), [&](const v1::Choice& choice) {
      return choice.label().en() == label;
    });
    if (named != choices.end()) {
      codes.push_back(named->code());
    } else if (table.categories_size() <= choices.size()) {
      codes.push_back(choices[static_cast<int>(codes.size())].code());
    } else {
      return UsageError(absl::StrCat("the table ", table.id(), " has the answer \"", label,
                                     "\", which the questionnaire does not offer"));
    }
  }
  return codes;
}

// One card each, as many of each kind as the table counts.
absl::StatusOr<std::vector<std::string>> DealSingle(const v1::PublishedItem& table,
                                                    const RepeatedPtrField<v1::Choice>& choices,
                                                    int64_t people, Random& random) {
  ASSIGN_OR_RETURN(const std::vector<std::string> codes, CodesOf(table, choices));
  std::vector<std::string> deck;
  for (int i = 0; i < table.counts_size(); ++i) {
    deck.insert(deck.end(), table.counts(i), codes[i]);
  }
  if (static_cast<int64_t>(deck.size()) > people) {
    return UsageError(absl::StrCat("the table ", table.id(), " has ", deck.size(),
                                   " answers, more than ", people, " people"));
  }
  deck.resize(people);
  Shuffle(deck, random);
  return deck;
}

// Of each choice as many people as the table counts; they may choose several.
absl::StatusOr<std::vector<std::string>> DealMulti(const v1::PublishedItem& table,
                                                   const v1::Item& item, int64_t people,
                                                   Random& random) {
  ASSIGN_OR_RETURN(const std::vector<std::string> codes, CodesOf(table, item.choices()));
  std::vector<std::string> answers(people);
  std::vector<bool> alone(people);
  std::vector<int64_t> order(people);
  std::iota(order.begin(), order.end(), 0);
  // Choices that stand alone first: nobody else may then be given another.
  for (const bool lone : {true, false}) {
    for (int i = 0; i < table.counts_size(); ++i) {
      const auto choice =
          std::find_if(item.choices().begin(), item.choices().end(),
                       [&](const v1::Choice& offered) { return offered.code() == codes[i]; });
      if (choice->alone() != lone) continue;
      Shuffle(order, random);
      // Those without an answer come first, so that few stay without one.
      std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
        return answers[a].empty() && !answers[b].empty();
      });
      int64_t left = table.counts(i);
      for (const int64_t person : order) {
        if (left == 0) break;
        if (alone[person] || (lone && !answers[person].empty())) continue;
        absl::StrAppend(&answers[person], answers[person].empty() ? "" : ",", codes[i]);
        if (lone) alone[person] = true;
        --left;
      }
      if (left > 0) {
        return UsageError(absl::StrCat("the table ", table.id(), " has more answers than ", people,
                                       " people can give"));
      }
    }
  }
  return answers;
}

// Most think well of most things: each choice is half as likely as the one before it.
std::string Draw(const RepeatedPtrField<v1::Choice>& choices, Random& random) {
  int i = 0;
  while (i + 1 < choices.size() && Below(random, 100) >= 55) ++i;
  return Below(random, 100) < 3 ? "" : choices[i].code();
}

std::string DrawMulti(const v1::Item& item, Random& random) {
  const int64_t first = Below(random, item.choices_size());
  std::string answer = item.choices(static_cast<int>(first)).code();
  if (item.choices(static_cast<int>(first)).alone() || item.max_choices() == 1) return answer;
  const int64_t second = Below(random, item.choices_size());
  const v1::Choice& other = item.choices(static_cast<int>(second));
  if (second != first && !other.alone()) absl::StrAppend(&answer, ",", other.code());
  return answer;
}

std::string DrawNumber(const v1::NumberRange& range, Random& random) {
  const auto low = static_cast<int64_t>(std::ceil(range.min()));
  const auto high = static_cast<int64_t>(std::floor(range.max()));
  return absl::StrCat(low + Below(random, std::max<int64_t>(1, high - low + 1)));
}

std::string DrawRatings(const v1::Item& item, const v1::Scale& scale, Random& random) {
  std::vector<std::string> objects;
  for (const v1::RatedObject& object : item.objects().objects()) objects.push_back(object.id());
  Shuffle(objects, random);
  objects.resize(std::min<size_t>(objects.size(), item.objects().min()));
  std::string ratings;
  for (const std::string& object : objects) {
    std::string point = Draw(scale.points(), random);
    if (point.empty()) point = scale.points(0).code();
    absl::StrAppend(&ratings, ratings.empty() ? "" : ",", object, ":", point);
  }
  return ratings;
}

}  // namespace

absl::StatusOr<DealtAnswers> DealtAnswers::Deal(const v1::Questionnaire& form,
                                                const v1::PublishedTables* tables, int64_t people,
                                                uint64_t seed) {
  DealtAnswers dealt;
  Random random(seed);
  const auto add = [&](const v1::Item& item, const std::string& question) -> absl::Status {
    if (item.type() == v1::ITEM_TYPE_TEXT) {
      dealt.text_questions_.push_back(question);
      return absl::OkStatus();
    }
    Column& column = dealt.columns_.emplace_back();
    column.question = question;
    const v1::Scale* scale = FindScale(form, item.scale());
    const RepeatedPtrField<v1::Choice>& choices =
        scale == nullptr ? item.choices() : scale->points();
    const v1::PublishedItem* table = FindTable(tables, question);
    if (table != nullptr && item.type() == v1::ITEM_TYPE_MULTI) {
      ASSIGN_OR_RETURN(column.answers, DealMulti(*table, item, people, random));
      return absl::OkStatus();
    }
    if (table != nullptr) {
      ASSIGN_OR_RETURN(column.answers, DealSingle(*table, choices, people, random));
      return absl::OkStatus();
    }
    for (int64_t person = 0; person < people; ++person) {
      column.answers.push_back(
          item.type() == v1::ITEM_TYPE_MULTI    ? DrawMulti(item, random)
          : item.type() == v1::ITEM_TYPE_NUMBER ? DrawNumber(item.number(), random)
          : item.type() == v1::ITEM_TYPE_RATE   ? DrawRatings(item, *scale, random)
                                                : Draw(choices, random));
    }
    return absl::OkStatus();
  };
  for (const v1::Page& page : form.pages()) {
    for (const v1::Item& item : page.items()) {
      if (item.type() != v1::ITEM_TYPE_MATRIX) RETURN_IF_ERROR(add(item, item.id()));
      for (const v1::MatrixRow& row : item.rows()) RETURN_IF_ERROR(add(item, row.id()));
    }
  }
  for (int64_t person = 0; person < people; ++person) {
    dealt.writes_.push_back(Below(random, 100) < 5);
  }
  return dealt;
}

std::vector<TypedAnswer> DealtAnswers::Of(int64_t person, const std::string& language) const {
  std::vector<TypedAnswer> answers;
  for (const Column& column : columns_) {
    const std::string& answer = column.answers[person];
    if (!answer.empty()) answers.emplace_back(column.question, answer);
  }
  if (!writes_[person]) return answers;
  for (const std::string& question : text_questions_) {
    answers.emplace_back(question, language == "kk"   ? "Ойдан шығарылған жауап"
                                   : language == "ru" ? "Придуманный ответ"
                                                      : "An invented answer");
  }
  return answers;
}

std::string DealtAnswers::ChoiceOf(int64_t person, const std::string& question) const {
  for (const Column& column : columns_) {
    if (column.question == question) return column.answers[person];
  }
  return "";
}

}  // namespace tarazy::cli
