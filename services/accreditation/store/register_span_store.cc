#include "services/accreditation/store/register_span_store.h"

#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

using sql::V;

// Ends of a row that is still known: later than every time.
constexpr int64_t kStillKnown = std::numeric_limits<int64_t>::max();
constexpr char kOpen[] = "open";

std::string FromText(const StatusSpan& span) {
  return span.from.has_value() ? FormatDay(*span.from) : "";
}

std::string ToText(const StatusSpan& span) {
  return span.to.has_value() ? FormatDay(*span.to) : kOpen;
}

// Spans with the time of knowledge that they began at, by their first day.
using Known = std::map<std::string, std::pair<StatusSpan, int64_t>>;

StatusSpan ReadSpan(const sql::Row& row) {
  StatusSpan span{.status = static_cast<RegisterStatus>(row.Int(2)),
                  .meanwhile = static_cast<RegisterStatus>(row.Int(3))};
  span.from = ParseDay(row.Text(0));
  span.to = ParseDay(row.Text(1));
  return span;
}

absl::StatusOr<Known> LoadPresent(sql::Tx& tx, const LineKey& line) {
  Known known;
  RETURN_IF_ERROR(tx.Query(
      "SELECT valid_from, valid_to, status, meanwhile, known_from FROM register_span "
      "WHERE subject = ?1 AND agency = ?2 AND scope = ?3 AND known_to = ?4 "
      "ORDER BY valid_from",
      {V(line.subject), V(line.agency), V(line.scope), V(kStillKnown)}, [&](const sql::Row& row) {
        known[row.Text(0)] = {ReadSpan(row), row.Int(4)};
        return absl::OkStatus();
      }));
  return known;
}

}  // namespace

absl::Status RewriteSpans(sql::Tx& tx, const LineKey& line, const std::vector<StatusSpan>& spans,
                          absl::Time recorded) {
  ASSIGN_OR_RETURN(Known present, LoadPresent(tx, line));
  std::vector<std::vector<sql::Value>> rows;
  for (const StatusSpan& span : spans) {
    const auto it = present.find(FromText(span));
    if (it != present.end() && it->second.first == span) {
      present.erase(it);
      continue;
    }
    rows.push_back({V(line.subject), V(line.agency), V(line.scope), V(recorded), V(FromText(span)),
                    V(ToText(span)), V(kStillKnown), V(static_cast<int>(span.status)),
                    V(static_cast<int>(span.meanwhile))});
  }
  for (const auto& [from, ended] : present) {
    RETURN_IF_ERROR(
        tx.Exec("UPDATE register_span SET known_to = ?6 WHERE subject = ?1 AND agency = ?2 "
                "AND scope = ?3 AND known_from = ?4 AND valid_from = ?5",
                {V(line.subject), V(line.agency), V(line.scope), V(ended.second), V(from),
                 V(recorded)})
            .status());
  }
  if (rows.empty()) return absl::OkStatus();
  using sql::ColumnType;
  static const auto* const kTable = new sql::BulkTable{"register_span",
                                                       {{"subject", ColumnType::kText},
                                                        {"agency", ColumnType::kText},
                                                        {"scope", ColumnType::kInt},
                                                        {"known_from", ColumnType::kInt},
                                                        {"valid_from", ColumnType::kText},
                                                        {"valid_to", ColumnType::kText},
                                                        {"known_to", ColumnType::kInt},
                                                        {"status", ColumnType::kInt},
                                                        {"meanwhile", ColumnType::kInt}}};
  return tx.InsertMany(*kTable, rows);
}

absl::StatusOr<std::vector<KnownSpan>> LoadSpans(sql::Tx& tx, const LineKey& line) {
  std::vector<KnownSpan> spans;
  RETURN_IF_ERROR(tx.Query(
      "SELECT valid_from, valid_to, status, meanwhile, known_from, known_to "
      "FROM register_span WHERE subject = ?1 AND agency = ?2 AND scope = ?3 "
      "ORDER BY known_from, valid_from",
      {V(line.subject), V(line.agency), V(line.scope)}, [&](const sql::Row& row) {
        spans.push_back(
            {.span = ReadSpan(row),
             .known_from = row.Time(4),
             .known_to = row.Int(5) == kStillKnown ? absl::InfiniteFuture() : row.Time(5)});
        return absl::OkStatus();
      }));
  return spans;
}

absl::StatusOr<std::vector<std::string>> AccreditedProgrammes(sql::Tx& tx,
                                                              absl::string_view institution,
                                                              absl::string_view agency,
                                                              absl::CivilDay on) {
  std::vector<std::string> subjects;
  RETURN_IF_ERROR(tx.Query(
      "SELECT DISTINCT p.subject FROM register_span p "
      "JOIN register_subject s ON s.subject = p.subject "
      "WHERE s.institution = ?1 AND s.subject <> ?1 AND (?2 = '' OR p.agency = ?2) "
      "AND p.valid_from <= ?3 AND p.valid_to > ?3 AND p.known_to = ?4 "
      "AND (p.status IN (2, 3) OR (p.status = 9 AND p.meanwhile IN (2, 3))) ORDER BY p.subject",
      {V(institution), V(agency), V(FormatDay(on)), V(kStillKnown)}, [&](const sql::Row& row) {
        subjects.push_back(row.Text(0));
        return absl::OkStatus();
      }));
  return subjects;
}

}  // namespace tarazy::accreditation
