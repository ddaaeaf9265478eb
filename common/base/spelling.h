// One key for the spellings of a name in Kazakh, Russian and English, for searching: "Серікбаев",
// "Сериқбаев", "Serikbayev" and "Serikbaev" have the same one. It is not a transliteration to show.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy {

// The words of a text, in its order, each as the key of how it is spelt: a-z and 0-9, at most 63.
// Letters that one language tells apart and another does not are one (қ к q k; ы и і y i; ә а), and
// so are letters written twice and once, "ye" and "e", "kh" and "h", "zh" and "j". Other scripts
// are transliterated. What is neither letter nor digit separates words; apostrophes do not.
std::vector<std::string> SpellingWords(absl::string_view text);

}  // namespace tarazy
