// What a text answer may be.
#pragma once

#include "tarazy/surveys/v1/questionnaire.pb.h"

namespace tarazy::surveys {

// How many characters a text item takes.
inline int MaxCharacters(const v1::Item& item) {
  return item.max_characters() > 0 ? item.max_characters() : 2000;
}

}  // namespace tarazy::surveys
