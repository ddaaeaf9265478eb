#include "services/accreditation/domain/record/marks.h"

#include <gtest/gtest.h>

namespace tarazy::accreditation {
namespace {

v1::Framework SmallFramework() {
  v1::Framework framework;
  for (const char* mark : {"strong", "satisfactory", "improvement"}) {
    framework.add_scale()->set_id(mark);
  }
  for (const char* code : {"1", "2"}) {
    v1::Standard& standard = *framework.add_standards();
    standard.set_code(code);
    for (const char* number : {".1", ".2"}) {
      standard.add_criteria()->set_code(std::string(code) + number);
    }
  }
  return framework;
}

v1::Case TwoProgrammes() {
  v1::Case record;
  v1::Cluster& cluster = *record.add_clusters();
  cluster.set_reported(true);
  cluster.add_programmes()->set_code("6B04107");
  cluster.add_programmes()->set_code("7M04107");
  record.add_clusters()->add_programmes()->set_code("8D05401");
  return record;
}

void Mark(v1::Case& record, const char* criterion, const char* programme, const char* mark,
          const char* expert = "") {
  v1::Evaluation& evaluation = *record.add_evaluations();
  evaluation.set_criterion(criterion);
  evaluation.set_programme(programme);
  evaluation.set_mark(mark);
  evaluation.set_expert(expert);
}

TEST(Marks, AProgrammesOwnMarkGoesBeforeTheCommonOne) {
  v1::Case record = TwoProgrammes();
  Mark(record, "1.1", "", "satisfactory");
  Mark(record, "1.1", "6B04107", "improvement");
  Mark(record, "1.1", "", "strong", "expert-1");
  const Marks marks(record, kConsensus);
  EXPECT_EQ(marks.Of("1.1", "6B04107"), "improvement");
  EXPECT_EQ(marks.Of("1.1", "7M04107"), "satisfactory");
  EXPECT_EQ(marks.Of("1.2", "7M04107"), "");
  EXPECT_EQ(Marks(record, "expert-1").Of("1.1", "6B04107"), "strong");
}

TEST(Marks, CountsOfEachProgrammeAddUpToItsCriteria) {
  v1::Case record = TwoProgrammes();
  Mark(record, "1.1", "", "satisfactory");
  Mark(record, "1.1", "6B04107", "improvement");
  Mark(record, "1.2", "", "satisfactory");
  Mark(record, "2.1", "", "strong");
  const auto totals = CountMarks(record, SmallFramework());
  ASSERT_EQ(totals.size(), 2u);  // the third programme is not in this report
  EXPECT_EQ(totals[0].programme(), "6B04107");
  const auto& total = totals[0].total();
  ASSERT_EQ(total.marks_size(), 3);
  EXPECT_EQ(total.marks(0).count(), 1);
  EXPECT_EQ(total.marks(1).count(), 1);
  EXPECT_EQ(total.marks(2).count(), 1);
  ASSERT_EQ(totals[0].unmarked_size(), 1);
  EXPECT_EQ(totals[0].unmarked(0), "2.2");
  EXPECT_EQ(totals[1].total().marks(1).count(), 2);
  EXPECT_EQ(totals[1].standards(0).marks(1).count(), 2);
  EXPECT_EQ(totals[1].standards(1).marks(1).count(), 0);
}

}  // namespace
}  // namespace tarazy::accreditation
