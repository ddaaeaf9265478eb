#include "services/cli/replace_file.h"

#include "common/base/status_macros.h"
#include "services/cli/output_file.h"

namespace tarazy::cli {

absl::Status ReplaceFile(absl::string_view path, absl::string_view content) {
  ASSIGN_OR_RETURN(OutputFile file, OutputFile::Create(path));
  RETURN_IF_ERROR(file.Append(content));
  return file.Commit();
}

}  // namespace tarazy::cli
