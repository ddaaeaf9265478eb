#include "services/accreditation/domain/procedure/visit.h"

#include <gmock/gmock.h>

#include <functional>

#include "services/accreditation/domain/procedure/test_case.h"

namespace tarazy::accreditation {
namespace {

using testing::ElementsAreArray;

std::vector<std::string> Lines(const v1::Case& record) {
  std::vector<std::string> lines;
  for (const Flaw& flaw : VisitFlaws(record, SampleFramework())) {
    EXPECT_TRUE(flaw.hard);
    lines.push_back(absl::StrCat(flaw.rule, " ", flaw.field));
  }
  return lines;
}

// Two sessions at once, of different audiences and clusters, in different rooms and meetings.
v1::Case AtOnce() {
  v1::Case record = SampleCase();
  AddSession(record, "students", "2023-04-26", "10:00", "11:00", v1::AUDIENCE_STUDENTS, "a");
  AddSession(record, "teachers", "2023-04-26", "10:30", "11:30", v1::AUDIENCE_TEACHERS, "b");
  v1::Visit& visit = *record.mutable_visit();
  visit.mutable_sessions(3)->add_clusters("1");
  visit.mutable_sessions(4)->add_clusters("2");
  visit.mutable_sessions(3)->set_room("101");
  visit.mutable_sessions(4)->set_room("102");
  return record;
}

struct Change {
  const char* name;
  std::function<void(v1::Session&, v1::Session&)> make;
  bool flawed;
};

TEST(Visit, SessionsAtOnceShareNothing) {
  const auto parallel = [](v1::Session& one, v1::Session& other) {
    one.set_parallel(true);
    other.set_parallel(true);
  };
  for (const Change& change : std::vector<Change>{
           {"nothing shared", [](auto&, auto&) {}, false},
           {"an audience", [](auto&a, auto&b) { *b.mutable_audiences() = a.audiences(); }, true},
           {"a cluster", [](auto&, auto&b) { b.add_clusters("1"); }, true},
           {"all clusters", [](auto&, auto&b) { b.clear_clusters(); }, true},
           {"a room", [](auto&, auto&b) { b.set_room("101"); }, true},
           {"a meeting", [](auto&, auto&b) { b.set_meeting("a"); }, true},
           {"no rooms", [](auto&a, auto&b) { a.clear_room(), b.clear_room(); }, false},
           {"one after the other", [](auto&, auto&b) { b.clear_clusters(), b.set_begin("11:00"); },
            false},
           {"on another day", [](auto&, auto&b) { b.clear_clusters(), b.set_on("2023-04-27"); },
            false},
           {"an audience, parallel",
            [&](auto&a, auto&b) {
              parallel(a, b);
              *b.mutable_audiences() = a.audiences();
              b.clear_clusters();
            },
            false},
           {"an audience, only one parallel",
            [](auto&a, auto&b) {
              a.set_parallel(true);
              *b.mutable_audiences() = a.audiences();
            },
            true},
           {"a room, parallel", [&](auto&a, auto&b) { parallel(a, b), b.set_room("101"); }, true},
           {"a meeting, parallel", [&](auto&a, auto&b) { parallel(a, b), b.set_meeting("a"); },
            true},
       }) {
    v1::Case record = AtOnce();
    change.make(*record.mutable_visit()->mutable_sessions(3),
                *record.mutable_visit()->mutable_sessions(4));
    const auto lines = Lines(record);
    if (change.flawed) {
      EXPECT_THAT(lines, ElementsAreArray({"sessions_at_once visit.sessions[4]"})) << change.name;
    } else {
      EXPECT_THAT(lines, testing::IsEmpty()) << change.name;
    }
  }
}

TEST(Visit, TheCommissionAmongItselfNeedsAMeetingOfItsOwn) {
  v1::Case record = SampleCase();
  for (const char* begin : {"18:00", "19:00"}) {
    AddSession(record, begin, "2023-04-25", begin, "20:00", v1::AUDIENCE_COMMISSION_ONLY, "outer");
  }
  record.mutable_visit()->mutable_sessions(3)->set_end("19:00");
  const auto flaws = VisitFlaws(record, SampleFramework());
  ASSERT_EQ(flaws.size(), 1u);  // one for the meeting, not for every session
  EXPECT_EQ(flaws[0].rule, "meeting_shared");
  EXPECT_EQ(flaws[0].field, "visit.sessions[3].meeting");
  EXPECT_EQ(flaws[0].message,
            "the on-line meeting outer serves 2 sessions of the commission only and 2 with others");
}

TEST(Visit, ASessionIsForTheCommissionOnlyOrForOthers) {
  v1::Case record = SampleCase();
  record.mutable_visit()->mutable_sessions(0)->add_audiences(v1::AUDIENCE_TEACHERS);
  EXPECT_THAT(Lines(record), ElementsAreArray({"mixed_audience visit.sessions[0].audiences"}));
}

TEST(Visit, HearsWhomTheRulesAskForInEachCluster) {
  v1::Case record = SampleCase();
  record.mutable_visit()->mutable_sessions(2)->set_clusters(0, "2");
  const auto flaws = VisitFlaws(record, SampleFramework());
  ASSERT_EQ(flaws.size(), 1u);  // graduates are asked of the specialized cluster only
  EXPECT_EQ(flaws[0].message, "no session hears: graduates, of cluster 1");
  record.mutable_visit()->mutable_sessions(2)->clear_clusters();
  EXPECT_THAT(Lines(record), testing::IsEmpty());
  record.mutable_visit()->mutable_sessions(1)->set_audiences(0, v1::AUDIENCE_OPEN);
  EXPECT_THAT(Lines(record),
              ElementsAreArray({"not_heard visit.sessions", "not_heard visit.sessions"}));
}

TEST(Visit, OfAnInstitutionHasNoClusters) {
  v1::Case record;
  record.set_type(v1::PROCEDURE_TYPE_INSTITUTIONAL);
  EXPECT_THAT(Lines(record), ElementsAreArray({"not_heard visit.sessions"}));
  AddSession(record, "rector", "2023-04-25", "10:00", "11:00", v1::AUDIENCE_LEADERSHIP, "");
  EXPECT_THAT(Lines(record), testing::IsEmpty());
}

}  // namespace
}  // namespace tarazy::accreditation
