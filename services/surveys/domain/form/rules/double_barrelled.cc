// double_barrelled: "and" in a question that is answered once often asks about two things, whose
// answers may differ. A hint: the word also joins what is one thing.
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/surveys/domain/form/rules/rules.h"
#include "services/surveys/domain/form/rules/words.h"

namespace tarazy::surveys {
namespace {

// In the order of Languages().
constexpr std::array<absl::string_view, 3> kAnd = {" and ", " и ", " және "};

// The text in lower case without "et cetera".
std::string Words(absl::string_view text) {
  return absl::StrReplaceAll(Lowered(text), {{" и др", ""}, {" и т.", ""}, {" және т.", ""}});
}

}  // namespace

void LintDoubleBarrelled(const Form& form, std::vector<QuestionnaireFinding>& findings) {
  for (const Question& question : form.questions()) {
    if (question.scale == nullptr) continue;
    const common::v1::Localized& text =
        question.row == nullptr ? question.item->text() : question.row->text();
    for (size_t i = 0; i < kAnd.size(); ++i) {
      if (!absl::StrContains(Words((text.*Languages()[i].text)()), kAnd[i])) continue;
      AddWarning("double_barrelled", question.id,
                 absl::StrCat("says \"", kAnd[i].substr(1, kAnd[i].size() - 2),
                              "\": does it ask about two things at once?"),
                 findings);
      break;
    }
  }
}

}  // namespace tarazy::surveys
