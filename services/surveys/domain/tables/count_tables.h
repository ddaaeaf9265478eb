// Published tables as a questionnaire and its counts, so that their results are made like all
// others.
#pragma once

#include "absl/strings/string_view.h"
#include "services/surveys/domain/form/form.h"
#include "services/surveys/domain/tally/tally.h"
#include "tarazy/surveys/v1/tables.pb.h"

namespace tarazy::surveys {

// A questionnaire of one page with an item per table. A row of a matrix becomes an item of one
// answer with the group's words as its hint: a published table does not say which end of its scale
// is good, so that no mean is made of it. Labels become choices whose codes are made from them.
// Tables without a named scale ("Position", "Sex") count as identifying. The words are taken for
// Kazakh when they have a letter that only Kazakh has, for Russian when they have another Cyrillic
// one, else for English. The tables are without faults.
v1::Questionnaire QuestionnaireOf(const v1::PublishedTables& tables, absl::string_view id);

// The counts, as the single group "all". People without a choice count as without an answer; where
// the counts exceed the people, the counts stand.
Tallies TalliesOf(const v1::PublishedTables& tables, const Form& form);

}  // namespace tarazy::surveys
