// Marks: about what, by whom, from which scale, and only one.
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/check_parts.h"

namespace tarazy::accreditation {
namespace {

const v1::Member* FindMember(const v1::Case& record, absl::string_view id) {
  for (const v1::Member& member : record.commission()) {
    if (member.id() == id) return &member;
  }
  return nullptr;
}

}  // namespace

void CheckMarks(const Checked& checked, Faults& problems) {
  const References& known = checked.known;
  std::map<std::tuple<absl::string_view, absl::string_view, absl::string_view>, int> first_of;
  for (int i = 0; i < checked.record.evaluations_size(); ++i) {
    const v1::Evaluation& given = checked.record.evaluations(i);
    const std::string at = absl::StrCat("evaluations[", i, "]");
    Need(known.criteria, given.criterion(), at + ".criterion", "criterion of the framework",
         problems);
    Need(known.marks, given.mark(), at + ".mark", "mark of the scale", problems);
    if (!given.programme().empty()) {
      Need(known.programmes, given.programme(), at + ".programme", "programme of the case",
           problems);
    }
    if (!given.expert().empty()) {
      const v1::Member* member = FindMember(checked.record, given.expert());
      if (member == nullptr) {
        problems.Add(at + ".expert",
                     absl::StrCat("\"", given.expert(), "\" is no member of the commission"));
      } else if (member->role() == v1::COMMISSION_ROLE_COORDINATOR) {
        problems.Add(at + ".expert", "a coordinator gives no marks");
      }
    }
    const auto [first, fresh] = first_of.try_emplace(
        std::make_tuple(absl::string_view(given.criterion()), absl::string_view(given.programme()),
                        absl::string_view(given.expert())),
        i);
    if (!fresh) {
      problems.Add(at, absl::StrCat("is a second mark for the criterion ", given.criterion(),
                                    ", after evaluations[", first->second, "]"));
    }
    for (int e = 0; e < given.evidence_size(); ++e) {
      if (IsSha256(given.evidence(e))) continue;
      Need(known.documents, given.evidence(e), absl::StrCat(at, ".evidence[", e, "]"),
           "document of the case, and no SHA-256", problems);
    }
  }
}

}  // namespace tarazy::accreditation
