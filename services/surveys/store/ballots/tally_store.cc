#include "services/surveys/store/ballots/tally_store.h"

#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
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

// Where each code's count is in a question's tally.
using Places = absl::flat_hash_map<std::string, int64_t*>;

Places PlacesOf(const Question& question, QuestionTally& tally) {
  Places places;
  ForEachCell(question, tally, [&](absl::string_view code, int64_t& count) {
    places.emplace(std::string(code), &count);
  });
  return places;
}

absl::Status UnknownCell() {
  return MakeError(absl::StatusCode::kDataLoss, Reason::kInternal,
                   "a stored count is of no question or choice of the questionnaire");
}

// Rows come by stratum and question, so that one question's places serve many of them.
class TallyReader {
 public:
  TallyReader(const Form& form, Tallies& tallies) : form_(form), tallies_(tallies) {}

  absl::Status Read(const sql::Row& row) {
    std::string stratum = row.Text(0);
    std::string question = row.Text(1);
    if (question != question_ || stratum != stratum_) {
      RETURN_IF_ERROR(Enter(stratum, question));
      stratum_ = std::move(stratum);
      question_ = std::move(question);
    }
    const auto place = places_.find(row.Text(2));
    if (place == places_.end()) return UnknownCell();
    *place->second = row.Int(3);
    return absl::OkStatus();
  }

 private:
  absl::Status Enter(const std::string& stratum, const std::string& question) {
    const auto tally = tallies_.find(stratum);
    const std::optional<int> found = form_.Find(question);
    if (tally == tallies_.end() || !found.has_value()) return UnknownCell();
    const auto place = static_cast<size_t>(*found);
    places_ = PlacesOf(form_.questions()[place], tally->second.questions[place]);
    return absl::OkStatus();
  }

  const Form& form_;
  Tallies& tallies_;
  std::string stratum_;
  std::string question_;
  Places places_;
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
               {V(campaign), V(kTestStratum)}, [&](const sql::Row& row) {
                 StratumTally& tally = read.tallies[row.Text(0)];
                 tally = EmptyTally(form);
                 tally.ballots = row.Int(1);
                 return absl::OkStatus();
               }));
  TallyReader reader(form, read.tallies);
  RETURN_IF_ERROR(tx.Query(
      "SELECT stratum, question, code, count FROM tally "
      "WHERE campaign = ?1 AND stratum <> ?2 ORDER BY stratum, question, code",
      {V(campaign), V(kTestStratum)}, [&](const sql::Row& row) { return reader.Read(row); }));
  return read;
}

}  // namespace tarazy::surveys
