#include "services/accreditation/app/council_vote.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/text.h"

namespace tarazy::accreditation {

std::set<std::string> VotersOf(const v1::Vote& vote) {
  std::set<std::string> voters;
  for (const v1::Ballot& ballot : vote.ballots()) {
    if (ballot.choice() != v1::BALLOT_CHOICE_RECUSED) voters.insert(ballot.person());
  }
  return voters;
}

void CheckBallots(const v1::Vote& vote, absl::string_view path, Faults& problems) {
  if (vote.ballots_size() > vote.members()) {
    problems.Add(absl::StrCat(path, "members"),
                 absl::StrCat(vote.ballots_size(), " ballots of ", vote.members(), " members"));
  }
  for (int i = 0; i < vote.ballots_size(); ++i) {
    const v1::Ballot& ballot = vote.ballots(i);
    if (ballot.choice() == v1::BALLOT_CHOICE_RECUSED && ballot.reason().empty()) {
      problems.Add(absl::StrCat(path, "ballots[", i, "].reason"), "say why he recused himself");
    }
  }
}

absl::Status CheckDisjoint(const v1::Vote& vote, const std::set<std::string>& others,
                           absl::string_view why) {
  std::vector<std::string> both;
  const std::set<std::string> voters = VotersOf(vote);
  std::set_intersection(voters.begin(), voters.end(), others.begin(), others.end(),
                        std::back_inserter(both));
  if (both.empty()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, Reason::kConflictOfInterest,
                   absl::StrCat(absl::StrJoin(both, ", "), " ", why,
                                "; he records himself as recused and does not vote"),
                   {.metadata = {{"person", absl::StrJoin(both, ",")}}});
}

absl::Status CheckCarried(const v1::Vote& vote, double quorum) {
  int in_favour = 0;
  int against = 0;
  int present = 0;
  for (const v1::Ballot& ballot : vote.ballots()) {
    present += ballot.choice() != v1::BALLOT_CHOICE_RECUSED;
    in_favour += ballot.choice() == v1::BALLOT_CHOICE_FOR;
    against += ballot.choice() == v1::BALLOT_CHOICE_AGAINST;
  }
  if (present * 100.0 < quorum * vote.members()) {
    return FailedPrecondition(Reason::kNoQuorum, absl::StrCat(present, " of ", vote.members(),
                                                              " members took part; the quorum is ",
                                                              ShortestDecimal(quorum), " %"));
  }
  if (in_favour > against) return absl::OkStatus();
  return FailedPrecondition(Reason::kNoQuorum, absl::StrCat("the vote failed: ", in_favour,
                                                            " for it, ", against, " against"));
}

}  // namespace tarazy::accreditation
