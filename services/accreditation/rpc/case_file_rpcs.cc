#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/record/write.h"
#include "common/rpc/handle.h"
#include "common/rpc/resource_name.h"
#include "services/accreditation/app/import_case.h"
#include "services/accreditation/app/print_case.h"
#include "services/accreditation/app/store_framework.h"
#include "services/accreditation/app/visible_case.h"
#include "services/accreditation/domain/record/publication.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/cases_service.h"
#include "services/accreditation/rpc/describe_case.h"
#include "services/accreditation/rpc/registry_client.h"

namespace tarazy::accreditation {

grpc::Status CasesService::ImportCase(grpc::ServerContext* context,
                                      const v1::ImportCaseRequest* request,
                                      v1::ImportCaseResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Case file, ReadCase(request->source()));
    // The registry is asked before the transaction.
    ASSIGN_OR_RETURN(const RegisteredUnits units, FindUnits(channels_, call, UnitsOf(file)));
    return rpc::Mutate(call, database_, *request, response, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const v1::Case record,
                       tarazy::accreditation::ImportCase(tx, file, request->etag(), units,
                                                         ViewerOf(call), call.now));
      *response->mutable_case_record() = WithoutParts(record);
      *response->mutable_counts() = CountsOf(record);
      return absl::OkStatus();
    });
  });
}

grpc::Status CasesService::ExportCase(grpc::ServerContext* context,
                                      const v1::ExportCaseRequest* request,
                                      v1::ExportCaseResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    OpenCase open;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(open, LoadVisible(tx, "name", request->name(), ViewerOf(call)));
      return absl::OkStatus();
    }));
    // A file holds what was entered, not what the store adds.
    open.record.clear_name();
    open.record.clear_etag();
    open.record.clear_create_time();
    open.record.clear_update_time();
    response->set_source(request->format() == v1::FILE_FORMAT_JSON
                             ? record::WriteJson(open.record)
                             : record::WriteYaml(open.record));
    return absl::OkStatus();
  });
}

grpc::Status CasesService::GetCaseReport(grpc::ServerContext* context,
                                         const v1::GetCaseReportRequest* request,
                                         v1::GetCaseReportResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    const Viewer viewer = ViewerOf(call);
    OpenCase open;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "cases/*", request->name()));
      ASSIGN_OR_RETURN(open.record, LoadCase(tx, id));
      const bool sees = CheckSees(open.record, viewer).ok();
      if (!sees && !IsPublished(open.record)) return NotFound("case", request->name());
      Redact(open.record, sees ? viewer : Viewer{});
      ASSIGN_OR_RETURN(open.framework, FrameworkOf(tx, "framework", open.record.framework()));
      return absl::OkStatus();
    }));
    ASSIGN_OR_RETURN(*response->mutable_html(),
                     PrintCase(open.record, open.framework, request->language(), Today(call)));
    return absl::OkStatus();
  });
}

}  // namespace tarazy::accreditation
