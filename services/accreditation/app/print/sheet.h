// What every section of the printed report works with.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/accreditation/app/print/html.h"
#include "services/accreditation/app/print/phrases.h"
#include "services/accreditation/app/print/vocabulary.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

// A text of the record and the language it is in.
struct Said {
  std::string text;
  std::string language;
};

struct Sheet {
  Html& html;
  const v1::Case& record;
  const v1::Framework& framework;
  const Language language;
  const absl::CivilDay today;

  absl::string_view Word(Phrase phrase) const { return Words(phrase, language); }

  // In the page's language, else in the framework's, else in one that is there.
  Said Say(const common::v1::Localized& text) const;
  // `lang` for a text in another language than the page's, so that it is read out as what it is.
  Html::Attributes Marked(const Said& said) const;
  // An element that holds this text.
  void Add(absl::string_view tag, const common::v1::Localized& text) const;

  // An existing day in words; any other text as it is.
  std::string Day(absl::string_view day) const;

  // A row of column headings, repeated on every page that the table reaches.
  void Head(const std::vector<absl::string_view>& columns) const;
  // A cell with a count, aligned as numbers are.
  void Count(int64_t count) const;
  // The same, empty for 0: for what is not known then.
  void Number(int64_t number) const;

  // To which programmes a finding or proposal applies, in words: codes, or all, or the institution.
  std::string AppliesInWords(const google::protobuf::RepeatedPtrField<std::string>& codes) const;
  std::string AppliesInWords(const v1::Finding& finding) const;
};

}  // namespace tarazy::accreditation
