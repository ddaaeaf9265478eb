#include "services/registry/store/search_store.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "services/registry/store/id_list.h"
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
absl::StatusOr<int64_t> CountEntries(sql::Tx& tx, Kind kind, absl::string_view word,
                                     absl::string_view after) {
  int64_t count = 0;
  RETURN_IF_ERROR(
      tx.QueryOne("SELECT COUNT(*) FROM (SELECT 1 FROM unit_word WHERE kind = ?1 "
                  "AND word >= ?2 AND word < ?3 AND id > ?4 LIMIT ?5) AS entries",
                  {V(KindName(kind)), V(word), V(End(word)), V(after), V(kManyUnits + 1)},
                  [&](const sql::Row& row) { count = row.Int(0); })
          .status());
  return count;
}

// Keeps of `ids`, which are sorted, those with a word that begins so.
absl::Status Narrow(sql::Tx& tx, Kind kind, absl::string_view word, absl::string_view after,
                    std::optional<std::vector<std::string>>& ids) {
  std::vector<std::string> found;
  RETURN_IF_ERROR(
      tx.Query("SELECT id FROM unit_word WHERE kind = ?1 AND word >= ?2 AND word < ?3 AND id > ?4",
               {V(KindName(kind)), V(word), V(End(word)), V(after)}, [&](const sql::Row& row) {
                 found.push_back(row.Text(0));
                 return absl::OkStatus();
               }));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (ids) {
    std::vector<std::string> both;
    std::set_intersection(ids->begin(), ids->end(), found.begin(), found.end(),
                          std::back_inserter(both));
    found = std::move(both);
  }
  ids = std::move(found);
  return absl::OkStatus();
}

// True when each of `begins` begins a word of `words`, which is a unit's text of words.
bool AllBegin(absl::Span<const std::string> begins, absl::string_view words) {
  return std::all_of(begins.begin(), begins.end(), [&](const std::string& word) {
    return absl::StrContains(words, absl::StrCat(" ", word));
  });
}

absl::string_view WordsStatement(Kind kind) {
  if (kind == Kind::kInstitution) {
    return "SELECT id, words FROM unit WHERE kind = 'institution' AND id IN " REGISTRY_IDS
           " ORDER BY id";
  }
  return "SELECT id, words FROM unit WHERE kind = 'programme' AND id IN " REGISTRY_IDS
         " ORDER BY id";
}

// The first `limit` of `ids` whose words have the beginnings, too.
absl::StatusOr<std::vector<std::string>> FirstWith(sql::Tx& tx, Kind kind,
                                                   absl::Span<const std::string> ids,
                                                   absl::Span<const std::string> begins,
                                                   size_t limit) {
  std::vector<std::string> first;
  for (size_t start = 0; start < ids.size() && first.size() < limit; start += kIdsAtOnce) {
    RETURN_IF_ERROR(QueryIds(tx, WordsStatement(kind), ids.subspan(start, kIdsAtOnce),
                             [&](const sql::Row& row) {
                               if (AllBegin(begins, row.Text(1))) first.push_back(row.Text(0));
                               return absl::OkStatus();
                             }));
  }
  if (first.size() > limit) first.resize(limit);
  return first;
}

absl::StatusOr<std::vector<std::string>> SearchWords(sql::Tx& tx, const Search& search,
                                                     absl::string_view after, int limit) {
  std::optional<std::vector<std::string>> ids;
  std::vector<std::string> common;
  for (const std::string& word : search.words) {
    ASSIGN_OR_RETURN(const int64_t count, CountEntries(tx, search.kind, word, after));
    if (count == 0) return std::vector<std::string>();
    if (count > kManyUnits) {
      common.push_back(word);
    } else {
      RETURN_IF_ERROR(Narrow(tx, search.kind, word, after, ids));
    }
  }
  const size_t most = static_cast<size_t>(limit);
  if (ids && !common.empty()) return FirstWith(tx, search.kind, *ids, common, most);
  if (ids) {
    if (ids->size() > most) ids->resize(most);
    return *std::move(ids);
  }
  return ReadIds(tx,
                 "SELECT id FROM unit WHERE words LIKE ?1 AND words LIKE ?2 AND words LIKE ?3 "
                 "AND words LIKE ?4 AND words LIKE ?5 AND words LIKE ?6 AND words LIKE ?7 "
                 "AND words LIKE ?8 AND kind = ?9 AND id > ?10 ORDER BY id LIMIT ?11",
                 Patterns(search.words), {V(KindName(search.kind)), V(after), V(limit)});
}

// What is inserted for one word of a unit.
std::vector<sql::Value> Entry(const Unit& unit, absl::string_view word) {
  return {V(KindName(unit.kind)), V(word), V(unit.id)};
}

absl::Status InsertEntries(sql::Tx& tx, absl::Span<const std::vector<sql::Value>> entries) {
  if (entries.empty()) return absl::OkStatus();
  return tx.InsertMany({.table = "unit_word",
                        .columns = {{"kind", sql::ColumnType::kText},
                                    {"word", sql::ColumnType::kText},
                                    {"id", sql::ColumnType::kText}}},
                       entries);
}

std::string TextOf(absl::Span<const std::string> words) {
  return words.empty() ? "" : absl::StrCat(" ", absl::StrJoin(words, " "));
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
    if (old.erase(word) == 0) fresh.push_back(Entry(unit, word));
  }
  for (const std::string& word : old) {
    RETURN_IF_ERROR(tx.Exec("DELETE FROM unit_word WHERE kind = ?1 AND word = ?2 AND id = ?3",
                            Entry(unit, word))
                        .status());
  }
  RETURN_IF_ERROR(InsertEntries(tx, fresh));
  return tx
      .Exec("UPDATE unit SET words = ?3, words_version = ?4 WHERE kind = ?1 AND id = ?2",
            {V(KindName(unit.kind)), V(unit.id), V(TextOf(words)), V(unit.version)})
      .status();
}

absl::Status InsertUnits(sql::Tx& tx, absl::Span<const FoundUnit> units) {
  using enum sql::ColumnType;
  std::vector<std::vector<sql::Value>> rows;
  std::vector<std::vector<sql::Value>> entries;
  for (const auto& [unit, words] : units) {
    rows.push_back({V(KindName(unit.kind)), V(unit.id), V(unit.institution), V(unit.title.en),
                    V(unit.title.ru), V(unit.title.kk), V(unit.group), V(unit.version),
                    V(unit.created), V(unit.updated), V(TextOf(words)), V(unit.version)});
    for (const std::string& word : words) entries.push_back(Entry(unit, word));
  }
  if (rows.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(tx.InsertMany({.table = "unit",
                                 .columns = {{"kind", kText},
                                             {"id", kText},
                                             {"institution", kText},
                                             {"title_en", kText},
                                             {"title_ru", kText},
                                             {"title_kk", kText},
                                             {"group_name", kText},
                                             {"version", kInt},
                                             {"created_at", kInt},
                                             {"updated_at", kInt},
                                             {"words", kText},
                                             {"words_version", kInt}}},
                                rows));
  return InsertEntries(tx, entries);
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
