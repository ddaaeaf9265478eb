// What a case's references can resolve to.
#pragma once

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "common/base/faults.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

using Ids = std::set<absl::string_view>;

struct References {
  Ids clusters;
  Ids programmes;  // codes, of all clusters
  Ids members;
  Ids documents;
  Ids event_kinds;
  Ids standards;
  Ids criteria;
  Ids marks;

  // Both must outlive it.
  References(const v1::Case& record, const v1::Framework& framework);
};

// Adds "is no `what` of the case" for an id that is not among the known.
void Need(const Ids& known, absl::string_view id, const std::string& field, absl::string_view what,
          Faults& problems);

// The same for each of a list, with "field[i]"; also what is listed twice.
template <typename List>
void NeedAll(const Ids& known, const List& ids, const std::string& field, absl::string_view what,
             Faults& problems) {
  Ids seen;
  for (int i = 0; i < ids.size(); ++i) {
    const std::string at = field + "[" + std::to_string(i) + "]";
    Need(known, ids[i], at, what, problems);
    if (!seen.insert(ids[i]).second) problems.Add(at, "is listed twice");
  }
}

// 64 lower-case hexadecimal digits.
bool IsSha256(absl::string_view text);

}  // namespace tarazy::accreditation
