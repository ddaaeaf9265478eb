#include "services/cli/put_records.h"

#include "absl/strings/str_cat.h"
#include "services/cli/failure.h"

namespace tarazy::cli {

void AddPutRecords(CLI::App& command, PutRecordsOptions& options, const std::string& what) {
  command
      .add_option("FILE", options.file,
                  absl::StrCat(what,
                               ", YAML or JSON, several with --- between them; - is standard "
                               "input"))
      ->required();
  AddRequestId(command, options.request_id);
  AddValidateOnly(command, options.validate_only);
}

void AddPutEtag(CLI::App& command, PutRecordsOptions& options) {
  command
      .add_option("--etag", options.etag,
                  "Only if it is still as it was read with this etag; by default the file's")
      ->type_name("ETAG");
  // The etag that --force reads is another at every repeat, and so is the request.
  command.add_flag("--force", options.force, "Over whatever is there now")
      ->excludes("--etag")
      ->excludes("--request-id");
}

absl::Status CheckOneEtag(const PutRecordsOptions& options, size_t records) {
  if (options.etag.empty() || records == 1) return absl::OkStatus();
  return UsageError(absl::StrCat("--etag is of one record, and ", options.file, " holds ", records,
                                 "; write the etags into the file"));
}

absl::Status SendRecords(Session& session, const PutRecordsOptions& options, size_t records,
                         std::vector<Column> columns, const SendRecord& send) {
  Table table{.columns = std::move(columns), .rows = {}};
  absl::Status refused;
  for (size_t i = 0; i < records && refused.ok(); ++i) {
    std::string id = options.request_id;
    if (!id.empty() && records > 1) absl::StrAppend(&id, ".", i + 1);
    absl::StatusOr<std::vector<Value>> row = send(i, id);
    refused = row.status();
    if (row.ok()) table.rows.push_back(*std::move(row));
  }
  if (records == 1) {
    RETURN_IF_ERROR(refused);
    PrintOne(table, session.style, session.terminal.out);
    return absl::OkStatus();
  }
  PrintRows(table, session.style, session.terminal.out);
  if (!refused.ok()) {
    session.terminal.err << "document " << table.rows.size() + 1 << " of " << records
                         << " was refused; those before it "
                         << (options.validate_only ? "would be stored\n" : "are stored\n");
  }
  return refused;
}

}  // namespace tarazy::cli
