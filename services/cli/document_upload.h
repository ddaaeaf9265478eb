// A file becomes a document that cases can name.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/command.h"
#include "tarazy/accreditation/v1/documents_service.pb.h"

namespace tarazy::cli {

// `title` is the file's own name when empty. A usage error for a pipe or an empty file: a document
// is known by its content, which is sent first.
absl::StatusOr<accreditation::v1::UploadDocumentResponse> UploadDocument(
    Session& session, const std::string& path, const std::string& title,
    const std::string& media_type);

// The last part of a path.
std::string BaseName(const std::string& path);

}  // namespace tarazy::cli
