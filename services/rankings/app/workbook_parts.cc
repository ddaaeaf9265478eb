#include "services/rankings/app/workbook_parts.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/workbook_faults.h"

namespace tarazy::rankings {
namespace {

constexpr int64_t kMaxPart = 4 << 20;
constexpr size_t kMaxItems = 10000;

struct Relationship {
  std::string type;  // the last segment of its URI, the same in both dialects: "worksheet"
  std::string part;
};

// A target as the name of a part; it is looked up in the package and nowhere else.
std::string PartName(absl::string_view folder, absl::string_view target) {
  const std::string path =
      absl::StartsWith(target, "/") ? std::string(target) : absl::StrCat(folder, "/", target);
  std::vector<absl::string_view> kept;
  for (const absl::string_view piece : absl::StrSplit(path, '/', absl::SkipEmpty())) {
    if (piece == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (piece != ".") {
      kept.push_back(piece);
    }
  }
  return absl::StrJoin(kept, "/");
}

class RelationshipsReader : public XmlHandler {
 public:
  explicit RelationshipsReader(std::string folder) : folder_(std::move(folder)) {}

  void Start(absl::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.Get("TargetMode") == "External") return;
    if (found.size() == kMaxItems) return Fail(LargeWorkbook("has too many parts"));
    const absl::string_view type = attributes.Get("Type");
    found[std::string(attributes.Get("Id"))] = {
        .type = std::string(type.substr(type.rfind('/') + 1)),
        .part = PartName(folder_, attributes.Get("Target"))};
  }

  const Relationship* OfType(absl::string_view type) const {
    const auto it = std::find_if(found.begin(), found.end(),
                                 [&](const auto& entry) { return entry.second.type == type; });
    return it == found.end() ? nullptr : &it->second;
  }

  std::map<std::string, Relationship> found;  // by id

 private:
  const std::string folder_;
};

struct SheetEntry {
  std::string name;
  std::string relationship;
  bool visible = true;
};

class WorkbookReader : public XmlHandler {
 public:
  void Start(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const absl::string_view flag = attributes.Get("date1904");
      from_1904 = flag == "1" || flag == "true";
    } else if (name == "sheet") {
      if (sheets.size() == kMaxItems) return Fail(LargeWorkbook("has too many sheets"));
      const absl::string_view state = attributes.Get("state");
      sheets.push_back({.name = std::string(attributes.Get("name")),
                        .relationship = std::string(attributes.Get("id")),
                        .visible = state.empty() || state == "visible"});
    }
  }

  std::vector<SheetEntry> sheets;
  bool from_1904 = false;
};

absl::Status CheckIsWorkbook(ZipPackage& package) {
  if (package.Has("xl/workbook.bin")) {
    return BadWorkbook("is a binary one (.xlsb); save it as .xlsx");
  }
  if (package.Has("xl/vbaProject.bin")) {
    return BadWorkbook("holds macros (.xlsm); save it as .xlsx, without them");
  }
  if (package.Has("mimetype") && package.Has("content.xml")) {
    return BadWorkbook("is an OpenDocument (.ods); save it as .xlsx");
  }
  if (!package.Has("_rels/.rels")) {
    return BadWorkbook("is a ZIP archive, but no .xlsx; upload the workbook itself");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ChooseSheet(const WorkbookReader& workbook,
                                        const RelationshipsReader& parts,
                                        absl::string_view preferred) {
  std::string chosen;
  for (const SheetEntry& sheet : workbook.sheets) {
    const auto part = parts.found.find(sheet.relationship);
    // A chart may be a sheet too.
    if (!sheet.visible || part == parts.found.end() || part->second.type != "worksheet") continue;
    if (absl::EqualsIgnoreCase(sheet.name, preferred)) return part->second.part;
    if (chosen.empty()) chosen = part->second.part;
  }
  if (chosen.empty()) return BadWorkbook("has no visible sheet with cells");
  return chosen;
}

}  // namespace

absl::Status ReadPart(ZipPackage& package, absl::string_view name, int64_t limit,
                      XmlHandler& handler) {
  XmlReader reader(handler);
  RETURN_IF_ERROR(
      package.Read(name, limit, [&](absl::string_view piece) { return reader.Feed(piece); }));
  return reader.Finish();
}

absl::StatusOr<WorkbookParts> FindParts(ZipPackage& package, absl::string_view preferred) {
  RETURN_IF_ERROR(CheckIsWorkbook(package));
  RelationshipsReader root("");
  RETURN_IF_ERROR(ReadPart(package, "_rels/.rels", kMaxPart, root));
  const Relationship* const main = root.OfType("officeDocument");
  if (main == nullptr) {
    return BadWorkbook("is a ZIP archive, but no .xlsx; upload the workbook itself");
  }
  const size_t slash = main->part.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : main->part.substr(0, slash);
  const std::string file = slash == std::string::npos ? main->part : main->part.substr(slash + 1);
  const std::string relationships = PartName(folder, absl::StrCat("_rels/", file, ".rels"));
  if (!package.Has(relationships)) {
    return BadWorkbook("is no spreadsheet; save the table as .xlsx");
  }
  WorkbookReader workbook;
  RETURN_IF_ERROR(ReadPart(package, main->part, kMaxPart, workbook));
  if (workbook.sheets.empty()) return BadWorkbook("is no spreadsheet; save the table as .xlsx");
  RelationshipsReader parts(folder);
  RETURN_IF_ERROR(ReadPart(package, relationships, kMaxPart, parts));
  if (parts.OfType("vbaProject") != nullptr) {
    return BadWorkbook("holds macros (.xlsm); save it as .xlsx, without them");
  }
  WorkbookParts found{.dates_from_1904 = workbook.from_1904};
  ASSIGN_OR_RETURN(found.sheet, ChooseSheet(workbook, parts, preferred));
  if (const auto* strings = parts.OfType("sharedStrings")) found.shared_strings = strings->part;
  if (const auto* styles = parts.OfType("styles")) found.styles = styles->part;
  return found;
}

}  // namespace tarazy::rankings
