#include "services/notifications/rpc/topics_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/handle.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/notifications/app/catalogue/store_topics.h"
#include "services/notifications/domain/template/language.h"
#include "services/notifications/domain/template/render.h"
#include "services/notifications/domain/timing/wall_time.h"
#include "services/notifications/rpc/event_catalogue.h"
#include "services/notifications/store/topic_store.h"

namespace tarazy::notifications {
namespace {

absl::StatusOr<v1::Template> LoadByName(sql::Tx& tx, absl::string_view name) {
  ASSIGN_OR_RETURN(const auto ids, rpc::ParseName("name", "templates/*/versions/*", name));
  int64_t version = 0;
  if (!absl::SimpleAtoi(ids[1], &version) || version < 0) {
    return InvalidField("name", "ends in the version's number");
  }
  return LoadTemplate(tx, ids[0], version);
}

}  // namespace

grpc::Status TopicsService::PutTopic(grpc::ServerContext* context,
                                     const v1::PutTopicRequest* request,
                                     v1::PutTopicResponse* response) {
  return rpc::HandleMutation(runtime_, context, database_, *request, response,
                             [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
                               ASSIGN_OR_RETURN(
                                   *response->mutable_topic(),
                                   StoreTopic(tx, request->topic(), FieldsOfEvent, call.now));
                               return absl::OkStatus();
                             });
}

grpc::Status TopicsService::GetTopic(grpc::ServerContext* context,
                                     const v1::GetTopicRequest* request,
                                     v1::GetTopicResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, rpc::ParseId("name", "topics/*", request->name()));
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_topic(), LoadTopic(tx, id));
      return absl::OkStatus();
    });
  });
}

grpc::Status TopicsService::ListTopics(grpc::ServerContext* context,
                                       const v1::ListTopicsRequest* request,
                                       v1::ListTopicsResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    std::vector<v1::Topic> topics;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(topics, tarazy::notifications::ListTopics(
                                   tx, page.first() ? "" : page.after[0], page.size + 1));
      return absl::OkStatus();
    }));
    if (topics.size() > static_cast<size_t>(page.size)) {
      topics.pop_back();
      response->set_next_page_token(runtime_.pages.Next(*request, {topics.back().id()}));
    }
    *response->mutable_topics() = {topics.begin(), topics.end()};
    return absl::OkStatus();
  });
}

grpc::Status TopicsService::PutTemplate(grpc::ServerContext* context,
                                        const v1::PutTemplateRequest* request,
                                        v1::PutTemplateResponse* response) {
  return rpc::HandleMutation(
      runtime_, context, database_, *request, response,
      [&](const rpc::Call& call, sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(*response->mutable_template_(),
                         StoreTemplate(tx, request->template_(), FieldsOfEvent, call.now));
        return absl::OkStatus();
      });
}

grpc::Status TopicsService::GetTemplate(grpc::ServerContext* context,
                                        const v1::GetTemplateRequest* request,
                                        v1::GetTemplateResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    return database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(*response->mutable_template_(), LoadByName(tx, request->name()));
      return absl::OkStatus();
    });
  });
}

grpc::Status TopicsService::ListTemplates(grpc::ServerContext* context,
                                          const v1::ListTemplatesRequest* request,
                                          v1::ListTemplatesResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page, runtime_.pages.Open(*request, 1));
    std::vector<v1::Template> letters;
    RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(letters, tarazy::notifications::ListTemplates(
                                    tx, page.first() ? "" : page.after[0], page.size + 1));
      return absl::OkStatus();
    }));
    if (letters.size() > static_cast<size_t>(page.size)) {
      letters.pop_back();
      response->set_next_page_token(runtime_.pages.Next(*request, {letters.back().id()}));
    }
    for (v1::Template& letter : letters) {
      letter.clear_text();
      letter.clear_html();
      letter.clear_sms();
      *response->add_templates() = std::move(letter);
    }
    return absl::OkStatus();
  });
}

grpc::Status TopicsService::PreviewTemplate(grpc::ServerContext* context,
                                            const v1::PreviewTemplateRequest* request,
                                            v1::PreviewTemplateResponse* response) {
  return rpc::Handle(runtime_, context, *request, [&](const rpc::Call& call) -> absl::Status {
    v1::Template letter = request->template_();
    if (!request->name().empty()) {
      RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
        ASSIGN_OR_RETURN(letter, LoadByName(tx, request->name()));
        return absl::OkStatus();
      }));
    }
    RETURN_IF_ERROR(CheckTemplate(letter));
    const std::optional<Language> only = ParseLanguage(request->language());
    if (!only.has_value()) return InvalidField("language", "is kk, ru or en");
    ASSIGN_OR_RETURN(const absl::TimeZone zone, FindZone("zone", ""));
    for (const Language language : kLanguages) {
      if (!request->language().empty() && language != *only) continue;
      ASSIGN_OR_RETURN(*response->add_rendered(), Preview(letter, language, zone));
    }
    return absl::OkStatus();
  });
}

}  // namespace tarazy::notifications
