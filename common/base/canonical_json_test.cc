#include "common/base/canonical_json.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tarazy {
namespace {

std::string Canonical(absl::string_view text) {
  const auto json = ParseJson(text);
  return json.ok() ? CanonicalJson(*json) : std::string(json.status().message());
}

TEST(CanonicalJsonTest, WritesOneSpelling) {
  EXPECT_EQ(Canonical(" { \"b\" : [ 1 , -2, true,false , null ], \"a\" : \"x\" } "),
            "{\"a\":\"x\",\"b\":[1,-2,true,false,null]}");
  EXPECT_EQ(Canonical("{}"), "{}");
  EXPECT_EQ(Canonical("[[],{}]"), "[[],{}]");
  EXPECT_EQ(Canonical("-0"), "0");
}

// The example of RFC 8785, section 3.2.3, without its numbers that are no integers.
TEST(CanonicalJsonTest, OrdersMembersByUtf16CodeUnits) {
  EXPECT_EQ(Canonical("{\"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\","
                      "\"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"1\": \"One\","
                      "\"\\ud83d\\ude00\": \"Emoji: Grinning Face\", \"\\u0080\": \"Control\","
                      "\"\\u00f6\": \"Latin Small Letter O With Diaeresis\"}"),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
            "\"\xc3\xb6\":\"Latin Small Letter O With Diaeresis\",\"\xe2\x82\xac\":\"Euro Sign\","
            "\"\xf0\x9f\x98\x80\":\"Emoji: Grinning Face\","
            "\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

// The string of RFC 8785, section 3.2.2.
TEST(CanonicalJsonTest, EscapesOnlyWhatMustBe) {
  EXPECT_EQ(Canonical("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\""),
            "\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
  EXPECT_EQ(Canonical("\"\\b\\t\\n\\f\\r\\u001f\\u007f\""), "\"\\b\\t\\n\\f\\r\\u001f\x7f\"");
}

TEST(CanonicalJsonTest, RefusesAKeyTwiceAtAnyLevel) {
  EXPECT_EQ(Canonical("{\"a\":1,\"a\":1}"), "document: holds the key \"a\" a second time");
  EXPECT_EQ(Canonical("[{\"a\":{\"b\":1,\"\\u0062\":2}}]"),
            "document: holds the key \"b\" a second time");
  EXPECT_EQ(Canonical("{\"a\":{\"a\":1},\"b\":{\"a\":2}}"), "{\"a\":{\"a\":1},\"b\":{\"a\":2}}");
}

TEST(CanonicalJsonTest, RefusesNumbersThatAreNoExactIntegers) {
  EXPECT_EQ(Canonical("9007199254740991"), "9007199254740991");
  EXPECT_EQ(Canonical("-9007199254740991"), "-9007199254740991");
  for (const char* text :
       {"9007199254740992", "-9007199254740992", "18446744073709551616", "1.0", "1e2", "0.5"}) {
    EXPECT_FALSE(ParseJson(text).ok()) << text;
  }
}

TEST(CanonicalJsonTest, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "[1,]", "{\"a\":1,}", "{a:1}", "nul", "1 2", "'a'", "NaN",
                           "\"\xff\"", "\"\\ud800\"", "\"\n\"", "// x\n1"}) {
    EXPECT_FALSE(ParseJson(text).ok()) << text;
  }
}

TEST(CanonicalJsonTest, RefusesEndlessDepth) {
  const auto nested = [](int depth) {
    return absl::StrCat(std::string(static_cast<size_t>(depth), '['),
                        std::string(static_cast<size_t>(depth), ']'));
  };
  EXPECT_TRUE(ParseJson(nested(64)).ok());
  EXPECT_FALSE(ParseJson(nested(65)).ok());
  EXPECT_FALSE(ParseJson(nested(1'000'000)).ok());
}

TEST(CanonicalJsonTest, FindsMembers) {
  const auto json = ParseJson("{\"a\":{\"b\":\"text\"},\"n\":1}");
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->Find("a")->TextAt("b"), "text");
  EXPECT_EQ(json->TextAt("n"), "");
  EXPECT_EQ(json->Find("x"), nullptr);
  EXPECT_EQ(json->Find("n")->Find("x"), nullptr);
}

}  // namespace
}  // namespace tarazy
