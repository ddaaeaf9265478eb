#include "services/accreditation/domain/procedure/references.h"

#include "absl/strings/str_cat.h"

namespace tarazy::accreditation {
namespace {

template <typename List>
Ids IdsOf(const List& list) {
  Ids ids;
  for (const auto& item : list) ids.insert(item.id());
  return ids;
}

}  // namespace

References::References(const v1::Case& record, const v1::Framework& framework)
    : clusters(IdsOf(record.clusters())),
      members(IdsOf(record.commission())),
      documents(IdsOf(record.documents())),
      event_kinds(IdsOf(record.event_kinds())),
      marks(IdsOf(framework.scale())) {
  for (const v1::Cluster& cluster : record.clusters()) {
    for (const v1::ProgrammeReview& review : cluster.programmes()) programmes.insert(review.code());
  }
  for (const v1::Standard& standard : framework.standards()) {
    standards.insert(standard.code());
    for (const v1::Criterion& criterion : standard.criteria()) criteria.insert(criterion.code());
  }
}

void Need(const Ids& known, absl::string_view id, const std::string& field, absl::string_view what,
          Faults& problems) {
  if (known.count(id) > 0) return;
  problems.Add(field, absl::StrCat("\"", id, "\" is no ", what));
}

bool IsSha256(absl::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
}

}  // namespace tarazy::accreditation
