#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/app/decision_faults.h"
#include "services/accreditation/app/record_decision.h"
#include "services/accreditation/app/register_acts.h"

namespace tarazy::accreditation {
namespace {

// One decision of an import, checked after those before it.
class Importing {
 public:
  Importing(sql::Tx& tx, const RecordingBy& by) : tx_(tx), by_(by), lines_(tx) {}

  absl::StatusOr<RecordedDecision> Take(v1::Decision sent, int index) {
    const std::string path = absl::StrCat("decisions[", index, "].");
    RecordedDecision recorded{.decision = AsSent(std::move(sent))};
    v1::Decision& decision = recorded.decision;
    decision.set_historical(true);
    decision.set_recorded_by(by_.by.token);
    const size_t before = problems_.fields().size();
    CheckFields(decision, by_.today, by_.units, path, problems_);
    if (!decision.case_name().empty()) {
      problems_.Add(absl::StrCat(path, "case_name"), "a historical decision has no case here");
    }
    recorded.act = ActOf(decision, path, problems_);
    recorded.line = LineOf(decision);
    if (!names_.insert(decision.name()).second) {
      problems_.Add(absl::StrCat(path, "name"), "is in the import twice");
    } else {
      const absl::Status known = LoadDecision(tx_, decision.name()).status();
      if (known.ok()) problems_.Add(absl::StrCat(path, "name"), "exists already");
      if (!known.ok() && !absl::IsNotFound(known)) return known;
    }
    if (problems_.fields().size() != before) return recorded;
    ASSIGN_OR_RETURN(std::vector<Act>* const acts, lines_.Of(recorded.line));
    for (const ActFault& fault : CheckAct(*acts, recorded.act, {.historical = true})) {
      problems_.Add(absl::StrCat(path, fault.field), fault.description);
    }
    if (acts->size() >= kMaxActs) {
      problems_.Add(absl::StrCat(path, "subject"),
                    "this line of the register has as many acts as one may have");
    }
    if (problems_.fields().size() != before) return recorded;
    // The next ones are checked as if it were recorded: in the order of the file.
    acts->push_back(recorded.act);
    acts->back().sequence = std::numeric_limits<int64_t>::max() / 2 + index;
    return recorded;
  }

  absl::Status Result() const {
    return problems_.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kImportRejected,
                              "nothing was recorded");
  }

 private:
  sql::Tx& tx_;
  const RecordingBy& by_;
  OpenLines lines_;
  Faults problems_;
  std::set<std::string> names_;
};

}  // namespace

absl::StatusOr<std::vector<v1::Decision>> ImportDecisions(sql::Tx& tx, const RecordingBy& by,
                                                          std::vector<v1::Decision> decisions) {
  if (decisions.empty()) return InvalidField("decisions", "needs at least one item");
  if (decisions.size() > kMaxImportedDecisions) {
    return InvalidField("decisions", absl::StrCat("has ", decisions.size(), " items; at most ",
                                                  kMaxImportedDecisions));
  }
  Importing importing(tx, by);
  std::vector<RecordedDecision> recorded;
  for (size_t i = 0; i < decisions.size(); ++i) {
    ASSIGN_OR_RETURN(recorded.emplace_back(),
                     importing.Take(std::move(decisions[i]), static_cast<int>(i)));
  }
  RETURN_IF_ERROR(importing.Result());
  std::set<std::string> subjects;
  for (const RecordedDecision& one : recorded) subjects.insert(one.line.subject);
  for (const std::string& subject : subjects) {
    RETURN_IF_ERROR(PutSubject(tx, SubjectOf(by.units, subject)));
  }
  RETURN_IF_ERROR(AppendDecisions(tx, {by.now, by.today, by.certificates}, recorded));
  std::vector<v1::Decision> stored;
  for (RecordedDecision& one : recorded) stored.push_back(std::move(one.decision));
  return stored;
}

}  // namespace tarazy::accreditation
