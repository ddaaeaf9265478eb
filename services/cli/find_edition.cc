#include "services/cli/find_edition.h"

#include "absl/strings/str_cat.h"
#include "services/cli/edition_name.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"

namespace tarazy::cli {

absl::StatusOr<std::string> FindEdition(Session& session, const std::string& argument) {
  ASSIGN_OR_RETURN(const EditionName name, EditionName::Parse(argument));
  if (name.number) return name.Full();
  rankings::v1::ListEditionsRequest request;
  request.set_parent(name.ranking);
  std::string newest;
  RETURN_IF_ERROR(ForEachPage(session, PageOptions(),
                              &rankings::v1::RankingsService::Stub::ListEditions, request,
                              [&newest](const auto& response) {
                                for (const auto& edition : response.editions()) {
                                  if (edition.state() != rankings::v1::EDITION_STATE_WITHDRAWN) {
                                    newest = edition.name();
                                  }
                                }
                              }));
  if (newest.empty()) {
    return absl::NotFoundError(
        absl::StrCat(name.ranking, " has no edition that is not withdrawn; compute one"));
  }
  return newest;
}

}  // namespace tarazy::cli
