#include "services/notifications/file/catalogue_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::notifications {

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadCatalogueFolder(
    const std::string& folder) {
  constexpr char kField[] = "notices.defaults";
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".yaml") paths.push_back(entry->path());
  }
  if (error) return InvalidField(kField, absl::StrCat(folder, ": ", error.message()));
  if (paths.empty()) return InvalidField(kField, absl::StrCat(folder, " holds no *.yaml"));
  std::sort(paths.begin(), paths.end());
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (!file || !(content << file.rdbuf())) {
      return InvalidField(kField, absl::StrCat(path.string(), " cannot be read, or is empty"));
    }
    files.emplace_back(path.filename().string(), std::move(content).str());
  }
  return files;
}

}  // namespace tarazy::notifications
