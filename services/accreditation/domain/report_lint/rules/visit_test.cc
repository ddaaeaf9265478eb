// Sessions, the commission, and what a public text may print.
#include <gmock/gmock.h>

#include <tuple>

#include "services/accreditation/domain/report_lint/test_report.h"

namespace tarazy::accreditation::report_lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SessionOverlap, ParallelOrInTwoRoomsIsNone) {
  struct Row {
    const char *room_a, *room_b, *meeting_a, *meeting_b, *cluster_a, *cluster_b;
    bool parallel;
    bool found;
  };
  for (const Row& row :
       {Row{"139", "139", "", "", "", "", false, true},
        Row{"139", "139", "", "", "", "", true, false},
        Row{"139", "140", "1", "1", "", "", false, false},
        Row{"", "", "1", "1", "", "", false, true}, Row{"", "", "", "", "", "", false, true},
        Row{"", "", "", "", "1", "2", false, false}, Row{"", "", "1", "1", "1", "2", false, true},
        Row{"", "", "1", "2", "1", "2", false, false},
        Row{"139", "139", "", "", "1", "2", false, true}}) {
    TestReport test;
    int i = 0;
    for (const auto& [room, meeting, cluster] :
         {std::tuple(row.room_a, row.meeting_a, row.cluster_a),
          std::tuple(row.room_b, row.meeting_b, row.cluster_b)}) {
      v1::Session& session = AddSession(test.record, i++ == 0 ? "a" : "b", "14:00", "16:00");
      session.set_room(room);
      session.set_meeting(meeting);
      if (*cluster != '\0') session.add_clusters(cluster);
    }
    test.record.mutable_visit()->mutable_sessions(1)->set_parallel(row.parallel);
    EXPECT_EQ(!Found(test, "session_overlap").empty(), row.found)
        << row.room_a << row.room_b << row.meeting_b << row.cluster_b << row.parallel;
  }
}

TEST(SessionOverlap, OneAfterTheOtherAndOnAnotherDayIsNone) {
  TestReport test;
  AddSession(test.record, "late", "11:00", "12:00");
  AddSession(test.record, "early", "10:00", "11:00");
  AddSession(test.record, "next-day", "10:30", "11:30").set_on("2023-04-26");
  EXPECT_THAT(All(test), IsEmpty());
  AddSession(test.record, "long", "09:00", "12:30");
  EXPECT_THAT(Found(test, "session_overlap"), ElementsAre("long/early", "long/late"));
}

TEST(SessionPrivacy, OneFindingForEachMeeting) {
  TestReport test;
  const std::pair<v1::Audience, const char*> sessions[] = {
      {v1::AUDIENCE_COMMISSION_ONLY, "494 124 0662"},
      {v1::AUDIENCE_STUDENTS, "4941240662"},
      {v1::AUDIENCE_COMMISSION_ONLY, "494 124 0662"},
      {v1::AUDIENCE_COMMISSION_ONLY, "777"}};
  for (const auto& [audience, meeting] : sessions) {
    v1::Session& session = AddSession(test.record, meeting, "", "");
    session.add_audiences(audience);
    session.set_meeting(meeting);
  }
  EXPECT_THAT(Found(test, "session_privacy"), IsEmpty());
  test.record.mutable_visit()->mutable_sessions(1)->set_meeting("494 124 0662");
  EXPECT_THAT(Found(test, "session_privacy"), ElementsAre("meeting/494-124-0662"));
}

TEST(PublicText, OnlyAPublicReportHasSecretsToKeep) {
  TestReport test;
  for (int i = 0; i < 2; ++i) {
    v1::Link& link = *test.report().add_links();
    link.set_url("https://folders/1");
    link.set_target("folder");
    link.set_is_confidential(true);
    test.report().add_persons()->set_role("student of group 19");
  }
  test.report().add_persons()->set_in_office(true);
  EXPECT_THAT(All(test), IsEmpty());
  test.report().set_is_public(true);
  EXPECT_THAT(Found(test, "session_privacy"), ElementsAre("link/folder"));
  EXPECT_THAT(Found(test, "private_name_in_public_text"), ElementsAre("student-of-group-19"));
  EXPECT_EQ(Compared(test, "private_name_in_public_text"), 3);
}

TEST(Composition, PerClusterNeedsAssignments) {
  TestReport test;
  v1::CompositionRule& rule = *test.framework.mutable_procedure()->add_composition();
  rule.set_role(v1::COMMISSION_ROLE_STUDENT);
  rule.set_min(1);
  rule.set_per_cluster(true);
  rule.add_types(v1::PROCEDURE_TYPE_PROGRAMME);
  test.record.set_type(v1::PROCEDURE_TYPE_PROGRAMME);
  for (const char* id : {"1", "2", "3"}) test.record.add_clusters()->set_id(id);
  test.record.mutable_clusters(2)->set_type(v1::PROCEDURE_TYPE_PRIMARY);
  EXPECT_THAT(Found(test, "composition"), IsEmpty());  // nobody is known yet
  v1::Member& student = *test.record.add_commission();
  student.set_id("student");
  student.set_role(v1::COMMISSION_ROLE_STUDENT);
  EXPECT_THAT(Found(test, "composition"), ElementsAre("student/unassigned"));
  student.add_clusters("1");
  EXPECT_THAT(Found(test, "composition"), ElementsAre("student/2"));
  student.add_clusters("2");
  EXPECT_THAT(Found(test, "composition"), IsEmpty());  // the third is of another type
}

TEST(MemberIncomplete, AgainstWhatMostState) {
  TestReport test;
  for (int i = 0; i < 5; ++i) {
    v1::Member& member = *test.record.add_commission();
    member.set_id(std::string("m") + std::to_string(i));
    member.set_city(i < 4 ? "Almaty" : "");
    member.set_country(i < 2 ? "KZ" : "");
  }
  EXPECT_THAT(Found(test, "member_incomplete"), ElementsAre("m4"));
  test.record.mutable_commission()->RemoveLast();
  EXPECT_THAT(Found(test, "member_incomplete"), IsEmpty());
}

TEST(HeardButNotCounted, ThisReportsClustersOnly) {
  TestReport test;
  for (const char* id : {"1", "2"}) test.record.add_clusters()->set_id(id);
  test.record.mutable_clusters(0)->set_reported(true);
  v1::Session& rector = AddSession(test.record, "rector", "10:00", "10:30");
  rector.add_audiences(v1::AUDIENCE_LEADERSHIP);
  EXPECT_THAT(All(test), IsEmpty());
  v1::Participation& row = *test.record.mutable_visit()->add_participation();
  row.set_audience(v1::AUDIENCE_STUDENTS);
  row.set_count(13);
  EXPECT_THAT(Found(test, "heard_but_not_counted"), ElementsAre("leadership", "students"));
  rector.add_clusters("2");
  EXPECT_THAT(Found(test, "heard_but_not_counted"), ElementsAre("students"));
  AddSession(test.record, "students", "11:00", "11:30").add_audiences(v1::AUDIENCE_STUDENTS);
  EXPECT_THAT(Found(test, "heard_but_not_counted"), IsEmpty());
}

}  // namespace
}  // namespace tarazy::accreditation::report_lint
