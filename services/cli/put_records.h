// What the commands share that store the records of a file: one, or several that `---` separates.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "services/cli/command.h"
#include "services/cli/record_file.h"

namespace tarazy::cli {

struct PutRecordsOptions {
  std::string file;
  std::string etag;
  bool force = false;
  std::string request_id;
  bool validate_only = false;
};

// FILE, --request-id and --validate-only.
void AddPutRecords(CLI::App& command, PutRecordsOptions& options, const std::string& what);

// --etag and --force, for records that can be changed.
void AddPutEtag(CLI::App& command, PutRecordsOptions& options);

// Sends each record with its request id and gives the row of what was stored.
using SendRecord =
    std::function<absl::StatusOr<std::vector<Value>>(size_t index, const std::string& request_id)>;

// Calls `send` for the records in their order and prints the rows, the only one by itself; those
// before a refused one too. With several the request ids are "ID.1", "ID.2" …
absl::Status SendRecords(Session& session, const PutRecordsOptions& options, size_t records,
                         std::vector<Column> columns, const SendRecord& send);

// The etag of a record as it was just read; empty when there is none yet.
template <class Message>
absl::StatusOr<std::string> EtagNow(const absl::StatusOr<Message>& record) {
  if (absl::IsNotFound(record.status())) return std::string();
  RETURN_IF_ERROR(record.status());
  return record->etag();
}

// A usage error for --etag with several records: it can be of one only.
absl::Status CheckOneEtag(const PutRecordsOptions& options, size_t records);

// The file's records, after CheckOneEtag.
template <class Message>
absl::StatusOr<std::vector<Message>> ReadRecords(const PutRecordsOptions& options) {
  std::vector<Message> records;
  // Only the newest is referred to: an older one may move.
  RETURN_IF_ERROR(ReadRecordDocuments(
      options.file, [&records]() -> google::protobuf::Message& { return records.emplace_back(); }));
  RETURN_IF_ERROR(CheckOneEtag(options, records.size()));
  return records;
}

}  // namespace tarazy::cli
