// Disclosure control: which counts may be told so that no small one can be computed back.
// docs/disclosure-control.md says what is promised and what is not.
//
// A count is *sensitive* when it is positive and below the threshold. It is suppressed, and so are
// as many other counts as it takes until the reader, who knows everything that is told, that inner
// strata are the sums of their parts and that counts are whole and not negative, must still hold a
// value of at least the threshold possible for every sensitive count. Whether that is so is never
// estimated: the code exhibits, for each sensitive count, another table of whole numbers that
// agrees with all that is told and in which the count reaches the threshold.
//
// A zero is told, never suppressed, unless its whole row is (of a choice in a MultiMask: or the
// choice is suppressed in every stratum; of a crossing: or the category is not told in the question
// itself). The reader therefore knows that a suppressed count is at least 1 where something else of
// its row is told; the search assumes it.
//
// All functions are pure: the same arguments give the same answer in every process, and the order
// of siblings does not change how much is suppressed. Time grows about linearly with cells times
// sensitive cells.
#pragma once

#include <cstdint>
#include <vector>

#include "services/surveys/domain/disclosure/strata_tree.h"
#include "services/surveys/domain/disclosure/table.h"

namespace tarazy::surveys {

// Part of every policy digest: changes whenever the same counts may be masked differently.
inline constexpr int kDisclosureVersion = 1;

struct Protection {
  int threshold = 5;          // 0 and 1: nothing is sensitive
  bool complementary = true;  // false: only the sensitive counts; leaks, and is there to show it
};

// Strata about which nothing is told in any table. `ballots`: one per node. All those with 1 to
// threshold - 1 ballots, and as many others as protect their number: siblings, smallest first, or
// the stratum that they are part of. What is left when everything told of a stratum's parts is
// taken off it counts at least `threshold` ballots. Of a stratum that is not suppressed the number
// of ballots is told.
std::vector<bool> ProtectStrata(const StrataTree& tree, const std::vector<int64_t>& ballots,
                                Protection protection);

// One question over all strata. Rows: nodes; columns: whatever excludes each other and together is
// every ballot: the choices, the missing, those not asked. Of a rated object: the points and those
// who did not rate it. `suppressed_strata`: from ProtectStrata with the same protection.
// `sensitive_columns`: in which columns small counts are sensitive; the others' may be suppressed
// to protect them. All of them where every cell is protected; none for opinions where only groups
// are: then exactly the suppressed strata's rows are suppressed.
Mask ProtectByStrata(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                     const CountTable& table, const std::vector<bool>& sensitive_columns,
                     Protection protection);

// A question of which several choices may be taken. Its choices do not exclude each other, so that
// each is a table of its own: those who took it and those of the base who did not. Both are
// protected: "83 of 84 took it" tells of one who did not.
struct MultiTable {
  // Rows: nodes. Column 0: the base (answered, without the choices that are no answer); then
  // whatever else there is: one per choice that is no answer, the missing, those not asked.
  CountTable states;
  // Rows: nodes; columns: the choices that are answers, each at most the base.
  CountTable taken;
};

struct MultiMask {
  Mask states;
  Mask taken;  // where the base is suppressed, so are all choices
};

// `sensitive`: whether small counts are sensitive here (all of them or none).
MultiMask ProtectMultiByStrata(const StrataTree& tree, const std::vector<bool>& suppressed_strata,
                               const MultiTable& table, bool sensitive, Protection protection);

// Two questions crossed in one stratum. Rows and columns must be all categories of the two
// questions, the missing and those not asked among them: then a row's total is the row question's
// count in the stratum and a column's total the column question's, and what is told of them
// elsewhere is known here. The margins' masks are those of the two questions in this stratum (rows
// of ProtectByStrata's masks). A row or column whose margin is suppressed is suppressed whole. The
// margins that are told must be 0 or at least the threshold; where they are not and the cells
// cannot be protected, the whole table is suppressed. With threshold 0: only what the margins
// demand. The mask is over the inner cells.
//
// Only for the one stratum: tables of several strata of one campaign can be subtracted from each
// other; ProtectCrossByStrata masks them together.
Mask ProtectCross(const CountTable& table, const std::vector<bool>& row_margin_suppressed,
                  const std::vector<bool>& column_margin_suppressed, Protection protection);

// Two questions crossed in every stratum. `tables`: one per node, as of ProtectCross;
// `row_question`, `column_question`: the two questions' masks over the strata. One mask per node.
// The root's crossing comes first; a part's is told only beside it, where all categories that the
// root tells are told of the part in both questions, and otherwise has all cells suppressed, as
// have all when the search would take too long. Even the root's may: its sensitive counts must be
// able to grow without either question's counts changing in any stratum, which is more than
// ProtectCross asks for. What a reader can infer of strata whose crossing is not told from both
// questions' own tables is not prevented (docs/disclosure-control.md, three-way inference).
std::vector<Mask> ProtectCrossByStrata(const StrataTree& tree,
                                       const std::vector<bool>& suppressed_strata,
                                       const std::vector<CountTable>& tables,
                                       const Mask& row_question, const Mask& column_question,
                                       Protection protection);

}  // namespace tarazy::surveys
