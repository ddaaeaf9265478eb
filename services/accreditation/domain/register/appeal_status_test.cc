// What appeals do to the status.
#include "services/accreditation/domain/register/status.h"

#include <gtest/gtest.h>

#include "services/accreditation/domain/register/story_test.h"

namespace tarazy::accreditation {
namespace {

class AppealStatusTest : public testing::TestWithParam<Story> {};

TEST_P(AppealStatusTest, SaysWhatHolds) { ExpectAnswers(GetParam()); }

const Story kStories[] = {
    {"RefusalAppealed",
     "r1 refuse 2020-01-10\n"
     "a1 appeal 2020-01-20 upon r1",
     {{"2020-01-19", "", "refused r1 2020-01-10..2020-01-20"},
      {"2020-01-20", "", "under appeal (never accredited) r1 2020-01-20.."},
      {"2020-01-20", "2020-01-19", "refused r1 2020-01-10.."}}},

    {"WithdrawalAppealed",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-01-01 upon g1\n"
     "a1 appeal 2022-01-10 upon w1",
     {{"2022-01-09", "", "withdrawn w1 2022-01-01..2022-01-10"},
      {"2022-01-10", "", "under appeal (accredited) w1 2022-01-10..2025-01-01"},
      {"2025-01-01", "", "under appeal (expired) w1 2025-01-01.."}}},

    {"AppealDismissed",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-01-01 upon g1\n"
     "a1 appeal 2022-01-10 upon w1\n"
     "a1 dismiss 2022-03-01 upon w1",
     {{"2022-01-05", "", "withdrawn w1 2022-01-01..2022-01-10"},
      {"2022-02-28", "", "under appeal (accredited) w1 2022-01-10..2022-03-01"},
      {"2022-03-01", "", "withdrawn w1 2022-03-01.."},
      {"2022-03-01", "2022-02-28", "under appeal (accredited) w1 2022-01-10..2025-01-01"}}},

    {"AppealTakenBack",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2022-01-01 upon g1 to 2022-12-01\n"
     "a1 appeal 2022-01-10 upon s1\n"
     "a1 take-back 2022-02-01 upon s1",
     {{"2022-01-09", "", "suspended s1 2022-01-01..2022-01-10"},
      {"2022-01-10", "", "under appeal (accredited) s1 2022-01-10..2022-02-01"},
      {"2022-02-01", "", "suspended s1 2022-02-01..2022-12-01"},
      {"2022-12-01", "", "accredited g1 2022-12-01..2025-01-01"}}},

    {"AppealUpheld",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-01-01 upon g1\n"
     "a1 appeal 2022-01-10 upon w1\n"
     "a1 uphold 2022-03-01 upon w1",
     {{"2022-01-05", "", "accredited g1 2020-01-01..2025-01-01"},
      {"2022-04-01", "", "accredited g1 2020-01-01..2025-01-01"},
      {"2022-01-05", "2022-02-28", "withdrawn w1 2022-01-01..2022-01-10"},
      {"2022-02-01", "2022-02-28", "under appeal (accredited) w1 2022-01-10..2025-01-01"}}},

    {"RefusalUpheldAgainst",
     "r1 refuse 2020-01-10\n"
     "a1 appeal 2020-01-20 upon r1\n"
     "a1 uphold 2020-03-01 upon r1",
     {{"2020-01-10", "", "never accredited - .."},
      {"2020-01-10", "2020-02-28", "refused r1 2020-01-10..2020-01-20"}}},

    {"AppealOfARefusalThatWaits",  // it had no effect yet: nothing is to be suspended
     "g1 grant 2015-06-01 to 2020-06-01\n"
     "r1 refuse 2020-03-01\n"
     "a1 appeal 2020-03-10 upon r1",
     {{"2020-04-01", "", "accredited g1 2015-06-01..2020-06-01"},
      {"2020-06-01", "", "under appeal (expired) r1 2020-06-01.."}}},

    {"SuspensionOverDuringTheAppeal",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2022-01-01 upon g1 to 2022-02-01\n"
     "a1 appeal 2022-01-10 upon s1",
     {{"2022-01-31", "", "under appeal (accredited) s1 2022-01-10..2022-02-01"},
      {"2022-02-01", "", "accredited g1 2022-02-01..2025-01-01"}}},

    {"SuspensionOfLaterAppealed",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2022-01-01 upon g1 from 2022-03-01\n"
     "a1 appeal 2022-01-10 upon s1\n"
     "a1 dismiss 2022-04-01 upon s1",
     {{"2022-02-01", "", "accredited g1 2020-01-01..2022-03-01"},
      {"2022-03-01", "", "under appeal (accredited) s1 2022-03-01..2022-04-01"},
      {"2022-04-01", "", "suspended s1 2022-04-01..2025-01-01"}}},

    {"ConditionsAppealed",
     "g1 grant 2015-01-01 to 2022-01-01\n"
     "c1 conditional 2021-01-01 to 2022-06-01\n"
     "a1 appeal 2021-01-15 upon c1\n"
     "a1 dismiss 2021-03-01 upon c1",
     {{"2021-01-10", "", "accredited under conditions c1 2021-01-01..2021-01-15"},
      {"2021-02-01", "", "under appeal (accredited) c1 2021-01-15..2021-03-01"},
      {"2021-03-01", "", "accredited under conditions c1 2021-03-01..2022-06-01"}}},

    {"VoidingAppealed",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "v1 void 2022-01-01 upon g1\n"
     "a1 appeal 2022-01-10 upon v1",
     {{"2022-01-05", "", "never accredited - ..2022-01-10"},
      {"2022-01-10", "", "under appeal (accredited) v1 2022-01-10..2025-01-01"},
      {"2021-06-01", "", "never accredited - ..2022-01-10"}}},

    {"VoidingUpheldAgainst",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "v1 void 2022-01-01 upon g1\n"
     "a1 appeal 2022-01-10 upon v1\n"
     "a1 uphold 2022-02-01 upon v1",
     {{"2021-06-01", "", "accredited g1 2020-01-01..2025-01-01"}}},

    {"DeferralAppealed",
     "d1 defer 2020-01-10 to 2020-07-10\n"
     "a1 appeal 2020-01-20 upon d1",
     {{"2020-02-01", "", "under appeal (never accredited) d1 2020-01-20..2020-07-10"},
      {"2020-07-10", "", "never accredited - 2020-07-10.."}}},

    {"AppealOfAVoidedDecision",  // falls with it
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-01-01 upon g1\n"
     "a1 appeal 2022-01-10 upon w1\n"
     "v1 void 2022-01-20 upon w1",
     {{"2022-02-01", "", "accredited g1 2020-01-01..2025-01-01"}}},

    {"TwoAppealsAtOnce",
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "s1 suspend 2022-01-01 upon g1\n"
     "w1 withdraw 2022-02-01 upon g1\n"
     "a1 appeal 2022-01-10 upon s1\n"
     "a2 appeal 2022-02-10 upon w1\n"
     "a2 uphold 2022-03-01 upon w1",
     {{"2022-02-15", "", "under appeal (accredited) s1 2022-01-10..2025-01-01"},
      {"2022-02-15", "2022-02-20", "under appeal (accredited) w1 2022-02-10..2025-01-01"},
      {"2022-02-05", "2022-02-20", "withdrawn w1 2022-02-01..2022-02-10"}}},

    {"FiledAppealRecordedLate",  // the day counts, from the recording on
     "g1 grant 2020-01-01 to 2025-01-01\n"
     "w1 withdraw 2022-01-01 upon g1\n"
     "a1 appeal 2022-01-10 upon w1 known 2022-02-01",
     {{"2022-01-15", "2022-01-31", "withdrawn w1 2022-01-01.."},
      {"2022-01-15", "2022-02-01", "under appeal (accredited) w1 2022-01-10..2025-01-01"}}},
};

INSTANTIATE_TEST_SUITE_P(Stories, AppealStatusTest, testing::ValuesIn(kStories),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tarazy::accreditation
