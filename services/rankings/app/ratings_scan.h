// A file of ratings, read and held to the methodology's rules; nothing is stored. One rating a row:
// respondent,affiliation,institution,rating[,weight].
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "services/rankings/app/import_problems.h"
#include "services/rankings/app/import_scan.h"
#include "services/rankings/app/spooled_file.h"
#include "services/rankings/app/table_reader.h"
#include "services/rankings/app/unit_directory.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/ratings.h"
#include "services/rankings/store/ranking_store.h"

namespace tarazy::rankings {

class RatingsScan {
 public:
  // Every student of the country rates once in a file of this size.
  static constexpr size_t kMaxRatings = 1'000'000;

  // `variable` is one of the methodology's and has rules for ratings. All three must outlive this.
  RatingsScan(SpooledFile& file, const Methodology& methodology, const Variable& variable);

  // Reads the whole file. Faults are problems; the status is for what stops the reading.
  absl::Status Read(const OnProgress& progress);

  // Gives every unit its id, title and group (what it is in this ranking so far: `groups`, by id;
  // else the registry's). Units that the registry does not know are problems.
  absl::Status ResolveUnits(UnitDirectory& directory,
                            const std::map<std::string, std::string>& groups);

  // The rules for respondents. After ResolveUnits, also when there are problems already: all are
  // to be named in one go.
  void CheckRules();

  // By Rating::unit.
  const std::vector<RankedUnit>& units() const { return units_; }
  const std::vector<Rating>& ratings() const { return ratings_; }
  size_t respondents() const { return respondents_.size(); }
  const ImportProblems& problems() const { return problems_; }

 private:
  struct Respondent {
    std::string id;
    std::string affiliation;
    std::string weight;  // as it stands in the file
    int64_t row = 0;     // the first
  };
  struct SeenUnit {
    std::string key;
    int64_t row = 0;  // the first
  };
  struct Row {
    absl::string_view respondent, affiliation, unit, rating, weight;
    int64_t number = 0;
  };

  // False when the columns are not those of a file of ratings.
  bool ReadHeader(const TableRow& row);
  absl::Status ReadTableRow(const TableRow& row);
  void ReadRow(const Row& row);
  // False, after a problem was added, unless the text is well-formed and not empty.
  bool CheckName(absl::string_view column, absl::string_view text, int64_t row);
  int RespondentOf(const Row& row);
  double Figure(absl::string_view column, absl::string_view text, int64_t row);
  RankedUnit UnitOf(const SeenUnit& seen, const UnitDirectory::Resolution& found,
                    const std::map<std::string, std::string>& groups);
  void MarkOwn();
  void AddFault(const RatingFault& fault);

  SpooledFile& file_;
  const Methodology& methodology_;
  const Variable& variable_;
  const std::string unit_column_;
  std::vector<std::string> header_;
  bool complete_ = true;  // every row was understood
  // Columns; -1 for none.
  int respondent_ = -1, affiliation_ = -1, unit_ = -1, rating_ = -1, weight_ = -1;
  std::unordered_map<std::string, int> respondent_of_id_;
  std::unordered_map<std::string, int> unit_of_key_;
  std::vector<Respondent> respondents_;
  std::vector<SeenUnit> seen_;
  std::vector<Rating> ratings_;  // until ResolveUnits, `unit` is an index into seen_
  std::vector<RankedUnit> units_;
  ImportProblems problems_;
};

}  // namespace tarazy::rankings
