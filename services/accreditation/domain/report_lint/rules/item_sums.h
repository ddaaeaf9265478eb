// What the answers to one item of a survey add up to.
#pragma once

#include <vector>

#include "services/accreditation/domain/report_lint/printed_number.h"
#include "tarazy/accreditation/v1/report.pb.h"

namespace tarazy::accreditation::report_lint {

struct ItemSums {
  // The percentages that are printed and not zero.
  std::vector<PrintedNumber> percents;
  double percent = 0;
  // By how much `percent` may be off: half a unit of each of them.
  double tolerance = 0;
  int printed_percents = 0;  // zeros too
  int blank_percents = 0;
  bool readable = true;  // no percentage is printed that is no figure
  bool some_counted = false;
  bool all_counted = true;
  double count = 0;
};

ItemSums SumsOf(const v1::PrintedItem& item);

// A single answer by its form, but more answers than people: `answered` of them; 0: not known.
bool HasMoreAnswersThanPeople(const v1::PrintedItem& item, const ItemSums& sums, double answered);

}  // namespace tarazy::accreditation::report_lint
