#include "common/base/spelling.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/mutex.h"

namespace tarazy {
namespace {

constexpr size_t kMaxWord = 63;

// First the letters of Kazakh and Russian, and of Kazakh in Latin, as English writes their sounds;
// ICU does the other scripts, whose letters have no second spelling here.
constexpr char16_t kToLatin[] =
    u":: NFC; :: Any-Lower; "
    u"ә > a; ғ > g; қ > k; ң > n; ө > o; ұ > u; ү > u; һ > h; і > i; "
    u"ё > e; э > e; й > i; ы > i; ю > iu; я > ia; ж > zh; х > h; ц > ts; ч > ch; щ > sh; ш > sh; "
    u"ъ > ; ь > ; ş > sh; ç > ch; ı > i; "
    u"[\\u0027\\u0060\\u00B4\\u02B9\\u02BC\\u2018\\u2019] > ; "
    u":: Any-Latin; :: NFD; :: [[:Mn:][:Lm:][:Sk:]] Remove; :: Latin-ASCII; :: Any-Lower; ";

std::string ToLatin(absl::string_view text) {
  static Mutex mu;  // transliterators are not thread-safe
  static const icu::Transliterator* const latin = [] {
    UErrorCode error = U_ZERO_ERROR;
    UParseError where;
    return icu::Transliterator::createFromRules(u"Spelling", kToLatin, UTRANS_FORWARD, where,
                                                error);
  }();
  icu::UnicodeString unicode =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
  if (latin != nullptr) {
    MutexLock lock(mu);
    latin->transliterate(unicode);
  }
  std::string ascii;
  unicode.toUTF8String(ascii);
  return ascii;
}

// One letter for the ways of writing one sound. Order matters: "ye" is "ie" once y is i.
std::string Sound(absl::string_view word) {
  std::string key;
  const auto put = [&key](char c) {
    if (absl::ascii_isdigit(c) || key.empty() || key.back() != c) key.push_back(c);
  };
  for (size_t i = 0; i < word.size(); ++i) {
    const absl::string_view rest = word.substr(i);
    if (absl::StartsWith(rest, "kh") || absl::StartsWith(rest, "gh") ||
        absl::StartsWith(rest, "zh") || absl::StartsWith(rest, "dzh")) {
      if (rest[0] == 'd') ++i;
      put(rest[0] == 'k' ? 'h' : rest[0] == 'g' ? 'g' : 'j');
      ++i;
    } else if (word[i] == 'q') {
      put('k');
    } else if (word[i] == 'w') {
      put('u');
    } else if (word[i] == 'y') {
      put('i');
    } else if (word[i] == 'e' && !key.empty() && key.back() == 'i') {
      key.back() = 'e';
    } else {
      put(word[i]);
    }
  }
  if (key.size() > kMaxWord) key.resize(kMaxWord);
  return key;
}

}  // namespace

std::vector<std::string> SpellingWords(absl::string_view text) {
  std::vector<std::string> words;
  const std::string latin = ToLatin(text);
  size_t start = 0;
  for (size_t i = 0; i <= latin.size(); ++i) {
    if (i < latin.size() && absl::ascii_isalnum(latin[i])) continue;
    if (i > start) words.push_back(Sound(absl::string_view(latin).substr(start, i - start)));
    start = i + 1;
  }
  return words;
}

}  // namespace tarazy
