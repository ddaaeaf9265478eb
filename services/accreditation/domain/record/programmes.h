// The programmes of a case.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

// A programme and the cluster that it is visited in.
struct CaseProgramme {
  const v1::ProgrammeReview* review = nullptr;
  const v1::Cluster* cluster = nullptr;
};

// Of all clusters, in their order. The pointers live as long as the case.
std::vector<CaseProgramme> ProgrammesOf(const v1::Case& record);

// Of the clusters that the case's report covers; a case without clusters concerns the institution
// as a whole and has none.
std::vector<CaseProgramme> ReportedProgrammesOf(const v1::Case& record);

// By its code; null when the case has none.
const v1::ProgrammeReview* FindProgramme(const v1::Case& record, absl::string_view code);

// The type of a cluster: its own, or the case's.
v1::ProcedureType TypeOf(const v1::Case& record, const v1::Cluster& cluster);

// The codes that a finding, event or proposal applies to: those it names, or all reported ones. For
// a case without programmes: one empty code, the institution.
std::vector<std::string> AppliesTo(
    const v1::Case& record, const google::protobuf::RepeatedPtrField<std::string>& programmes);

}  // namespace tarazy::accreditation
