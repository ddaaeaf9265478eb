// What people decide about answers, on both engines: which comments are listed, who gets records.
#include "tests/store/survey_results_fixture.h"

namespace tarazy::testing {
namespace {

using ::testing::SizeIs;

class SurveyReviewsTest : public SurveyResultsTest {};
TEST_ON_BOTH_ENGINES(SurveyReviewsTest);

TEST_P(SurveyReviewsTest, CommentsAreListedOnceReviewedAndOnlyOfLargeGroups) {
  OpenCampaign();
  answers_.Say("east-1", "opinion", 0, 12);
  answers_.Say("west", "opinion", 0, 7);  // fewer than 8
  ReleaseAll("Professor X shouts\nevery day");
  Close();
  const auto listed = [&](bool reviewer) { return Comments({}, 100, reviewer)->comments; };
  EXPECT_THAT(listed(true), SizeIs(12));
  EXPECT_THAT(listed(false), SizeIs(0));
  const std::string name = listed(true)[0].name();
  const std::string id = name.substr(name.rfind('/') + 1);
  const auto review = [&](const surveys::Review& how) {
    return Write<v1::Comment>(
        *ballots_, [&](sql::Tx& tx) { return surveys::ReviewOf(tx, "autumn", id, how); });
  };
  EXPECT_FAILS(review({.state = v1::COMMENT_STATE_RELEASED, .text = "[…] shouts"}).status(),
               kInvalidArgument, kInvalidField);
  EXPECT_FAILS(review({.state = v1::COMMENT_STATE_WITHHELD}).status(), kInvalidArgument,
               kInvalidField);
  EXPECT_FAILS(review({.state = v1::COMMENT_STATE_PENDING}).status(), kInvalidArgument,
               kInvalidField);
  ASSERT_OK(review({.state = v1::COMMENT_STATE_RELEASED,
                    .text = "[…] shouts\nevery day",
                    .reason = v1::COMMENT_REASON_NAMES_PERSON})
                .status());
  ASSERT_THAT(listed(false), SizeIs(1));
  EXPECT_EQ(listed(false)[0].text(), "[…] shouts\nevery day");
  EXPECT_EQ(listed(true)[0].text(), "Professor X shouts\nevery day") << "the original is kept";
  ASSERT_OK(
      review({.state = v1::COMMENT_STATE_WITHHELD, .reason = v1::COMMENT_REASON_IDENTIFIES_AUTHOR})
          .status());
  EXPECT_THAT(listed(false), SizeIs(0));
  EXPECT_THAT(Comments({.state = v1::COMMENT_STATE_WITHHELD}, 100, false)->comments, SizeIs(0));
  EXPECT_THAT(Comments({.state = v1::COMMENT_STATE_WITHHELD}, 100, true)->comments, SizeIs(1));

  std::set<std::string> seen;
  surveys::CommentFilter filter;
  int pages = 0;
  do {
    const CommentPage page = *Comments(filter, 5, true);
    for (const v1::Comment& comment : page.comments) seen.insert(comment.name());
    filter.after = page.next;
    ++pages;
  } while (!filter.after.empty() && pages < 10);
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(seen, SizeIs(12));
}

TEST_P(SurveyReviewsTest, RecordsNeedASecondPerson) {
  OpenCampaign();
  const absl::Time now = absl::FromUnixSeconds(1700000000);
  const auto request = [&] {
    return Write<int64_t>(*control_, [&](sql::Tx& tx) {
      return surveys::RequestRecords(tx, "autumn", "a study", "methodologist tokens/a", now);
    });
  };
  EXPECT_FAILS(request().status(), kFailedPrecondition, kCampaignState);
  Close();
  EXPECT_EQ(request().value(), 1);
  EXPECT_EQ(request().value(), 2);
  const auto approve = [&](int64_t number, const char* by) {
    return Write<absl::Time>(*control_, [&](sql::Tx& tx) {
      return surveys::ApproveRecords(tx, "autumn", number, by, now);
    });
  };
  const auto approved = [&](int64_t number, absl::Time at) {
    return control_->Read(
        Soon(), [&](sql::Tx& tx) { return surveys::CheckApproved(tx, "autumn", number, at); });
  };
  EXPECT_FAILS(approved(1, now), kPermissionDenied, kApprovalNeeded);
  EXPECT_FAILS(approve(1, "methodologist tokens/a").status(), kPermissionDenied,
               kSecondPersonNeeded);
  EXPECT_FAILS(approve(3, "admin tokens/b").status(), kNotFound, kNotFound);
  EXPECT_EQ(approve(1, "admin tokens/b").value(), now + absl::Hours(7 * 24));
  ASSERT_OK(approved(1, now + absl::Hours(7 * 24 - 1)));
  EXPECT_FAILS(approved(1, now + absl::Hours(7 * 24)), kPermissionDenied, kApprovalNeeded);
  EXPECT_FAILS(approved(2, now), kPermissionDenied, kApprovalNeeded);
}

}  // namespace
}  // namespace tarazy::testing
