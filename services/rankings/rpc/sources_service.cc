#include "services/rankings/rpc/sources_service.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rpc/handle.h"
#include "common/rpc/idempotency.h"
#include "services/rankings/app/pull_values.h"
#include "services/rankings/rpc/accreditation_client.h"
#include "services/rankings/rpc/caller.h"
#include "services/rankings/rpc/convert.h"
#include "services/rankings/rpc/import_stream.h"
#include "services/rankings/rpc/registry_client.h"
#include "services/rankings/rpc/survey_client.h"

namespace tarazy::rankings {
namespace {

constexpr char kAccreditation[] = "accreditation";
constexpr char kSurveys[] = "surveys";
constexpr size_t kMaxName = 100;  // bytes of a variable's or an agency's name
constexpr absl::Duration kProgressInterval = absl::Milliseconds(200);

absl::StatusOr<PullRequest> Parse(const rpc::Call& call, const v1::PullValuesRequest& proto) {
  PullRequest request{.variable = proto.variable(),
                      .validate_only = proto.validate_only(),
                      .entered_by = PersonOf(call).name,
                      .works_at = PersonOf(call).institution,
                      .now = call.now};
  ASSIGN_OR_RETURN(request.ranking, ParseRanking("ranking", proto.ranking()));
  RETURN_IF_ERROR(CheckText("variable", proto.variable(), kMaxName));
  ASSIGN_OR_RETURN(const std::optional<ValueState> state, ParseState("state", proto.state()));
  request.state = state.value_or(ValueState::kVerified);
  RETURN_IF_ERROR(CheckImportState(call, request.state));
  return request;
}

// The service that is asked, and what of it.
class Source {
 public:
  static absl::StatusOr<Source> Of(rpc::ChannelProvider& channels, const rpc::Call& call,
                                   const v1::PullValuesRequest& request) {
    Source source;
    if (request.source() == kAccreditation) {
      RETURN_IF_ERROR(CheckAccreditation(request));
      source.share_ =
          std::make_unique<AccreditedShare>(channels, call, request.on(), request.agency());
    } else if (request.source() == kSurveys) {
      for (const auto& [field, value] :
           {std::make_pair("on", request.on()), std::make_pair("agency", request.agency())}) {
        if (!value.empty())
          return InvalidField(field, "must be empty: surveys are not asked by it");
      }
      ASSIGN_OR_RETURN(SurveyQuestion question, ParseSurveyQuestion(request));
      source.survey_ = std::make_unique<SurveyFigures>(channels, call, std::move(question));
    } else {
      return InvalidField(
          "source", "must be accreditation or surveys: no other service is asked for figures");
    }
    return source;
  }

  FigureSource& figures() const {
    if (share_ != nullptr) return *share_;
    return *survey_;
  }
  // The day of the figures; a survey's are of no day.
  std::string on() const { return share_ != nullptr ? share_->on() : ""; }

 private:
  static absl::Status CheckAccreditation(const v1::PullValuesRequest& request) {
    RETURN_IF_ERROR(CheckText("agency", request.agency(), kMaxName));
    if (!request.on().empty() && !ParseDay(request.on()).has_value()) {
      return InvalidField("on", "must be a day such as 2026-03-01");
    }
    for (const auto& [field, value] : {std::make_pair("campaign", request.campaign()),
                                       std::make_pair("question", request.question()),
                                       std::make_pair("choice", request.choice())}) {
      if (!value.empty()) return InvalidField(field, "must be empty: only surveys are asked by it");
    }
    if (request.statistic() != v1::SURVEY_STATISTIC_UNSPECIFIED) {
      return InvalidField("statistic", "must not be set: only surveys are asked by it");
    }
    return absl::OkStatus();
  }

  // One of them.
  std::unique_ptr<AccreditedShare> share_;
  std::unique_ptr<SurveyFigures> survey_;
};

v1::PullValuesResponse ToProto(const PullResult& result, const std::string& on) {
  v1::PullValuesResponse response;
  v1::PullValuesResponse::Result& proto = *response.mutable_result();
  proto.set_revision(result.revision);
  proto.set_cells(result.cells);
  proto.set_cleared(result.cleared);
  proto.set_on(on);
  proto.set_origin(result.origin);
  for (const WithoutFigure& without : result.without) {
    auto& unit = *proto.add_without_value();
    unit.set_unit(without.unit);
    unit.set_reason(without.reason);
  }
  return response;
}

}  // namespace

grpc::Status SourcesService::PullValues(grpc::ServerContext* context,
                                        const v1::PullValuesRequest* request,
                                        grpc::ServerWriter<v1::PullValuesResponse>* writer) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(PullRequest pull, Parse(call, *request));
    ASSIGN_OR_RETURN(const Source source, Source::Of(channels_, call, *request));
    ASSIGN_OR_RETURN(const rpc::Once once, rpc::Once::For(call, *request));
    v1::PullValuesResponse response;
    bool repeated = false;
    const auto recall = [&](sql::Tx& tx) -> absl::StatusOr<bool> {
      ASSIGN_OR_RETURN(repeated, once.Recall(tx, &response));
      return repeated;
    };
    RETURN_IF_ERROR(
        database_.Read(call, [&](sql::Tx& tx) -> absl::Status { return recall(tx).status(); }));
    if (!repeated) {
      absl::Time next = absl::InfinitePast();
      pull.progress = [&](int done, int total) {
        const absl::Time now = absl::Now();
        if (now < next) return;
        next = now + kProgressInterval;
        v1::PullValuesResponse progress;
        progress.mutable_progress()->set_done(done);
        progress.mutable_progress()->set_total(total);
        writer->Write(progress);
      };
      RegistryClient directory(channels_, call);
      ASSIGN_OR_RETURN(const PullResult result,
                       tarazy::rankings::PullValues(
                           database_, call, directory, source.figures(), pull, recall,
                           [&](sql::Tx& tx, const PullResult& stored) {
                             return once.Remember(tx, ToProto(stored, source.on()), call.now);
                           }));
      if (!repeated) response = ToProto(result, source.on());
    }
    writer->Write(response);
    return absl::OkStatus();
  });
}

}  // namespace tarazy::rankings
