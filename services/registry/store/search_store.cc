#include "services/registry/store/search_store.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "services/registry/store/unit_store.h"

namespace tarazy::registry {
namespace {

using sql::V;

constexpr size_t kMostWords = 8;
constexpr int64_t kManyUnits = 20000;

// Words are of a-z and 0-9: all that begin with `word` come before this.
std::string End(absl::string_view word) { return absl::StrCat(word, "{"); }

// The values of `words LIKE ?1 AND … ?8`, which every statement here begins with. There is nothing
// in a word that LIKE takes for a pattern.
std::vector<sql::Value> Patterns(absl::Span<const std::string> words) {
  std::vector<sql::Value> values;
  for (const std::string& word : words) values.push_back(V(absl::StrCat("% ", word, "%")));
  values.resize(kMostWords, V("%"));
  return values;
}

absl::StatusOr<std::vector<std::string>> ReadIds(sql::Tx& tx, absl::string_view statement,
                                                 std::vector<sql::Value> patterns,
                                                 const std::vector<sql::Value>& more) {
  std::vector<std::string> ids;
  patterns.insert(patterns.end(), more.begin(), more.end());
  RETURN_IF_ERROR(tx.Query(statement, patterns, [&](const sql::Row& row) {
    ids.push_back(row.Text(0));
    return absl::OkStatus();
  }));
  return ids;
}

// How many entries the index has under a prefix, counted no further than is needed.
absl::StatusOr<int64_t> CountEntries(sql::Tx& tx, Kind kind, absl::string_view word) {
  int64_t count = 0;
  RETURN_IF_ERROR(tx.QueryOne("SELECT COUNT(*) FROM (SELECT 1 FROM unit_word WHERE kind = ?1 "
                              "AND word >= ?2 AND word < ?3 LIMIT ?4) AS entries",
                              {V(KindName(kind)), V(word), V(End(word)), V(kManyUnits + 1)},
                              [&](const sql::Row& row) { count = row.Int(0); })
                      .status());
  return count;
}

absl::StatusOr<std::vector<std::string>> SearchWords(sql::Tx& tx, const Search& search,
                                                     absl::string_view after, int limit) {
  std::string rarest;
  int64_t fewest = kManyUnits + 1;
  for (const std::string& word : search.words) {
    ASSIGN_OR_RETURN(const int64_t count, CountEntries(tx, search.kind, word));
    if (count == 0) return std::vector<std::string>();
    if (count < fewest) {
      fewest = count;
      rarest = word;
    }
  }
  if (rarest.empty()) {
    return ReadIds(tx,
                   "SELECT id FROM unit WHERE words LIKE ?1 AND words LIKE ?2 AND words LIKE ?3 "
                   "AND words LIKE ?4 AND words LIKE ?5 AND words LIKE ?6 AND words LIKE ?7 "
                   "AND words LIKE ?8 AND kind = ?9 AND id > ?10 ORDER BY id LIMIT ?11",
                   Patterns(search.words), {V(KindName(search.kind)), V(after), V(limit)});
  }
  return ReadIds(tx,
                 "SELECT u.id FROM (SELECT DISTINCT kind, id FROM unit_word WHERE kind = ?9 "
                 "AND word >= ?10 AND word < ?11 AND id > ?12) AS found "
                 "JOIN unit u ON u.kind = found.kind AND u.id = found.id "
                 "WHERE u.words LIKE ?1 AND u.words LIKE ?2 AND u.words LIKE ?3 "
                 "AND u.words LIKE ?4 AND u.words LIKE ?5 AND u.words LIKE ?6 "
                 "AND u.words LIKE ?7 AND u.words LIKE ?8 ORDER BY u.id LIMIT ?13",
                 Patterns(search.words),
                 {V(KindName(search.kind)), V(rarest), V(End(rarest)), V(after), V(limit)});
}

}  // namespace

absl::Status PutWords(sql::Tx& tx, const Unit& unit, absl::Span<const std::string> words) {
  std::string before;
  RETURN_IF_ERROR(tx.QueryOne("SELECT words FROM unit WHERE kind = ?1 AND id = ?2",
                              {V(KindName(unit.kind)), V(unit.id)},
                              [&](const sql::Row& row) { before = row.Text(0); })
                      .status());
  std::set<std::string> old = absl::StrSplit(before, ' ', absl::SkipEmpty());
  std::vector<std::vector<sql::Value>> fresh;
  for (const std::string& word : words) {
    if (old.erase(word) == 0) fresh.push_back({V(KindName(unit.kind)), V(word), V(unit.id)});
  }
  for (const std::string& word : old) {
    RETURN_IF_ERROR(tx.Exec("DELETE FROM unit_word WHERE kind = ?1 AND word = ?2 AND id = ?3",
                            {V(KindName(unit.kind)), V(word), V(unit.id)})
                        .status());
  }
  if (!fresh.empty()) {
    RETURN_IF_ERROR(tx.InsertMany({.table = "unit_word",
                                   .columns = {{"kind", sql::ColumnType::kText},
                                               {"word", sql::ColumnType::kText},
                                               {"id", sql::ColumnType::kText}}},
                                  fresh));
  }
  const std::string text = words.empty() ? "" : absl::StrCat(" ", absl::StrJoin(words, " "));
  return tx
      .Exec("UPDATE unit SET words = ?3, words_version = ?4 WHERE kind = ?1 AND id = ?2",
            {V(KindName(unit.kind)), V(unit.id), V(text), V(unit.version)})
      .status();
}

absl::StatusOr<std::vector<Unit>> UnitsBehind(sql::Tx& tx, Kind kind, int limit) {
  std::vector<std::string> ids;
  RETURN_IF_ERROR(
      tx.Query("SELECT id FROM unit WHERE words_version <> version AND kind = ?1 "
               "ORDER BY id LIMIT ?2",
               {V(KindName(kind)), V(limit)}, [&](const sql::Row& row) {
                 ids.push_back(row.Text(0));
                 return absl::OkStatus();
               }));
  return FindUnits(tx, kind, ids);
}

absl::StatusOr<std::vector<std::string>> SearchUnits(sql::Tx& tx, const Search& search,
                                                     absl::string_view after, int limit) {
  if (!search.code.empty()) {
    return ReadIds(tx,
                   "SELECT u.id FROM unit u WHERE u.words LIKE ?1 AND u.words LIKE ?2 "
                   "AND u.words LIKE ?3 AND u.words LIKE ?4 AND u.words LIKE ?5 "
                   "AND u.words LIKE ?6 AND u.words LIKE ?7 AND u.words LIKE ?8 "
                   "AND u.kind = 'programme' AND u.id > ?9 "
                   "AND u.id IN (SELECT id FROM unit WHERE code <> '' AND code = ?10 "
                   "UNION SELECT programme FROM programme_old_code WHERE code = ?10) "
                   "AND (?11 = '' OR u.institution = ?11) ORDER BY u.id LIMIT ?12",
                   Patterns(search.words),
                   {V(after), V(search.code), V(search.institution), V(limit)});
  }
  if (!search.institution.empty()) {
    return ReadIds(tx,
                   "SELECT id FROM unit WHERE words LIKE ?1 AND words LIKE ?2 AND words LIKE ?3 "
                   "AND words LIKE ?4 AND words LIKE ?5 AND words LIKE ?6 AND words LIKE ?7 "
                   "AND words LIKE ?8 AND kind = ?9 AND institution = ?10 AND id > ?11 "
                   "ORDER BY id LIMIT ?12",
                   Patterns(search.words),
                   {V(KindName(search.kind)), V(search.institution), V(after), V(limit)});
  }
  return SearchWords(tx, search, after, limit);
}

}  // namespace tarazy::registry
