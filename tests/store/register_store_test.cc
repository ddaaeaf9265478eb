// register_store.h and register_span_store.h, on both engines.
#include "services/accreditation/store/register_store.h"

#include <limits>
#include <set>

#include "services/accreditation/app/append_register.h"
#include "services/accreditation/store/register_span_store.h"
#include "tests/store/register_fixture.h"

namespace tarazy::testing {
namespace {

using acc::LineKey;
using acc::RegisterStatus;
using acc::SearchFilter;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RegisterStoreTest : public RegisterTest {
 protected:
  acc::RegisterHead Head() {
    return Ok(InRead(db(), [](sql::Tx& tx) { return acc::LoadRegisterHead(tx); }));
  }

  // "SUBJECT STATUS" of what is found, by pages of `size`.
  std::vector<std::string> Search(const SearchFilter& filter, absl::string_view on,
                                  absl::Time known_at = acc::kAllKnown, int size = 2) {
    std::vector<std::string> found;
    std::optional<LineKey> after = LineKey{};
    while (after.has_value()) {
      const auto page = Ok(InRead(db(), [&](sql::Tx& tx) {
        return acc::SearchRegister(tx, filter, {Day(on), known_at}, *after, size);
      }));
      for (const auto& entry : page.entries) {
        found.push_back(
            absl::StrCat(entry.subject(), " ",
                         absl::StripPrefix(pb::RegisterStatus_Name(entry.status().status()),
                                           "REGISTER_STATUS_")));
      }
      after = page.next;
    }
    return found;
  }

  // Grants for three programmes and an institution, one of them withdrawn later.
  void RecordSome() {
    for (const char* subject :
         {"programmes/ektu-6B04106", "programmes/ektu-7M04107", "programmes/iitu-6B04107"}) {
      pb::Decision grant = Historical(std::string{'g', subject[11], subject[16], subject[22]},
                                      pb::DECISION_KIND_GRANT, "2020-01-01", 5);
      grant.set_subject(subject);
      ASSERT_OK(Record(grant).status());
    }
    pb::Decision whole = Historical("whole", pb::DECISION_KIND_GRANT, "2019-01-01", 5);
    whole.set_subject("institutions/ektu");
    whole.set_scope(pb::PROCEDURE_TYPE_INSTITUTIONAL);
    whole.set_agency("iqaa");
    ASSERT_OK(Record(whole).status());
    before_withdrawal_ = now_ - absl::Microseconds(1);
    ASSERT_OK(
        Record(Historical("w", pb::DECISION_KIND_WITHDRAW, "2022-01-01", 0, "ge66")).status());
  }

  absl::Time before_withdrawal_;
};

TEST_P(RegisterStoreTest, TheFirstNumberIsOne) {
  EXPECT_EQ(Head().sequence, 0);
  EXPECT_EQ(Ok(Record(Historical("g", pb::DECISION_KIND_GRANT, "2020-01-01", 5))).sequence(), 1);
  EXPECT_EQ(Head().sequence, 1);
  EXPECT_EQ(Changes()[0].cursor(), Head().Cursor(1));
}

TEST_P(RegisterStoreTest, WhatIsRolledBackLeavesNoGap) {
  ASSERT_OK(Record(Historical("g", pb::DECISION_KIND_GRANT, "2020-01-01", 5)).status());
  const absl::Status status = db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    RETURN_IF_ERROR(acc::RecordDecision(tx, cases_, By(),
                                        Historical("x", pb::DECISION_KIND_REFUSE, "2021-01-01"))
                        .status());
    return absl::CancelledError();
  });
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_EQ(Ok(Record(Historical("h", pb::DECISION_KIND_GRANT, "2022-01-01", 5))).sequence(), 2);
  EXPECT_EQ(Changes().size(), 2u);
}

TEST_P(RegisterStoreTest, ARecordingIsLaterThanAllBeforeIt) {
  const auto take = [&](absl::Time now) {
    return Ok(InWrite(db(), [&](sql::Tx& tx) { return acc::TakeNumbers(tx, 3, now); })).recorded;
  };
  EXPECT_EQ(take(At(1000)), At(1000));
  EXPECT_EQ(take(At(1000)), At(1001));
  EXPECT_EQ(take(At(7)), At(1002));  // the clock went backwards
  EXPECT_EQ(take(At(2000)), At(2000));
  EXPECT_EQ(Head().sequence, 12);
}

TEST_P(RegisterStoreTest, ARevokedCertificateIsAChangeOfTheFeedAndNoAct) {
  const pb::Decision decision =
      Ok(Record(Historical("g", pb::DECISION_KIND_GRANT, "2024-01-01", 5)));
  pb::Revocation revocation;
  revocation.set_certificate("certificates/1");
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) {
    return acc::AppendRevocation(tx, {now_, today_}, decision, revocation);
  }));
  const auto changes = Changes();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[1].sequence(), 2);
  EXPECT_EQ(changes[1].certificate_revoked().certificate(), "certificates/1");
  EXPECT_EQ(changes[1].status_before(), pb::REGISTER_STATUS_ACCREDITED);
  EXPECT_EQ(changes[1].status_after(), pb::REGISTER_STATUS_ACCREDITED);
}

TEST_P(RegisterStoreTest, RegistersHaveCursorsOfTheirOwn) {
  const acc::RegisterHead head{.epoch = "e", .sequence = 7};
  EXPECT_EQ(Ok(acc::ParseCursor(head, "")), 0);
  EXPECT_EQ(Ok(acc::ParseCursor(head, head.Cursor(0))), 0);
  EXPECT_EQ(Ok(acc::ParseCursor(head, head.Cursor(7))), 7);
  for (const char* cursor : {"e.8", "f.1", "e.", "e.-1", "e.x", "e", "e.1.1", ".1"}) {
    EXPECT_FAILS(acc::ParseCursor(head, cursor).status(), kInvalidArgument, kInvalidCursor)
        << cursor;
  }
  EXPECT_GE(Head().epoch.size(), 32u);
}

TEST_P(RegisterStoreTest, SubjectsAreRefreshedWithTheirCodes) {
  const acc::RegisteredSubject old{"programmes/p", "institutions/i", "6B04106", kOddTexts[2]};
  const acc::RegisteredSubject renamed{"programmes/p", "institutions/i", "7M1", kOddTexts[9]};
  const auto put = [&](const acc::RegisteredSubject& subject) {
    ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) { return acc::PutSubject(tx, subject); }));
  };
  put(old);
  put(old);
  put(renamed);
  EXPECT_EQ(Ok(InRead(db(), [](sql::Tx& tx) { return acc::LoadSubject(tx, "programmes/p"); })),
            renamed);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM register_code_prefix"), 3);
  EXPECT_EQ(ReadInt(db(), "SELECT COUNT(*) FROM register_code_prefix WHERE prefix = '7M1'"), 1);
}

TEST_P(RegisterStoreTest, SearchesByEveryFilter) {
  RecordSome();
  const char kDay[] = "2021-06-01";
  EXPECT_THAT(
      Search({}, kDay),
      ElementsAre("institutions/ektu ACCREDITED", "programmes/ektu-6B04106 ACCREDITED",
                  "programmes/ektu-7M04107 ACCREDITED", "programmes/iitu-6B04107 ACCREDITED"));
  EXPECT_THAT(Search({.institution = "institutions/ektu"}, kDay),
              ElementsAre("institutions/ektu ACCREDITED", "programmes/ektu-6B04106 ACCREDITED",
                          "programmes/ektu-7M04107 ACCREDITED"));
  EXPECT_THAT(
      Search({.code_prefix = "6B04"}, kDay),
      ElementsAre("programmes/ektu-6B04106 ACCREDITED", "programmes/iitu-6B04107 ACCREDITED"));
  EXPECT_THAT(Search({.code_prefix = "6B04107"}, kDay),
              ElementsAre("programmes/iitu-6B04107 ACCREDITED"));
  EXPECT_THAT(Search({.code_prefix = "6B04107-longer"}, kDay), IsEmpty());
  EXPECT_THAT(Search({.institution = "institutions/ektu", .code_prefix = "6B"}, kDay),
              ElementsAre("programmes/ektu-6B04106 ACCREDITED"));
  EXPECT_THAT(Search({.subject = "programmes/ektu-7M04107"}, kDay),
              ElementsAre("programmes/ektu-7M04107 ACCREDITED"));
  EXPECT_THAT(Search({.subject = "programmes/ektu-7M04107", .code_prefix = "6B"}, kDay), IsEmpty());
  EXPECT_THAT(
      Search({.institution = "institutions/iitu", .subject = "programmes/ektu-7M04107"}, kDay),
      IsEmpty());
  EXPECT_THAT(Search({.agency = "iqaa"}, kDay), ElementsAre("institutions/ektu ACCREDITED"));
  EXPECT_THAT(Search({.agency = "iaar"}, kDay), ::testing::SizeIs(3));
  EXPECT_THAT(Search({.scope = pb::PROCEDURE_TYPE_INSTITUTIONAL}, kDay),
              ElementsAre("institutions/ektu ACCREDITED"));
  EXPECT_THAT(Search({.status = RegisterStatus::kRefused}, kDay), IsEmpty());
}

TEST_P(RegisterStoreTest, SearchesByStatusOnADayAsKnownAtATime) {
  RecordSome();
  const SearchFilter withdrawn{.status = RegisterStatus::kWithdrawn};
  EXPECT_THAT(Search(withdrawn, "2021-12-31"), IsEmpty());
  EXPECT_THAT(Search(withdrawn, "2022-01-01"), ElementsAre("programmes/ektu-6B04106 WITHDRAWN"));
  EXPECT_THAT(Search(withdrawn, "2022-01-01", before_withdrawal_), IsEmpty());
  const SearchFilter accredited{.status = RegisterStatus::kAccredited};
  EXPECT_THAT(Search(accredited, "2022-01-01", before_withdrawal_), ::testing::SizeIs(4));
  EXPECT_THAT(Search(accredited, "2022-01-01"), ::testing::SizeIs(3));
  EXPECT_THAT(Search(accredited, "2024-01-01"), ::testing::SizeIs(2));  // the institution's is over
  EXPECT_THAT(Search({.status = RegisterStatus::kExpired}, "2026-01-01"), ::testing::SizeIs(3));
  EXPECT_THAT(Search({}, "2022-01-01", At(0)), IsEmpty());
  EXPECT_EQ(Says("programmes/ektu-6B04106", "2022-01-01", At(0)), "no line");
}

TEST_P(RegisterStoreTest, AnEntrySaysWhatTheRegistryCallsItAndUntilWhen) {
  RecordSome();
  const auto page = Ok(InRead(db(), [&](sql::Tx& tx) {
    return acc::SearchRegister(tx, {.subject = "programmes/ektu-6B04106"},
                               {Day("2021-06-01"), acc::kAllKnown}, {}, 10);
  }));
  ASSERT_EQ(page.entries.size(), 1u);
  const pb::RegisterEntry& entry = page.entries[0];
  EXPECT_EQ(entry.title(), "6B04106 of ektu");
  EXPECT_EQ(entry.institution(), "institutions/ektu");
  EXPECT_EQ(entry.code(), "6B04106");
  EXPECT_EQ(entry.valid_to(), "2022-01-01");
  EXPECT_EQ(entry.status().agency(), "iaar");
  EXPECT_EQ(entry.status().decisions_size(), 2);
}

TEST_P(RegisterStoreTest, CountsAccreditedProgrammesOnce) {
  RecordSome();
  pb::Decision second = Historical("twice", pb::DECISION_KIND_GRANT, "2021-01-01", 5);
  second.set_subject("programmes/ektu-7M04107");
  second.set_agency("iqaa");
  ASSERT_OK(Record(second).status());
  const std::vector<std::string> programmes = {"programmes/ektu-6B04106", "programmes/ektu-6B04107",
                                               "programmes/ektu-7M04107"};
  const auto count = [&](absl::string_view agency, absl::string_view on) {
    return Ok(InRead(db(),
                     [&](sql::Tx& tx) {
                       return acc::CountAccredited(tx, "institutions/ektu", programmes, agency,
                                                   Day(on));
                     }))
        .accredited;
  };
  EXPECT_EQ(count("", "2021-06-01"), 2);
  EXPECT_EQ(count("", "2022-06-01"), 1);
  EXPECT_EQ(count("iqaa", "2021-06-01"), 1);
  EXPECT_EQ(count("iaar", "2020-06-01"), 2);
  EXPECT_EQ(count("", "2030-06-01"), 0);
}

TEST_P(RegisterStoreTest, ListsDecisionsInTheOrderOfTheirRecording) {
  RecordSome();
  const auto list = [&](const std::string& subject, int64_t after, int limit) {
    std::vector<std::string> names;
    for (const auto& one : Ok(InRead(db(), [&](sql::Tx& tx) {
           return acc::ListDecisions(tx, subject, "", after, limit);
         }))) {
      names.push_back(one.name());
    }
    return names;
  };
  EXPECT_THAT(list("", 0, 2), ElementsAre("decisions/ge66", "decisions/ge77"));
  EXPECT_THAT(list("", 3, 9), ElementsAre("decisions/whole", "decisions/w"));
  EXPECT_THAT(list("programmes/ektu-6B04106", 0, 9), ElementsAre("decisions/ge66", "decisions/w"));
  EXPECT_FAILS(
      InRead(db(), [](sql::Tx& tx) { return acc::LoadDecision(tx, "decisions/none"); }).status(),
      kNotFound, kNotFound);
}

// Lines as lots have it: what the index holds is what reckoning from the acts gives, now and as
// known after each recording.
TEST_P(RegisterStoreTest, TheIndexIsWhatTheActsComeTo) {
  const pb::DecisionKind kinds[] = {
      pb::DECISION_KIND_GRANT,     pb::DECISION_KIND_GRANT_CONDITIONALLY,
      pb::DECISION_KIND_REFUSE,    pb::DECISION_KIND_SUSPEND,
      pb::DECISION_KIND_REINSTATE, pb::DECISION_KIND_WITHDRAW,
      pb::DECISION_KIND_VOID,      pb::DECISION_KIND_EXTEND,
      pb::DECISION_KIND_DEFER,     pb::DECISION_KIND_SUSPEND};
  uint64_t state = 12345;
  const auto below = [&](int n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<int>((state >> 33) % static_cast<uint64_t>(n));
  };
  std::vector<std::string> names = {"none"};
  std::set<std::string> open;
  int recorded = 0;
  for (int i = 0; i < 150; ++i) {
    const std::string name = absl::StrCat("d", i);
    const pb::DecisionKind kind = kinds[below(10)];
    const bool upon = kind >= pb::DECISION_KIND_SUSPEND;
    pb::Decision decision =
        Historical(name, kind, FormatDay(Day("2015-01-01") + i * 15 + below(200)), 0,
                   upon ? names[static_cast<size_t>(below(static_cast<int>(names.size())))] : "");
    if (!upon && kind <= pb::DECISION_KIND_GRANT_CONDITIONALLY) decision.set_years(1 + below(5));
    if (kind == pb::DECISION_KIND_EXTEND) decision.set_valid_to(FormatDay(Day("2020-01-01") + i));
    if (Record(decision).ok()) {
      names.push_back(name);
      ++recorded;
    }
    const std::string appealed = names[static_cast<size_t>(below(static_cast<int>(names.size())))];
    if (File(name, appealed, FormatDay(Day("2015-02-01") + i * 15)).ok()) open.insert(name);
    if (!open.empty() && below(2) == 0 &&
        End({.name = "appeals/" + *open.begin(),
             .outcome = static_cast<pb::AppealOutcome>(1 + below(3)),
             .reason = "so",
             .vote = MakeVote(3, "ff", "other")},
            By("tokens/appeals"))
            .ok()) {
      open.erase(open.begin());
    }
  }
  EXPECT_GT(recorded, 40);
  const LineKey line{"programmes/ektu-6B04106", "iaar", pb::PROCEDURE_TYPE_PROGRAMME};
  const auto acts = Ok(InRead(db(), [&](sql::Tx& tx) { return acc::LoadActs(tx, line); }));
  const auto index = Ok(InRead(db(), [&](sql::Tx& tx) { return acc::LoadSpans(tx, line); }));
  std::set<RegisterStatus> seen;
  for (const acc::Act& act : acts) {
    std::map<std::string, acc::StatusSpan> known;
    for (const acc::KnownSpan& row : index) {
      if (row.known_from > act.recorded || act.recorded >= row.known_to) continue;
      const bool first = !row.span.from.has_value();
      EXPECT_TRUE(known.emplace(first ? "" : FormatDay(*row.span.from), row.span).second);
    }
    std::vector<acc::StatusSpan> spans;
    for (const auto& [from, span] : known) spans.push_back(span);
    EXPECT_EQ(spans, acc::Spans(acts, act.recorded)) << act.sequence;
    for (const acc::StatusSpan& span : spans) seen.insert(span.status);
  }
  EXPECT_GE(seen.size(), 6u);
}

TEST_P(RegisterStoreTest, OfAnIndexRowOnlyTheEndOfKnowledgeChanges) {
  ASSERT_OK(Record(Historical("g", pb::DECISION_KIND_GRANT, "2020-01-01", 5)).status());
  const LineKey line{"programmes/ektu-6B04106", "iaar", pb::PROCEDURE_TYPE_PROGRAMME};
  const auto load = [&] {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return acc::LoadSpans(tx, line); }));
  };
  const auto before = load();
  ASSERT_EQ(before.size(), 3u);
  const absl::Time first = before[0].known_from;
  ASSERT_OK(Record(Historical("w", pb::DECISION_KIND_WITHDRAW, "2022-01-01", 0, "g")).status());
  const auto after = load();
  ASSERT_EQ(after.size(), 5u);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(after[i].span, before[i].span);
  EXPECT_EQ(after[0].known_to, absl::InfiniteFuture());  // never accredited before: still so
  EXPECT_EQ(after[1].known_to, after[3].known_from);
  EXPECT_EQ(after[2].known_to, after[3].known_from);
  EXPECT_GT(after[3].known_from, first);
}

INSTANTIATE_TEST_SUITE_P(Engines, RegisterStoreTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace tarazy::testing
