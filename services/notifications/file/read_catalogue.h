// Files of topics and templates.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tarazy/notifications/v1/template.pb.h"
#include "tarazy/notifications/v1/topic.pb.h"

namespace tarazy::notifications {

// In the order of the files.
struct Catalogue {
  std::vector<v1::Topic> topics;
  std::vector<v1::Template> templates;
};

inline constexpr size_t kMaxCatalogueBytes = 4 << 20;  // of one file

// Files by name and content: YAML with the lists `topics` and `templates`, whose items have the
// fields of Topic and Template. INVALID_ARGUMENT with every fault of all files, each by its place
// ("rankings.yaml: topics[2].audience[0].role"): of the syntax, of the fields' rules, what
// LintTopic and LintTemplate refuse, and ids that stand twice. Whether a topic's template is there
// and its events bring what it needs is judged where they are stored.
absl::StatusOr<Catalogue> ReadCatalogue(
    const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace tarazy::notifications
