// Files made to hurt: each is refused, quickly, with a finding.
#include <gmock/gmock.h>

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/rankings/file/methodology_file.h"

namespace tarazy::rankings {
namespace {

using testing::HasSubstr;

std::string Repeat(absl::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out.append(text.data(), text.size());
  return out;
}

ParsedMethodology Timed(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  ParsedMethodology parsed = ParseAndLint(text);
  // Generous: sanitizers and a shared machine.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  return parsed;
}

void ExpectRefused(const std::string& text, const std::string& why) {
  const ParsedMethodology parsed = Timed(text);
  EXPECT_FALSE(parsed.methodology);
  ASSERT_FALSE(parsed.findings.empty());
  EXPECT_THAT(parsed.findings[0].message, HasSubstr(why));
}

TEST(HostileFileTest, TooLargeOrNotUtf8) {
  ExpectRefused(std::string(kMaxFileBytes + 1, ' '), "larger than");
  ExpectRefused("id: x\ntitle: {en: \"\xc3\x28\"}\n", "line 2, column 1: the file is not valid");
  ExpectRefused("id: \xed\xa0\x80", "not valid UTF-8");
  ExpectRefused(std::string("id: x\0y", 7) + "\nindicators: []", "");
}

TEST(HostileFileTest, DeepNesting) {
  ExpectRefused(Repeat("[", 500000), "deeper than 64");
  ExpectRefused(Repeat("{a: ", 200000), "deeper than 64");
  ExpectRefused("a: " + Repeat("- ", 400000) + "b", "");
  std::string children = "id: x\nindicators: ";
  for (int i = 0; i < 100; ++i) children += "[{code: a, children: ";
  ExpectRefused(children, "deeper than 64");
}

TEST(HostileFileTest, AliasesCountWhereverTheyStand) {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'j'; ++c) {
    const std::string before(1, static_cast<char>(c - 1));
    bomb += absl::StrCat(std::string(1, c), ": &", std::string(1, c), " [*", before,
                         Repeat(", *" + before, 9), "]\n");
  }
  ExpectRefused(bomb, "more than 400000 values");
  std::string deep = "a0: &a0 [x]\n";
  for (int i = 1; i < 80; ++i) deep += absl::StrCat("a", i, ": &a", i, " [*a", i - 1, "]\n");
  ExpectRefused(deep, "deeper than 64");
}

TEST(HostileFileTest, AliasCyclesAreFoundAndPlainAliasesWork) {
  const ParsedMethodology cycle =
      Timed("id: x\nindicators:\n- &a\n  code: '1'\n  children: [*a]\n");
  EXPECT_FALSE(cycle.methodology);
  EXPECT_EQ(cycle.findings[0].rule, "cycle");
  EXPECT_THAT(cycle.findings[0].message, HasSubstr("line 5"));
  const ParsedMethodology shared = Timed(
      "id: x\nvariables: {a: {title: &t {en: T}}, b: {title: *t}}\n"
      "indicators: [{code: '1', title: *t, points: 1, value: a + b}]\n");
  ASSERT_TRUE(shared.methodology);
  EXPECT_EQ(shared.methodology->variables[1].title.en, "T");
}

TEST(HostileFileTest, TooManyIndicators) {
  std::string text = "id: x\nindicators:\n";
  while (text.size() + 30 < kMaxFileBytes) text += "- {code: a, points: 1}\n";
  const ParsedMethodology parsed = Timed(text);
  EXPECT_FALSE(parsed.methodology);
  EXPECT_THAT(parsed.findings[0].message, HasSubstr("more than 20000 indicators"));
}

TEST(HostileFileTest, LongFormulasInNumbers) {
  std::string text = "id: x\nvariables: {a: {min: 0}}\nindicators:\n";
  for (int i = 0; text.size() + 4300 < kMaxFileBytes; ++i) {
    absl::StrAppend(&text, "- {code: c", i, ", points: 1, value: \"if(a > 0, 1 / (a",
                    Repeat("+(a" + Repeat("+a", 450) + ")", 4), "), 0)\"}\n");
  }
  EXPECT_TRUE(Timed(text).methodology);
}

TEST(HostileFileTest, ThousandsOfFaultsAreCutShort) {
  std::string text = "id: x\nindicators: []\n";
  for (int i = 0; i < 5000; ++i) absl::StrAppend(&text, "k", i, ": 1\n");
  const ParsedMethodology parsed = Timed(text);
  EXPECT_THAT(parsed.findings[1000].message, HasSubstr("4000 more faults"));
}

}  // namespace
}  // namespace tarazy::rankings
