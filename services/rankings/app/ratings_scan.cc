#include "services/rankings/app/ratings_scan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/rankings/app/import_text.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxText = 1000;
constexpr int64_t kProgressRows = 2000;
constexpr size_t kResolveBatch = 1000;

// Beyond these a figure is a mistake, and its square no number.
constexpr double kLargestRating = 1e9;
constexpr double kSmallestWeight = 1e-6;
constexpr double kLargestWeight = 1e6;

absl::string_view At(absl::Span<const std::string> fields, int column) {
  return column < 0 ? absl::string_view() : absl::string_view(fields[static_cast<size_t>(column)]);
}

// The ways to name a unit, so that another spelling of its title is still the own institution.
std::vector<std::string> NamesOf(const RankedUnit& unit) {
  std::vector<std::string> names = {unit.id};
  for (const std::string& title : {unit.title.en, unit.title.ru, unit.title.kk}) {
    names.push_back(Slug(title, kMaxText));
  }
  std::erase(names, "");
  return names;
}

}  // namespace

RatingsScan::RatingsScan(SpooledFile& file, const Methodology& methodology,
                         const Variable& variable)
    : file_(file),
      methodology_(methodology),
      variable_(variable),
      unit_column_(methodology.unit == UnitKind::kInstitution ? "institution" : "programme") {}

bool RatingsScan::ReadHeader(const TableRow& row) {
  for (const CellFault& fault : row.faults) problems_.Add(row.number, "", fault.message);
  header_.assign(row.fields.begin(), row.fields.end());
  const bool weighted = variable_.ratings->weighted;
  const std::map<std::string, int*> meanings = {{"respondent", &respondent_},
                                                {"affiliation", &affiliation_},
                                                {unit_column_, &unit_},
                                                {"rating", &rating_},
                                                {"weight", &weight_}};
  for (size_t i = 0; i < header_.size(); ++i) {
    const auto meaning = meanings.find(header_[i]);
    if (meaning == meanings.end()) {
      problems_.Add(row.number, header_[i],
                    absl::StrCat("is no column of a file of ratings: respondent, affiliation, ",
                                 unit_column_, ", rating", weighted ? ", weight" : ""));
    } else if (meaning->second == &weight_ && !weighted) {
      problems_.Add(row.number, header_[i],
                    absl::StrCat("the methodology gives the ", variable_.ratings->panel,
                                 " no weights; remove the column"));
    } else if (*meaning->second >= 0) {
      problems_.Add(row.number, header_[i], "this column stands twice");
    } else {
      *meaning->second = static_cast<int>(i);
    }
  }
  for (const auto& [name, column] : meanings) {
    if (*column >= 0 || (column == &weight_ && !weighted)) continue;
    problems_.Add(row.number, name, "this column is missing");
  }
  return problems_.count() == 0;
}

absl::Status RatingsScan::ReadTableRow(const TableRow& row) {
  for (const CellFault& fault : row.faults) problems_.Add(row.number, "", fault.message);
  if (!row.faults.empty()) {
    complete_ = false;
  } else if (row.fields.size() != header_.size()) {
    complete_ = false;
    problems_.Add(row.number, "",
                  absl::StrCat("has ", row.fields.size(), " fields, the header has ",
                               header_.size(), "; a decimal comma or a missing quote?"));
  } else if (ratings_.size() == kMaxRatings) {
    problems_.Add(
        row.number, "",
        absl::StrCat("is one more than the ", kMaxRatings, " ratings that a file may hold"));
    return absl::CancelledError("too many");
  } else {
    ReadRow({.respondent = At(row.fields, respondent_),
             .affiliation = At(row.fields, affiliation_),
             .unit = At(row.fields, unit_),
             .rating = At(row.fields, rating_),
             .weight = At(row.fields, weight_),
             .number = row.number});
  }
  return absl::OkStatus();
}

absl::Status RatingsScan::Read(const OnProgress& progress) {
  int64_t rows = 0;
  const absl::Status status = ReadTable(file_, [&](const TableRow& row) -> absl::Status {
    if (header_.empty()) {
      return ReadHeader(row) ? absl::OkStatus() : absl::CancelledError("wrong columns");
    }
    ++rows;
    if (progress && rows % kProgressRows == 0) {
      progress(
          {.bytes = row.bytes,
           .rows = rows,
           .cells = static_cast<int64_t>(ratings_.size()),
           .phase = "checking",
           .share = std::min(1.0, static_cast<double>(row.bytes) /
                                      static_cast<double>(std::max<int64_t>(file_.size(), 1)))});
    }
    return ReadTableRow(row);
  });
  if (!status.ok()) complete_ = false;
  if (problems_.count() > 0) return absl::OkStatus();  // the problems say more than the status
  RETURN_IF_ERROR(status);
  if (rows == 0) problems_.Add(1, "", "the file has no data rows");
  return absl::OkStatus();
}

bool RatingsScan::CheckName(absl::string_view column, absl::string_view text, int64_t row) {
  const absl::Status checked = CheckText(column, text, kMaxText);
  if (!checked.ok()) {
    problems_.Add(row, column, std::string(checked.message()));
  } else if (text.empty()) {
    problems_.Add(row, column, "must not be empty");
  }
  return checked.ok() && !text.empty();
}

int RatingsScan::RespondentOf(const Row& row) {
  const auto [it, is_new] =
      respondent_of_id_.emplace(std::string(row.respondent), static_cast<int>(respondents_.size()));
  if (is_new) {
    respondents_.push_back({std::string(row.respondent), std::string(row.affiliation),
                            std::string(row.weight), row.number});
    return it->second;
  }
  const Respondent& known = respondents_[static_cast<size_t>(it->second)];
  for (const auto& [column, here, before] :
       {std::make_tuple("affiliation", row.affiliation, absl::string_view(known.affiliation)),
        std::make_tuple("weight", row.weight, absl::string_view(known.weight))}) {
    if (here == before) continue;
    problems_.Add(row.number, column,
                  absl::StrCat("is ", Quoted(here), " here and ", Quoted(before), " in row ",
                               known.row, " of the same respondent"));
  }
  return it->second;
}

double RatingsScan::Figure(absl::string_view column, absl::string_view text, int64_t row) {
  const std::optional<double> figure = ParseDecimal(text);
  if (figure.has_value()) return *figure;
  problems_.Add(row, column, absl::StrCat(Quoted(text), WhyNoNumber(text)));
  return std::numeric_limits<double>::quiet_NaN();
}

void RatingsScan::ReadRow(const Row& row) {
  const bool named = CheckName("respondent", row.respondent, row.number);
  const bool rates = CheckName(unit_column_, row.unit, row.number);
  if (!row.affiliation.empty() || variable_.ratings->own != OwnInstitution::kAllow) {
    CheckName("affiliation", row.affiliation, row.number);
  }
  Rating rating{.rating = Figure("rating", row.rating, row.number), .row = row.number};
  if (std::fabs(rating.rating) > kLargestRating) {
    problems_.Add(row.number, "rating", absl::StrCat(Quoted(row.rating), " is too large"));
  }
  if (variable_.ratings->weighted) {
    rating.weight = Figure("weight", row.weight, row.number);
    if (rating.weight < kSmallestWeight || rating.weight > kLargestWeight) {
      problems_.Add(row.number, "weight", "must lie between 0.000001 and 1000000");
    }
  }
  if (!named || !rates) {
    complete_ = false;
    return;
  }
  rating.respondent = RespondentOf(row);
  const auto [unit, is_new] =
      unit_of_key_.emplace(std::string(row.unit), static_cast<int>(seen_.size()));
  if (is_new) seen_.push_back({std::string(row.unit), row.number});
  rating.unit = unit->second;
  ratings_.push_back(rating);
}

RankedUnit RatingsScan::UnitOf(const SeenUnit& seen, const UnitDirectory::Resolution& found,
                               const std::map<std::string, std::string>& groups) {
  if (!found.unit.has_value()) {
    problems_.Add(seen.row, unit_column_,
                  absl::StrCat(Quoted(seen.key), found.matches > 1
                                                     ? " is the title of several units; use an id"
                                                     : " is not registered"));
    return {};
  }
  RankedUnit unit = *found.unit;
  const auto current = groups.find(unit.id);
  if (current != groups.end() && !current->second.empty()) unit.group = current->second;
  if (methodology_.groups.has_value() && unit.group.empty()) {
    problems_.Add(seen.row, unit_column_,
                  absl::StrCat(Quoted(seen.key), " has no group; state it in the registry"));
  }
  return unit;
}

absl::Status RatingsScan::ResolveUnits(UnitDirectory& directory,
                                       const std::map<std::string, std::string>& groups) {
  std::vector<int> unit_of_seen;
  std::unordered_map<std::string, int> unit_of_id;
  for (size_t begin = 0; begin < seen_.size(); begin += kResolveBatch) {
    const size_t end = std::min(seen_.size(), begin + kResolveBatch);
    std::vector<std::string> keys;
    for (size_t i = begin; i < end; ++i) keys.push_back(seen_[i].key);
    ASSIGN_OR_RETURN(const auto found, directory.Resolve(methodology_.unit, keys));
    for (size_t i = begin; i < end; ++i) {
      RankedUnit unit = UnitOf(seen_[i], found[i - begin], groups);
      const auto next = static_cast<int>(units_.size());
      // What is unknown stays apart from all others, so that it counts as rated.
      const int index = unit.id.empty() ? next : unit_of_id.emplace(unit.id, next).first->second;
      if (index == next) units_.push_back(std::move(unit));
      unit_of_seen.push_back(index);
    }
  }
  for (Rating& rating : ratings_) rating.unit = unit_of_seen[static_cast<size_t>(rating.unit)];
  return absl::OkStatus();
}

void RatingsScan::MarkOwn() {
  std::vector<std::vector<std::string>> names;
  for (const RankedUnit& unit : units_) names.push_back(NamesOf(unit));
  std::vector<std::string> affiliations;
  for (const Respondent& one : respondents_) {
    affiliations.push_back(Slug(one.affiliation, kMaxText));
  }
  for (Rating& rating : ratings_) {
    const auto unit = static_cast<size_t>(rating.unit);
    const auto respondent = static_cast<size_t>(rating.respondent);
    const std::string& written = respondents_[respondent].affiliation;
    rating.own = std::any_of(names[unit].begin(), names[unit].end(), [&](const std::string& name) {
      return name == written || name == affiliations[respondent];
    });
    // An unknown unit or a missing affiliation is a problem already; no rule speaks of it too.
    if (units_[unit].id.empty() || written.empty()) {
      rating.own = variable_.ratings->own == OwnInstitution::kOnly;
    }
  }
}

void RatingsScan::CheckRules() {
  if (variable_.ratings->own != OwnInstitution::kAllow) MarkOwn();
  for (const RatingFault& fault : CheckRatings(variable_, ratings_)) {
    // Who seems to rate too few may do so in a row that was not understood.
    if (complete_ || fault.kind != RatingFault::Kind::kTooFew) AddFault(fault);
  }
}

void RatingsScan::AddFault(const RatingFault& fault) {
  using Kind = RatingFault::Kind;
  const RatingRules& rules = *variable_.ratings;
  const Rating& rating = ratings_[fault.rating];
  const Respondent& one = respondents_[static_cast<size_t>(rating.respondent)];
  const auto add = [&](absl::string_view column, std::string message) {
    problems_.Add(rating.row, column, std::move(message));
  };
  const auto rates = [&](absl::string_view bound, int limit) {
    return absl::StrCat(Quoted(one.id), " rates ", fault.rated, ", and each of the ", rules.panel,
                        " rates ", bound, " ", limit);
  };
  switch (fault.kind) {
    case Kind::kBelowScale:
      return add("rating", absl::StrCat(ShortestDecimal(rating.rating), " is below the minimum ",
                                        ShortestDecimal(*variable_.min)));
    case Kind::kAboveScale:
      return add("rating", absl::StrCat(ShortestDecimal(rating.rating), " is above the maximum ",
                                        ShortestDecimal(*variable_.max)));
    case Kind::kTwice:
      return add(unit_column_, absl::StrCat(Quoted(one.id), " rated this ", unit_column_,
                                            " in row ", fault.earlier_row, " already"));
    case Kind::kOwn:
      return add(unit_column_,
                 absl::StrCat(Quoted(one.id), " belongs to this institution and may not rate it"));
    case Kind::kNotOwn:
      return add(unit_column_, absl::StrCat(Quoted(one.id), " belongs to ", Quoted(one.affiliation),
                                            " and may rate that institution only"));
    case Kind::kTooFew:
      return add("respondent", rates("at least", *rules.each_min));
    case Kind::kTooMany:
      return add("respondent", rates("at most", *rules.each_max));
  }
}

}  // namespace tarazy::rankings
