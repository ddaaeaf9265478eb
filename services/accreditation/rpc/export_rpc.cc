#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/status_map.h"
#include "common/rpc/values.h"
#include "services/accreditation/app/deqar.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/app/register_csv.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/register_request.h"
#include "services/accreditation/rpc/register_service.h"
#include "tarazy/registry/v1/registry_service.grpc.pb.h"

namespace tarazy::accreditation {
namespace {

constexpr int kPage = 500;  // lines in one piece

// An agency as it is set up in DEQAR: its acronym is its id in capitals, and its activities have
// these identifiers (docs/cli.md). Nothing here knows its registration: DEQAR judges that.
DeqarAgency AgencyOf(absl::string_view agency) {
  return {.id = absl::AsciiStrToUpper(agency),
          .activities = {
              {.type = DeqarActivityType::kInstitutional, .local_identifier = "institutional"},
              {.type = DeqarActivityType::kProgramme, .local_identifier = "programme"},
              {.type = DeqarActivityType::kJointProgramme, .local_identifier = "joint-programme"}}};
}

// What DEQAR wants to know about subjects, from the registry.
class DeqarSubjects {
 public:
  DeqarSubjects(rpc::ChannelProvider& channels, const rpc::Call& call)
      : channels_(channels), call_(call) {}

  // Fills institutions and programmes; leaves out what is not registered, which is then a problem.
  absl::Status Fill(const v1::RegisterEntry& entry, DeqarReport& report) {
    RETURN_IF_ERROR(AddInstitution(entry.institution(), report));
    if (entry.subject() == entry.institution()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto channel, channels_.For("registry"));
    registry::v1::GetProgrammeRequest request;
    request.set_name(entry.subject());
    registry::v1::GetProgrammeResponse response;
    const absl::Status found =
        rpc::FromGrpc(registry::v1::RegistryService::NewStub(channel)->GetProgramme(
            rpc::Onward(call_).get(), request, &response));
    if (absl::IsNotFound(found)) return absl::OkStatus();
    RETURN_IF_ERROR(found);
    const registry::v1::Programme& programme = response.programme();
    report.programmes.push_back({.code = programme.code(),
                                 .title = rpc::FromProto(programme.title()),
                                 .ects = EctsOn(programme, report.decision.decided_on())});
    for (const registry::v1::JointPartner& partner : programme.partners()) {
      if (partner.has_external_name()) {
        report.institutions.push_back({.name = partner.external_name()});
      } else {
        RETURN_IF_ERROR(AddInstitution(partner.institution(), report));
      }
    }
    return absl::OkStatus();
  }

 private:
  // The credits of the last approval before the day; days as texts are in their order.
  static int EctsOn(const registry::v1::Programme& programme, const std::string& day) {
    int ects = 0;
    std::string approved;
    for (const registry::v1::EctsVersion& version : programme.ects()) {
      if (version.approved_on() > day || version.approved_on() < approved) continue;
      ects = version.ects();
      approved = version.approved_on();
    }
    return ects;
  }

  absl::Status AddInstitution(const std::string& name, DeqarReport& report) {
    auto [known, is_new] = institutions_.emplace(name, DeqarInstitution{.name = name});
    if (is_new) {
      ASSIGN_OR_RETURN(const auto channel, channels_.For("registry"));
      registry::v1::GetInstitutionRequest request;
      request.set_name(name);
      registry::v1::GetInstitutionResponse response;
      const absl::Status found =
          rpc::FromGrpc(registry::v1::RegistryService::NewStub(channel)->GetInstitution(
              rpc::Onward(call_).get(), request, &response));
      if (!found.ok() && !absl::IsNotFound(found)) return found;
      known->second.bin = response.institution().bin();
    }
    report.institutions.push_back(known->second);
    return absl::OkStatus();
  }

  rpc::ChannelProvider& channels_;
  const rpc::Call& call_;
  std::map<std::string, DeqarInstitution> institutions_;
};

// Adds the submissions of a line's outcomes up to the day, or why there are none.
absl::Status AddSubmissions(const v1::RegisterEntry& entry,
                            const std::vector<v1::Decision>& decisions, absl::CivilDay on,
                            DeqarSubjects& subjects, v1::ExportRegisterResponse& response) {
  for (const v1::Decision& decision : decisions) {
    if (!IsDeqarOutcome(decision.kind()) || decision.decided_on() > FormatDay(on)) continue;
    DeqarReport report{.decision = decision, .agency = AgencyOf(decision.agency())};
    RETURN_IF_ERROR(subjects.Fill(entry, report));
    const DeqarSubmission submission = ToDeqar(report);
    if (submission.problems.empty()) {
      absl::StrAppend(response.mutable_piece(), submission.json, "\n");
    }
    for (const FieldViolation& problem : submission.problems) {
      v1::ExportProblem& proto = *response.add_problems();
      proto.set_decision(decision.name());
      proto.set_field(problem.field);
      proto.set_description(problem.description);
    }
  }
  return absl::OkStatus();
}

// The decisions of a line that were not voided.
absl::StatusOr<std::vector<v1::Decision>> DecisionsOf(sql::Tx& tx, const v1::RegisterEntry& entry) {
  std::vector<v1::Decision> decisions;
  for (const v1::DecisionStanding& standing : entry.status().decisions()) {
    if (standing.standing() == v1::REGISTER_STATUS_VOID) continue;
    ASSIGN_OR_RETURN(decisions.emplace_back(), LoadDecision(tx, standing.decision()));
  }
  return decisions;
}

}  // namespace

grpc::Status RegisterService::ExportRegister(
    grpc::ServerContext* context, const v1::ExportRegisterRequest* request,
    grpc::ServerWriter<v1::ExportRegisterResponse>* writer) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    const bool deqar = request->format() == v1::EXPORT_FORMAT_DEQAR;
    if (!v1::ExportFormat_IsValid(request->format())) {
      return InvalidField("format", "must be CSV or DEQAR");
    }
    RETURN_IF_ERROR(CheckAgency(request->agency()));
    // All pages as of one moment, however long a slow reader takes.
    AsOf as_of{.known_at = runtime_.clock.Now()};
    ASSIGN_OR_RETURN(as_of.on, ParseDayOrToday("on", request->on(), call));
    const SearchFilter filter{.agency = request->agency()};
    DeqarSubjects subjects(channels_, call);
    v1::ExportRegisterResponse response;
    if (!deqar) response.set_piece(RegisterCsvHeader());
    std::optional<LineKey> after = LineKey();
    while (after.has_value()) {
      RegisterPage page;
      std::vector<std::vector<v1::Decision>> decisions;
      RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
        decisions.clear();
        ASSIGN_OR_RETURN(page,
                         tarazy::accreditation::SearchRegister(tx, filter, as_of, *after, kPage));
        if (!deqar) return absl::OkStatus();
        for (const v1::RegisterEntry& entry : page.entries) {
          ASSIGN_OR_RETURN(decisions.emplace_back(), DecisionsOf(tx, entry));
        }
        return absl::OkStatus();
      }));
      for (size_t i = 0; i < page.entries.size(); ++i) {
        if (deqar) {
          RETURN_IF_ERROR(
              AddSubmissions(page.entries[i], decisions[i], as_of.on, subjects, response));
        } else {
          absl::StrAppend(response.mutable_piece(), RegisterCsvRow(page.entries[i]));
        }
      }
      if (!writer->Write(response)) return absl::CancelledError("the caller hung up");
      response.Clear();
      after = page.next;
    }
    return absl::OkStatus();
  });
}

}  // namespace tarazy::accreditation
