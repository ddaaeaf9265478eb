#include "common/record/parts.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::record {
namespace {

using accreditation::v1::Case;
using google::protobuf::util::MessageDifferencer;

Case Sample() {
  Case record;
  record.set_id("a");
  record.set_agency("iaar");
  record.mutable_visit()->set_from("2023-04-25");
  for (const char* criterion : {"1.1", "1.2", "1.3"}) {
    auto& evaluation = *record.add_evaluations();
    evaluation.set_criterion(criterion);
    evaluation.set_mark("satisfactory");
  }
  record.add_proposals()->set_years(5);
  return record;
}

TEST(Parts, JoinedInAnyOrderTheyGiveTheMessage) {
  const Case record = Sample();
  std::vector<Part> parts = Split(record);
  std::reverse(parts.begin(), parts.end());
  Case joined;
  ASSERT_TRUE(Join(parts, joined).ok());
  EXPECT_TRUE(MessageDifferencer::Equals(record, joined));
}

TEST(Parts, AChangeOfOneMarkChangesOnePart) {
  Case record = Sample();
  const std::vector<Part> before = Split(record);
  record.mutable_evaluations(1)->set_mark("strong");
  const std::vector<Part> after = Split(record);
  ASSERT_EQ(before.size(), after.size());
  int changed = 0;
  for (size_t i = 0; i < before.size(); ++i) changed += before[i] == after[i] ? 0 : 1;
  EXPECT_EQ(changed, 1);
}

TEST(Parts, ItemsAreKnownByTheirKeys) {
  const std::vector<Part> parts = Split(Sample());
  EXPECT_EQ(std::count_if(parts.begin(), parts.end(),
                          [](const Part& part) { return part.key == "1.2//"; }),
            1);
}

TEST(Parts, BrokenOnesAreRefused) {
  Case joined;
  EXPECT_FALSE(Join({{.field = 17, .bytes = "\xff\xff"}}, joined).ok());
  EXPECT_FALSE(Join({{.field = 9999, .bytes = ""}}, joined).ok());
}

}  // namespace
}  // namespace tarazy::record
