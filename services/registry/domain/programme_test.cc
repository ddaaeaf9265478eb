#include "services/registry/domain/programme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/domain/programme_code.h"

namespace tarazy::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Programme Smm() {
  return {.unit = {.kind = Kind::kProgramme,
                   .id = "smm",
                   .institution = "ektu",
                   .title = {.en = "Social media marketing"},
                   .code = "6B04107",
                   .level = Level::kBachelor}};
}

std::vector<std::string> FaultsOf(Programme programme) {
  Faults faults;
  CheckProgramme("programme", programme, faults);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : faults.fields()) fields.push_back(fault.field);
  return fields;
}

TEST(ProgrammeCodeTest, TheDigitAndTheLetterTellTheLevelTogether) {
  const struct {
    const char* code;
    Level level;
  } kGood[] = {{"6B04107", Level::kBachelor},
               {"7M04107", Level::kMaster},
               {"8D07103", Level::kDoctorate},
               {"6B00000", Level::kBachelor}};
  for (const auto& good : kGood) EXPECT_EQ(*LevelOfCode("c", good.code), good.level) << good.code;
  for (const char digit : {'5', '6', '7', '8', '9'}) {
    for (const char letter : {'B', 'M', 'D', 'R', 'b'}) {
      const std::string code = std::string{digit, letter} + "04107";
      const bool well = code[0] == '6'   ? letter == 'B'
                        : code[0] == '7' ? letter == 'M'
                                         : digit == '8' && letter == 'D';
      EXPECT_EQ(LevelOfCode("c", code).ok(), well) << code;
    }
  }
}

TEST(ProgrammeCodeTest, ARefusalSaysWhatIsWrong) {
  const auto why = [](const char* code) {
    return std::string(LevelOfCode("programme.code", code).status().message());
  };
  EXPECT_THAT(why("6M04107"), HasSubstr("no code begins with 6M: a bachelor's begins with 6B"));
  EXPECT_THAT(why("7B04107"), HasSubstr("no code begins with 7B: a master's begins with 7M"));
  EXPECT_THAT(why("5B04107"), HasSubstr("bachelor 6B, master 7M, doctorate 8D"));
  EXPECT_THAT(why("6В04107"), HasSubstr("may look the same")) << "a Cyrillic В";
  for (const char* code : {"", "6B", "6B0410", "6B041077", "6B0410x", "6B 4107", "6B04107 "}) {
    EXPECT_THAT(why(code), HasSubstr("five digits")) << code;
  }
}

TEST(ProgrammeTest, CodeAndLevelAgree) {
  EXPECT_THAT(FaultsOf(Smm()), IsEmpty());
  Programme odd = Smm();
  odd.unit.level = Level::kMaster;
  EXPECT_THAT(FaultsOf(odd), ElementsAre("programme.level"));
  odd.unit.code = "";
  EXPECT_THAT(FaultsOf(odd), IsEmpty());
  odd.unit.code = "7M041";
  EXPECT_THAT(FaultsOf(odd), ElementsAre("programme.code"));
}

TEST(ProgrammeTest, ACodeNeedsAnInstitution) {
  Programme orphan = Smm();
  orphan.unit.institution = "";
  EXPECT_THAT(FaultsOf(orphan), ElementsAre("programme.institution"));
}

TEST(ProgrammeTest, CreditsAreBoundedAndOfOneApprovalEach) {
  Programme programme = Smm();
  programme.ects = {{Date(2022, 1, 1), 600}, {Date(2019, 6, 24), 1}};
  Faults faults;
  CheckProgramme("programme", programme, faults);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(programme.ects.front().approved_on, Date(2019, 6, 24));
  programme.ects = {{Date(2019, 1, 1), 0}, {Date(2020, 1, 1), 601}, {Date(2019, 1, 1), 5}};
  EXPECT_THAT(FaultsOf(programme), ElementsAre("programme.ects[0].ects", "programme.ects[1].ects",
                                               "programme.ects[2].approved_on"));
}

TEST(ProgrammeTest, PartnersAreRegisteredOrNamedAndNotTheProgrammesOwn) {
  Programme programme = Smm();
  programme.partners = {{.institution = "iitu",
                         .code = "6B03201",
                         .title = {.en = "Business journalism, SMM&PR"},
                         .agreement_on = Date(2021, 1, 11)},
                        {.external_name = "A university abroad"}};
  EXPECT_THAT(FaultsOf(programme), IsEmpty());
  programme.partners = {{},
                        {.institution = "ektu"},
                        {.institution = "a", .external_name = "b"},
                        {.institution = "I I"}};
  EXPECT_THAT(FaultsOf(programme),
              ElementsAre("programme.partners[0]", "programme.partners[1].institution",
                          "programme.partners[2]", "programme.partners[3].institution"));
}

TEST(ProgrammeTest, LanguagesAndDurationAreChecked) {
  Programme programme = Smm();
  programme.languages = {"kk", "ru", "en"};
  programme.duration_months = 48;
  EXPECT_THAT(FaultsOf(programme), IsEmpty());
  programme.languages = {"kk", "qq", "kk", "kaz", "KK"};
  programme.duration_months = 121;
  EXPECT_THAT(FaultsOf(programme), ElementsAre("programme.duration_months",
                                               "programme.languages[1]", "programme.languages[2]",
                                               "programme.languages[3]", "programme.languages[4]"));
  programme = Smm();
  programme.duration_months = -1;
  EXPECT_THAT(FaultsOf(programme), ElementsAre("programme.duration_months"));
}

TEST(ProgrammeTest, OldCodesAreOthersThanThePresentOne) {
  Programme programme = Smm();
  programme.old_codes = {{.code = "5B051100"}, {.code = "050511", .replaced_on = Date(2010, 1, 1)}};
  EXPECT_THAT(FaultsOf(programme), IsEmpty());
  programme.old_codes = {
      {.code = "6B04107"}, {.code = ""}, {.code = "a b"}, {.code = "x"}, {.code = "x"}};
  EXPECT_THAT(FaultsOf(programme),
              ElementsAre("programme.old_codes[0].code", "programme.old_codes[1].code",
                          "programme.old_codes[2].code", "programme.old_codes[4].code"));
}

}  // namespace
}  // namespace tarazy::registry
