#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

std::vector<CaseProgramme> Programmes(const v1::Case& record, bool reported_only) {
  std::vector<CaseProgramme> found;
  for (const v1::Cluster& cluster : record.clusters()) {
    if (reported_only && !cluster.reported()) continue;
    for (const v1::ProgrammeReview& review : cluster.programmes()) {
      found.push_back({&review, &cluster});
    }
  }
  return found;
}

}  // namespace

std::vector<CaseProgramme> ProgrammesOf(const v1::Case& record) {
  return Programmes(record, false);
}

std::vector<CaseProgramme> ReportedProgrammesOf(const v1::Case& record) {
  return Programmes(record, true);
}

const v1::ProgrammeReview* FindProgramme(const v1::Case& record, absl::string_view code) {
  for (const CaseProgramme& programme : ProgrammesOf(record)) {
    if (programme.review->code() == code) return programme.review;
  }
  return nullptr;
}

v1::ProcedureType TypeOf(const v1::Case& record, const v1::Cluster& cluster) {
  return cluster.type() == v1::PROCEDURE_TYPE_UNSPECIFIED ? record.type() : cluster.type();
}

std::vector<std::string> AppliesTo(
    const v1::Case& record, const google::protobuf::RepeatedPtrField<std::string>& programmes) {
  if (!programmes.empty()) return {programmes.begin(), programmes.end()};
  std::vector<std::string> codes;
  for (const CaseProgramme& programme : ReportedProgrammesOf(record)) {
    codes.push_back(programme.review->code());
  }
  if (codes.empty()) codes.emplace_back();
  return codes;
}

}  // namespace tarazy::accreditation
