#include "services/registry/app/succession.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/registry/store/institution_store.h"

namespace tarazy::registry {
namespace {

// Those that come directly after `id`, of whatever is stored, except what `changed` tells.
absl::StatusOr<std::vector<std::string>> After(sql::Tx& tx, const std::string& id,
                                               const Institution& changed) {
  std::vector<std::string> after;
  if (id != changed.unit.id) {
    ASSIGN_OR_RETURN(const std::vector<Relation> relations, RelationsOf(tx, id));
    for (const Relation& relation : relations) {
      if (relation.Ends()) after.push_back(relation.other);
    }
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> spun_off, SpunOffFrom(tx, id));
  for (const std::string& other : spun_off) {
    if (other != changed.unit.id) after.push_back(other);
  }
  for (const Relation& relation : changed.relations) {
    if (relation.Ends() && id == changed.unit.id) after.push_back(relation.other);
    if (!relation.Ends() && id == relation.other) after.push_back(changed.unit.id);
  }
  return after;
}

std::vector<std::string> WayBack(const std::map<std::string, std::string>& came_from,
                                 const std::string& last, const std::string& start) {
  const auto name = [](const std::string& id) { return absl::StrCat("institutions/", id); };
  std::vector<std::string> way = {name(start)};
  for (std::string id = last; id != start; id = came_from.at(id)) way.push_back(name(id));
  way.push_back(name(start));
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> FindCycle(sql::Tx& tx, const Institution& institution) {
  const std::string& start = institution.unit.id;
  std::map<std::string, std::string> came_from;
  std::deque<std::string> open = {start};
  if (institution.relations.empty()) open.clear();
  while (!open.empty()) {
    const std::string id = open.front();
    open.pop_front();
    ASSIGN_OR_RETURN(const std::vector<std::string> after, After(tx, id, institution));
    for (const std::string& next : after) {
      if (next == start) return WayBack(came_from, id, start);
      if (came_from.try_emplace(next, id).second) open.push_back(next);
    }
  }
  return std::vector<std::string>();
}

absl::StatusOr<Succession> SuccessionOn(sql::Tx& tx, const std::string& id, Date day) {
  Succession succession;
  std::set<std::string> seen = {id};
  std::deque<std::string> open = {id};
  while (!open.empty()) {
    const std::string from = open.front();
    open.pop_front();
    ASSIGN_OR_RETURN(const std::vector<Relation> relations, RelationsOf(tx, from));
    bool ended = false;
    for (const Relation& relation : relations) {
      if (!relation.Ends() || relation.effective_on > day) continue;
      ended = true;
      succession.steps.push_back({.from = from, .relation = relation});
      if (seen.insert(relation.other).second) open.push_back(relation.other);
    }
    if (!ended) succession.successors.push_back(from);
  }
  std::sort(succession.successors.begin(), succession.successors.end());
  std::sort(succession.steps.begin(), succession.steps.end(),
            [](const SuccessionStep& a, const SuccessionStep& b) {
              return std::tie(a.relation.effective_on, a.from, a.relation.other) <
                     std::tie(b.relation.effective_on, b.from, b.relation.other);
            });
  return succession;
}

}  // namespace tarazy::registry
