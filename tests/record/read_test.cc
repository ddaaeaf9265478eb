#include "common/record/read.h"

#include <gmock/gmock.h>

#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/report.pb.h"

namespace tarazy::record {
namespace {

using accreditation::v1::Case;
using ::testing::HasSubstr;

std::string Faults(absl::string_view text, google::protobuf::Message& message) {
  std::string all;
  for (const FieldViolation& fault : ReadRecord(text, {}, message)) {
    all += fault.field + ": " + fault.description + "\n";
  }
  return all;
}

TEST(ReadRecord, ReadsWordsNumbersAndNestedLists) {
  accreditation::v1::Finding finding;
  EXPECT_EQ(Faults("id: r-1\n"
                   "kind: recommendation\n"
                   "text: {en: Update the software}\n"
                   "programmes: [6B04107]\n"
                   "deadline: {relative: {event: studies-at-partner, months: -1}, printed: a month "
                   "before}\n"
                   "votes_for: 0\n",
                   finding),
            "");
  EXPECT_EQ(finding.kind(), accreditation::v1::FINDING_KIND_RECOMMENDATION);
  EXPECT_EQ(finding.programmes(0), "6B04107");
  EXPECT_EQ(finding.deadline().relative().months(), -1);
  EXPECT_TRUE(finding.has_votes_for());
  EXPECT_FALSE(finding.has_votes_against());
}

TEST(ReadRecord, TakesJsonAndFullEnumNames) {
  accreditation::v1::Finding finding;
  EXPECT_EQ(Faults(R"({"id": "r-1", "kind": "FINDING_KIND_REMARK", "text": {"kk": "Ә"}})", finding),
            "");
  EXPECT_EQ(finding.text().kk(), "Ә");
}

TEST(ReadRecord, NamesEveryFaultWithItsPathAndLine) {
  accreditation::v1::Finding finding;
  const std::string faults = Faults(
      "id: R 1\n"
      "kind: wish\n"
      "colour: red\n"
      "text: {de: x}\n"
      "deadline: {fixed: 01.09.2023, on_event: a}\n"
      "votes_for: many\n"
      "place: [1]\n",
      finding);
  EXPECT_THAT(faults, HasSubstr("id: line 1: "));
  EXPECT_THAT(faults, HasSubstr("kind: line 2, column 7: \"wish\" is none of strength, "
                                "recommendation, condition, remark"));
  EXPECT_THAT(faults, HasSubstr("colour: line 3, column 1: unknown key; known are id, kind"));
  EXPECT_THAT(faults, HasSubstr("text.de: line 4"));
  EXPECT_THAT(faults, HasSubstr("text: line 4: is required in at least one of en, ru, kk"));
  EXPECT_THAT(faults, HasSubstr("deadline.fixed: line 5: \"01.09.2023\" is not an existing day"));
  EXPECT_THAT(faults, HasSubstr("deadline.on_event: line 5, column 41: only one of the kinds"));
  EXPECT_THAT(faults, HasSubstr("votes_for: line 6, column 12: \"many\" is not a whole number"));
  EXPECT_THAT(faults, HasSubstr("place: line 7, column 8: here must stand keys and values"));
}

TEST(ReadRecord, RefusesTheWordThatStandsForNothing) {
  accreditation::v1::Finding finding;
  EXPECT_THAT(Faults("{id: a, kind: unspecified, text: {en: a}}", finding),
              HasSubstr("kind: line 1, column 15: \"unspecified\" is none of"));
}

TEST(ReadRecord, HostileTextsAreFaultsAndNoCrash) {
  Case record;
  for (const char* text :
       {"", "[", "a: b: c", "- 1", "x", "{id: &a [*a]}", "\xff", "id: 1\n---\nid: 2", "clusters: 7",
        "clusters: [7]", "visit: {sessions: {a: 1}}"}) {
    EXPECT_NE(Faults(text, record), "") << text;
  }
  EXPECT_NE(Faults(std::string(5000, '['), record), "");
}

TEST(ReadRecord, KeysThatStandTwiceAreNamed) {
  Case record;
  EXPECT_THAT(Faults("evaluations:\n"
                     "- {criterion: '1.1', programme: 6B04107, mark: strong}\n"
                     "- {criterion: '1.1', programme: 6B04107, mark: satisfactory}\n",
                     record),
              HasSubstr("evaluations[1]: line 3: there is another one with "
                        "criterion,programme,expert 1.1/6B04107/"));
}

}  // namespace
}  // namespace tarazy::record
