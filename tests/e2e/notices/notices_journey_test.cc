// From what happens in one service to what people read, across all of them.
#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/e2e/accreditation_files.h"
#include "tests/e2e/notices/notices_world.h"
#include "tests/e2e/surveys/small_survey.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kCase[] = "rowan-2026";
constexpr char kFindings[] = R"(state: finalised
findings:
  - id: r-1
    kind: recommendation
    standard: "2"
    programmes: ["6B04101"]
    text: {en: Ask every student, ru: Опрашивать каждого студента, kk: Әр студенттен сұрау}
    deadline: {fixed: "{D+5}"}
)";
constexpr char kPeople[] = R"(
id: rector
title: Rector
language: kk
role: institution
institution: institutions/rowan
email: rector@rowan.kz
---
id: dean
title: Dean
language: ru
role: institution
institution: institutions/rowan
email: dean@rowan.kz
---
id: office
title: Office
language: en
role: institution
institution: institutions/rowan
email: office@rowan.kz
token: %s
---
id: stranger
title: Stranger
language: en
role: institution
institution: institutions/alder
email: stranger@alder.kz
)";

// The default topic, but that its reminders come at midnight: whatever the hour, that of tomorrow's
// deadline is due.
constexpr char kDeadlines[] = R"(
id: finding-deadline
etag: %s
title: {en: Deadlines of findings, ru: Сроки по пунктам, kk: Мерзімдер}
template: finding-deadline
channels: [email, webhook]
audience: [{role: institution, concerned: true}]
mandatory: true
urgent: true
ladder:
  - {days: -30, clock: "00:00"}
  - {days: -7, clock: "00:00"}
  - {days: -1, clock: "00:00"}
  - {days: 0, clock: "00:00", template: finding-deadline-today}
  - {days: 7, clock: "00:00"}
acknowledge_within_days: 5
escalation: [{role: methodologist}]
)";

class NoticesJourneyTest : public NoticesTest {
 protected:
  void OpenCase() {
    Must({"framework", "put", Write("birch.yaml", kBirchFramework)});
    Must({"institution", "put", "rowan", "--title", "Rowan University"});
    for (const char* code : {"6b04101", "7m04101"}) {
      Must({"programme", "put", absl::StrCat("rowan-", code), "--institution", "rowan", "--title",
            "Forestry"});
    }
    Must({"case", "import", Write("rowan.yaml", Dated(absl::StrCat(kRowanCase, kFindings)))});
  }
  json Ladder() { return Must({"notify", "ladders", "--prefix", "cases/rowan-2026/"}).at(0); }
};

TEST_F(NoticesJourneyTest, ARecommendationsDeadlineFromTheCommissionToTheAcknowledgement) {
  std::string token;
  const std::string office = deployment_->TokenFile("institution", "rowan", &token);
  const std::string etag = Must({"notify", "topic", "get", "finding-deadline"}).at("etag");
  Must({"notify", "topic", "put", Write("deadlines.yaml", absl::StrFormat(kDeadlines, etag))});
  Must({"notify", "recipient", "put", Write("people.yaml", absl::StrFormat(kPeople, token))});
  const std::string secret =
      Must({"notify", "webhook", "put", "office", "--url", "http://127.0.0.1:9999/later"})
          .at("secret");
  auto started = testing::TempWebhookReceiver::Start(secret);
  ASSERT_TRUE(started.ok()) << started.status();
  const auto receiver = *std::move(started);
  Must({"notify", "webhook", "put", "office", "--url", receiver->Url("/hook")});
  ASSERT_NO_FATAL_FAILURE(OpenCase());

  // Told at once, to each in his language; strangers are not.
  for (const char* reader : {"rector@rowan.kz", "dean@rowan.kz", "office@rowan.kz"}) {
    EXPECT_TRUE(Await([&] { return Mail(reader, "Content-Language").size() >= 2; })) << reader;
  }
  EXPECT_TRUE(Await([&] { return receiver->Requests().size() >= 2; }));
  EXPECT_THAT(Mail("rector@rowan.kz", "Content-Language"), Each("kk"));
  EXPECT_THAT(Mail("dean@rowan.kz", "Content-Language"), Each("ru"));
  EXPECT_THAT(Mail("office@rowan.kz", "Content-Language"), Each("en"));
  EXPECT_THAT(Mail("stranger@alder.kz", "Subject"), SizeIs(0));
  for (const json& request : receiver->Requests()) EXPECT_TRUE(request.at("verified")) << request;

  // The ladder: what lies behind is passed, the rest waits.
  ASSERT_TRUE(Await([&] {
    return !Must({"notify", "ladders", "--prefix", "cases/rowan-2026/"}).empty();
  }));
  EXPECT_EQ(Ladder().at("date"), Day(5));
  EXPECT_EQ(Ladder().at("next_step"), "T-1");
  const std::string deadline = Ladder().at("deadline");

  // The deadline comes nearer: the last reminder before it is due at once.
  Must({"notify", "publish", "finding-deadline", "--deadline", deadline, "--due", Day(1)});
  json items;
  EXPECT_TRUE(Await([&] {
    items = Must({"notify", "inbox", "me"}, office);
    return !items.empty() && items[0].at("topic") == "topics/finding-deadline";
  })) << items;
  EXPECT_EQ(items[0].at("acknowledge"), true);
  EXPECT_TRUE(Await([&] {
    const auto subjects = Mail("dean@rowan.kz", "Subject");
    return !subjects.empty() && subjects.back() == "Остался 1 день: Rowan University, 2026";
  })) << json(Mail("dean@rowan.kz", "Subject"));
  const std::string delivery = items[0].at("delivery");
  Must({"notify", "ack", "me", delivery}, office);
  EXPECT_EQ(Must({"notify", "deliveries", "get", delivery}).at("state"), "acknowledged");
  EXPECT_THAT(Refused({"notify", "ack", "rector", delivery}, office), HasSubstr("NOT_FOUND"));

  // It moves away: the rest is derived anew; the same again changes nothing.
  for (int i = 0; i < 2; ++i) {
    Must({"notify", "publish", "finding-deadline", "--deadline", deadline, "--due", Day(60)});
    EXPECT_EQ(Ladder().at("moves"), 2);
    EXPECT_EQ(Ladder().at("next_step"), "T-30");
    const json ladder = Ladder();
    int waiting = 0;
    for (const json& step : ladder.at("steps")) waiting += step.at("state") == "waiting";
    EXPECT_EQ(waiting, 5);
  }

  // The evidence is verified: nothing is left to remind of.
  const auto step = [&](const std::string& act, const std::string& who) {
    Must({"case", "follow-up", kCase, "r-1", "--programme", "6B04101", "--act", act, "--text",
          "As agreed"},
         who);
  };
  step("plan", office);
  step("evidence", office);
  step("verify", "");
  EXPECT_TRUE(Await([&] { return Ladder().at("ended") == true; }));
  const json ended = Ladder();
  for (const json& one : ended.at("steps")) EXPECT_NE(one.at("state"), "waiting") << one;

  // What the office was told can be proved, and nothing of the proof can be changed.
  const std::string proof = deployment_->folder() + "/office.proof";
  Must({"notify", "proof", "export", delivery, proof});
  EXPECT_EQ(deployment_->Run({"notify", "proof", "verify", proof}).exit, 0);
  const CliResult elsewhere = VerifyElsewhere(proof);
  EXPECT_EQ(elsewhere.exit, 0) << elsewhere.out;
  EXPECT_THAT(elsewhere.out, HasSubstr(" ACKNOWLEDGED\n"));
  json changed = json::parse(std::ifstream(proof));
  std::string receipt = changed["receipts"][0]["receipt"];
  receipt[20] = receipt[20] == 'A' ? 'B' : 'A';
  changed["receipts"][0]["receipt"] = receipt;
  const std::string changed_file = Write("changed.proof", changed.dump());
  const CliResult broken = deployment_->Run({"notify", "proof", "verify", changed_file});
  EXPECT_EQ(broken.exit, 1) << broken.out;
  const CliResult broken_elsewhere = VerifyElsewhere(changed_file);
  EXPECT_EQ(broken_elsewhere.exit, 1);
  EXPECT_THAT(broken_elsewhere.out, HasSubstr("the proof does not hold: "));
}

TEST_F(NoticesJourneyTest, ARankingUnderEmbargoReachesAllAtOneInstantOnce) {
  std::string people;
  for (int i = 0; i < 12; ++i) {
    absl::StrAppend(&people, i == 0 ? "" : "---\n", "id: u", i,
                    "\ntitle: U\nlanguage: en\nrole: ", "institution\ninstitution: institutions/u",
                    i, "\nemail: u", i,
                    "@u.kz\nquiet_hours: {from: \"00:00\", until: \"23:59\"}\n");
  }
  Must({"notify", "recipient", "put", Write("people.yaml", people)});
  Must({"institution", "put", "u0", "--title", "U"});
  Must({"methodology", "put", Write("one.yaml", R"(
id: one
title: {en: One, ru: Один, kk: Бір}
variables:
  v: {title: {en: V, ru: V, kk: V}, unit: percent, min: 0, max: 100}
indicators:
  - {code: "1", title: {en: A, ru: A, kk: A}, points: 100, value: v, normalize: identity}
)")});
  Must({"ranking", "create", "one-2026", "--methodology", "one", "--year", "2026"});
  Must({"ranking", "import", "one-2026", Write("v.csv", "institution,v\nu0,50\n")});
  Must({"ranking", "compute", "one-2026"});
  const absl::Time embargo = absl::Now() + absl::Seconds(8);
  Must({"ranking", "publish", "one-2026/1", "--embargo",
        absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", embargo, absl::UTCTimeZone())});
  EXPECT_TRUE(Await([&] {
    const json counts = Must({"notify", "deliveries", "count"});
    return absl::Now() > embargo - absl::Seconds(2) || counts.size() == 2;
  }));
  if (absl::Now() < embargo - absl::Seconds(1)) {
    EXPECT_TRUE(smtp_->Messages().empty());
  }
  EXPECT_TRUE(Await([&] { return smtp_->Messages().size() >= 12; }));
  const absl::Time last = absl::Now();
  EXPECT_GT(last, embargo - absl::Seconds(1));
  EXPECT_LT(last, embargo + absl::Seconds(10));
  for (int i = 0; i < 12; ++i) {
    const auto subjects = Mail(absl::StrCat("u", i, "@u.kz"), "Subject");
    ASSERT_THAT(subjects, SizeIs(1));
    EXPECT_THAT(subjects[0], ::testing::Not(HasSubstr("50")));
  }
}

TEST_F(NoticesJourneyTest, AReminderOfASurveyReachesThoseLeftAndTellsNobodyWho) {
  Must({"questionnaire", "put", Write("small.yaml", kSmallQuestionnaire)});
  Must({"survey", "open", "visit", "--file", Write("visit.yaml", R"(
id: visit
kind: tickets
title: {en: The visit, ru: Визит, kk: Сапар}
questionnaire: questionnaires/small/versions/0
strata: [{id: s, frame: 30}]
)")});
  std::string csv = "contact,stratum,language,test\n";
  for (int i = 0; i < 9; ++i) absl::StrAppend(&csv, "person", i, "@rowan.kz,s,ru,\n");
  const json tickets = Must({"survey", "invite", "visit", Write("people.csv", csv)});
  // Three have taken theirs.
  for (int i = 0; i < 3; ++i) {
    Must({"survey", "submit", "visit", "--lang", "ru", "--ticket", tickets[i].at("code"),
          "--voucher", absl::StrCat(deployment_->folder(), "/voucher", i), "--answer",
          "quality=full"});
  }
  Must({"survey", "remind", "visit"});
  EXPECT_TRUE(Await([&] { return smtp_->Messages().size() >= 6; }));
  Must({"survey", "remind", "visit"});
  EXPECT_TRUE(Await([&] { return smtp_->Messages().size() >= 12; }));
  for (int i = 0; i < 9; ++i) {
    const auto got = Mail(absl::StrCat("person", i, "@rowan.kz"), "Message-ID");
    EXPECT_THAT(std::set<std::string>(got.begin(), got.end()), SizeIs(i < 3 ? 0 : 2)) << i;
  }
  // Neither the tables nor the log of notifications hold a person's address.
  const std::unique_ptr<sql::Database> data = deployment_->OpenData("notifications");
  for (const char* table : {"delivery", "receipt", "reminder_batch", "notice", "recipient"}) {
    int64_t rows = 0;
    ASSERT_TRUE(data->Read({.deadline = absl::Now() + absl::Seconds(5)},
                           [&](sql::Tx& tx) {
                             return tx.Query(absl::StrCat("SELECT * FROM ", table), {},
                                             [&](const sql::Row&) {
                                               ++rows;
                                               return absl::OkStatus();
                                             });
                           })
                    .ok());
    const bool holds_any = std::string(table) == "reminder_batch" || std::string(table) == "notice";
    if (!holds_any) {
      EXPECT_EQ(rows, 0) << table;
    }
  }
  for (const auto& entry : std::filesystem::directory_iterator(deployment_->folder())) {
    if (entry.path().extension() != ".log") continue;
    std::ifstream file(entry.path());
    const std::string log((std::istreambuf_iterator<char>(file)), {});
    EXPECT_THAT(log, ::testing::Not(HasSubstr("@rowan.kz"))) << entry.path();
  }
}

}  // namespace
}  // namespace tarazy::e2e
