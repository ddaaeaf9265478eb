#include "services/accreditation/app/documents.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::accreditation {
namespace {

// Whose the files are that this person uploads; empty for the agency.
std::string HolderOf(const Viewer& viewer) {
  if (viewer.staff) return "";
  return viewer.institution.empty() ? viewer.token
                                    : absl::StrCat("institutions/", viewer.institution);
}

DocumentReader ReaderOf(const Viewer& viewer) {
  if (viewer.staff) return {.agency = true};
  return {.council = viewer.council,
          .holder = HolderOf(viewer),
          .institution = viewer.institution,
          .token = viewer.commission ? viewer.token : ""};
}

absl::Status CheckQuota(sql::Tx& tx, const std::string& holder, int64_t most) {
  if (holder.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t bytes, DocumentBytesOf(tx, holder));
  if (bytes <= most) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kResourceExhausted, Reason::kResourceExhausted,
      absl::StrCat("with this file the documents of ", holder, " would come to ", bytes,
                   " bytes, more than the ", most, " that one may have; ask the agency for room"));
}

// Whether this reader may have the document.
absl::StatusOr<bool> MayHave(sql::Tx& tx, absl::string_view digest, const DocumentReader& reader) {
  const absl::Status found = LoadDocument(tx, digest, reader).status();
  if (found.ok()) return true;
  if (found.code() == absl::StatusCode::kNotFound) return false;
  return found;
}

}  // namespace

absl::Status StoreDocument(sql::Database& database, const Context& context, blob::SpooledFile& file,
                           const DocumentUpload& upload, const Viewer& by) {
  if (file.size() == 0) return InvalidField("piece", "the file is empty");
  const StoredDocument document{.sha256 = upload.sha256,
                                .size = file.size(),
                                .title = upload.title,
                                .media_type = upload.media_type,
                                .created = upload.now};
  const std::string holder = HolderOf(by);
  return database.Write(context, [&](sql::Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const bool fresh, InsertDocument(tx, document, by.person));
    ASSIGN_OR_RETURN(const bool granted, GrantDocument(tx, document, holder, by.person));
    if (granted) RETURN_IF_ERROR(CheckQuota(tx, holder, upload.max_holder_bytes));
    if (!fresh) return absl::OkStatus();
    return blob::StorePieces(tx, DocumentPieces(), upload.sha256, file);
  });
}

absl::StatusOr<StoredDocument> FindDocument(sql::Tx& tx, absl::string_view sha256,
                                            const Viewer& viewer) {
  return LoadDocument(tx, sha256, ReaderOf(viewer));
}

absl::Status ReadDocument(sql::Database& database, const Context& context,
                          const StoredDocument& document,
                          absl::FunctionRef<absl::Status(std::string piece)> each) {
  return blob::ReadPieces(
      database, context, DocumentPieces(),
      {.sha256 = document.sha256, .size = document.size, .name = DocumentName(document.sha256)},
      each);
}

absl::Status CheckMayName(sql::Tx& tx, absl::string_view field,
                          absl::Span<const std::string> digests, const Viewer& viewer) {
  if (viewer.staff) return absl::OkStatus();
  for (const std::string& digest : digests) {
    ASSIGN_OR_RETURN(const bool there, MayHave(tx, digest, {.agency = true}));
    ASSIGN_OR_RETURN(const bool his, MayHave(tx, digest, ReaderOf(viewer)));
    if (there && !his) {
      return InvalidField(field, absl::StrCat(digest, " is another's document; upload your own"));
    }
  }
  return absl::OkStatus();
}

}  // namespace tarazy::accreditation
