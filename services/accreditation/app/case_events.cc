#include "services/accreditation/app/case_events.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/outbox/outbox.h"
#include "services/accreditation/app/agency_day.h"
#include "services/accreditation/domain/procedure/follow_up_news.h"
#include "services/accreditation/domain/record/programmes.h"
#include "tarazy/accreditation/v1/event.pb.h"

namespace tarazy::accreditation {
namespace {

constexpr char kDeadlineTopic[] = "finding-deadline";

common::v1::Deadline DeadlineOf(const std::string& name) {
  common::v1::Deadline deadline;
  deadline.set_name(name);
  deadline.set_topic(kDeadlineTopic);
  return deadline;
}

common::v1::Deadline DueOn(const std::string& name, const std::string& day) {
  common::v1::Deadline deadline = DeadlineOf(name);
  deadline.set_date(day);
  return deadline;
}

common::v1::Deadline Ended(const std::string& name) {
  common::v1::Deadline deadline = DeadlineOf(name);
  deadline.set_ended(true);
  return deadline;
}

std::set<std::string> DaysOf(const DueDays& due) {
  std::set<std::string> days;
  for (const auto& [name, day] : due) days.insert(day);
  return days;
}

// What one change of a case has to tell.
class CaseNews {
 public:
  CaseNews(sql::Tx& tx, const v1::Case& before, const v1::Case& after, absl::Time now)
      : tx_(tx), before_(before), after_(after), now_(now), today_(DayOf(now)) {}

  absl::Status Tell() {
    const absl::CivilDay before_day =
        before_.has_update_time() ? DayOf(absl::FromUnixSeconds(before_.update_time().seconds()))
                                  : today_;
    const std::vector<FollowUpNews> news = CompareFollowUps(before_, before_day, after_, today_);
    RETURN_IF_ERROR(TellState(news));
    for (const FollowUpNews& one : news) RETURN_IF_ERROR(TellOne(one));
    return absl::OkStatus();
  }

 private:
  absl::Status Publish(const google::protobuf::Message& payload,
                       std::vector<common::v1::Deadline> deadlines = {}) {
    return outbox::Publish(tx_, after_.name(), payload,
                           {.institution = after_.institution(), .deadlines = std::move(deadlines)},
                           now_);
  }

  absl::Status TellState(const std::vector<FollowUpNews>& news) {
    if (before_.state() == after_.state()) return absl::OkStatus();
    v1::CaseStateChanged payload;
    payload.set_case_name(after_.name());
    *payload.mutable_case_title() = after_.title();
    payload.set_state(after_.state());
    payload.set_previous_state(before_.state());
    if (!after_.history().empty()) {
      const v1::StateChange& last = after_.history(after_.history_size() - 1);
      payload.set_on(last.on());
      payload.set_note(last.note());
    }
    std::vector<common::v1::Deadline> ended;
    for (const FollowUpNews& one : news) {
      if (one.kind != FollowUpNews::kClosed) continue;
      for (const auto& [name, day] : one.before) ended.push_back(Ended(name));
    }
    return Publish(payload, std::move(ended));
  }

  absl::Status TellOne(const FollowUpNews& news) {
    switch (news.kind) {
      case FollowUpNews::kOpened:
        return TellOpened(news);
      case FollowUpNews::kClosed:
        return absl::OkStatus();  // the state says it
      case FollowUpNews::kDropped:
        return TellMoved(news, news.before);
      case FollowUpNews::kChanged:
        break;
    }
    DueDays before = news.before;
    for (const v1::FollowUpStep& step : news.steps) {
      const std::string name = NameOfDue(after_, news.finding, step, today_);
      if (step.act() == v1::FOLLOW_UP_ACT_VERIFY) before.erase(name);
      RETURN_IF_ERROR(TellStep(news, step, name));
    }
    return before == news.after ? absl::OkStatus() : TellMoved(news, before);
  }

  absl::Status TellOpened(const FollowUpNews& news) {
    v1::FindingOpened payload;
    *payload.mutable_finding() = Describe(news);
    std::vector<common::v1::Deadline> deadlines;
    for (const auto& [name, day] : news.after) deadlines.push_back(DueOn(name, day));
    for (const std::string& day : DaysOf(news.after)) payload.add_due_days(day);
    return Publish(payload, std::move(deadlines));
  }

  // `before`: without those that were verified.
  absl::Status TellMoved(const FollowUpNews& news, const DueDays& before) {
    v1::FindingMoved payload;
    *payload.mutable_finding() = Describe(news);
    std::vector<common::v1::Deadline> deadlines;
    for (const auto& [name, day] : before) {
      if (!news.after.contains(name)) deadlines.push_back(Ended(name));
    }
    for (const auto& [name, day] : news.after) {
      const auto was = before.find(name);
      if (was == before.end() || was->second != day) deadlines.push_back(DueOn(name, day));
    }
    for (const std::string& day : DaysOf(news.after)) payload.add_due_days(day);
    for (const std::string& day : DaysOf(before)) payload.add_previous_due(day);
    SetEvent(payload);
    return Publish(payload, std::move(deadlines));
  }

  // The event that was recorded with this change, if one was.
  void SetEvent(v1::FindingMoved& payload) {
    if (after_.events_size() != before_.events_size() + 1) return;
    const v1::Event& event = after_.events(after_.events_size() - 1);
    payload.set_event_on(event.on());
    for (const v1::EventKind& kind : after_.event_kinds()) {
      if (kind.id() == event.kind()) *payload.mutable_event_title() = kind.title();
    }
  }

  absl::Status TellStep(const FollowUpNews& news, const v1::FollowUpStep& step,
                        const std::string& name) {
    switch (step.act()) {
      case v1::FOLLOW_UP_ACT_VERIFY: {
        auto payload = StepPayload<v1::FindingVerified>(news, step);
        std::vector<common::v1::Deadline> ended;
        if (news.before.contains(name)) ended.push_back(Ended(name));
        return Publish(payload, std::move(ended));
      }
      case v1::FOLLOW_UP_ACT_RETURN:
        return Publish(StepPayload<v1::FollowUpReturned>(news, step));
      default: {
        auto payload = StepPayload<v1::FollowUpSubmitted>(news, step);
        payload.set_act(step.act());
        payload.set_documents(step.documents_size());
        return Publish(payload);
      }
    }
  }

  template <typename Payload>
  Payload StepPayload(const FollowUpNews& news, const v1::FollowUpStep& step) {
    Payload payload;
    *payload.mutable_finding() = Describe(news);
    payload.set_due(step.due());
    payload.set_text(step.text());
    payload.set_on(step.on());
    return payload;
  }

  v1::FollowedFinding Describe(const FollowUpNews& news) {
    v1::FollowedFinding described;
    described.set_case_name(after_.name());
    *described.mutable_case_title() = after_.title();
    described.set_finding(news.finding.id());
    described.set_kind(news.finding.kind());
    described.set_standard(news.finding.standard());
    *described.mutable_text() = news.finding.text();
    described.set_addressee(news.finding.addressee());
    described.set_programme(news.programme);
    if (const auto* programme = FindProgramme(after_, news.programme)) {
      *described.mutable_programme_title() = programme->title();
    }
    return described;
  }

  sql::Tx& tx_;
  const v1::Case& before_;
  const v1::Case& after_;
  const absl::Time now_;
  const absl::CivilDay today_;
};

}  // namespace

absl::Status SaveAndTell(sql::Tx& tx, const v1::Case& before, v1::Case& after,
                         const CaseChange& change) {
  RETURN_IF_ERROR(SaveCase(tx, before, after, change));
  return CaseNews(tx, before, after, change.at).Tell();
}

absl::Status InsertAndTell(sql::Tx& tx, v1::Case& record, const CaseChange& change) {
  RETURN_IF_ERROR(InsertCase(tx, record, change));
  return CaseNews(tx, v1::Case(), record, change.at).Tell();
}

}  // namespace tarazy::accreditation
