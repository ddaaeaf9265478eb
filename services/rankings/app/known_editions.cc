#include "services/rankings/app/known_editions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/base/text.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxKnown = 10'000;
constexpr size_t kContentBytes = 8;

std::string Prefix(absl::string_view kind, const Edition& edition) {
  const std::string content = Sha256Of(absl::StrCat(edition.digest, " ", edition.result_digest, " ",
                                                    sql::ToMicros(edition.created)))
                                  .substr(0, kContentBytes);
  return absl::StrCat("tarazy:v1:", kind, ":", edition.ranking, "/", edition.number, "-",
                      Hex(content), ":");
}

// Whether visibility.h will say the same of an edition in this state for ever, apart from the end
// of an embargo, and of all its units.
bool IsSettled(EditionState state) {
  return state == EditionState::kPublished || state == EditionState::kSuperseded ||
         state == EditionState::kWithdrawn;
}

}  // namespace

KnownEdition::KnownEdition(Edition known)
    : edition(std::move(known)),
      score_prefix(Prefix("score", edition)),
      line_prefix(Prefix("line", edition)),
      rows_prefix(Prefix("rows", edition)) {}

std::string KnownEdition::ScoreKey(absl::string_view unit) const {
  return absl::StrCat(score_prefix, unit);
}

std::string KnownEdition::LineKey(absl::string_view unit) const {
  return absl::StrCat(line_prefix, unit);
}

std::string KnownEdition::RowsKey(absl::string_view group, int size, int after_position) const {
  return absl::StrCat(rows_prefix, group, ":", size, ":", after_position);
}

std::shared_ptr<const KnownEdition> KnownEditions::Find(absl::string_view name,
                                                        const Viewer& viewer,
                                                        absl::Time now) const {
  std::shared_ptr<const KnownEdition> known;
  {
    MutexLock lock(mu_);
    const auto it = known_.find(name);
    if (it == known_.end()) return nullptr;
    known = it->second;
  }
  return CheckTableVisible(known->edition, viewer, now).ok() ? known : nullptr;
}

std::shared_ptr<const KnownEdition> KnownEditions::Learn(const Edition& edition, absl::Time now) {
  auto known = std::make_shared<const KnownEdition>(edition);
  // One under embargo may be withdrawn before anybody sees it.
  if (!IsSettled(edition.state) || edition.embargo_until > now) return known;
  MutexLock lock(mu_);
  if (known_.size() >= kMaxKnown) known_.clear();
  known_[EditionName(edition.ranking, edition.number)] = known;
  return known;
}

}  // namespace tarazy::rankings
