#include "services/cli/vote_options.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/records.h"

namespace tarazy::cli {

namespace v1 = accreditation::v1;

void AddVoteOptions(CLI::App& command, VoteOptions& options) {
  command.add_option("--members", options.members, "How many members the council has")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  command
      .add_option("--ballot", options.ballots,
                  "How one voted: PERSON=for, against, abstain or recused[:WHY]; may be repeated")
      ->allow_extra_args(false)
      ->type_name("PERSON=CHOICE");
}

bool Voted(const VoteOptions& options) { return options.members > 0 || !options.ballots.empty(); }

absl::Status FillVote(const VoteOptions& options, v1::Vote& vote) {
  vote.set_members(options.members);
  for (const std::string& text : options.ballots) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    const std::pair<std::string, std::string> choice =
        absl::StrSplit(parts.second, absl::MaxSplits(':', 1));
    v1::Ballot& ballot = *vote.add_ballots();
    ballot.set_person(parts.first);
    ballot.set_choice(EnumValue<v1::BallotChoice>(choice.first));
    ballot.set_reason(choice.second);
    if (parts.first.empty() || ballot.choice() == v1::BALLOT_CHOICE_UNSPECIFIED) {
      return UsageError(absl::StrCat("--ballot: \"", text, "\" is not PERSON=CHOICE; choices are ",
                                     absl::StrJoin(EnumWords<v1::BallotChoice>(), ", ")));
    }
  }
  return absl::OkStatus();
}

std::shared_ptr<const Table> BallotTable(const v1::Vote& vote) {
  auto table = std::make_shared<Table>();
  table->columns = {{"person"}, {"choice"}, {"reason"}};
  for (const auto& ballot : vote.ballots()) {
    table->rows.push_back(
        {ballot.person(), Text(EnumWord(ballot.choice())), Text(ballot.reason())});
  }
  return table;
}

}  // namespace tarazy::cli
