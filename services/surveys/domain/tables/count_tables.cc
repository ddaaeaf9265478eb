#include "services/surveys/domain/tables/count_tables.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "services/surveys/domain/campaign/strata.h"
#include "services/surveys/domain/tables/check_tables.h"

namespace tarazy::surveys {
namespace {

enum class Language { kEnglish, kRussian, kKazakh };

Language LanguageOf(absl::string_view words) {
  for (const char* letter : {"ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ", "і"}) {
    if (absl::StrContains(words, letter)) return Language::kKazakh;
  }
  // Cyrillic letters begin with these bytes.
  const bool cyrillic = absl::StrContains(words, "\xd0") || absl::StrContains(words, "\xd1");
  return cyrillic ? Language::kRussian : Language::kEnglish;
}

class Maker {
 public:
  explicit Maker(const v1::PublishedTables& tables) {
    std::string words;
    for (const v1::PublishedItem& item : tables.items()) {
      absl::StrAppend(&words, item.text());
      for (const std::string& label : item.categories()) absl::StrAppend(&words, label);
    }
    language_ = LanguageOf(words);
  }

  std::string LanguageCode() const {
    return language_ == Language::kEnglish ? "en" : language_ == Language::kRussian ? "ru" : "kk";
  }

  void Say(const std::string& words, common::v1::Localized& text) const {
    switch (language_) {
      case Language::kEnglish:
        return text.set_en(words);
      case Language::kRussian:
        return text.set_ru(words);
      case Language::kKazakh:
        return text.set_kk(words);
    }
  }

  void Make(const v1::PublishedItem& table, v1::Item& item) const {
    item.set_id(table.id());
    item.set_type(table.type() == kMultipleChoice ? v1::ITEM_TYPE_MULTI : v1::ITEM_TYPE_SINGLE);
    Say(table.text(), *item.mutable_text());
    if (!table.group().empty()) Say(table.group(), *item.mutable_hint());
    item.set_identifying(table.type() != kMatrixRow && table.scale().empty());
    std::set<std::string> codes;
    for (const std::string& label : table.categories()) {
      v1::Choice& choice = *item.add_choices();
      std::string code = Slug(label, 50);
      if (code.empty()) code = "choice";
      const std::string stem = code;
      for (int i = 2; !codes.insert(code).second; ++i) code = absl::StrCat(stem, "-", i);
      choice.set_code(code);
      Say(label, *choice.mutable_label());
      choice.set_missing(std::find(table.missing().begin(), table.missing().end(), label) !=
                         table.missing().end());
    }
  }

 private:
  Language language_;
};

}  // namespace

v1::Questionnaire QuestionnaireOf(const v1::PublishedTables& tables, absl::string_view id) {
  const Maker maker(tables);
  v1::Questionnaire questionnaire;
  questionnaire.set_id(std::string(id));
  questionnaire.set_source(tables.source());
  questionnaire.add_languages(maker.LanguageCode());
  v1::Page& page = *questionnaire.add_pages();
  page.set_id("tables");
  for (const v1::PublishedItem& table : tables.items()) maker.Make(table, *page.add_items());
  return questionnaire;
}

Tallies TalliesOf(const v1::PublishedTables& tables, const Form& form) {
  StratumTally all = EmptyTally(form);
  all.ballots = tables.n();
  for (int i = 0; i < tables.items_size(); ++i) {
    const v1::PublishedItem& table = tables.items(i);
    QuestionTally& tally = all.questions[i];
    tally.options.assign(table.counts().begin(), table.counts().end());
    tally.answered = tables.n();
    if (table.type() == kMultipleChoice) continue;
    tally.answered = 0;
    for (const int64_t count : table.counts()) tally.answered += count;
    tally.missing = std::max<int64_t>(0, tables.n() - tally.answered);
  }
  return {{std::string(kEverybody), std::move(all)}};
}

}  // namespace tarazy::surveys
