#include "tests/anonymity/dump.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tarazy::anonymity {
namespace {

using Rows = std::vector<std::vector<std::string>>;

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "cannot dump: %s\n", why.c_str());
  std::abort();
}

std::string PathOf(const std::string& url, const std::string& name) {
  return absl::StrCat(absl::StripPrefix(url, "sqlite:"), "/", name, ".db");
}

struct CloseSqlite {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};

class Sqlite {
 public:
  Sqlite(const std::string& url, const std::string& name) {
    sqlite3* raw = nullptr;
    if (sqlite3_open_v2(PathOf(url, name).c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr) !=
        SQLITE_OK) {
      Die(name);
    }
    db_.reset(raw);
  }

  // Nothing when the statement cannot be prepared.
  bool TryQuery(const std::string& sql, Rows& rows, std::vector<std::string>* columns = nullptr) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      return false;
    }
    const int width = sqlite3_column_count(statement);
    for (int i = 0; columns != nullptr && i < width; ++i) {
      columns->push_back(sqlite3_column_name(statement, i));
    }
    while (sqlite3_step(statement) == SQLITE_ROW) {
      std::vector<std::string>& row = rows.emplace_back();
      for (int i = 0; i < width; ++i) {
        const bool bytes = sqlite3_column_type(statement, i) == SQLITE_BLOB;
        const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, i));
        const std::string value(data == nullptr ? "" : data,
                                static_cast<size_t>(sqlite3_column_bytes(statement, i)));
        row.push_back(bytes ? absl::BytesToHexString(value) : value);
      }
    }
    sqlite3_finalize(statement);
    return true;
  }
  Rows Query(const std::string& sql, std::vector<std::string>* columns = nullptr) {
    Rows rows;
    if (!TryQuery(sql, rows, columns)) Die(sql);
    return rows;
  }

 private:
  std::unique_ptr<sqlite3, CloseSqlite> db_;
};

class Postgres {
 public:
  Postgres(const std::string& url, const std::string& schema)
      : connection_(PQconnectdb(url.c_str()), &PQfinish) {
    Query(absl::StrCat("SET search_path = \"", schema, "\""));
  }

  Rows Query(const std::string& sql, std::vector<std::string>* columns = nullptr) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
        PQexec(connection_.get(), sql.c_str()), &PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      Die(PQerrorMessage(connection_.get()));
    }
    const int width = PQnfields(result.get());
    for (int i = 0; columns != nullptr && i < width; ++i) {
      columns->push_back(PQfname(result.get(), i));
    }
    Rows rows;
    for (int i = 0; i < PQntuples(result.get()); ++i) {
      std::vector<std::string>& row = rows.emplace_back();
      for (int j = 0; j < width; ++j) {
        row.emplace_back(absl::StripPrefix(PQgetvalue(result.get(), i, j), "\\x"));
      }
    }
    return rows;
  }

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

bool IsSqlite(const std::string& url) { return absl::StartsWith(url, "sqlite:"); }

void AddScan(Table& table) {
  table.columns.push_back("(scan)");
  for (size_t i = 0; i < table.rows.size(); ++i) table.rows[i].push_back(absl::StrCat(i));
}

Dump DumpSqlite(const std::string& url, const std::string& name) {
  Sqlite db(url, name);
  Dump dump;
  for (const auto& row : db.Query("SELECT name FROM sqlite_master WHERE type = 'table'")) {
    Table& table = dump[row[0]];
    const std::string from = absl::StrCat(" FROM \"", row[0], "\"");
    // A full scan, not a walk over an index that happens to have all columns.
    if (!db.TryQuery("SELECT rowid AS \"(rowid)\", *" + from + " NOT INDEXED", table.rows,
                     &table.columns)) {
      table.rows = db.Query("SELECT *" + from, &table.columns);
    }
    AddScan(table);
  }
  return dump;
}

Dump DumpPostgres(const std::string& url, const std::string& name) {
  Postgres db(url, name);
  db.Query(
      "SET enable_indexscan = off; SET enable_bitmapscan = off; SET synchronize_seqscans = off");
  Dump dump;
  for (const auto& row :
       db.Query(absl::StrCat("SELECT tablename FROM pg_tables WHERE schemaname = '", name, "'"))) {
    Table& table = dump[row[0]];
    table.rows = db.Query(absl::StrCat("SELECT ctid AS \"(ctid)\", xmin AS \"(xmin)\", xmax AS "
                                       "\"(xmax)\", cmin AS \"(cmin)\", * FROM \"",
                                       row[0], "\""),
                          &table.columns);
    AddScan(table);
  }
  return dump;
}

std::vector<std::string> CatalogueOfSqlite(const std::string& url, const std::string& name) {
  Sqlite db(url, name);
  std::vector<std::string> entries;
  for (const auto& row : db.Query("SELECT type, name, tbl_name FROM sqlite_master")) {
    const std::string& type = row[0];
    const std::string& object = row[1];
    if (type == "table") {
      for (const auto& column : db.Query(absl::StrCat("PRAGMA table_xinfo(\"", object, "\")"))) {
        const std::string full = absl::StrCat(object, ".", column[1]);
        entries.push_back(absl::StrCat(full, " ", column[2]));
        if (!column[4].empty()) entries.push_back(absl::StrCat(full, " default ", column[4]));
        if (column[6] != "0") entries.push_back(absl::StrCat(full, " generated"));
      }
      Rows ignored;
      if (db.TryQuery(absl::StrCat("SELECT rowid FROM \"", object, "\" LIMIT 0"), ignored)) {
        entries.push_back(absl::StrCat("rowid of ", object));
      }
    } else if (type == "index") {
      std::string columns;
      for (const auto& column : db.Query(absl::StrCat("PRAGMA index_info(\"", object, "\")"))) {
        absl::StrAppend(&columns, columns.empty() ? "" : ",", column[2]);
      }
      entries.push_back(absl::StrCat("index on ", row[2], "(", columns, ")"));
    } else {
      entries.push_back(absl::StrCat(type, " ", object, " on ", row[2]));
    }
  }
  return entries;
}

std::vector<std::string> CatalogueOfPostgres(const std::string& url, const std::string& name) {
  Postgres db(url, name);
  const std::string here = absl::StrCat("'\"", name, "\"'::regnamespace");
  std::vector<std::string> entries;
  const auto add = [&](const std::string& sql) {
    for (const auto& row : db.Query(sql)) entries.push_back(row[0]);
  };
  add("SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) "
      "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = " +
      here + " AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped");
  add("SELECT c.relname || '.' || a.attname || ' identity or generated' "
      "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = " +
      here + " AND a.attnum > 0 AND (a.attidentity <> '' OR a.attgenerated <> '')");
  add("SELECT c.relname || '.' || a.attname || ' default ' || pg_get_expr(d.adbin, d.adrelid) "
      "FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid JOIN pg_attribute a "
      "ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE c.relnamespace = " +
      here);
  add("SELECT 'trigger ' || t.tgname || ' on ' || c.relname FROM pg_trigger t JOIN pg_class c "
      "ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = " +
      here);
  add("SELECT 'rule on ' || c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class "
      "WHERE c.relnamespace = " +
      here);
  add("SELECT 'sequence ' || relname FROM pg_class WHERE relkind = 'S' AND relnamespace = " + here);
  add("SELECT 'index on ' || c.relname || '(' || string_agg(coalesce(a.attname, '?'), ',' "
      "ORDER BY k.place) || ')' FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
      "CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place) "
      "LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number "
      "AND k.number > 0 WHERE c.relnamespace = " +
      here + " GROUP BY i.indexrelid, c.relname");
  return entries;
}

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

size_t Table::Column(absl::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) Die(absl::StrCat("no column ", name));
  return static_cast<size_t>(found - columns.begin());
}

Dump DumpOf(const std::string& url, const std::string& name) {
  return IsSqlite(url) ? DumpSqlite(url, name) : DumpPostgres(url, name);
}

std::vector<std::string> CatalogueOf(const std::string& url, const std::string& name) {
  std::vector<std::string> entries =
      IsSqlite(url) ? CatalogueOfSqlite(url, name) : CatalogueOfPostgres(url, name);
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::string FileBytes(const std::string& url, const std::string& name) {
  return BytesOf(PathOf(url, name));
}

std::string JournalBytes(const std::string& url, const std::string& name) {
  return BytesOf(PathOf(url, name) + "-wal");
}

void Checkpoint(const std::string& url, const std::string& name) {
  Sqlite(url, name).Query("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace tarazy::anonymity
