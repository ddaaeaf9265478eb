// What holds for every line, tried on many that lots make up.
#include <gtest/gtest.h>

#include "services/accreditation/domain/register/check_act.h"
#include "services/accreditation/domain/register/script_test.h"

namespace tarazy::accreditation {
namespace {

// splitmix64: the same lots everywhere.
class Lots {
 public:
  explicit Lots(uint64_t seed) : state_(seed) {}
  int Below(int n) {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<int>((z ^ (z >> 31)) % static_cast<uint64_t>(n));
  }

 private:
  uint64_t state_;
};

const absl::CivilDay kFirst(2020, 1, 1);
constexpr int kDays = 160;

bool OneAppealIsOpen(const std::vector<Act>& acts, std::string* id, std::string* upon) {
  for (const Act& filed : acts) {
    if (filed.kind != ActKind::kFileAppeal) continue;
    bool open = true;
    for (const Act& act : acts) open = open && !(EndsAppeal(act.kind) && act.id == filed.id);
    if (!open) continue;
    *id = filed.id;
    *upon = filed.acts_on;
    return true;
  }
  return false;
}

// A line of acts on days from kFirst on. Every second one is as the register takes them; the others
// are as they come, whether they fit or not: a status must be well defined for any acts.
std::vector<Act> MakeLine(uint64_t seed) {
  Lots lots(seed);
  const bool fitting = seed % 2 == 0;
  std::vector<Act> acts;
  absl::CivilDay decided = kFirst;
  absl::Time recorded = absl::FromCivil(kFirst, absl::UTCTimeZone());
  for (int i = 0, count = 3 + lots.Below(14); i < count; ++i) {
    Act act{.kind = static_cast<ActKind>(lots.Below(13)), .sequence = i + 1};
    decided += lots.Below(9);
    recorded += absl::Hours(lots.Below(4));
    act.decided_on = fitting ? decided : kFirst + lots.Below(kDays);
    act.valid_from = act.decided_on + (lots.Below(3) == 0 ? lots.Below(25) : 0);
    if (lots.Below(2) == 0 || IsGrant(act.kind) || act.kind == ActKind::kExtend) {
      act.valid_to = act.valid_from + 1 + lots.Below(60);
    }
    if (act.kind == ActKind::kRefuse) act.valid_to.reset();
    act.recorded = recorded;
    act.id = absl::StrCat(IsAppeal(act.kind) ? "a" : "d", i);
    if (!IsMain(act.kind) && !acts.empty())
      act.acts_on = acts[lots.Below(static_cast<int>(acts.size()))].id;
    if (EndsAppeal(act.kind) && !OneAppealIsOpen(acts, &act.id, &act.acts_on)) continue;
    if (IsAppeal(act.kind)) act.valid_from = act.decided_on, act.valid_to.reset();
    if (act.kind == ActKind::kVoid || act.kind == ActKind::kWithdraw ||
        act.kind == ActKind::kReinstate) {
      act.valid_to.reset();
    }
    if (fitting && !CheckAct(acts, act, {}).empty()) continue;
    acts.push_back(std::move(act));
  }
  return acts;
}

class RegisterPropertyTest : public testing::TestWithParam<int> {
 protected:
  const std::vector<Act> acts_ = MakeLine(static_cast<uint64_t>(GetParam()));
};

std::string Short(const LineStatus& status) {
  return absl::StrCat(StatusName(status.status), "/", StatusName(status.meanwhile), "/",
                      status.decision);
}

TEST_P(RegisterPropertyTest, SpansAreAllDaysAndAgreeWithEachDay) {
  const std::vector<StatusSpan> spans = Spans(acts_, kAllKnown);
  ASSERT_FALSE(spans.empty());
  EXPECT_EQ(spans.front().from, std::nullopt);
  EXPECT_EQ(spans.back().to, std::nullopt);
  for (size_t i = 1; i < spans.size(); ++i) {
    EXPECT_EQ(spans[i - 1].to, spans[i].from);
    EXPECT_LT(spans[i - 1].from.value_or(absl::CivilDay::min()), spans[i].from);
    EXPECT_FALSE(spans[i].status == spans[i - 1].status &&
                 spans[i].meanwhile == spans[i - 1].meanwhile);
  }
  size_t at = 0;
  for (absl::CivilDay day = kFirst - 2; day < kFirst + kDays + 100; ++day) {
    while (spans[at].to.has_value() && *spans[at].to <= day) ++at;
    const LineStatus status = StatusOn(acts_, day, kAllKnown);
    ASSERT_EQ(status.status, spans[at].status) << FormatDay(day);
    ASSERT_EQ(StatusAlone(acts_, day), status.status) << FormatDay(day);
    ASSERT_EQ(status.meanwhile, spans[at].meanwhile) << FormatDay(day);
    ASSERT_EQ(status.since, spans[at].from) << FormatDay(day);
    ASSERT_EQ(status.until, spans[at].to) << FormatDay(day);
    ASSERT_FALSE(status.because.empty());
  }
}

TEST_P(RegisterPropertyTest, WhatIsRecordedLaterChangesNoAnswerOfBefore) {
  for (size_t known = 0; known < acts_.size(); ++known) {
    if (known + 1 < acts_.size() && acts_[known + 1].recorded == acts_[known].recorded) continue;
    const std::vector<Act> then(acts_.begin(), acts_.begin() + static_cast<ptrdiff_t>(known) + 1);
    const absl::Time at = acts_[known].recorded;
    EXPECT_EQ(Spans(then, kAllKnown), Spans(acts_, at));
    for (absl::CivilDay day = kFirst; day < kFirst + kDays; day += 7) {
      ASSERT_EQ(Short(StatusOn(then, day, kAllKnown)), Short(StatusOn(acts_, day, at)));
    }
  }
}

TEST_P(RegisterPropertyTest, AVoidDecisionIsAsIfItHadNeverBeenTaken) {
  for (const Act& voided : acts_) {
    if (IsAppeal(voided.kind) || voided.kind == ActKind::kVoid) continue;
    std::vector<Act> with = acts_;
    with.push_back({.kind = ActKind::kVoid,
                    .id = "v",
                    .sequence = 1000,
                    .recorded = acts_.back().recorded,
                    .decided_on = kFirst + kDays,
                    .valid_from = kFirst + kDays,
                    .acts_on = voided.id});
    std::vector<Act> without;
    for (const Act& act : acts_) {
      if (act.id != voided.id) without.push_back(act);
    }
    for (absl::CivilDay day = kFirst; day < kFirst + kDays + 60; day += 3) {
      ASSERT_EQ(Short(StatusOn(with, day, kAllKnown)), Short(StatusOn(without, day, kAllKnown)))
          << voided.id << " on " << FormatDay(day);
    }
  }
}

TEST_P(RegisterPropertyTest, AtMostOneGrantIsInForce) {
  for (absl::CivilDay day = kFirst; day < kFirst + kDays + 60; day += 5) {
    const LineStatus status = StatusOn(acts_, day, kAllKnown);
    int in_force = 0;
    for (const Standing& standing : status.decisions) {
      in_force += IsAccredited(standing.standing, RegisterStatus::kUnspecified);
    }
    ASSERT_EQ(in_force, status.accredited ? 1 : 0) << FormatDay(day);
  }
}

INSTANTIATE_TEST_SUITE_P(Lines, RegisterPropertyTest, testing::Range(0, 300));

}  // namespace
}  // namespace tarazy::accreditation
