#include "common/record/fields.h"

#include <gtest/gtest.h>

#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::record {
namespace {

using accreditation::v1::Case;

TEST(ReplaceFields, NamedOnesBecomeWhatTheyAreOthersStay) {
  Case from;
  from.set_agency("new");
  from.add_findings()->set_id("f-new");
  from.set_institution("institutions/ignored");
  Case to;
  to.set_agency("old");
  to.set_institution("institutions/kept");
  to.add_findings()->set_id("f-old");
  to.mutable_visit()->set_from("2023-04-25");
  ReplaceFields(from, {"agency", "findings", "visit", "no_such"}, to);
  EXPECT_EQ(to.agency(), "new");
  EXPECT_EQ(to.institution(), "institutions/kept");
  ASSERT_EQ(to.findings_size(), 1);
  EXPECT_EQ(to.findings(0).id(), "f-new");
  EXPECT_FALSE(to.has_visit());  // named and not set: taken away
}

TEST(HasField, KnowsTheContract) {
  EXPECT_TRUE(HasField(Case(), "findings"));
  EXPECT_FALSE(HasField(Case(), "finding"));
}

}  // namespace
}  // namespace tarazy::record
