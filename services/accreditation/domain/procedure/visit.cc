#include "services/accreditation/domain/procedure/visit.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/words.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

template <typename List, typename Value>
bool Has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// Clock texts "09:30" have one width: their order is the order of times. Sessions are half open, so
// that one may begin when another ends.
bool AtOnce(const v1::Session& one, const v1::Session& other) {
  return one.on() == other.on() && one.begin() < other.end() && other.begin() < one.end();
}

bool Same(const std::string& one, const std::string& other) { return !one.empty() && one == other; }

// No clusters means all of them.
bool ShareCluster(const v1::Session& one, const v1::Session& other) {
  if (one.clusters().empty() || other.clusters().empty()) return true;
  return std::any_of(one.clusters().begin(), one.clusters().end(),
                     [&](const std::string& cluster) { return Has(other.clusters(), cluster); });
}

bool ShareAudience(const v1::Session& one, const v1::Session& other) {
  return std::any_of(one.audiences().begin(), one.audiences().end(),
                     [&](int audience) { return Has(other.audiences(), audience); });
}

// What two sessions at once share that they cannot; empty: nothing.
std::string SharedBy(const v1::Session& one, const v1::Session& other) {
  if (Same(one.room(), other.room())) return absl::StrCat("the room ", one.room());
  if (Same(one.meeting(), other.meeting())) {
    return absl::StrCat("the on-line meeting ", one.meeting());
  }
  // What runs beside others on purpose divides an audience or a cluster's people between them.
  if (one.parallel() && other.parallel()) return "";
  if (ShareAudience(one, other)) return "an audience";
  if (ShareCluster(one, other)) return "a cluster";
  return "";
}

void FindOverlaps(const v1::Visit& visit, std::vector<Flaw>& flaws) {
  for (int i = 0; i < visit.sessions_size(); ++i) {
    const v1::Session& one = visit.sessions(i);
    for (int j = 0; j < i; ++j) {
      const v1::Session& other = visit.sessions(j);
      if (!AtOnce(one, other)) continue;
      const std::string shared = SharedBy(one, other);
      if (shared.empty()) continue;
      flaws.push_back({true, "sessions_at_once", absl::StrCat("visit.sessions[", i, "]"),
                       absl::StrCat(one.id(), " shares ", shared, " with ", other.id(),
                                    " at the same time, on ", one.on(), " from ",
                                    std::max(one.begin(), other.begin()), " to ",
                                    std::min(one.end(), other.end()))});
    }
  }
}

// Who was let into an on-line meeting once can come again: what the commission says among itself
// needs a meeting of its own. One flaw for each meeting, at the first private session in it.
void FindSharedMeetings(const v1::Visit& visit, std::vector<Flaw>& flaws) {
  struct Use {
    int first_private = -1;
    int privately = 0;
    int openly = 0;
  };
  std::map<absl::string_view, Use> meetings;
  for (int i = 0; i < visit.sessions_size(); ++i) {
    const v1::Session& session = visit.sessions(i);
    const bool mixed =
        session.audiences_size() > 1 && Has(session.audiences(), v1::AUDIENCE_COMMISSION_ONLY);
    if (mixed) {
      flaws.push_back({true, "mixed_audience", absl::StrCat("visit.sessions[", i, "].audiences"),
                       absl::StrCat(session.id(), " is for the commission only, and for others")});
    }
    if (session.meeting().empty() || session.audiences().empty()) continue;
    Use& use = meetings[session.meeting()];
    if (!CommissionOnly(session)) {
      ++use.openly;
    } else {
      if (use.first_private < 0) use.first_private = i;
      ++use.privately;
    }
  }
  for (const auto& [meeting, use] : meetings) {
    if (use.privately == 0 || use.openly == 0) continue;
    flaws.push_back(
        {true, "meeting_shared", absl::StrCat("visit.sessions[", use.first_private, "].meeting"),
         absl::StrCat("the on-line meeting ", meeting, " serves ", use.privately,
                      " sessions of the commission only and ", use.openly, " with others")});
  }
}

bool IsHeard(const v1::Visit& visit, v1::Audience audience, const v1::Cluster* cluster) {
  return std::any_of(visit.sessions().begin(), visit.sessions().end(),
                     [&](const v1::Session& session) {
                       return Has(session.audiences(), audience) &&
                              (cluster == nullptr || session.clusters().empty() ||
                               Has(session.clusters(), cluster->id()));
                     });
}

void FindUnheard(const v1::Case& record, const v1::Framework& framework, std::vector<Flaw>& flaws) {
  const auto tell = [&](v1::Audience audience, const v1::Cluster* cluster) {
    if (IsHeard(record.visit(), audience, cluster)) return;
    flaws.push_back(
        {true, "not_heard", "visit.sessions",
         absl::StrCat("no session hears: ", AudienceWords(audience),
                      cluster == nullptr ? "" : absl::StrCat(", of cluster ", cluster->id()))});
  };
  for (const v1::SessionRule& rule : framework.procedure().sessions()) {
    const auto holds = [&](v1::ProcedureType type) {
      return rule.types().empty() || Has(rule.types(), type);
    };
    if (record.clusters().empty() && holds(record.type())) tell(rule.audience(), nullptr);
    for (const v1::Cluster& cluster : record.clusters()) {
      if (holds(TypeOf(record, cluster))) tell(rule.audience(), &cluster);
    }
  }
}

}  // namespace

bool CommissionOnly(const v1::Session& session) {
  return session.audiences_size() == 1 && session.audiences(0) == v1::AUDIENCE_COMMISSION_ONLY;
}

std::vector<Flaw> VisitFlaws(const v1::Case& record, const v1::Framework& framework) {
  std::vector<Flaw> flaws;
  FindOverlaps(record.visit(), flaws);
  FindSharedMeetings(record.visit(), flaws);
  FindUnheard(record, framework, flaws);
  return flaws;
}

}  // namespace tarazy::accreditation
