#include "services/accreditation/rpc/describe_case.h"

#include <google/protobuf/descriptor.h>

#include "common/base/status_macros.h"
#include "common/rpc/resource_name.h"
#include "services/accreditation/app/store_framework.h"
#include "services/accreditation/app/visible_case.h"
#include "services/accreditation/domain/record/programmes.h"
#include "services/accreditation/store/case_store.h"

namespace tarazy::accreditation {

v1::Case WithoutParts(const v1::Case& record) {
  v1::Case basic = record;
  for (int i = 0; i < v1::Case::descriptor()->field_count(); ++i) {
    const auto* field = v1::Case::descriptor()->field(i);
    if (field->is_repeated() || field->name() == "visit" || field->name() == "report") {
      basic.GetReflection()->ClearField(&basic, field);
    }
  }
  return basic;
}

v1::CaseCounts CountsOf(const v1::Case& record) {
  v1::CaseCounts counts;
  counts.set_programmes(static_cast<int>(ProgrammesOf(record).size()));
  counts.set_members(record.commission_size());
  counts.set_sessions(record.visit().sessions_size());
  counts.set_evaluations(record.evaluations_size());
  counts.set_findings(record.findings_size());
  const v1::Report& report = record.report();
  int statements = 0;
  for (int i = 0; i < v1::Report::descriptor()->field_count(); ++i) {
    const auto* field = v1::Report::descriptor()->field(i);
    if (field->is_repeated()) statements += report.GetReflection()->FieldSize(report, field);
  }
  counts.set_statements(statements);
  return counts;
}

absl::StatusOr<OpenCase> LoadVisible(sql::Tx& tx, absl::string_view field, absl::string_view name,
                                     const Viewer& viewer) {
  ASSIGN_OR_RETURN(const std::string id, rpc::ParseId(field, "cases/*", name));
  OpenCase open;
  ASSIGN_OR_RETURN(open.record, LoadCase(tx, id));
  RETURN_IF_ERROR(CheckSees(open.record, viewer));
  Redact(open.record, viewer);
  ASSIGN_OR_RETURN(open.framework, FrameworkOf(tx, "framework", open.record.framework()));
  return open;
}

}  // namespace tarazy::accreditation
