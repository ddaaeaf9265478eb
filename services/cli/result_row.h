// Results of surveys as tables.
#pragma once

#include "services/cli/table.h"
#include "tarazy/surveys/v1/results.pb.h"

namespace tarazy::cli {

// One row per group, question and choice (or rated object); the question's figures stand with each
// of its rows.
Table ResultTable(const surveys::v1::Results& results);

// One row, whose column "cells" holds the cells.
Table CrossTableRow(const surveys::v1::CrossTable& cross);

// One row with the lists of reliability and straight-lining.
Table QualityRow(const surveys::v1::DataQuality& quality);

Table ComparisonTable(const surveys::v1::WaveComparison& comparison);

// One row.
Table FigureRow(const surveys::v1::Figure& figure);

}  // namespace tarazy::cli
