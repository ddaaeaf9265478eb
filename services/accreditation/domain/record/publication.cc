#include "services/accreditation/domain/record/publication.h"

namespace tarazy::accreditation {

bool IsPublished(const v1::Case& record) {
  for (const v1::StateChange& change : record.history()) {
    if (change.state() == v1::CASE_STATE_PUBLISHED) return true;
  }
  return record.state() == v1::CASE_STATE_PUBLISHED;
}

std::map<std::string, bool> NamedFiles(const v1::Case& record) {
  const bool published = IsPublished(record);
  std::map<std::string, bool> files;
  for (const v1::Document& document : record.documents()) {
    if (document.sha256().empty()) continue;
    bool& is_public = files[document.sha256()];
    is_public = is_public || (published && document.is_public());
  }
  for (const v1::FollowUpStep& step : record.follow_up()) {
    for (const std::string& sha256 : step.documents()) files.emplace(sha256, false);
  }
  return files;
}

}  // namespace tarazy::accreditation
