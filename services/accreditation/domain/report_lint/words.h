// Texts as sequences of words, so that case, punctuation and line breaks do not tell them apart.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy::accreditation::report_lint {

// Words in lower case (Latin, Cyrillic, Kazakh), without punctuation.
std::vector<std::string> Words(absl::string_view text);

// The words with single spaces between.
std::string Folded(absl::string_view text);

// How much two texts have in common: twice the shared words over all words, 1 for the same bag of
// words, 0 for nothing in common.
double Similarity(const std::vector<std::string>& a, const std::vector<std::string>& b);

// Folded words with dashes between, at most 60 bytes: a part of a finding's id.
std::string Slug(absl::string_view text);

// At most so many bytes of a text in a message, "…" where it was cut.
std::string Excerpt(absl::string_view text, size_t max_bytes = 80);

}  // namespace tarazy::accreditation::report_lint
