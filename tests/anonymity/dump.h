// What somebody has who copies a database: every table whole, with what the engine keeps beside the
// columns, and the schema.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy::anonymity {

struct Table {
  std::vector<std::string> columns;  // those of the engine in parentheses: "(ctid)", "(scan)"
  std::vector<std::vector<std::string>> rows;  // bytes in hexadecimal

  // Its place; aborts when there is none.
  size_t Column(absl::string_view name) const;
};

// By name. Physical columns: in PostgreSQL ctid, xmin, xmax and cmin; in SQLite the rowid where
// there is one; in both the place in a full scan.
using Dump = std::map<std::string, Table>;

// The schema `name` of a PostgreSQL URL, or the file of that name of "sqlite:DIR".
Dump DumpOf(const std::string& url, const std::string& name);

// All that could say when or after what a row came: "table.column type", "table.column default X",
// "table.column identity", "trigger X", "sequence X", "index X on columns", "rowid of table".
std::vector<std::string> CatalogueOf(const std::string& url, const std::string& name);

// The bytes of a SQLite database's file and of its journal ("-wal"), as they are on the disk.
std::string FileBytes(const std::string& url, const std::string& name);
std::string JournalBytes(const std::string& url, const std::string& name);

// Writes the journal into the file and empties it.
void Checkpoint(const std::string& url, const std::string& name);

}  // namespace tarazy::anonymity
