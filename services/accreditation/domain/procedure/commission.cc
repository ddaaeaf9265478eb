#include "services/accreditation/domain/procedure/commission.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/accreditation/domain/procedure/words.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

bool Judges(const v1::Member& member, const v1::Cluster& cluster) {
  const auto& clusters = member.clusters();
  return member.role() != v1::COMMISSION_ROLE_COORDINATOR &&
         std::find(clusters.begin(), clusters.end(), cluster.id()) != clusters.end();
}

template <typename Rule>
bool HoldsFor(const Rule& rule, v1::ProcedureType type) {
  return rule.types().empty() ||
         std::find(rule.types().begin(), rule.types().end(), type) != rule.types().end();
}

// "institutions/ektu" and "ektu" are one; names are told apart without case.
bool SameInstitution(absl::string_view one, absl::string_view other) {
  constexpr absl::string_view kPrefix = "institutions/";
  return !one.empty() && !other.empty() &&
         absl::EqualsIgnoreCase(absl::StripPrefix(one, kPrefix), absl::StripPrefix(other, kPrefix));
}

class Commission {
 public:
  Commission(const v1::Case& record, const v1::Framework& framework, absl::CivilDay today,
             absl::string_view city)
      : record_(record), framework_(framework), today_(today), city_(city) {}

  std::vector<Flaw> Judge() {
    Compose();
    Assign();
    for (int i = 0; i < record_.commission_size(); ++i) JudgeMember(i);
    return std::move(flaws_);
  }

 private:
  void Add(bool hard, absl::string_view rule, std::string field, std::string message) {
    flaws_.push_back({hard, std::string(rule), std::move(field), std::move(message)});
  }

  void Compose() {
    for (const v1::CompositionRule& rule : framework_.procedure().composition()) {
      bool holds = record_.clusters().empty() && HoldsFor(rule, record_.type());
      for (const v1::Cluster& cluster : record_.clusters()) {
        if (!HoldsFor(rule, TypeOf(record_, cluster))) continue;
        holds = true;
        if (rule.per_cluster()) Need(rule, &cluster);
      }
      // Where a case has no clusters the commission is the only one.
      if (holds && (!rule.per_cluster() || record_.clusters().empty())) Need(rule, nullptr);
    }
    int chairs = 0;
    for (const v1::Member& member : record_.commission()) {
      chairs += member.role() == v1::COMMISSION_ROLE_CHAIR ? 1 : 0;
    }
    if (chairs > 1) {
      Add(true, "two_chairs", "commission",
          absl::StrCat(chairs, " members lead it; a commission has one chair"));
    }
  }

  void Need(const v1::CompositionRule& rule, const v1::Cluster* cluster) {
    int count = 0;
    for (const v1::Member& member : record_.commission()) {
      if (member.role() == rule.role() && (cluster == nullptr || Judges(member, *cluster))) ++count;
    }
    if (count >= rule.min()) return;
    Add(true, "composition", "commission",
        absl::StrCat(cluster == nullptr ? "" : absl::StrCat("cluster ", cluster->id(), ": "),
                     "has ", count, " of at least ", rule.min(), " with the role ",
                     RoleWords(rule.role())));
  }

  // Every cluster, and in it every standard, is somebody's.
  void Assign() {
    for (const v1::Cluster& cluster : record_.clusters()) {
      bool anybody = false;
      bool all_standards = false;
      std::set<absl::string_view> standards;
      for (const v1::Member& member : record_.commission()) {
        if (!Judges(member, cluster)) continue;
        anybody = true;
        all_standards = all_standards || member.standards().empty();
        standards.insert(member.standards().begin(), member.standards().end());
      }
      if (!anybody) {
        Add(true, "cluster_not_judged", "commission",
            absl::StrCat("nobody judges the programmes of cluster ", cluster.id()));
        continue;
      }
      if (all_standards) continue;
      for (const v1::Standard& standard : framework_.standards()) {
        if (standards.count(standard.code()) > 0) continue;
        Add(true, "standard_not_judged", "commission",
            absl::StrCat("nobody judges the standard ", standard.code(), " in cluster ",
                         cluster.id()));
      }
    }
  }

  void JudgeMember(int i) {
    const v1::Member& member = record_.commission(i);
    const std::string at = absl::StrCat("commission[", i, "]");
    if (member.role() == v1::COMMISSION_ROLE_COORDINATOR && !member.standards().empty()) {
      Add(true, "coordinator_judges", at + ".standards", "a coordinator gives no marks");
    }
    if (!member.person().empty()) {
      const auto [first, fresh] = persons_.try_emplace(member.person(), i);
      if (!fresh) {
        Add(true, "person_twice", at + ".person",
            absl::StrCat("is the same person as ", record_.commission(first->second).id()));
      }
    }
    JudgeTies(member, at);
    JudgeTraining(member, at);
  }

  void JudgeTies(const v1::Member& member, const std::string& at) {
    bool declared = false;
    bool settled = false;
    for (int i = 0; i < record_.interests_size(); ++i) {
      const v1::Interest& interest = record_.interests(i);
      if (interest.member() != member.id()) continue;
      declared = true;
      if (interest.kind() == "none") continue;
      settled = settled || !interest.resolution().empty();
      if (!interest.resolution().empty()) continue;
      Add(true, "interest_open", absl::StrCat("interests[", i, "].resolution"),
          absl::StrCat(member.id(), " declared ", interest.kind(),
                       ", and the agency has not settled it"));
    }
    if (!declared) {
      Add(true, "not_declared", at,
          absl::StrCat(member.id(), " has not declared his ties, or that he has none"));
    }
    // An institution audits itself with its own people.
    if (record_.type() == v1::PROCEDURE_TYPE_INTERNAL_AUDIT) return;
    if (SameInstitution(member.affiliation(), record_.institution())) {
      Add(true, "affiliation", at + ".affiliation",
          absl::StrCat(member.id(), " belongs to the institution under review"));
    } else if (!settled && BelongsToPartner(member)) {
      Add(true, "partner_affiliation", at + ".affiliation",
          absl::StrCat(member.id(),
                       " belongs to the partner of a joint programme; it has to be "
                       "declared and settled"));
    } else if (!city_.empty() && absl::EqualsIgnoreCase(member.city(), city_)) {
      Add(false, "same_city", at + ".city",
          absl::StrCat(member.id(), " is from the institution's city"));
    }
  }

  bool BelongsToPartner(const v1::Member& member) const {
    for (const CaseProgramme& programme : ProgrammesOf(record_)) {
      for (const v1::PartnerProgramme& partner : programme.review->partners()) {
        if (SameInstitution(member.affiliation(), partner.institution())) return true;
      }
    }
    return false;
  }

  void JudgeTraining(const v1::Member& member, const std::string& at) {
    if (member.role() == v1::COMMISSION_ROLE_COORDINATOR) return;
    const auto until = ParseDay(member.trained_until());
    if (!until.has_value()) {
      Add(false, "training_unknown", at + ".trained_until",
          absl::StrCat("nothing says until when ", member.id(), " is trained"));
      return;
    }
    const absl::CivilDay needed = ParseDay(record_.visit().to()).value_or(today_);
    if (*until >= needed) return;
    Add(true, "training_expired", at + ".trained_until",
        absl::StrCat("the training of ", member.id(), " counts until ", FormatDay(*until),
                     " and is needed until ", FormatDay(needed)));
  }

  const v1::Case& record_;
  const v1::Framework& framework_;
  const absl::CivilDay today_;
  const absl::string_view city_;
  std::map<absl::string_view, int> persons_;
  std::vector<Flaw> flaws_;
};

}  // namespace

std::vector<Flaw> CommissionFlaws(const v1::Case& record, const v1::Framework& framework,
                                  absl::CivilDay today, absl::string_view city) {
  return Commission(record, framework, today, city).Judge();
}

}  // namespace tarazy::accreditation
