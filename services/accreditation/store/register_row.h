// Acts and days as columns. For the files of this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/sql/database.h"
#include "services/accreditation/domain/register/act.h"
#include "services/accreditation/store/register_store.h"

namespace tarazy::accreditation {

// "grant", "withdraw", "file_appeal" …: as register_act has it.
absl::string_view KindWord(ActKind kind);

// The columns `sequence, kind, id, decided_on, valid_from, valid_to, acts_on, recorded_at`, from
// `at` on. INTERNAL for what no act is.
absl::StatusOr<Act> ReadAct(const sql::Row& row, int at);

absl::Status InsertAct(sql::Tx& tx, const LineKey& line, const Act& act);
absl::Status InsertActs(sql::Tx& tx, const std::vector<RecordedDecision>& decisions);

}  // namespace tarazy::accreditation
