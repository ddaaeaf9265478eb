// Files that cases rest on: stored, given back, and named by those only who may have them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "common/blob/spooled_file.h"
#include "common/sql/database.h"
#include "services/accreditation/app/viewer.h"
#include "services/accreditation/store/document_store.h"

namespace tarazy::accreditation {

struct DocumentUpload {
  std::string sha256;  // of the file's bytes, computed here and not by the caller: hex
  std::string title;
  std::string media_type;
  absl::Time now;
  int64_t max_holder_bytes =
      0;  // what an institution or member may have in all; not for the agency
};

// Stores the file, unless its bytes are there already, and gives the uploader access, in one
// transaction and in bounded memory. A repeat changes nothing. INVALID_ARGUMENT for an empty file,
// RESOURCE_EXHAUSTED when the uploader would have more than he may; what he has already he may
// upload again.
absl::Status StoreDocument(sql::Database& database, const Context& context, blob::SpooledFile& file,
                           const DocumentUpload& upload, const Viewer& by);

// The document of this digest, for the agency, for who uploaded it, for who may see a case that
// names it, and for everybody when a published case makes it public. Else NOT_FOUND.
absl::StatusOr<StoredDocument> FindDocument(sql::Tx& tx, absl::string_view sha256,
                                            const Viewer& viewer);

// Its bytes (blob/pieces.h).
absl::Status ReadDocument(sql::Database& database, const Context& context,
                          const StoredDocument& document,
                          absl::FunctionRef<absl::Status(std::string piece)> each);

// A case opens the files that it names to all who see it. So nobody names a file that is there and
// that he may not have, though he has read its digest somewhere, such as in a printed report: that
// is INVALID_ARGUMENT for `field`. What is not there yet may be named.
absl::Status CheckMayName(sql::Tx& tx, absl::string_view field,
                          absl::Span<const std::string> digests, const Viewer& viewer);

}  // namespace tarazy::accreditation
