// The framework's words that speak against a good mark.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation::report_lint {

class ContraryWords {
 public:
  explicit ContraryWords(const v1::Framework& framework);

  bool empty() const { return phrases_.empty(); }

  // The first of them that stands in the text, whole words in any case, and is not denied before it
  // within its clause ("no … necessary to eliminate"); empty: none.
  std::string FirstIn(absl::string_view text) const;

 private:
  struct Phrase {
    std::string printed;
    std::vector<std::string> words;
  };
  std::vector<Phrase> phrases_;
};

}  // namespace tarazy::accreditation::report_lint
