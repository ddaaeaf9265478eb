// The whole cycle through the command line, each person with a token of its own: template → submit
// → dispute → settle → preliminary → objection → publish → erratum. docs/cycle.md tells the same
// story.
#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

constexpr char kMethodology[] = R"(
id: cycle
title: {en: Cycle, ru: Цикл, kk: Цикл}
max_change: 0.5
variables:
  students: {title: {en: Students, ru: Студенты, kk: Студенттер}, unit: persons, min: 0}
  staff: {title: {en: Staff, ru: Преподаватели, kk: Оқытушылар}, unit: persons, min: 1}
indicators:
  - code: "1"
    title: {en: Students per teacher, ru: Студентов на преподавателя, kk: Бір оқытушыға студент}
    points: 100
    value: students / staff
    direction: lower
)";

class CycleJourneyTest : public ::testing::Test {
 protected:
  json Must(std::vector<std::string> arguments, const std::string& who) {
    return deployment_.Must(std::move(arguments), who);
  }
  void ExpectRefused(std::vector<std::string> arguments, const std::string& who,
                     const std::string& reason) {
    const CliResult result = deployment_.Run(std::move(arguments), who);
    EXPECT_EQ(result.exit, 1) << result.out;
    EXPECT_NE(result.err.find(reason), std::string::npos) << result.err;
  }

  // What the institution stated before is in the file already; `values` is what it enters.
  void FillAndImport(const std::string& institution, const std::string& who,
                     const std::string& values) {
    const std::string file = absl::StrCat(deployment_.folder(), "/", institution, ".xlsx");
    deployment_.Run({"ranking", "template", "cycle-2026", file}, who);
    const std::string fill = absl::StrCat("/usr/bin/python3 '", REPOSITORY,
                                          "/tests/e2e/fill_template.py' '", file, "' ", values);
    ASSERT_EQ(std::system(fill.c_str()), 0);
    Must({"ranking", "import", "cycle-2026", file}, who);
  }

  // "score rank" of each line of the table.
  json Table(const std::string& edition, const std::string& who) {
    json lines = json::array();
    for (const json& row : Must({"ranking", "table", edition}, who)) {
      lines.push_back({row.at("institution"), row.at("rank"), row.at("score")});
    }
    return lines;
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(CycleJourneyTest, FromTemplateToErratum) {
  const std::string methodologist = deployment_.TokenFile("methodologist");
  const std::string head = deployment_.TokenFile("methodologist");
  const std::string verifier = deployment_.TokenFile("verifier");
  const std::string reviewer = deployment_.TokenFile("verifier");
  const std::string publik = deployment_.TokenFile("public");

  // The agency opens the cycle; the one before is there to compare with.
  Must({"institution", "put", "oak", "--title", "Oak University"}, methodologist);
  Must({"institution", "put", "elm", "--title", "Elm University"}, methodologist);
  const std::string oak = deployment_.TokenFile("institution", "oak");
  const std::string elm = deployment_.TokenFile("institution", "elm");
  Must({"methodology", "put", deployment_.Write("cycle.yaml", kMethodology)}, methodologist);
  Must({"ranking", "create", "cycle-2025", "--methodology", "cycle@1", "--year", "2025"},
       methodologist);
  Must({"ranking", "import", "cycle-2025",
        deployment_.Write("before.csv", "institution,students,staff\noak,1000,100\nelm,900,100\n")},
       verifier);
  Must({"ranking", "create", "cycle-2026", "--methodology", "cycle@1", "--year", "2026",
        "--previous", "cycle-2025"},
       methodologist);

  // Both fill their templates and hand them in.
  FillAndImport("oak", oak, "students=2000 staff=100");
  FillAndImport("elm", elm, "students=900 staff=90");
  EXPECT_EQ(Must({"ranking", "submit", "cycle-2026"}, oak).at("cells"), 2);
  EXPECT_EQ(Must({"ranking", "submit", "cycle-2026"}, elm).at("cells"), 2);
  ExpectRefused({"ranking", "values", "cycle-2026", "--unit", "elm"}, oak, "PERMISSION_DENIED");

  // A check finds that oak's students doubled; the verifier disputes, the rest is verified.
  const json checks = Must({"ranking", "check", "cycle-2026"}, verifier);
  ASSERT_EQ(checks.size(), 1u) << checks;
  EXPECT_EQ(checks[0].at("rule"), "outlier");
  EXPECT_EQ(checks[0].at("unit"), "oak");
  EXPECT_EQ(checks[0].at("value"), 2000);
  EXPECT_EQ(checks[0].at("reference"), 1000);
  Must({"ranking", "dispute", "cycle-2026", "oak", "students", "--reason",
        "twice as many as last year: attach the register"},
       verifier);
  Must({"ranking", "verify-values", "cycle-2026", "oak"}, verifier);
  Must({"ranking", "verify-values", "cycle-2026", "elm"}, verifier);
  const json queue = Must({"ranking", "submissions", "cycle-2026"}, verifier);
  ASSERT_EQ(queue.size(), 2u);
  EXPECT_EQ(queue[1].at("institution"), "oak");
  EXPECT_EQ(queue[1].at("disputed"), 1);
  EXPECT_EQ(queue[1].at("verified"), 1);

  // Oak answers with a corrected figure; another reviewer settles.
  Must({"ranking", "answer", "cycle-2026", "oak", "students", "--statement",
        "both campuses were counted twice", "--value", "1100", "--source", "register, page 3"},
       oak);
  ExpectRefused({"ranking", "settle", "cycle-2026", "oak", "students", "--accept", "--reason",
                 "the register agrees"},
                verifier, "SECOND_PERSON_NEEDED");
  Must({"ranking", "settle", "cycle-2026", "oak", "students", "--accept", "--reason",
        "the register agrees"},
       reviewer);

  // elm 900/90 = 10 is best (lower is better): 100; oak 1100/100 = 11: 10/11 of 100.
  const std::string first = Must({"ranking", "compute", "cycle-2026"}, methodologist).at("edition");
  EXPECT_EQ(Table(first, verifier), json({{"elm", 1, 100.00}, {"oak", 2, 90.91}}));

  // Each institution sees its own preliminary result, and elm objects.
  const std::string until = absl::FormatTime(absl::Now() + absl::Hours(1), absl::UTCTimeZone());
  Must({"ranking", "preliminary", first, "--until", until}, methodologist);
  EXPECT_EQ(Must({"ranking", "scores", first, "oak"}, oak)[0].at("points"), 100.0 * 10 / 11);
  ExpectRefused({"ranking", "scores", first, "elm"}, oak, "EDITION_STATE");
  ExpectRefused({"ranking", "table", first}, publik, "NOT_FOUND");
  Must({"ranking", "object", first, "elm", "--reason", "25 teachers of the college are missing"},
       elm);
  ExpectRefused({"ranking", "publish", first}, head, "OBJECTIONS_STAND");
  Must({"ranking", "resolve-objection", first, "1", "--uphold", "--reason", "they belong to it"},
       reviewer);

  // Elm corrects its staff; a new edition replaces the one that was objected to.
  FillAndImport("elm", elm, "staff=115");
  Must({"ranking", "submit", "cycle-2026"}, elm);
  Must({"ranking", "verify-values", "cycle-2026", "elm"}, verifier);
  const std::string second =
      Must({"ranking", "compute", "cycle-2026"}, methodologist).at("edition");
  ExpectRefused({"ranking", "publish", second}, methodologist, "SECOND_PERSON_NEEDED");
  ExpectRefused({"ranking", "publish", first}, head, "OBJECTIONS_STAND");
  Must({"ranking", "publish", second}, head);
  // elm 900/115 = 7.826…, oak 11: 7.826…/11 = 71.146 %.
  const json published = {{"elm", 1, 100.00}, {"oak", 2, 71.15}};
  EXPECT_EQ(Table(second, publik), published);
  EXPECT_EQ(Must({"ranking", "verify", second}, publik).at("verified"), true);

  // After publication an error is found: an erratum, and a corrected edition.
  Must({"ranking", "withdraw", second, "--erratum", "The college's teachers were counted twice."},
       head);
  EXPECT_EQ(Table(second, publik), published);  // still readable
  FillAndImport("elm", elm, "staff=100");
  Must({"ranking", "submit", "cycle-2026"}, elm);
  Must({"ranking", "verify-values", "cycle-2026", "elm"}, verifier);
  const std::string third = Must({"ranking", "compute", "cycle-2026"}, methodologist).at("edition");
  Must({"ranking", "publish", third}, head);
  // elm 9, oak 11: 9/11.
  EXPECT_EQ(Table(third, publik), json({{"elm", 1, 100.00}, {"oak", 2, 81.82}}));
  const json editions = Must({"ranking", "editions", "cycle-2026"}, publik);
  ASSERT_EQ(editions.size(), 2u);  // the first was never published
  EXPECT_EQ(editions[0].at("state"), "withdrawn");
  EXPECT_EQ(editions[0].at("erratum"), "The college's teachers were counted twice.");
  EXPECT_EQ(editions[1].at("state"), "published");

  // Nothing of the argument is lost.
  const json history = Must(
      {"ranking", "values", "cycle-2026", "--unit", "oak", "--variable", "students", "--history"},
      oak);
  std::vector<std::string> acts;
  for (const json& version : history) {
    acts.push_back(
        absl::StrCat(version.at("act").get<std::string>(), " ", version.at("value").get<double>()));
  }
  EXPECT_EQ(acts, (std::vector<std::string>{"import 2000", "submit 2000", "dispute 2000",
                                            "answer 1100", "settle 1100"}));
}

}  // namespace
}  // namespace tarazy::e2e
