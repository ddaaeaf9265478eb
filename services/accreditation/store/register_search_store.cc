#include <limits>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/domain/record/dates.h"
#include "services/accreditation/store/register_row.h"
#include "services/accreditation/store/register_span_store.h"

namespace tarazy::accreditation {
namespace {

using sql::V;

// One statement for each way into the index, so that each engine goes that way; the other filters
// then apply to what it finds. All begin and end alike.
#define TARAZY_PAGE_BEGIN "WITH page AS (SELECT p.subject, p.agency, p.scope FROM "
#define TARAZY_PAGE_END                                                                         \
  "p.valid_from <= ?1 AND p.valid_to > ?1 AND p.known_from <= ?2 AND p.known_to > ?2 "          \
  "AND (p.subject, p.agency, p.scope) > (?3, ?4, ?5) "                                          \
  "AND (?6 = '' OR p.agency = ?6) AND (?7 = 0 OR p.scope = ?7) AND (?8 = 0 OR p.status = ?8) "  \
  "ORDER BY p.subject, p.agency, p.scope LIMIT ?9) "                                            \
  "SELECT a.subject, a.agency, a.scope, s.institution, s.code, s.title, "                       \
  "a.sequence, a.kind, a.id, a.decided_on, a.valid_from, a.valid_to, a.acts_on, a.recorded_at " \
  "FROM page JOIN register_subject s ON s.subject = page.subject "                              \
  "JOIN register_act a ON a.subject = page.subject AND a.agency = page.agency "                 \
  "AND a.scope = page.scope ORDER BY a.subject, a.agency, a.scope, a.sequence"

constexpr char kAny[] = TARAZY_PAGE_BEGIN "register_span p WHERE " TARAZY_PAGE_END;
constexpr char kByStatus[] =
    TARAZY_PAGE_BEGIN "register_span p WHERE p.status = ?8 AND " TARAZY_PAGE_END;
constexpr char kByAgency[] =
    TARAZY_PAGE_BEGIN "register_span p WHERE p.agency = ?6 AND " TARAZY_PAGE_END;
constexpr char kBySubject[] = TARAZY_PAGE_BEGIN
    "register_span p JOIN register_subject i ON i.subject = p.subject WHERE p.subject = ?10 "
    "AND (?11 = '' OR i.institution = ?11) AND substr(i.code, 1, length(?12)) = ?12 "
    "AND " TARAZY_PAGE_END;
constexpr char kByInstitution[] = TARAZY_PAGE_BEGIN
    "register_subject i JOIN register_span p ON p.subject = i.subject WHERE i.institution = ?10 "
    "AND i.subject >= ?3 AND substr(i.code, 1, length(?11)) = ?11 AND " TARAZY_PAGE_END;
constexpr char kByCode[] = TARAZY_PAGE_BEGIN
    "register_code_prefix c JOIN register_subject i ON i.subject = c.subject "
    "JOIN register_span p ON p.subject = c.subject WHERE c.prefix = ?10 AND c.subject >= ?3 "
    "AND substr(i.code, 1, length(?11)) = ?11 AND " TARAZY_PAGE_END;

#undef TARAZY_PAGE_BEGIN
#undef TARAZY_PAGE_END

constexpr size_t kMaxPrefix = 8;  // as in register_code_prefix

absl::string_view Statement(const SearchFilter& filter, std::vector<sql::Value>& params) {
  if (!filter.subject.empty()) {
    params.insert(params.end(), {V(filter.subject), V(filter.institution), V(filter.code_prefix)});
    return kBySubject;
  }
  if (!filter.institution.empty()) {
    params.insert(params.end(), {V(filter.institution), V(filter.code_prefix)});
    return kByInstitution;
  }
  if (!filter.code_prefix.empty()) {
    params.insert(params.end(),
                  {V(filter.code_prefix.substr(0, kMaxPrefix)), V(filter.code_prefix)});
    return kByCode;
  }
  if (filter.status != RegisterStatus::kUnspecified) return kByStatus;
  return filter.agency.empty() ? kAny : kByAgency;
}

}  // namespace

absl::StatusOr<std::vector<FoundLine>> SearchLines(sql::Tx& tx, const SearchFilter& filter,
                                                   absl::CivilDay on, absl::Time known_at,
                                                   const LineKey& after, int limit) {
  // Below the mark of what is still known, which is later than every time.
  const int64_t known = known_at == absl::InfiniteFuture() ? std::numeric_limits<int64_t>::max() - 1
                                                           : sql::ToMicros(known_at);
  std::vector<sql::Value> params = {
      V(FormatDay(on)), V(known),         V(after.subject), V(after.agency),
      V(after.scope),   V(filter.agency), V(filter.scope),  V(static_cast<int>(filter.status)),
      V(limit)};
  const absl::string_view sql = Statement(filter, params);
  std::vector<FoundLine> found;
  RETURN_IF_ERROR(tx.Query(sql, params, [&](const sql::Row& row) -> absl::Status {
    LineKey line{row.Text(0), row.Text(1), static_cast<int>(row.Int(2))};
    if (found.empty() || found.back().line != line) {
      found.push_back({.line = line,
                       .subject = {.subject = line.subject,
                                   .institution = row.Text(3),
                                   .code = row.Text(4),
                                   .title = row.Text(5)}});
    }
    ASSIGN_OR_RETURN(found.back().acts.emplace_back(), ReadAct(row, 6));
    return absl::OkStatus();
  }));
  return found;
}

}  // namespace tarazy::accreditation
