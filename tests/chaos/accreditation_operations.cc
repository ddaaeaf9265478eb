#include "tests/chaos/accreditation_operations.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/civil_day.h"
#include "tests/chaos/operation_parts.h"
#include "tests/store/small_case.h"

namespace tarazy::chaos {
namespace {

namespace ac = accreditation::v1;

constexpr int kCaseChanges = 12;  // then a new case begins
constexpr const char* kCriteria[] = {"1.1", "1.2", "2.1"};
constexpr const char* kMarks[] = {"strong", "satisfactory", "improvement", "unsatisfactory"};

const std::string& SomeInstitution(const Realm& realm, Random& random) {
  auto at = realm.institutions.begin();
  std::advance(at, Below(random, static_cast<int>(realm.institutions.size())));
  return at->first;
}

}  // namespace

bool NeedsFramework(const Realm& realm) { return !realm.framework; }
bool HasInstitution(const Realm& realm) { return !realm.institutions.empty(); }
bool NeedsCase(const Realm& realm) {
  return realm.framework && HasInstitution(realm) &&
         (realm.cases.empty() || realm.cases.back().revision >= kCaseChanges);
}
bool HasCase(const Realm& realm) { return !realm.cases.empty() && !NeedsCase(realm); }

Operation StoreFramework(const Realm& realm, const std::string& request_id, Random&) {
  ac::CreateFrameworkVersionRequest request;
  request.set_source(absl::StrReplaceAll(testing::kSmallFramework,
                                         {{"\nid: small\n", "\nid: " + realm.id + "\n"}}));
  request.set_request_id(request_id);
  const std::string name = absl::StrCat("frameworks/", realm.id, "/versions/1");
  return {.send = Unary(&Clients::frameworks, &ac::FrameworksService::Stub::CreateFrameworkVersion,
                        std::move(request)),
          .effect = [](Realm& after) { after.framework = true; },
          .check =
              [name](const std::string& bytes, const Realm&) {
                EXPECT_EQ(Parsed<ac::CreateFrameworkVersionResponse>(bytes).framework().name(),
                          name);
              }};
}

Operation ImportCase(const Realm& realm, const std::string& request_id, Random& random) {
  const std::string id = absl::StrCat(realm.id, "-c", realm.cases.size() + 1);
  ac::ImportCaseRequest request;
  request.set_source(absl::StrReplaceAll(
      testing::kSmallCase,
      {{"id: steppe-2024", "id: " + id},
       {"frameworks/small/", "frameworks/" + realm.id + "/"},
       {"institutions/steppe", "institutions/" + SomeInstitution(realm, random)},
       {"programme: programmes/steppe-6b06101, ", ""},
       {"programme: programmes/steppe-7m06101, ", ""}}));
  request.set_request_id(request_id);
  return {.send = Unary(&Clients::cases, &ac::CasesService::Stub::ImportCase, std::move(request)),
          .effect = [id](Realm& after) { after.cases.push_back({.id = id}); },
          .check =
              [](const std::string& bytes, const Realm&) {
                EXPECT_EQ(Parsed<ac::ImportCaseResponse>(bytes).case_record().etag(), "1");
              }};
}

// The rationale is new each time, so that the revision counts how often it was done.
Operation PutMark(const Realm& realm, const std::string& request_id, Random& random) {
  const std::string criterion = kCriteria[Below(random, std::size(kCriteria))];
  const std::string mark = kMarks[Below(random, std::size(kMarks))];
  ac::PutEvaluationsRequest request;
  request.set_name("cases/" + realm.cases.back().id);
  ac::Evaluation& evaluation = *request.add_evaluations();
  evaluation.set_criterion(criterion);
  evaluation.set_programme("7M06101");
  evaluation.set_mark(mark);
  evaluation.set_rationale(request_id);
  request.set_request_id(request_id);
  return {
      .send = Unary(&Clients::cases, &ac::CasesService::Stub::PutEvaluations, std::move(request)),
      .effect =
          [criterion, mark, request_id](Realm& after) {
            ++after.cases.back().revision;
            after.cases.back().marks[criterion] = mark + " " + request_id;
          },
      .check =
          [](const std::string& bytes, const Realm& after) {
            EXPECT_EQ(Parsed<ac::PutEvaluationsResponse>(bytes).case_record().etag(),
                      absl::StrCat(after.cases.back().revision));
          }};
}

Operation RecordDecision(const Realm& realm, const std::string& request_id, Random& random) {
  const size_t number = realm.decisions.size() + 1;
  const std::string name = absl::StrCat("decisions/", realm.id, "-", number);
  ac::RecordDecisionRequest request;
  ac::Decision& decision = *request.mutable_decision();
  decision.set_name(name);
  decision.set_subject("institutions/" + SomeInstitution(realm, random));
  decision.set_agency("agency");
  decision.set_scope(ac::PROCEDURE_TYPE_INSTITUTIONAL);
  decision.set_kind(ac::DECISION_KIND_GRANT);
  decision.set_decided_on(FormatDay(absl::CivilDay(2000, 1, 1) + static_cast<int64_t>(number)));
  decision.set_years(5);
  decision.set_historical(true);
  decision.set_reason("from papers");
  request.set_request_id(request_id);
  const std::string subject = decision.subject();
  return {.send = Unary(&Clients::decisions, &ac::DecisionsService::Stub::RecordDecision,
                        std::move(request)),
          .effect =
              [name, subject](Realm& after) {
                after.decisions.push_back({name, subject});
              },
          .check =
              [name](const std::string& bytes, const Realm&) {
                const auto response = Parsed<ac::RecordDecisionResponse>(bytes);
                EXPECT_EQ(response.decision().name(), name);
                EXPECT_GT(response.decision().sequence(), 0);
              }};
}

}  // namespace tarazy::chaos
