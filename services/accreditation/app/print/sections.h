// The parts of the printed report, in its order. Each writes its heading and what the record holds,
// or nothing at all.
#pragma once

#include "services/accreditation/app/print/sheet.h"

namespace tarazy::accreditation {

void PrintCover(const Sheet& sheet);       // cover.cc
void PrintProgrammes(const Sheet& sheet);  // procedure_sections.cc
void PrintCommission(const Sheet& sheet);  // the roles and how they took part; nobody by himself
void PrintHistory(const Sheet& sheet);
void PrintVisit(const Sheet& sheet);  // visit_sections.cc
void PrintParticipation(const Sheet& sheet);
void PrintSurveys(const Sheet& sheet);     // survey_sections.cc: who took part, and cited figures
void PrintStandards(const Sheet& sheet);   // standards.cc: criteria, marks, findings
void PrintMatrix(const Sheet& sheet);      // matrix.cc: counts of marks, with the chart
void PrintLedger(const Sheet& sheet);      // ledger.cc: what is to be done by when
void PrintConclusion(const Sheet& sheet);  // conclusion.cc: proposal, suggested term, agreement
void PrintDocuments(const Sheet& sheet);   // cover.cc
void PrintColophon(const Sheet& sheet);

}  // namespace tarazy::accreditation
