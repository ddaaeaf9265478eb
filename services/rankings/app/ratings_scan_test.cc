#include "services/rankings/app/ratings_scan.h"

#include "absl/strings/str_cat.h"
#include "services/rankings/app/fake_directory.h"
#include "services/rankings/app/import_test.h"

namespace tarazy::rankings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Methodology Rated(RatingRules rules) {
  Methodology methodology;
  methodology.id = "demo";
  methodology.variables = {{.name = "experts", .min = 1, .max = 5, .ratings = std::move(rules)}};
  return methodology;
}

class RatingsScanTest : public testing::Test {
 protected:
  // "row 2, rating: …" of every problem.
  std::vector<std::string> ProblemsOf(absl::string_view csv) {
    SpooledFile file;
    Fill(file, csv);
    RatingsScan scan(file, methodology_, methodology_.variables[0]);
    status_ = scan.Read(nullptr);
    if (status_.ok()) status_ = scan.ResolveUnits(directory_, groups_);
    if (status_.ok()) scan.CheckRules();
    units_ = scan.units();
    ratings_ = scan.ratings();
    respondents_ = scan.respondents();
    count_ = scan.problems().count();
    std::vector<std::string> lines;
    for (const ImportProblem& problem : scan.problems().first()) {
      lines.push_back(absl::StrCat("row ", problem.row, problem.column.empty() ? "" : ", ",
                                   problem.column, ": ", problem.message));
    }
    return lines;
  }

  Methodology methodology_ =
      Rated({.panel = "experts", .each_min = 2, .each_max = 3, .own = OwnInstitution::kRefuse});
  FakeDirectory directory_{{.id = "ektu", .title = {.en = "East University", .kk = "Шығыс"}},
                           {.id = "kaznu", .title = {.en = "National University"}},
                           {.id = "shu", .title = {.en = "Shared Title"}},
                           {.id = "sdu", .title = {.en = "Shared Title"}}};
  std::map<std::string, std::string> groups_;
  absl::Status status_;
  std::vector<RankedUnit> units_;
  std::vector<Rating> ratings_;
  size_t respondents_ = 0;
  int64_t count_ = 0;
};

TEST_F(RatingsScanTest, ReadsIdsAndTitlesWithColumnsInAnyOrder) {
  EXPECT_THAT(ProblemsOf("rating;institution;respondent;affiliation\n"
                         "4;ektu;e1;a ministry\n5;kaznu;e1;a ministry\n"
                         "3.5;Шығыс;e2;shu\n2;National University;e2;shu\n"),
              IsEmpty());
  ASSERT_THAT(units_, SizeIs(2));
  EXPECT_EQ(units_[0].id, "ektu");
  EXPECT_EQ(units_[1].id, "kaznu");
  EXPECT_EQ(respondents_, 2u);
  ASSERT_THAT(ratings_, SizeIs(4));
  EXPECT_EQ(ratings_[2].unit, ratings_[0].unit);
  EXPECT_EQ(ratings_[2].rating, 3.5);
  EXPECT_EQ(ratings_[3].respondent, 1);
}

TEST_F(RatingsScanTest, NamesEveryFaultOfARow) {
  EXPECT_THAT(
      ProblemsOf("respondent,affiliation,institution,rating\n"
                 "e1,m,ektu,\"4,5\"\ne1,m,kaznu,9\n,m,ektu,4\ne2,,ektu,4\ne2,,kaznu,0\n"
                 "e3,m,,4\ne3,m,ektu\n"),
      ElementsAre(HasSubstr("row 2, rating: \"4,5\" has a decimal comma"),
                  "row 4, respondent: must not be empty", "row 5, affiliation: must not be empty",
                  "row 6, affiliation: must not be empty", "row 7, institution: must not be empty",
                  HasSubstr("row 8: has 3 fields"), "row 3, rating: 9 is above the maximum 5",
                  "row 6, rating: 0 is below the minimum 1"));
}

TEST_F(RatingsScanTest, CountsWhatARespondentRates) {
  directory_.Add({.id = "a1"});
  directory_.Add({.id = "a2"});
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\n"
                         "e1,m,ektu,4\n"
                         "e2,m,ektu,4\ne2,m,kaznu,4\ne2,m,a1,4\ne2,m,a2,4\n"),
              ElementsAre("row 2, respondent: \"e1\" rates 1, and each of the experts rates at "
                          "least 2",
                          "row 3, respondent: \"e2\" rates 4, and each of the experts rates at "
                          "most 3"));
}

TEST_F(RatingsScanTest, TheSameInstitutionByIdAndByTitleIsTwice) {
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\n"
                         "e1,m,ektu,4\ne1,m,East University,5\ne1,m,kaznu,5\n"),
              ElementsAre("row 3, institution: \"e1\" rated this institution in row 2 already"));
}

TEST_F(RatingsScanTest, TheOwnInstitutionIsToldByIdTitleAndOtherSpelling) {
  for (const char* own :
       {"ektu", "EKTU", "East University", "east  university.", "Шығыс", "шығыс"}) {
    EXPECT_THAT(ProblemsOf(absl::StrCat("respondent,affiliation,institution,rating\n"
                                        "e1,",
                                        own, ",kaznu,4\ne1,", own, ",ektu,5\n")),
                ElementsAre("row 3, institution: \"e1\" belongs to this institution and may not "
                            "rate it"))
        << own;
  }
}

TEST_F(RatingsScanTest, OnlyTheOwnInstitution) {
  methodology_ = Rated({.panel = "students", .own = OwnInstitution::kOnly});
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\n"
                         "s1,East University,ektu,4\ns2,ektu,kaznu,5\n"),
              ElementsAre("row 3, institution: \"s2\" belongs to \"ektu\" and may rate that "
                          "institution only"));
}

TEST_F(RatingsScanTest, WithoutARuleAffiliationsMayBeEmpty) {
  methodology_ = Rated({.panel = "students"});
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\ns1,,ektu,4\ns2,ektu,ektu,5\n"),
              IsEmpty());
}

TEST_F(RatingsScanTest, UnknownAndSharedTitlesAreNamedOnceAndStillCount) {
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\n"
                         "e1,nobody,nobody,4\ne1,nobody,Shared Title,5\n"
                         "e2,m,nobody,4\ne2,m,ektu,5\n"),
              ElementsAre("row 2, institution: \"nobody\" is not registered",
                          "row 3, institution: \"Shared Title\" is the title of several units; "
                          "use an id"));
}

TEST_F(RatingsScanTest, ARespondentHasOneAffiliationAndOneWeight) {
  methodology_.variables[0].ratings->weighted = true;
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating,weight\n"
                         "e1,m,ektu,4,2\ne1,n,kaznu,5,3\ne2,m,ektu,4,0\ne2,m,kaznu,4,x\n"),
              ElementsAre("row 3, affiliation: is \"n\" here and \"m\" in row 2 of the same "
                          "respondent",
                          "row 3, weight: is \"3\" here and \"2\" in row 2 of the same respondent",
                          "row 4, weight: must lie between 0.000001 and 1000000",
                          HasSubstr("row 5, weight: \"x\" is not a finite"),
                          HasSubstr("row 5, weight: is \"x\" here and \"0\" in row 4")));
}

TEST_F(RatingsScanTest, GroupsAreThoseOfTheRankingOrTheRegistry) {
  methodology_.groups = Groups{.by = "kind"};
  directory_.Add({.id = "kaznu", .title = {.en = "National University"}, .group = "classical"});
  directory_.Add({.id = "a1", .group = "classical"});
  groups_ = {{"a1", "technical"}};
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\n"
                         "e1,m,kaznu,4\ne1,m,a1,4\ne1,m,ektu,4\n"),
              ElementsAre("row 4, institution: \"ektu\" has no group; state it in the registry"));
  EXPECT_EQ(units_[0].group, "classical");
  EXPECT_EQ(units_[1].group, "technical");
}

TEST_F(RatingsScanTest, WrongColumnsAreNamed) {
  EXPECT_THAT(ProblemsOf("respondent,institution,rating,rating,weight,mark\ne1,ektu,1,1,1,1\n"),
              ElementsAre("row 1, rating: this column stands twice",
                          "row 1, weight: the methodology gives the experts no weights; remove the "
                          "column",
                          HasSubstr("row 1, mark: is no column of a file of ratings"),
                          "row 1, affiliation: this column is missing"));
  methodology_.variables[0].ratings->weighted = true;
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\ne1,m,ektu,1\n"),
              ElementsAre("row 1, weight: this column is missing"));
}

TEST_F(RatingsScanTest, ProgrammesHaveTheirOwnColumn) {
  methodology_ = Rated({.panel = "students"});
  methodology_.unit = UnitKind::kProgramme;
  EXPECT_THAT(ProblemsOf("respondent,affiliation,programme,rating\ns1,,ektu,4\n"), IsEmpty());
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\ns1,,ektu,4\n"), SizeIs(2));
}

TEST_F(RatingsScanTest, EmptyAndBrokenFilesAreRefused) {
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\n"),
              ElementsAre("row 1: the file has no data rows"));
  EXPECT_THAT(ProblemsOf(""), ElementsAre("row 1: the file has no data rows"));
  EXPECT_THAT(ProblemsOf("respondent,affiliation,institution,rating\ne1,m,ektu,\"4\n"), IsEmpty());
  EXPECT_TRUE(FailsWith(status_, absl::StatusCode::kInvalidArgument, Reason::kImportRejected));
}

TEST_F(RatingsScanTest, AllFaultsAreCountedAndTheFirstHundredKept) {
  std::string csv = "respondent,affiliation,institution,rating\n";
  for (int i = 0; i < 150; ++i) absl::StrAppend(&csv, "e", i, ",m,ektu,9\n");
  EXPECT_THAT(ProblemsOf(csv), SizeIs(100));
  EXPECT_EQ(count_, 300);  // above the scale, and too few
}

TEST_F(RatingsScanTest, ARegistryThatFailsStopsTheReading) {
  directory_.Fail(absl::UnavailableError("gone"));
  ProblemsOf("respondent,affiliation,institution,rating\ne1,m,ektu,4\n");
  EXPECT_EQ(status_.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace tarazy::rankings
