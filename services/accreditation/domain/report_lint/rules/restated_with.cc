#include "services/accreditation/domain/report_lint/rules/restated_with.h"

#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/report_lint/findings.h"
#include "services/accreditation/domain/report_lint/words.h"

namespace tarazy::accreditation::report_lint {
namespace {

template <typename Localized>
std::vector<std::string> TextsOf(const Localized& localized) {
  std::vector<std::string> texts;
  for (const std::string& text : {localized.en(), localized.ru(), localized.kk()}) {
    if (!text.empty()) texts.push_back(text);
  }
  return texts;
}

const v1::Criterion* FindCriterion(const Subject& subject, absl::string_view code) {
  const v1::Standard* standard = Find(subject.standard_of, code);
  if (standard == nullptr) return nullptr;
  for (const v1::Criterion& criterion : standard->criteria()) {
    if (criterion.code() == code) return &criterion;
  }
  return nullptr;
}

std::optional<RecordDays> OneDay(absl::string_view day, const v1::Place* place) {
  const auto parsed = ParseDay(day);
  if (!parsed) return std::nullopt;
  return RecordDays{*parsed, *parsed, place};
}

}  // namespace

RestatedThing ThingOf(absl::string_view of) {
  const size_t colon = of.find(':');
  if (colon == absl::string_view::npos) return {of, ""};
  return {of.substr(0, colon), of.substr(colon + 1)};
}

std::optional<RecordText> TextOf(const Subject& subject, absl::string_view of) {
  const auto [kind, id] = ThingOf(of);
  RecordText found;
  if (kind == "finding") {
    if (const v1::Finding* finding = Find(subject.findings, id)) {
      found = {TextsOf(finding->text()), PlaceOf(*finding)};
    }
  } else if (kind == "standard") {
    if (const v1::Standard* standard = FindStandard(subject.framework, id)) {
      found.texts = TextsOf(standard->title());
    }
  } else if (kind == "criterion") {
    if (const v1::Criterion* criterion = FindCriterion(subject, id)) {
      found.texts = TextsOf(criterion->text());
    }
  } else if (kind == "programme") {
    if (const v1::ProgrammeReview* review = FindProgramme(subject.record, id)) {
      found = {TextsOf(review->title()), PlaceOf(*review)};
    }
  } else if (kind == "framework") {
    found.texts = TextsOf(subject.framework.title());
  }
  if (found.texts.empty()) return std::nullopt;
  return found;
}

std::optional<RecordDays> DaysOf(const Subject& subject, absl::string_view of) {
  const auto [kind, id] = ThingOf(of);
  const v1::Case& record = subject.record;
  if (kind == "visit" && subject.visit_from && subject.visit_to) {
    return RecordDays{*subject.visit_from, *subject.visit_to, nullptr};
  }
  if (kind == "order") return OneDay(record.order().on(), PlaceOf(record.order()));
  if (kind == "contract") return OneDay(record.contract().on(), PlaceOf(record.contract()));
  if (kind == "finding") {
    const v1::Finding* finding = Find(subject.findings, id);
    if (finding != nullptr) return OneDay(finding->deadline().fixed(), PlaceOf(*finding));
  }
  return std::nullopt;
}

Nearest NearestOf(const RecordText& record, absl::string_view printed) {
  Nearest nearest;
  const std::vector<std::string> words = Words(printed);
  for (const std::string& text : record.texts) {
    const std::vector<std::string> own = Words(text);
    const double similarity = Similarity(words, own);
    if (nearest.text.empty() || similarity > nearest.similarity) {
      nearest = {text, similarity, own == words};
    }
    if (own == words) return nearest = {text, 1, true};
  }
  return nearest;
}

}  // namespace tarazy::accreditation::report_lint
