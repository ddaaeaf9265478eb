#include "services/registry/domain/dated_title.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tarazy::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Date Day(int year) { return Date(year, 9, 1); }
Localized Called(const char* name) { return {.en = name}; }
DatedTitle Name(const char* title, std::optional<Date> from, std::optional<Date> to) {
  return {.title = Called(title), .window = {from, to}};
}

std::vector<std::string> FaultsOf(const char* present, std::vector<DatedTitle> names) {
  Faults faults;
  CheckNames("names", Called(present), names, faults);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : faults.fields()) fields.push_back(fault.field);
  return fields;
}

TEST(DatedTitleTest, TheTitleOnADayIsThatOfItsWindow) {
  const std::vector<DatedTitle> names = {Name("Road Institute", Day(1958), Day(1996)),
                                         Name("Technical University", Day(1996), Day(2020))};
  const auto on = [&](Date day) { return TitleOn(Called("EKTU"), names, day); };
  EXPECT_EQ(on(Day(1958) - 1), std::nullopt);
  EXPECT_EQ(on(Day(1958)), Called("Road Institute"));
  EXPECT_EQ(on(Day(1996) - 1), Called("Road Institute"));
  EXPECT_EQ(on(Day(1996)), Called("Technical University"));
  EXPECT_EQ(on(Day(2020) - 1), Called("Technical University"));
  EXPECT_EQ(on(Day(2020)), Called("EKTU"));
}

TEST(DatedTitleTest, NothingIsKnownBetweenTwoWindows) {
  const std::vector<DatedTitle> names = {Name("A", std::nullopt, Day(1990)),
                                         Name("B", Day(1995), std::nullopt)};
  EXPECT_EQ(TitleOn(Called("B"), names, Day(1000)), Called("A"));
  EXPECT_EQ(TitleOn(Called("B"), names, Day(1990)), std::nullopt);
  EXPECT_EQ(TitleOn(Called("B"), names, Day(1995)), Called("B"));
}

TEST(DatedTitleTest, WithoutWindowsThePresentTitleIsAllThatIsKnown) {
  EXPECT_EQ(TitleOn(Called("A"), {}, Day(1990)), Called("A"));
}

TEST(DatedTitleTest, GoodNamesArePutInOrder) {
  std::vector<DatedTitle> names = {Name("C", Day(2000), std::nullopt),
                                   Name("A", std::nullopt, Day(1990)),
                                   Name("B", Day(1990), Day(2000))};
  Faults faults;
  CheckNames("names", Called("C"), names, faults);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(names[0].title.en + names[1].title.en + names[2].title.en, "ABC");
}

TEST(DatedTitleTest, EachFaultIsNamedWhereItWasSent) {
  EXPECT_THAT(FaultsOf("X", {Name("A", Day(2000), Day(2000))}), ElementsAre("names[0].valid_to"));
  EXPECT_THAT(FaultsOf("X", {Name("", Day(2000), Day(2001))}), ElementsAre("names[0].title"));
  EXPECT_THAT(FaultsOf("X", {Name("A", Day(2000), std::nullopt)}), ElementsAre("names[0].title"));
  EXPECT_THAT(FaultsOf("X", {Name("B", Day(2000), Day(2010)), Name("A", Day(1990), Day(2001))}),
              ElementsAre("names[1]"));
  EXPECT_THAT(FaultsOf("X", std::vector<DatedTitle>(101, Name("A", Day(2000), Day(2001)))),
              ElementsAre("names"));
  EXPECT_THAT(FaultsOf("X", {}), IsEmpty());
}

}  // namespace
}  // namespace tarazy::registry
