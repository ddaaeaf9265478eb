// A council's vote as people type it, for decisions and appeals.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/table.h"
#include "tarazy/accreditation/v1/register.pb.h"

namespace tarazy::cli {

struct VoteOptions {
  int32_t members = 0;
  std::vector<std::string> ballots;  // "c-1=for", "c-2=recused:he teaches there"
};

// --members and --ballot.
void AddVoteOptions(CLI::App& command, VoteOptions& options);

bool Voted(const VoteOptions& options);

// A usage error for a ballot that is none.
absl::Status FillVote(const VoteOptions& options, accreditation::v1::Vote& vote);

std::shared_ptr<const Table> BallotTable(const accreditation::v1::Vote& vote);

}  // namespace tarazy::cli
