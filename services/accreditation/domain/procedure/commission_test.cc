#include "services/accreditation/domain/procedure/commission.h"

#include <gmock/gmock.h>

#include <functional>

#include "services/accreditation/domain/procedure/test_case.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAreArray;

constexpr absl::CivilDay kToday(2023, 3, 1);

// "hard rule field" of every flaw.
std::vector<std::string> Lines(const v1::Case& record, absl::string_view city = "") {
  std::vector<std::string> lines;
  for (const Flaw& flaw : CommissionFlaws(record, SampleFramework(), kToday, city)) {
    lines.push_back(absl::StrCat(flaw.hard ? "hard " : "soft ", flaw.rule, " ", flaw.field));
  }
  return lines;
}

struct Change {
  const char* name;
  std::function<void(v1::Case&)> make;
  std::vector<std::string> lines;
};

TEST(Commission, EachRuleFindsItsFlawAndNothingElse) {
  for (const Change& change : std::vector<Change>{
           {"clean", [](v1::Case&) {}, {}},
           {"no chair",
            [](v1::Case& c) { c.mutable_commission(0)->set_role(v1::COMMISSION_ROLE_EXPERT); },
            {"hard composition commission"}},
           {"two chairs",
            [](v1::Case& c) { AddMember(c, "second", v1::COMMISSION_ROLE_CHAIR); },
            {"hard two_chairs commission"}},
           {"a cluster without a student",
            [](v1::Case& c) { c.mutable_commission(1)->mutable_clusters()->RemoveLast(); },
            {"hard composition commission"}},
           {"a cluster without anybody",
            [](v1::Case& c) {
              for (int i : {0, 1}) c.mutable_commission(i)->mutable_clusters()->RemoveLast();
            },
            {"hard composition commission", "hard cluster_not_judged commission"}},
           {"a standard without anybody",
            [](v1::Case& c) {
              for (int i : {0, 1}) c.mutable_commission(i)->add_standards("6.1");
            },
            {"hard standard_not_judged commission", "hard standard_not_judged commission"}},
           {"standards divided",
            [](v1::Case& c) {
              c.mutable_commission(0)->add_standards("6.1");
              c.mutable_commission(1)->add_standards("6.2");
            },
            {}},
           {"a judging coordinator",
            [](v1::Case& c) { c.mutable_commission(2)->add_standards("6.1"); },
            {"hard coordinator_judges commission[2].standards"}},
           {"one person twice",
            [](v1::Case& c) { c.mutable_commission(2)->set_person("person-chair"); },
            {"hard person_twice commission[2].person"}},
           {"not declared",
            [](v1::Case& c) { c.mutable_interests()->RemoveLast(); },
            {"hard not_declared commission[2]"}},
           {"an open tie",
            [](v1::Case& c) { c.mutable_interests(1)->set_kind("study"); },
            {"hard interest_open interests[1].resolution"}},
           {"a settled tie",
            [](v1::Case& c) {
              c.mutable_interests(1)->set_kind("study");
              c.mutable_interests(1)->set_resolution("studied there before 2010");
            },
            {}},
           {"of the institution",
            [](v1::Case& c) { c.mutable_commission(1)->set_affiliation("EKTU"); },
            {"hard affiliation commission[1].affiliation"}},
           {"of the institution, settled all the same",
            [](v1::Case& c) {
              c.mutable_commission(1)->set_affiliation("institutions/ektu");
              c.mutable_interests(1)->set_kind("employment");
              c.mutable_interests(1)->set_resolution("judges another cluster");
            },
            {"hard affiliation commission[1].affiliation"}},
           {"of a partner",
            [](v1::Case& c) { c.mutable_commission(1)->set_affiliation("iitu"); },
            {"hard partner_affiliation commission[1].affiliation"}},
           {"of a partner, settled",
            [](v1::Case& c) {
              c.mutable_commission(1)->set_affiliation("iitu");
              c.mutable_interests(1)->set_kind("employment");
              c.mutable_interests(1)->set_resolution("judges another cluster");
            },
            {}},
           {"an auditor of the house",
            [](v1::Case& c) {
              c.set_type(v1::PROCEDURE_TYPE_INTERNAL_AUDIT);
              c.mutable_commission(1)->set_affiliation("institutions/ektu");
            },
            {}},
           {"training to the day",
            [](v1::Case& c) { c.mutable_commission(0)->set_trained_until("2023-04-27"); },
            {}},
           {"training too short for the visit",
            [](v1::Case& c) { c.mutable_commission(0)->set_trained_until("2023-04-26"); },
            {"hard training_expired commission[0].trained_until"}},
           {"training over, no visit yet",
            [](v1::Case& c) {
              c.clear_visit();
              c.mutable_commission(0)->set_trained_until("2023-02-28");
              c.mutable_commission(1)->set_trained_until("2023-03-01");
            },
            {"hard training_expired commission[0].trained_until"}},
           {"training not known",
            [](v1::Case& c) { c.mutable_commission(0)->clear_trained_until(); },
            {"soft training_unknown commission[0].trained_until"}},
       }) {
    v1::Case record = SampleCase();
    change.make(record);
    EXPECT_THAT(Lines(record), ElementsAreArray(change.lines)) << change.name;
  }
}

TEST(Commission, TheInstitutionsCityIsASoftFlaw) {
  v1::Case record = SampleCase();
  record.mutable_commission(1)->set_city("Ust-Kamenogorsk");
  EXPECT_THAT(Lines(record, "ust-kamenogorsk"),
              ElementsAreArray({"soft same_city commission[1].city"}));
  EXPECT_THAT(Lines(record), testing::IsEmpty());
}

TEST(Commission, ARuleForOneTypeHoldsInClustersOfThatType) {
  v1::Framework framework = SampleFramework();
  v1::CompositionRule& rule = *framework.mutable_procedure()->add_composition();
  rule.set_role(v1::COMMISSION_ROLE_EMPLOYER);
  rule.set_min(2);
  rule.set_per_cluster(true);
  rule.add_types(v1::PROCEDURE_TYPE_PRIMARY);
  v1::Case record = SampleCase();
  AddMember(record, "employer", v1::COMMISSION_ROLE_EMPLOYER);
  const auto flaws = CommissionFlaws(record, framework, kToday);
  ASSERT_EQ(flaws.size(), 1u);
  EXPECT_EQ(flaws[0].message, "cluster 2: has 1 of at least 2 with the role employer");
}

}  // namespace
}  // namespace tarazy::accreditation
