#include "services/notifications/domain/template/parsed_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Nested(int depth) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += "{{#x}}";
  for (int i = 0; i < depth; ++i) text += "{{/x}}";
  return text;
}

// The tree in brackets.
std::string Drawn(const std::vector<TextNode>& nodes) {
  std::string drawn;
  for (const TextNode& node : nodes) {
    switch (node.kind) {
      case TextNode::Kind::kText:
        absl::StrAppend(&drawn, "'", node.text, "'");
        break;
      case TextNode::Kind::kVariable:
        absl::StrAppend(&drawn, node.text, ":", node.line);
        break;
      case TextNode::Kind::kSection:
        absl::StrAppend(&drawn, "#", node.text, ":", node.line, "(", Drawn(node.children), ")");
        break;
      case TextNode::Kind::kInverted:
        absl::StrAppend(&drawn, "^", node.text, ":", node.line, "(", Drawn(node.children), ")");
        break;
    }
  }
  return drawn;
}

std::string Tree(absl::string_view text) {
  const ParsedText parsed = ParseText(text);
  EXPECT_THAT(parsed.faults, ElementsAre());
  return Drawn(parsed.nodes);
}

TEST(ParsedTextTest, TagsBecomeATree) {
  EXPECT_EQ(Tree("a {{ x }} b{{#y}}{{.}}{{^z.w}}c{{/z.w}}{{/y}}{{! nothing }}"),
            "'a 'x:1' b'#y:1(.:1^z.w:1('c'))");
}

TEST(ParsedTextTest, LinesOfTagsAloneAreNoPartOfTheText) {
  EXPECT_EQ(Tree("a\n{{#x}}\nb\n{{/x}}\nc\n"), "'a\n'#x:2('b\n')'c\n'");
  EXPECT_EQ(Tree("a\n  {{^x}}\t\n\nb\n{{/x}}"), "'a\n'^x:2('\nb\n')");
  EXPECT_EQ(Tree("{{! a remark }}\nb {{#x}}\n{{/x}}"), "'b '#x:2('\n')");
  EXPECT_EQ(Tree("{{x}}\n{{y}}\n"), "x:1'\n'y:2'\n'");
}

TEST(ParsedTextTest, FaultsSayTheirLine) {
  const auto fault = [](absl::string_view text) {
    const ParsedText parsed = ParseText(text);
    return parsed.faults.empty() ? "" : parsed.faults.front();
  };
  EXPECT_EQ(fault("a\nb {{x"), "line 2: unclosed tag");
  EXPECT_EQ(fault("{{"), "line 1: unclosed tag");
  EXPECT_EQ(fault("a{{"), "line 1: unclosed tag");
  EXPECT_EQ(fault("\n\n{{#x}}"), "line 3: unclosed section \"x\"");
  EXPECT_EQ(fault("{{#x}}{{#y}}\n{{/x}}{{/y}}"), "line 1: unclosed section \"x\"");
  EXPECT_EQ(fault("a\n{{/x}}"), "line 2: unopened section \"x\"");
  EXPECT_THAT(fault("{{> header}}"), HasSubstr("no partials"));
  EXPECT_THAT(fault("{{=<% %>=}}"), HasSubstr("delimiters"));
  EXPECT_THAT(fault("{{=x}}"), HasSubstr("delimiter"));
  EXPECT_THAT(fault("{{{x}}}"), HasSubstr("escaped"));
  EXPECT_THAT(fault("{{& x}}"), HasSubstr("escaped"));
  EXPECT_THAT(fault("{{}}"), HasSubstr("without a name"));
  EXPECT_THAT(fault("{{#}}{{/}}"), HasSubstr("without a name"));
}

TEST(ParsedTextTest, DepthAndTagsAreBounded) {
  EXPECT_THAT(ParseText(Nested(kMaxSectionDepth)).faults, ElementsAre());
  EXPECT_THAT(ParseText(Nested(kMaxSectionDepth + 1)).faults, ElementsAre(HasSubstr("deeper")));
  EXPECT_THAT(ParseText(Nested(kMaxTags / 2 + 1)).faults, ElementsAre(HasSubstr("tags")));
  EXPECT_THAT(ParseText(Nested(kMaxTags / 2)).faults, ElementsAre(HasSubstr("deeper")));
}

// Any text gives a tree or faults, and ends.
TEST(ParsedTextTest, TextsByLotAreParsedOrRefused) {
  constexpr absl::string_view kPieces[] = {"{{", "}}", "{", "}", "#",  "/", "^", "!",     ">",
                                           "=",  "&",  "x", ".", "\n", " ", "ә", "{{x}}", "{{/x}}"};
  uint64_t state = 1;
  int accepted = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) {
      state = state * 6364136223846793005 + 1442695040888963407;
      text += std::string(kPieces[(state >> 33) % std::size(kPieces)]);
    }
    accepted += ParseText(text).faults.empty() ? 1 : 0;
  }
  EXPECT_GT(accepted, 100);
  EXPECT_LT(accepted, 20000);
}

}  // namespace
}  // namespace tarazy::notifications
