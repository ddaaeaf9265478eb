#include "services/surveys/app/export/results_spss.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "services/surveys/app/export/test_results.h"
#include "services/surveys/app/export/test_tools.h"

namespace tarazy::surveys {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Export(const v1::Results& results, const char* language) {
  return Exported([&](Sink sink) {
    return WriteResultsSav(results, language, absl::FromUnixSeconds(1700000000), sink);
  });
}

TEST(ResultsSpssTest, AnIndependentReaderFindsLabelsOfVariablesAndValues) {
  const std::string told = Pspp(Export(TestResults(), "kk"), "DISPLAY DICTIONARY.");
  EXPECT_THAT(told, HasSubstr("Of the base, in percent"));
  EXPECT_THAT(told, HasSubstr("How many chose it"));
  EXPECT_THAT(told, HasSubstr("Барлығы"));
  EXPECT_THAT(told, HasSubstr("Қанағаттанасыз ба — кітапханаға"));
  EXPECT_THAT(told, HasSubstr("suppressed"));
}

TEST(ResultsSpssTest, AnIndependentReaderFindsTheFigures) {
  std::string told =
      Pspp(Export(TestResults(), "en"),
           "LIST /VARIABLES=stratum_id question_id choice suppressed count percent base mean.");
  told.erase(std::remove(told.begin(), told.end(), ' '), told.end());
  EXPECT_EQ(told,
            "Table:DataList\n"
            "stratum_id,question_id,choice,suppressed,count,percent,base,mean\n"
            "all,,,0,.,.,.,.\n"
            "all,6,,1,.,.,54.0000,.\n"
            "all,6,very-good,0,25.0000,46.3000,54.0000,.\n"
            "all,6,bad,1,.,.,54.0000,.\n"
            "all,6,none,0,3.0000,.,.,.\n"
            "all,39.1,,0,.,.,57.0000,-1.2500\n"
            "all,39.1,yes,0,57.0000,.,57.0000,.\n"
            "all,rate,,0,.,.,.,.\n"
            "all,rate,ektu,0,.,.,20.0000,4.5000\n"
            "6b04107,,,1,.,.,.,.\n");
}

TEST(ResultsSpssTest, ItIsSaidWhenAnswersAreInvented) {
  EXPECT_THAT(Pspp(Export(TestResults(), "en"), "DISPLAY DOCUMENTS."),
              HasSubstr("The answers are invented."));
  v1::Results real = TestResults();
  real.set_demonstration(false);
  EXPECT_THAT(Pspp(Export(real, "en"), "DISPLAY DOCUMENTS."), Not(HasSubstr("invented")));
}

TEST(ResultsSpssTest, ASinkThatFailsEndsTheExport) {
  EXPECT_EQ(WriteResultsSav(TestResults(), "en", absl::UnixEpoch(),
                            [](absl::string_view) { return absl::CancelledError("gone"); }),
            absl::CancelledError("gone"));
}

}  // namespace
}  // namespace tarazy::surveys
