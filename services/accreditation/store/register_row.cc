#include "services/accreditation/store/register_row.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

using sql::V;

constexpr std::pair<ActKind, absl::string_view> kKinds[] = {
    {ActKind::kGrant, "grant"},
    {ActKind::kGrantConditionally, "grant_conditionally"},
    {ActKind::kRefuse, "refuse"},
    {ActKind::kDefer, "defer"},
    {ActKind::kSuspend, "suspend"},
    {ActKind::kReinstate, "reinstate"},
    {ActKind::kWithdraw, "withdraw"},
    {ActKind::kVoid, "void"},
    {ActKind::kExtend, "extend"},
    {ActKind::kFileAppeal, "file_appeal"},
    {ActKind::kUpholdAppeal, "uphold_appeal"},
    {ActKind::kDismissAppeal, "dismiss_appeal"},
    {ActKind::kWithdrawAppeal, "withdraw_appeal"},
};

absl::StatusOr<ActKind> ParseKind(absl::string_view word) {
  for (const auto& [kind, name] : kKinds) {
    if (name == word) return kind;
  }
  return Internal(absl::StrCat("an act of an unknown kind, ", word));
}

absl::StatusOr<absl::CivilDay> ReadDay(absl::string_view text) {
  const std::optional<absl::CivilDay> day = ParseDay(text);
  if (!day.has_value()) return Internal("an act with a day that is none");
  return *day;
}

std::vector<sql::Value> Columns(const LineKey& line, const Act& act) {
  return {V(act.sequence),
          V(line.subject),
          V(line.agency),
          V(line.scope),
          V(KindWord(act.kind)),
          V(act.id),
          V(FormatDay(act.decided_on)),
          V(FormatDay(act.valid_from)),
          act.valid_to.has_value() ? V(FormatDay(*act.valid_to)) : sql::Null(),
          V(act.acts_on),
          V(act.recorded)};
}

const sql::BulkTable& Table() {
  using sql::ColumnType;
  static const auto* const kTable = new sql::BulkTable{"register_act",
                                                       {{"sequence", ColumnType::kInt},
                                                        {"subject", ColumnType::kText},
                                                        {"agency", ColumnType::kText},
                                                        {"scope", ColumnType::kInt},
                                                        {"kind", ColumnType::kText},
                                                        {"id", ColumnType::kText},
                                                        {"decided_on", ColumnType::kText},
                                                        {"valid_from", ColumnType::kText},
                                                        {"valid_to", ColumnType::kText},
                                                        {"acts_on", ColumnType::kText},
                                                        {"recorded_at", ColumnType::kInt}}};
  return *kTable;
}

}  // namespace

absl::string_view KindWord(ActKind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  return "";
}

absl::StatusOr<Act> ReadAct(const sql::Row& row, int at) {
  Act act{.id = row.Text(at + 2),
          .sequence = row.Int(at),
          .recorded = row.Time(at + 7),
          .acts_on = row.Text(at + 6)};
  ASSIGN_OR_RETURN(act.kind, ParseKind(row.Text(at + 1)));
  ASSIGN_OR_RETURN(act.decided_on, ReadDay(row.Text(at + 3)));
  ASSIGN_OR_RETURN(act.valid_from, ReadDay(row.Text(at + 4)));
  if (!row.IsNull(at + 5)) {
    ASSIGN_OR_RETURN(act.valid_to, ReadDay(row.Text(at + 5)));
  }
  return act;
}

absl::Status InsertAct(sql::Tx& tx, const LineKey& line, const Act& act) {
  return tx.InsertMany(Table(), {Columns(line, act)});
}

absl::Status InsertActs(sql::Tx& tx, const std::vector<RecordedDecision>& decisions) {
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(decisions.size());
  for (const RecordedDecision& decision : decisions) {
    rows.push_back(Columns(decision.line, decision.act));
  }
  return tx.InsertMany(Table(), rows);
}

}  // namespace tarazy::accreditation
