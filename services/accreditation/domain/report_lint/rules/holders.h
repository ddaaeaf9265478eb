// Institutions as texts call them.
#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "services/accreditation/domain/report_lint/subject.h"

namespace tarazy::accreditation::report_lint {

// Tells whether two names mean one holder: the same words once declared abbreviations are written
// out, or all words of one within the other ("the EKTU", "NJSC EKTU").
class Holders {
 public:
  explicit Holders(const Subject& subject);

  bool Same(absl::string_view a, absl::string_view b) const;

 private:
  // Folded short forms and what they stand for.
  std::map<std::string, std::string> meanings_;
};

}  // namespace tarazy::accreditation::report_lint
