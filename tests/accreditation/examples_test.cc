// The frameworks and cases in examples/ keep the domain's rules.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/record/read.h"
#include "services/accreditation/domain/framework/lint.h"
#include "services/accreditation/domain/procedure/check_case.h"
#include "services/accreditation/domain/procedure/follow_up.h"
#include "services/accreditation/domain/procedure/participation.h"
#include "services/accreditation/domain/procedure/visit.h"

namespace tarazy::accreditation {
namespace {

constexpr char kFrameworks[] = EXAMPLES "/frameworks";

template <typename Message>
Message Read(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  Message message;
  for (const FieldViolation& fault :
       record::ReadRecord(text.str(), {.bytes = 4 << 20, .nodes = 2000000}, message)) {
    ADD_FAILURE() << path << ": " << fault.field << ": " << fault.description;
  }
  return message;
}

v1::Case Report() { return Read<v1::Case>(EXAMPLES "/cases/ektu-2023.yaml"); }
v1::Framework JointProgrammes() {
  return Read<v1::Framework>(std::filesystem::path(kFrameworks) / "iaar-joint.yaml");
}

TEST(Examples, FrameworksHaveNoErrorsThatNobodyAcknowledged) {
  int read = 0;
  for (const auto& file : std::filesystem::directory_iterator(kFrameworks)) {
    for (const FrameworkFinding& finding : LintFramework(Read<v1::Framework>(file.path()))) {
      EXPECT_FALSE(finding.error && !finding.acknowledged)
          << file.path().filename() << ": " << finding.rule << " " << finding.node << ": "
          << finding.message;
    }
    ++read;
  }
  EXPECT_GE(read, 4);
}

TEST(Examples, TheReportIsACaseByItsFramework) {
  const Faults problems = CheckCase(Report(), JointProgrammes());
  for (const FieldViolation& fault : problems.fields()) {
    ADD_FAILURE() << fault.field << ": " << fault.description;
  }
}

// Fifteen recommendations: eleven with a fixed day, three one month before studies at the partner,
// one with every additional agreement; three of the fifteen concern the bachelors only. The two to
// the institution as a whole have no deadline.
TEST(Examples, TheReportsRecommendationsAreFollowedUpByProgrammeAndDay) {
  int dated = 0;
  int waiting = 0;
  int without_deadline = 0;
  for (const v1::FollowUp& follow_up : FollowUps(Report(), absl::CivilDay(2023, 4, 28))) {
    if (!follow_up.due().empty()) {
      ++dated;
    } else if (follow_up.state() == v1::FOLLOW_UP_STATE_WAITING) {
      ++waiting;
    } else {
      ++without_deadline;
    }
  }
  EXPECT_EQ(dated, 21);
  EXPECT_EQ(waiting, 6);
  EXPECT_EQ(without_deadline, 4);
}

TEST(Examples, EightOfTwentySixBachelorsAnswered) {
  bool found = false;
  for (const Participation& part : ParticipationOf(Report(), JointProgrammes())) {
    if (part.programme != "6B04107") continue;
    found = true;
    EXPECT_EQ(part.answered, 8);
    EXPECT_EQ(part.contingent, 26);
    EXPECT_EQ(part.gate, Gate::kMissed);
  }
  EXPECT_TRUE(found);
}

// One meeting served the interviews and the sessions that only the commission may hear.
TEST(Examples, TheVisitSharedItsMeeting) {
  const auto flaws = VisitFlaws(Report(), JointProgrammes());
  EXPECT_TRUE(std::any_of(flaws.begin(), flaws.end(),
                          [](const Flaw& flaw) { return flaw.rule == "meeting_shared"; }));
}

}  // namespace
}  // namespace tarazy::accreditation
