#include "services/notifications/domain/template/worded_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

absl::StatusOr<WordedValue> Word(v1::VariableKind kind, const NoticeValue& value) {
  return WordValue("x", kind, value, Language::kEn, absl::UTCTimeZone());
}

constexpr v1::VariableKind kKinds[] = {v1::VARIABLE_KIND_TEXT, v1::VARIABLE_KIND_NUMBER,
                                       v1::VARIABLE_KIND_DATE, v1::VARIABLE_KIND_TIME,
                                       v1::VARIABLE_KIND_LINK, v1::VARIABLE_KIND_LIST};

TEST(WordedValueTest, KindsThatCannotBeWordedAreRefusedByEveryValue) {
  const std::vector<std::pair<v1::VariableKind, NoticeValue>> values = {
      {v1::VARIABLE_KIND_NUMBER, -0.5},
      {v1::VARIABLE_KIND_DATE, absl::CivilDay(2026, 4, 25)},
      {v1::VARIABLE_KIND_TIME, absl::FromUnixSeconds(1'800'000'000)},
      {v1::VARIABLE_KIND_LIST, std::vector<std::string>{"one", "two"}}};
  for (const v1::VariableKind declared : kKinds) {
    for (const auto& [brought, value] : values) {
      EXPECT_EQ(CanBeWordedAs(declared, brought), Word(declared, value).ok())
          << v1::VariableKind_Name(brought) << " as " << v1::VariableKind_Name(declared);
    }
    EXPECT_TRUE(CanBeWordedAs(declared, v1::VARIABLE_KIND_TEXT));
    EXPECT_TRUE(CanBeWordedAs(declared, declared));
  }
}

TEST(WordedValueTest, ATextIsAListOfItsLines) {
  const auto items = [](const NoticeValue& value) {
    const absl::StatusOr<WordedValue> worded = Word(v1::VARIABLE_KIND_LIST, value);
    EXPECT_TRUE(worded.ok()) << worded.status();
    return worded.ok() ? worded->items : std::vector<std::string>();
  };
  EXPECT_THAT(items(std::string("one")), ElementsAre("one"));
  EXPECT_THAT(items(std::string("one, and\ntwo\n")), ElementsAre("one, and", "two"));
  EXPECT_THAT(items(std::string("one\r\n \r\n\ntwo")), ElementsAre("one", "two"));
  EXPECT_THAT(items(std::string("\n \n")), IsEmpty());
  EXPECT_THAT(items(std::vector<std::string>{"one\ntwo"}), ElementsAre("one\ntwo"));
}

TEST(WordedValueTest, ATextOfTooManyLinesIsTooLongAList) {
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "x\n";
  EXPECT_TRUE(Word(v1::VARIABLE_KIND_LIST, lines).ok());
  EXPECT_EQ(Word(v1::VARIABLE_KIND_LIST, lines + "x").status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace tarazy::notifications
