// The topics that the program brings, held against the events as they are declared.
#include "services/notifications/rpc/event_catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/notifications/domain/template/built_in_values.h"
#include "services/notifications/domain/template/language.h"
#include "services/notifications/domain/template/render.h"
#include "services/notifications/file/default_files.h"
#include "services/notifications/file/read_catalogue.h"
#include "tarazy/accreditation/v1/event.pb.h"
#include "tarazy/rankings/v1/event.pb.h"
#include "tarazy/surveys/v1/event.pb.h"

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// The events that set the deadlines of a topic without events, in
// services/*/app/**/*_events.cc.
const std::map<std::string, std::vector<std::string>>& DeadlineEvents() {
  static const auto* const kEvents = new std::map<std::string, std::vector<std::string>>{
      {"finding-deadline",
       {"tarazy.accreditation.v1.FindingOpened", "tarazy.accreditation.v1.FindingMoved"}},
      {"accreditation-expiry",
       {"tarazy.accreditation.v1.DecisionRecorded", "tarazy.accreditation.v1.DecisionRevoked",
        "tarazy.accreditation.v1.AppealFiled", "tarazy.accreditation.v1.AppealDecided"}},
      {"objection-window", {"tarazy.rankings.v1.PreliminaryPublished"}},
      {"survey-closing", {"tarazy.surveys.v1.CampaignOpened"}}};
  return *kEvents;
}

// What an escalation adds, whatever the event was.
constexpr char kAdded[] = "not_acknowledged";

const Catalogue& Defaults() {
  static const auto* const kCatalogue = [] {
    absl::StatusOr<Catalogue> catalogue = ReadCatalogue(DefaultFiles());
    EXPECT_TRUE(catalogue.ok()) << catalogue.status();
    return new Catalogue(*std::move(catalogue));
  }();
  return *kCatalogue;
}

const v1::Template& Letter(const std::string& id) {
  for (const v1::Template& letter : Defaults().templates) {
    if (letter.id() == id) return letter;
  }
  ADD_FAILURE() << "no template " << id;
  return v1::Template::default_instance();
}

std::set<std::string> LettersOf(const v1::Topic& topic) {
  std::set<std::string> letters = {topic.template_()};
  for (const v1::Rung& rung : topic.ladder()) {
    if (!rung.template_().empty()) letters.insert(rung.template_());
  }
  return letters;
}

bool CanBeWrittenAs(v1::VariableKind declared, v1::VariableKind brought) {
  switch (declared) {
    case v1::VARIABLE_KIND_DATE:  // days are texts in events
      return brought == v1::VARIABLE_KIND_TEXT || brought == v1::VARIABLE_KIND_DATE;
    case v1::VARIABLE_KIND_TEXT:
      return brought != v1::VARIABLE_KIND_LIST;
    default:
      return brought == declared;
  }
}

// What is wrong with a letter for these events, "case_title: …".
std::vector<std::string> FaultsOf(const v1::Template& letter,
                                  const std::vector<std::string>& events) {
  std::vector<std::string> faults;
  for (const v1::Variable& variable : letter.variables()) {
    int bring_it = 0;
    for (const std::string& event : events) {
      const EventFields* fields = FieldsOfEvent(event);
      if (fields == nullptr) {
        faults.push_back(absl::StrCat("no event ", event));
        continue;
      }
      const auto field = fields->find(variable.name());
      if (field != fields->end()) {
        ++bring_it;
        if (!CanBeWrittenAs(variable.kind(), field->second)) {
          faults.push_back(absl::StrCat(variable.name(), ": another kind in ", event));
        }
      } else if (!variable.optional()) {
        faults.push_back(absl::StrCat(variable.name(), ": not in ", event));
      }
    }
    if (bring_it == 0 && variable.name() != kAdded) {
      faults.push_back(absl::StrCat(variable.name(), ": in no event"));
    }
  }
  return faults;
}

TEST(DefaultsAndEventsTest, EventsBringWhatTemplatesTell) {
  for (const v1::Topic& topic : Defaults().topics) {
    std::vector<std::string> events(topic.events().begin(), topic.events().end());
    if (topic.ladder_size() > 0) events = DeadlineEvents().at(topic.id());
    if (events.empty()) continue;  // published by people
    for (const std::string& letter : LettersOf(topic)) {
      EXPECT_THAT(FaultsOf(Letter(letter), events), IsEmpty()) << topic.id() << ", " << letter;
    }
  }
}

TEST(DefaultsAndEventsTest, AVariableThatNoEventHasIsNoticed) {
  v1::Template letter = Letter("case-state");
  letter.mutable_variables(0)->set_name("case_titel");
  letter.mutable_variables(1)->set_kind(v1::VARIABLE_KIND_LIST);
  EXPECT_THAT(FaultsOf(letter, {"tarazy.accreditation.v1.CaseStateChanged"}),
              ElementsAre("case_titel: not in tarazy.accreditation.v1.CaseStateChanged",
                          "case_titel: in no event",
                          "on: another kind in tarazy.accreditation.v1.CaseStateChanged"));
}

// Whom reminders are for only the roll knows; all other events people are told of.
TEST(DefaultsAndEventsTest, EveryEventIsToldOfByOneTopic) {
  std::map<std::string, int> told = {{"tarazy.surveys.v1.RemindersRequested", 1}};
  for (const v1::Topic& topic : Defaults().topics) {
    for (const std::string& event : topic.events()) ++told[event];
  }
  std::set<std::string> within = {"FollowedFinding", "RegisteredSubject", "PreliminaryResult",
                                  "NamedVariable"};
  for (const auto* file : {accreditation::v1::FindingOpened::descriptor()->file(),
                           rankings::v1::EditionPublished::descriptor()->file(),
                           surveys::v1::CampaignOpened::descriptor()->file()}) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      const auto& type = *file->message_type(i);
      if (within.contains(type.name())) continue;
      EXPECT_EQ(told[type.full_name()], 1) << type.full_name();
    }
  }
}

class RenderedEventTest : public testing::Test {
 protected:
  // What a reader of Russian sees of an event; `due`: of a reminder of this day, seven days before.
  static v1::Rendered Seen(const std::string& letter, const google::protobuf::Message& payload,
                           std::optional<absl::CivilDay> due = std::nullopt) {
    common::v1::Event event;
    event.mutable_payload()->PackFrom(payload);
    absl::StatusOr<IncomingEvent> incoming = ReadEvent(event);
    EXPECT_TRUE(incoming.ok()) << incoming.status();
    Occasion occasion{.recipient = "Приёмная", .topic = {.ru = "Тема"}};
    if (due.has_value()) occasion.deadline = {.due = *due, .today = *due - 7};
    AddBuiltIns(occasion, incoming->values);
    absl::StatusOr<v1::Rendered> rendered;
    for (const Language language : {Language::kEn, Language::kKk, Language::kRu}) {
      rendered = Render(Letter(letter), incoming->values, language, absl::UTCTimeZone());
      EXPECT_TRUE(rendered.ok()) << letter << ": " << rendered.status();
    }
    return rendered.ok() ? *rendered : v1::Rendered{};
  }
  static void SetFinding(accreditation::v1::FollowedFinding& finding) {
    finding.set_case_name("cases/ektu-2023");
    finding.mutable_case_title()->set_ru("Аккредитация");
    finding.set_finding("r1");
    finding.mutable_text()->set_ru("Пополнить библиотеку.");
  }
};

TEST_F(RenderedEventTest, TheDaysOfAFindingAreTold) {
  accreditation::v1::FindingOpened opened;
  SetFinding(*opened.mutable_finding());
  opened.add_due_days("2024-12-31");
  opened.add_due_days("2025-12-31");
  EXPECT_THAT(Seen("finding-opened", opened).text(),
              HasSubstr("Срок: 2024-12-31\nСрок: 2025-12-31"));
  const v1::Rendered reminder = Seen("finding-deadline", opened, absl::CivilDay(2024, 12, 31));
  EXPECT_EQ(reminder.subject(), "Осталось 7 дней: Аккредитация");
  EXPECT_THAT(reminder.text(), Not(HasSubstr("Программа")));
  accreditation::v1::FindingMoved dropped;
  SetFinding(*dropped.mutable_finding());
  dropped.add_previous_due("2024-12-31");
  EXPECT_THAT(Seen("finding-moved", dropped).text(),
              HasSubstr("Прежний срок: 2024-12-31\nНазначенного срока больше нет."));
}

TEST_F(RenderedEventTest, ADecisionIsToldWithDaysInWords) {
  accreditation::v1::DecisionRecorded decision;
  decision.mutable_subject()->set_title("Информатика");
  decision.set_decision("decisions/2023-17");
  decision.set_decided_on("2023-06-23");
  EXPECT_THAT(Seen("decision-recorded", decision).text(), HasSubstr("Принято: 23 июня 2023"));
  EXPECT_EQ(Seen("accreditation-expiry", decision, absl::CivilDay(2028, 6, 22)).subject(),
            "Заканчивается срок аккредитации: Информатика");
}

TEST_F(RenderedEventTest, AnEditionIsToldWithItsYearAsItIsWritten) {
  rankings::v1::EditionPublished published;
  published.set_ranking("rankings/iqaa-2026");
  published.set_year(2026);
  published.set_edition("rankings/iqaa-2026/editions/2");
  published.set_units(21);
  const v1::Rendered seen = Seen("edition-published", published);
  EXPECT_EQ(seen.subject(), "Рейтинг 2026: результаты опубликованы");
  EXPECT_THAT(seen.text(), HasSubstr("В таблице: 21 единица"));
}

TEST_F(RenderedEventTest, AnObjectionIsUpheldOrNot) {
  rankings::v1::ObjectionDecided decided;
  decided.set_ranking("rankings/iqaa-2026");
  decided.set_year(2026);
  decided.set_objection("rankings/iqaa-2026/editions/2/objections/1");
  decided.set_unit("ektu-6b06103");
  decided.mutable_unit_title()->set_ru("Информатика");
  EXPECT_THAT(Seen("objection-decided", decided).text(), HasSubstr("Возражение отклонено"));
  decided.set_upheld(true);
  const std::string text = Seen("objection-decided", decided).text();
  EXPECT_THAT(text, HasSubstr("Возражение принято"));
  EXPECT_THAT(text, Not(HasSubstr("отклонено")));
}

}  // namespace
}  // namespace tarazy::notifications
