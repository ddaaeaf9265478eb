// Records leave the ballot box as a file that an independent reader takes.
#include "services/surveys/app/export/export_records.h"

#include "services/surveys/app/export/test_tools.h"
#include "tests/store/ballots_fixture.h"

namespace tarazy::testing {
namespace {

using ::testing::HasSubstr;

class ExportRecordsTest : public BallotsTest {
 protected:
  absl::Status Export(surveys::Sink sink) {
    surveys::RunningCampaign campaign;
    campaign.campaign.set_id(kCampaign);
    campaign.campaign.set_name(absl::StrCat("campaigns/", kCampaign));
    campaign.form = *FoundForm();
    return surveys::ExportRecords(Soon(), ballots(), campaign, "en", absl::UnixEpoch(), sink);
  }
};
TEST_ON_BOTH_ENGINES(ExportRecordsTest);

TEST_P(ExportRecordsTest, EveryReleasedBallotIsACaseAndCountedAlike) {
  Open(BoxOf({"a", "b"}, 5));
  for (int i = 0; i < 40; ++i) {
    ASSERT_OK(Put(CastAny(absl::StrCat(i), i % 2 == 0 ? "a" : "b")).status());
  }
  ASSERT_OK(Put(CastAny("test", std::string(surveys::kTrials))).status());
  ASSERT_OK(Close());
  const surveys::Tallies tallies = Tallies().tallies;
  int64_t numbers = 0;
  for (const char* stratum : {"a", "b"}) {
    numbers += tallies.at(stratum).questions[*form().Find("number")].answered;
  }
  const std::string told =
      surveys::Pspp(surveys::Exported([&](surveys::Sink sink) { return Export(sink); }),
                    "DESCRIPTIVES /VARIABLES=number /STATISTICS=MEAN.\nLIST /VARIABLES=single.");
  EXPECT_THAT(told, HasSubstr(absl::StrCat("\nnumber,", numbers, ","))) << told;
  const std::string list = told.substr(told.find("Table: Data List"));
  // A title, a header and a line for each case; the test's ballot is no case.
  EXPECT_EQ(std::count(list.begin(), list.end(), '\n'), 2 + 40) << list;
}

TEST_P(ExportRecordsTest, ACampaignWithoutBallotsIsAFileWithoutCases) {
  Open(BoxOf({"a"}, 5));
  ASSERT_OK(Close());
  EXPECT_THAT(surveys::Pspp(surveys::Exported([&](surveys::Sink sink) { return Export(sink); }),
                            "DISPLAY DICTIONARY."),
              HasSubstr("multi_c3"));
}

TEST_P(ExportRecordsTest, ASinkThatFailsEndsIt) {
  Open(BoxOf({"a"}, 5));
  EXPECT_EQ(Export([](absl::string_view) { return absl::CancelledError("gone"); }),
            absl::CancelledError("gone"));
}

}  // namespace
}  // namespace tarazy::testing
