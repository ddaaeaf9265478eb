// Programmes: the shape of their codes, one cluster each, partners that are others.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/accreditation/domain/procedure/check_parts.h"

namespace tarazy::accreditation {
namespace {

// Bachelors 6B, masters 7M, doctors 8D, then five digits, by the national classifier.
bool IsProgrammeCode(absl::string_view code) {
  if (code.size() != 7) return false;
  const absl::string_view level = code.substr(0, 2);
  return (level == "6B" || level == "7M" || level == "8D") &&
         code.substr(2).find_first_not_of("0123456789") == absl::string_view::npos;
}

// Procedures of one visit may be of several types, but a visit either accredits, certifies or
// audits.
bool IsAccreditation(v1::ProcedureType type) {
  return type != v1::PROCEDURE_TYPE_CERTIFICATION && type != v1::PROCEDURE_TYPE_INTERNAL_AUDIT;
}

}  // namespace

void CheckProgrammes(const Checked& checked, Faults& problems) {
  std::map<absl::string_view, absl::string_view> cluster_of;
  for (int c = 0; c < checked.record.clusters_size(); ++c) {
    const v1::Cluster& cluster = checked.record.clusters(c);
    const std::string in = absl::StrCat("clusters[", c, "]");
    if (cluster.type() != v1::PROCEDURE_TYPE_UNSPECIFIED &&
        cluster.type() != checked.record.type() &&
        (!IsAccreditation(cluster.type()) || !IsAccreditation(checked.record.type()))) {
      problems.Add(in + ".type",
                   "an accreditation, a certification and an audit are cases of their own");
    }
    for (int p = 0; p < cluster.programmes_size(); ++p) {
      const v1::ProgrammeReview& review = cluster.programmes(p);
      const std::string at = absl::StrCat(in, ".programmes[", p, "]");
      if (!IsProgrammeCode(review.code())) {
        problems.Add(at + ".code",
                     absl::StrCat("\"", review.code(), "\" is not 6B, 7M or 8D and five digits"));
      }
      const auto [first, fresh] = cluster_of.try_emplace(review.code(), cluster.id());
      if (!fresh && first->second != cluster.id()) {
        problems.Add(at + ".code",
                     absl::StrCat(review.code(), " is in cluster ", first->second, " already"));
      }
      for (int i = 0; i < review.partners_size(); ++i) {
        if (review.partners(i).institution() != checked.record.institution()) continue;
        problems.Add(absl::StrCat(at, ".partners[", i, "].institution"),
                     "is the institution itself; a joint programme has another");
      }
    }
  }
}

}  // namespace tarazy::accreditation
