#include "services/surveys/store/ballots/tally_store.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {
namespace {

using sql::V;

// Calls each(code, count) for all counts of one question's tally: the one place that knows how
// they are named.
template <typename Tally, typename Each>
void ForEachCell(const Question& question, Tally& tally, Each each) {
  each("#not-asked", tally.not_asked);
  each("#missing", tally.missing);
  each("#answered", tally.answered);
  for (size_t i = 0; i < tally.options.size(); ++i) {
    each(question.options[i].choice->code(), tally.options[i]);
  }
  for (size_t i = 0; i < tally.objects.size(); ++i) {
    const std::string& object = question.item->objects().objects(static_cast<int>(i)).id();
    for (size_t j = 0; j < tally.objects[i].options.size(); ++j) {
      each(absl::StrCat(object, "/", question.options[j].choice->code()),
           tally.objects[i].options[j]);
    }
  }
  if (question.type != v1::ITEM_TYPE_NUMBER) return;
  each("#sum", tally.sum);
  each("#squares.high", tally.squares.high);
  each("#squares.low", tally.squares.low);
}

absl::Status UnknownCell() {
  return MakeError(absl::StatusCode::kDataLoss, Reason::kInternal,
                   "a stored count is of no question or choice of the questionnaire");
}

// Where the counts of each "question|code" are in any tally of the form.
class CellPlaces {
 public:
  explicit CellPlaces(const Form& form) : form_(form) {
    const StratumTally empty = EmptyTally(form);
    for (size_t i = 0; i < form.questions().size(); ++i) {
      const Question& question = form.questions()[i];
      ForEachCell(question, empty.questions[i], [&](absl::string_view code, int64_t) {
        places_.emplace(absl::StrCat(question.id, "|", code), places_.size());
      });
    }
  }

  // From "question|code|count,question|code|count".
  absl::Status Read(absl::string_view cells, StratumTally& tally) const {
    std::vector<int64_t*> counts;
    counts.reserve(places_.size());
    for (size_t i = 0; i < form_.questions().size(); ++i) {
      ForEachCell(form_.questions()[i], tally.questions[i],
                  [&](absl::string_view, int64_t& count) { counts.push_back(&count); });
    }
    for (const absl::string_view cell : absl::StrSplit(cells, ',', absl::SkipEmpty())) {
      const size_t bar = cell.rfind('|');
      if (bar == absl::string_view::npos) return UnknownCell();
      const auto place = places_.find(cell.substr(0, bar));
      if (place == places_.end() ||
          !absl::SimpleAtoi(cell.substr(bar + 1), counts[place->second])) {
        return UnknownCell();
      }
    }
    return absl::OkStatus();
  }

 private:
  const Form& form_;
  absl::flat_hash_map<std::string, size_t> places_;
};

}  // namespace

std::vector<TallyCell> CellsOf(const Form& form, const StratumTally& tally) {
  std::vector<TallyCell> cells;
  for (size_t i = 0; i < form.questions().size(); ++i) {
    const Question& question = form.questions()[i];
    ForEachCell(question, tally.questions[i], [&](absl::string_view code, int64_t count) {
      if (count == 0) return;
      cells.push_back({.question = question.id, .code = std::string(code), .count = count});
    });
  }
  return cells;
}

absl::StatusOr<BoxTallies> ReadTallies(sql::Tx& tx, const Form& form, absl::string_view campaign) {
  BoxTallies read;
  ASSIGN_OR_RETURN(const bool found,
                   tx.QueryOne("SELECT revision, state FROM box WHERE campaign = ?1", {V(campaign)},
                               [&](const sql::Row& row) {
                                 read.revision = row.Int(0);
                                 read.state = static_cast<BoxState>(row.Int(1));
                               }));
  if (!found) return NotFound("ballot box", absl::StrCat("campaigns/", campaign));
  RETURN_IF_ERROR(
      tx.Query("SELECT stratum, released FROM box_stratum "
               "WHERE campaign = ?1 AND stratum <> ?2 ORDER BY stratum",
               {V(campaign), V(kTrials)}, [&](const sql::Row& row) {
                 StratumTally& tally = read.tallies[row.Text(0)];
                 tally = EmptyTally(form);
                 tally.ballots = row.Int(1);
                 return absl::OkStatus();
               }));
  const CellPlaces places(form);
  RETURN_IF_ERROR(
      tx.Query("SELECT stratum, cells FROM stratum_tally "
               "WHERE campaign = ?1 AND stratum <> ?2 ORDER BY stratum",
               {V(campaign), V(kTrials)}, [&](const sql::Row& row) {
                 const auto tally = read.tallies.find(row.Text(0));
                 if (tally == read.tallies.end()) return UnknownCell();
                 return places.Read(row.Text(1), tally->second);
               }));
  return read;
}

}  // namespace tarazy::surveys
