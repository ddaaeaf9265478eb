#include "services/notifications/domain/template/gathered.h"

#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/notifications/domain/template/one_line.h"
#include "services/notifications/domain/template/render.h"
#include "services/notifications/domain/template/wording.h"

namespace tarazy::notifications {
namespace {

// "#" is the number.
struct Words {
  v1::PluralForms notices;
  v1::PluralForms more;
};

v1::PluralForms Forms(absl::string_view one, absl::string_view few, absl::string_view many,
                      absl::string_view other) {
  v1::PluralForms forms;
  forms.set_one(std::string(one));
  forms.set_few(std::string(few));
  forms.set_many(std::string(many));
  forms.set_other(std::string(other));
  return forms;
}

const Words& WordsOf(Language language) {
  static const auto* const kWords = new std::array<Words, 3>{
      Words{.notices = Forms("# хабарлама", "", "", "# хабарлама"),
            .more = Forms("Тағы # хабарлама жәшікте.", "", "", "Тағы # хабарлама жәшікте.")},
      Words{.notices = Forms("# уведомление", "# уведомления", "# уведомлений", "# уведомления"),
            .more = Forms("Ещё # уведомление в ящике.", "Ещё # уведомления в ящике.",
                          "Ещё # уведомлений в ящике.", "Ещё # уведомления в ящике.")},
      Words{.notices = Forms("# notice", "", "", "# notices"),
            .more = Forms("# more notice is in the inbox.", "", "",
                          "# more notices are in the inbox.")}};
  return (*kWords)[static_cast<size_t>(language)];
}

std::string Counted(const v1::PluralForms& forms, size_t count, Language language) {
  const WordedNumber number = Worded(Number(static_cast<int64_t>(count)), language);
  return absl::StrReplaceAll(FormOf(forms, number.plural), {{"#", number.text}});
}

}  // namespace

v1::Rendered RenderDigest(const std::vector<GatheredNotice>& notices, Language language,
                          const absl::TimeZone& zone) {
  // For the subject twice, in SMS too, and the last line.
  constexpr size_t kRoom = kMaxRenderedBytes - 4096;
  const Words& words = WordsOf(language);
  v1::Rendered rendered;
  rendered.set_language(std::string(Word(language)));
  rendered.set_subject(Counted(words.notices, notices.size(), language));
  std::string& text = *rendered.mutable_text();
  size_t shown = 0;
  for (const GatheredNotice& notice : notices) {
    const std::string part = absl::StrCat(shown + 1, ". ", OneLine(notice.subject), "\n",
                                          Worded(notice.time, language, zone), "\n\n",
                                          absl::StripAsciiWhitespace(notice.text), "\n\n");
    if (text.size() + part.size() > kRoom) break;
    text += part;
    ++shown;
  }
  if (shown < notices.size()) {
    absl::StrAppend(&text, Counted(words.more, notices.size() - shown, language), "\n");
  }
  rendered.set_sms(rendered.subject());
  rendered.set_digest(DigestOf(rendered));
  return rendered;
}

}  // namespace tarazy::notifications
