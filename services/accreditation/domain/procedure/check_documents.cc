// Documents wherever the case's own parts name them, and places in them.
#include "absl/strings/str_cat.h"
#include "services/accreditation/domain/procedure/check_parts.h"

namespace tarazy::accreditation {
namespace {

class Documents {
 public:
  Documents(const Ids& known, Faults& problems) : known_(known), problems_(problems) {}

  void Named(const std::string& id, const std::string& field) {
    if (!id.empty()) Need(known_, id, field, "document of the case", problems_);
  }

  // Of something that stands in a document.
  template <typename Part>
  void Placed(const Part& part, const std::string& field) {
    Named(part.place().document(), field + ".place.document");
  }

  template <typename List>
  void AllPlaced(const List& parts, const std::string& field) {
    for (int i = 0; i < parts.size(); ++i) Placed(parts[i], absl::StrCat(field, "[", i, "]"));
  }

 private:
  const Ids& known_;
  Faults& problems_;
};

}  // namespace

void CheckDocuments(const Checked& checked, Faults& problems) {
  const v1::Case& record = checked.record;
  Documents documents(checked.known.documents, problems);
  documents.Placed(record.order(), "order");
  documents.Placed(record.contract(), "contract");
  for (int c = 0; c < record.clusters_size(); ++c) {
    const auto& programmes = record.clusters(c).programmes();
    const std::string in = absl::StrCat("clusters[", c, "].programmes");
    documents.AllPlaced(programmes, in);
    for (int p = 0; p < programmes.size(); ++p) {
      for (int i = 0; i < programmes[p].partners_size(); ++i) {
        documents.Placed(programmes[p].partners(i).agreement(),
                         absl::StrCat(in, "[", p, "].partners[", i, "].agreement"));
      }
    }
  }
  documents.AllPlaced(record.commission(), "commission");
  documents.AllPlaced(record.visit().sessions(), "visit.sessions");
  documents.AllPlaced(record.visit().participation(), "visit.participation");
  for (int i = 0; i < record.self_assessments_size(); ++i) {
    documents.Named(record.self_assessments(i).document(),
                    absl::StrCat("self_assessments[", i, "].document"));
  }
  for (int i = 0; i < record.institution_steps_size(); ++i) {
    documents.Named(record.institution_steps(i).document(),
                    absl::StrCat("institution_steps[", i, "].document"));
  }
  documents.AllPlaced(record.evaluations(), "evaluations");
  documents.AllPlaced(record.findings(), "findings");
  documents.AllPlaced(record.proposals(), "proposals");
}

}  // namespace tarazy::accreditation
