#include "services/surveys/app/export/results_ddi.h"

#include <gmock/gmock.h>

#include "services/surveys/app/export/test_results.h"
#include "services/surveys/app/export/test_tools.h"

namespace tarazy::surveys {
namespace {

std::string Export(const v1::Results& results, const char* language = "en") {
  v1::Questionnaire questionnaire;
  questionnaire.set_respondents(v1::RESPONDENT_CLASS_FIRST_YEAR);
  return Exported([&](Sink sink) {
    return WriteResultsDdi(results, TestCampaign(), questionnaire, language, sink);
  });
}

// What libxml2 finds in the document, which is checked to be well-formed. Names stand for elements
// of the DDI namespace: "//stdyDscr" and so on.
std::string Find(const std::string& xml, const std::string& path) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("codebook.xml", xml);
  folder.Write("script", "setns d=ddi:codebook:2_5\ncat " + path + "\n");
  const std::string command = "LC_ALL=C.UTF-8 xmllint --shell '" + file + "' <'" +
                              folder.Path("script") + "' >'" + folder.Path("out") + "' 2>&1";
  const int status = std::system(command.c_str());
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << folder.Read("out");
  return folder.Read("out");
}

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ResultsDdiTest, TheStudyHasUniverseFrameAndResponseRates) {
  const std::string xml = Export(TestResults());
  EXPECT_THAT(Find(xml, "//d:stdyDscr/d:citation/d:titlStmt/d:titl/text()"),
              HasSubstr("Students 2023"));
  EXPECT_THAT(Find(xml, "//d:sumDscr/d:universe[1]/text()"), HasSubstr("first year"));
  EXPECT_THAT(Find(xml, "//d:sumDscr/d:collDate[1]/@date"), HasSubstr("2023-04-26"));
  EXPECT_THAT(Find(xml, "//d:dataColl/d:sampleFrame/d:frameUnit/d:unitType/@numberOfUnits"),
              HasSubstr("26"));
  EXPECT_THAT(Find(xml, "//d:anlyInfo/d:respRate/text()"), HasSubstr("6b04107: 8 of 26, 30.77 %"));
  EXPECT_THAT(Find(xml, "//d:useStmt/d:conditions/text()"), HasSubstr("Counts from 1 to 4"));
  EXPECT_THAT(Find(xml, "//d:stdyInfo/d:abstract/text()"), HasSubstr("invented"));
}

TEST(ResultsDdiTest, AQuestionIsAVariableWithItsCategories) {
  const std::string xml = Export(TestResults(), "kk");
  EXPECT_THAT(Find(xml, "//d:dataDscr/d:var[@name='39.1']/d:qstn/d:qstnLit/text()"),
              HasSubstr("Қанағаттанасыз ба — кітапханаға"));
  EXPECT_THAT(Find(xml, "//d:var[@name='6']/d:catgry[d:catValu='very-good']/d:labl/text()"),
              HasSubstr("Өте жақсы"));
  EXPECT_THAT(Find(xml, "//d:var[@name='6']/d:catgry[d:catValu='very-good']/d:catStat/text()"),
              HasSubstr("25"));
  EXPECT_THAT(Find(xml, "//d:var[@name='6']/d:catgry[@missing='Y']/d:catValu/text()"),
              HasSubstr("none"));
  EXPECT_THAT(Find(xml, "//d:var[@name='6']/d:sumStat[@type='vald']/text()"), HasSubstr("54"));
  EXPECT_THAT(Export(TestResults()),
              HasSubstr("How is &quot;teaching&quot;, in &lt;all&gt; &amp;"));
}

TEST(ResultsDdiTest, WhatIsSuppressedHasNoFrequency) {
  const std::string xml = Export(TestResults());
  EXPECT_THAT(Find(xml, "//d:var[@name='6']/d:catgry[d:catValu='bad']"),
              AllOf(HasSubstr("Bad"), Not(HasSubstr("catStat"))));
}

TEST(ResultsDdiTest, CharactersThatXmlDoesNotHaveAreReplaced) {
  v1::Results results = TestResults();
  results.mutable_strata(0)->mutable_questions(0)->mutable_text()->set_en(
      "a\x01\xff\xef\xbf\xbf]]>");
  EXPECT_THAT(Find(Export(results), "//d:var[@name='6']/d:labl/text()"),
              HasSubstr("a\ufffd\ufffd\ufffd]]"));
}

}  // namespace
}  // namespace tarazy::surveys
