#include "services/accreditation/app/read_register.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/app/certificates.h"
#include "services/accreditation/app/register_acts.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

v1::RegisterEntry ToEntry(const FoundLine& found, const AsOf& as_of) {
  v1::RegisterEntry entry;
  entry.set_subject(found.subject.subject);
  entry.set_title(found.subject.title);
  entry.set_institution(found.subject.institution);
  entry.set_code(found.subject.code);
  const LineStatus status = StatusOn(found.acts, as_of.on, as_of.known_at);
  *entry.mutable_status() = ToView(found.line, as_of.on, status);
  if (status.accredited_until.has_value()) entry.set_valid_to(FormatDay(*status.accredited_until));
  return entry;
}

}  // namespace

absl::StatusOr<std::vector<v1::StatusView>> StatusOf(sql::Tx& tx, absl::string_view subject,
                                                     const AsOf& as_of, absl::string_view agency,
                                                     int scope) {
  ASSIGN_OR_RETURN(const auto lines, LoadLines(tx, subject));
  std::vector<v1::StatusView> views;
  for (const auto& [line, acts] : lines) {
    if (!agency.empty() && line.agency != agency) continue;
    if (scope != 0 && line.scope != scope) continue;
    if (acts.front().recorded > as_of.known_at) continue;
    views.push_back(ToView(line, as_of.on, StatusOn(acts, as_of.on, as_of.known_at)));
  }
  return views;
}

absl::StatusOr<v1::StatusView> StatusOfLine(sql::Tx& tx, const LineKey& line, const AsOf& as_of) {
  ASSIGN_OR_RETURN(const std::vector<Act> acts, LoadActs(tx, line));
  return ToView(line, as_of.on, StatusOn(acts, as_of.on, as_of.known_at));
}

absl::StatusOr<RegisterPage> SearchRegister(sql::Tx& tx, const SearchFilter& filter,
                                            const AsOf& as_of, const LineKey& after, int size) {
  ASSIGN_OR_RETURN(std::vector<FoundLine> found,
                   SearchLines(tx, filter, as_of.on, as_of.known_at, after, size + 1));
  RegisterPage page;
  if (found.size() > static_cast<size_t>(size)) {
    found.pop_back();
    page.next = found.back().line;
  }
  std::vector<std::string> bases;
  for (const FoundLine& line : found) {
    page.entries.push_back(ToEntry(line, as_of));
    const v1::StatusView& status = page.entries.back().status();
    if (status.accredited()) bases.push_back(status.decision());
  }
  // Certificates are of the present: what held as known before is not told.
  if (as_of.known_at != absl::InfiniteFuture()) return page;
  ASSIGN_OR_RETURN(const auto certificates, ValidCertificates(tx, bases, as_of.on));
  for (v1::RegisterEntry& entry : page.entries) {
    const auto found_one = certificates.find(entry.status().decision());
    if (found_one != certificates.end()) entry.set_certificate(found_one->second);
  }
  return page;
}

absl::StatusOr<AccreditedCount> CountAccredited(sql::Tx& tx, absl::string_view institution,
                                                const std::vector<std::string>& programmes,
                                                absl::string_view agency, absl::CivilDay on) {
  AccreditedCount count;
  ASSIGN_OR_RETURN(const RegisterHead head, LoadRegisterHead(tx));
  count.sequence = head.sequence;
  ASSIGN_OR_RETURN(const std::vector<std::string> accredited,
                   AccreditedProgrammes(tx, institution, agency, on));
  const std::set<std::string> known(accredited.begin(), accredited.end());
  count.accredited = static_cast<int>(
      std::count_if(programmes.begin(), programmes.end(),
                    [&](const std::string& programme) { return known.contains(programme); }));
  return count;
}

absl::StatusOr<int64_t> ParseCursor(const RegisterHead& head, absl::string_view cursor) {
  if (cursor.empty()) return 0;
  const std::vector<absl::string_view> parts = absl::StrSplit(cursor, '.');
  int64_t after = 0;
  const bool readable = parts.size() == 2 && absl::SimpleAtoi(parts[1], &after) && after >= 0;
  const absl::string_view fault = !readable                ? "is no cursor of a register's changes"
                                  : parts[0] != head.epoch ? "is a cursor of another register"
                                  : after > head.sequence
                                      ? "is of a change that this register does not have"
                                      : "";
  if (fault.empty()) return after;
  return InvalidArgument(Reason::kInvalidCursor, absl::StrCat("the cursor ", fault),
                         {{"cursor", std::string(fault)}});
}

void Redact(v1::Decision& decision) {
  decision.clear_recorded_by();
  if (decision.has_vote()) decision.mutable_vote()->clear_ballots();
}

void Redact(v1::Appeal& appeal) {
  if (appeal.has_vote()) appeal.mutable_vote()->clear_ballots();
}

void Redact(v1::RegisterChange& change) {
  if (change.has_decision()) Redact(*change.mutable_decision());
  if (change.has_appeal_filed()) Redact(*change.mutable_appeal_filed());
  if (change.has_appeal_decided()) Redact(*change.mutable_appeal_decided());
}

}  // namespace tarazy::accreditation
