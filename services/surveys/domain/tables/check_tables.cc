#include "services/surveys/domain/tables/check_tables.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/surveys/domain/figures/percent.h"
#include "services/surveys/domain/tables/printed_percent.h"

namespace tarazy::surveys {
namespace {

constexpr int64_t kMaxCount = 100'000'000;

bool IsMissing(const v1::PublishedItem& item, const std::string& label) {
  return std::find(item.missing().begin(), item.missing().end(), label) != item.missing().end();
}

class ItemFaults {
 public:
  ItemFaults(const v1::PublishedItem& item, int place, std::vector<FieldViolation>& faults)
      : item_(item), path_(absl::StrCat("items[", place, "]")), faults_(faults) {}

  void Find() {
    const int labels = item_.categories_size();
    if (item_.type() != kSingleChoice && item_.type() != kMultipleChoice &&
        item_.type() != kMatrixRow) {
      Add("type", "is none of single_choice, multiple_choice, matrix_row");
    }
    if (item_.counts_size() != labels) {
      Add("counts", absl::StrCat("has ", item_.counts_size(), " counts for ", labels, " labels"));
    }
    for (int i = 0; i < item_.counts_size(); ++i) {
      if (item_.counts(i) < 0 || item_.counts(i) > kMaxCount) {
        Add(absl::StrCat("counts[", i, "]"), "is not between 0 and 100,000,000");
      }
    }
    if (item_.printed_percent_size() != 0 && item_.printed_percent_size() != labels) {
      Add("printed_percent", absl::StrCat("has ", item_.printed_percent_size(), " percentages for ",
                                          labels, " labels"));
    }
    for (int i = 0; i < item_.printed_percent_size(); ++i) {
      if (!item_.printed_percent(i).empty() && !ParsePrinted(item_.printed_percent(i))) {
        Add(absl::StrCat("printed_percent[", i, "]"),
            absl::StrCat("\"", item_.printed_percent(i), "\" is no percentage such as 73.7"));
      }
    }
    FindLabels();
  }

 private:
  void FindLabels() {
    std::set<std::string> seen;
    for (int i = 0; i < item_.categories_size(); ++i) {
      const std::string& label = item_.categories(i);
      if (label.empty()) Add(absl::StrCat("categories[", i, "]"), "is empty");
      if (!seen.insert(label).second) {
        Add(absl::StrCat("categories[", i, "]"),
            absl::StrCat("\"", label, "\" stands there twice"));
      }
    }
    for (int i = 0; i < item_.missing_size(); ++i) {
      if (!seen.contains(item_.missing(i))) {
        Add(absl::StrCat("missing[", i, "]"),
            absl::StrCat("\"", item_.missing(i), "\" is none of the categories"));
      }
    }
  }

  void Add(absl::string_view field, absl::string_view description) {
    faults_.push_back({absl::StrCat(path_, ".", field), std::string(description)});
  }

  const v1::PublishedItem& item_;
  const std::string path_;
  std::vector<FieldViolation>& faults_;
};

// One table against itself.
class Check {
 public:
  Check(const v1::PublishedItem& item, int64_t people, std::vector<v1::TableFinding>& findings)
      : item_(item), people_(people), findings_(findings) {
    for (int i = 0; i < item.printed_percent_size(); ++i) {
      printed_.push_back(ParsePrinted(item.printed_percent(i)));
      if (printed_.back().has_value()) digits_ = std::max(digits_, printed_.back()->decimals);
    }
    for (int i = 0; i < item.categories_size(); ++i) {
      if (!IsMissing(item, item.categories(i))) valid_ += item.counts(i);
    }
  }

  void Run() {
    if (item_.type() == kMultipleChoice) {
      CheckTicks();
      CheckPercents({people_});
      return;
    }
    const int64_t total = std::accumulate(item_.counts().begin(), item_.counts().end(), int64_t{0});
    if (total != people_) {
      Add({.rule = "counts_do_not_add_up",
           .derived = absl::StrCat(total),
           .message = absl::StrCat("the counts add up to ", total, ", not to ", people_)});
    }
    std::vector<int64_t> bases = {people_};
    if (!item_.missing().empty() && valid_ > 0 && valid_ != people_) bases.push_back(valid_);
    CheckPercents(bases);
    CheckSum(bases);
  }

 private:
  struct Said {
    std::string rule;
    int category = -1;
    std::string printed;
    std::string derived;
    std::string message;
  };

  void Add(const Said& said) {
    v1::TableFinding& finding = findings_.emplace_back();
    finding.set_rule(said.rule);
    finding.set_item(item_.id());
    if (said.category >= 0) finding.set_category(item_.categories(said.category));
    finding.set_printed(said.printed);
    finding.set_derived(said.derived);
    finding.set_message(said.message);
  }

  std::string Format(int64_t units) const { return FormatUnits(units, digits_); }

  void CheckTicks() {
    for (int i = 0; i < item_.counts_size(); ++i) {
      if (item_.counts(i) <= people_) continue;
      Add({.rule = "ticks_exceed_people",
           .category = i,
           .derived = absl::StrCat(item_.counts(i)),
           .message = absl::StrCat(item_.counts(i), " chose it, of ", people_, " people")});
    }
  }

  void CheckPercents(const std::vector<int64_t>& bases) {
    for (size_t i = 0; i < printed_.size(); ++i) {
      if (!printed_[i].has_value()) continue;
      const int64_t count = item_.counts(static_cast<int>(i));
      const int64_t units = printed_[i]->UnitsOf(digits_);
      if (std::any_of(bases.begin(), bases.end(),
                      [&](int64_t base) { return PercentUnits(count, base, digits_) == units; })) {
        continue;
      }
      const std::string right = Format(PercentUnits(count, bases[0], digits_));
      const std::string& wrong = item_.printed_percent(static_cast<int>(i));
      Add({.rule = "percent_impossible",
           .category = static_cast<int>(i),
           .printed = wrong,
           .derived = right,
           .message =
               absl::StrCat(count, " of ", bases[0], " are ", right, " %, not ", wrong, " %")});
    }
  }

  // Percentages that are each right need not add up to 100: they are compared with the right ones.
  void CheckSum(const std::vector<int64_t>& bases) {
    int64_t printed = 0;
    std::vector<int64_t> right(bases.size());
    for (size_t i = 0; i < printed_.size(); ++i) {
      const int64_t count = item_.counts(static_cast<int>(i));
      if (!printed_[i].has_value()) {
        if (count > 0) return;
        continue;
      }
      printed += printed_[i]->UnitsOf(digits_);
      for (size_t b = 0; b < bases.size(); ++b) right[b] += PercentUnits(count, bases[b], digits_);
    }
    if (printed_.empty() || std::find(right.begin(), right.end(), printed) != right.end()) return;
    const std::string sum = Format(printed);
    const std::string derived = Format(right[0]);
    Add({.rule = "row_does_not_add_up",
         .printed = sum,
         .derived = derived,
         .message = absl::StrCat("the printed percentages add up to ", sum, ", the right ones to ",
                                 derived, sum == "100" ? ": the row was made to fit" : "")});
  }

  const v1::PublishedItem& item_;
  const int64_t people_;
  std::vector<v1::TableFinding>& findings_;
  std::vector<std::optional<PrintedPercent>> printed_;
  int digits_ = 0;
  int64_t valid_ = 0;
};

}  // namespace

std::vector<FieldViolation> TableFaults(const v1::PublishedTables& tables) {
  std::vector<FieldViolation> faults;
  for (int i = 0; i < tables.items_size(); ++i) ItemFaults(tables.items(i), i, faults).Find();
  return faults;
}

std::vector<v1::TableFinding> CheckTables(const v1::PublishedTables& tables) {
  std::vector<v1::TableFinding> findings;
  std::map<std::pair<std::string, std::string>, std::string> words;
  for (const v1::PublishedItem& item : tables.items()) {
    const auto [earlier, is_new] = words.try_emplace({item.group(), item.text()}, item.id());
    if (!is_new) {
      v1::TableFinding& finding = findings.emplace_back();
      finding.set_rule("duplicate_text");
      finding.set_item(item.id());
      finding.set_message(absl::StrCat("table ", earlier->second, " has the same words"));
    }
    Check(item, tables.n(), findings).Run();
  }
  return findings;
}

}  // namespace tarazy::surveys
