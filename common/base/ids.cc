#include "common/base/ids.h"

#include <sys/random.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/ascii.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "common/base/text.h"

namespace tarazy {
namespace {

constexpr size_t kMaxIdLength = 63;

bool IsIdCharacter(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '.' || c == '_';
}

// Any script to lower-case ASCII. ICU knows the Russian letters but leaves the Kazakh ones or marks
// them with modifier letters, so those go first.
constexpr char16_t kToAscii[] =
    u":: Any-Lower; ә > a; ғ > g; қ > q; ң > n; ө > o; ұ > u; ү > u; һ > h; і > i; щ > shch; ш > "
    u"sh; "
    u"ж > zh; ч > ch; :: Any-Latin; :: NFD; :: [[:Mn:][:Lm:][:Sk:]] Remove; :: Latin-ASCII; "
    u":: Any-Lower;";

std::string ToLowerAscii(absl::string_view title) {
  static Mutex mu;  // transliterators are not thread-safe; slugs are rare, so one lock will do
  static const icu::Transliterator* const latin = [] {
    UErrorCode error = U_ZERO_ERROR;
    UParseError where;
    return icu::Transliterator::createFromRules(u"ToAscii", kToAscii, UTRANS_FORWARD, where, error);
  }();
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(title.data(), static_cast<int>(title.size())));
  if (latin != nullptr) {
    MutexLock lock(mu);
    latin->transliterate(text);
  }
  std::string ascii;
  text.toUTF8String(ascii);
  return ascii;
}

}  // namespace

absl::Status CheckId(absl::string_view field, absl::string_view id) {
  const bool starts_well =
      !id.empty() && (absl::ascii_islower(id[0]) || absl::ascii_isdigit(id[0]));
  bool all_well = starts_well && id.size() <= kMaxIdLength;
  for (const char c : id) all_well = all_well && IsIdCharacter(c);
  if (all_well) return absl::OkStatus();
  return InvalidField(
      field, "an id is 1 to 63 of a-z, 0-9, '-', '.', '_' and starts with a letter or digit");
}

std::string Slug(absl::string_view title, size_t max_length) {
  std::string slug;
  for (const char c : ToLowerAscii(title)) {
    if (absl::ascii_islower(c) || absl::ascii_isdigit(c)) {
      slug.push_back(c);
    } else if (c != '\'' && c != '`' && !slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  if (slug.size() > max_length) slug.resize(max_length);
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

std::string RandomHex(int bytes) {
  std::string raw(static_cast<size_t>(bytes), '\0');
  size_t filled = 0;
  while (filled < raw.size()) {
    const ssize_t got = getrandom(raw.data() + filled, raw.size() - filled, 0);
    if (got < 0) std::abort();  // the kernel has no randomness: nothing we issue would be safe
    filled += static_cast<size_t>(got);
  }
  return Hex(raw);
}

}  // namespace tarazy
