#include "services/notifications/file/read_catalogue.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/faults.h"
#include "common/record/read.h"
#include "common/yaml/yaml_tree.h"
#include "services/notifications/domain/template/lint_template.h"
#include "services/notifications/domain/timing/lint_topic.h"

namespace tarazy::notifications {
namespace {

constexpr YamlLimits kLimits{.bytes = kMaxCatalogueBytes, .nodes = 400000, .depth = 16};

void Lint(const v1::Topic& topic, Faults& faults) { LintTopic(topic, faults); }
void Lint(const v1::Template& letter, Faults& faults) { LintTemplate(letter, faults); }

class Reader {
 public:
  void Read(const std::string& file, const std::string& content) {
    file_ = file;
    const YamlTree tree = ReadYaml(content, kLimits);
    for (const YamlFault& fault : tree.faults) {
      Fault("", absl::StrCat("line ", fault.line, ": ", fault.message));
    }
    if (tree.root == nullptr) return;
    if (tree.root->kind != YamlNode::Kind::kMap) {
      return Fault("", "holds the lists topics and templates");
    }
    for (const YamlMember& member : tree.root->members) {
      if (member.key == "topics") {
        ReadList(member, topic_places_, catalogue_.topics);
      } else if (member.key == "templates") {
        ReadList(member, template_places_, catalogue_.templates);
      } else {
        Fault(member.key,
              absl::StrCat("line ", member.line, ": unknown key; known are topics and templates"));
      }
    }
  }

  absl::StatusOr<Catalogue> Take() && {
    if (!faults_.empty()) return faults_.ToStatus();
    return std::move(catalogue_);
  }

 private:
  using Places = std::map<std::string, std::string>;  // by id

  void Fault(absl::string_view path, absl::string_view description) {
    faults_.Add(path.empty() ? file_ : absl::StrCat(file_, ": ", path), description);
  }

  template <typename Item>
  void ReadList(const YamlMember& list, Places& places, std::vector<Item>& items) {
    if (list.value == nullptr || list.value->kind == YamlNode::Kind::kNull) return;
    if (list.value->kind != YamlNode::Kind::kSequence) {
      return Fault(list.key, absl::StrCat("line ", list.line, ": must be a list"));
    }
    for (size_t i = 0; i < list.value->items.size(); ++i) {
      ReadItem(*list.value->items[i], absl::StrCat(list.key, "[", i, "]"), places,
               items.emplace_back());
    }
  }

  template <typename Item>
  void ReadItem(const YamlNode& node, const std::string& path, Places& places, Item& item) {
    Faults found(record::ReadRecord(node, item));
    // What could not be read would be judged as missing.
    if (found.empty()) Lint(item, found);
    for (const FieldViolation& fault : found.fields()) {
      Fault(fault.field.empty() ? path : absl::StrCat(path, ".", fault.field), fault.description);
    }
    if (item.id().empty()) return;
    const auto [place, first] = places.emplace(item.id(), absl::StrCat(file_, ": ", path));
    if (!first) {
      Fault(absl::StrCat(path, ".id"),
            absl::StrCat("line ", node.line, ": ", item.id(), " stands at ", place->second));
    }
  }

  std::string file_;
  Places topic_places_;
  Places template_places_;
  Catalogue catalogue_;
  Faults faults_;
};

}  // namespace

absl::StatusOr<Catalogue> ReadCatalogue(
    const std::vector<std::pair<std::string, std::string>>& files) {
  Reader reader;
  for (const auto& [name, content] : files) reader.Read(name, content);
  return std::move(reader).Take();
}

}  // namespace tarazy::notifications
