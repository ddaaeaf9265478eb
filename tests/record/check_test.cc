#include "common/record/check.h"

#include <gmock/gmock.h>

#include <limits>

#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::record {
namespace {

using accreditation::v1::Document;
using accreditation::v1::Session;
using ::testing::HasSubstr;

std::string Faults(const google::protobuf::Message& message) {
  std::string all;
  for (const FieldViolation& fault : CheckRules(message)) {
    all += fault.field + ": " + fault.description + "\n";
  }
  return all;
}

Session Meeting() {
  Session session;
  session.set_id("s-1");
  session.set_on("2023-04-25");
  session.set_begin("09:00");
  session.set_end("10:30");
  session.set_title("Meeting");
  return session;
}

TEST(CheckRules, ASoundMessageHasNoFaults) { EXPECT_EQ(Faults(Meeting()), ""); }

TEST(CheckRules, TimesOfDay) {
  for (const char* bad : {"24:00", "9:00", "09:60", "09.00", "0900", "ab:cd"}) {
    Session session = Meeting();
    session.set_end(bad);
    EXPECT_THAT(Faults(session), HasSubstr("end: ")) << bad;
  }
}

TEST(CheckRules, RequiredAndControlCharacters) {
  Session session = Meeting();
  session.clear_id();
  session.set_title("a\x01");
  EXPECT_THAT(Faults(session), HasSubstr("id: is required"));
  EXPECT_THAT(Faults(session), HasSubstr("title: holds a control character"));
}

TEST(CheckRules, ProseMayHaveLinesOthersNot) {
  accreditation::v1::Evaluation evaluation;
  evaluation.set_criterion("1.1");
  evaluation.set_mark("strong");
  evaluation.set_rationale("one\ntwo");
  EXPECT_EQ(Faults(evaluation), "");
  evaluation.set_mark("strong\n");
  EXPECT_THAT(Faults(evaluation), HasSubstr("mark: holds a control character"));
}

TEST(CheckRules, DigestsResourcesAndNumbers) {
  Document document;
  document.set_id("d");
  document.set_title("t");
  document.set_sha256(std::string(64, 'A'));
  EXPECT_THAT(Faults(document), HasSubstr("sha256: is not 64 lower-case"));
  document.set_sha256(std::string(64, 'a'));
  EXPECT_EQ(Faults(document), "");

  accreditation::v1::ProgrammeReview review;
  review.set_code("6B04107");
  review.mutable_title()->set_en("t");
  review.set_programme("programmes/");
  review.set_contingent(-1);
  EXPECT_THAT(Faults(review),
              HasSubstr("programme: \"programmes/\" is not of the form programmes/*"));
  EXPECT_THAT(Faults(review), HasSubstr("contingent: -1 is not between 0 and 1000000"));

  accreditation::v1::ProcedureRules rules;
  rules.set_quorum(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(Faults(rules), HasSubstr("quorum: is not a finite number"));
}

TEST(CheckRules, EnumValuesOfAnotherVersionAreUnknown) {
  accreditation::v1::Finding finding;
  finding.set_id("f");
  finding.mutable_text()->set_en("t");
  finding.set_kind(static_cast<accreditation::v1::FindingKind>(77));
  EXPECT_THAT(Faults(finding), HasSubstr("kind: 77 is not a value of it; known are strength"));
}

}  // namespace
}  // namespace tarazy::record
