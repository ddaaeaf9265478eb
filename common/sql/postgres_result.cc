#include "common/sql/postgres_result.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "common/sql/engine_error.h"
#include "common/sql/engine_tx.h"

namespace tarazy::sql {
namespace {

// Types by their fixed numbers (pg_type.dat).
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kName = 19;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kFloat4 = 700;
constexpr Oid kFloat8 = 701;
constexpr Oid kVarchar = 1043;
constexpr Oid kNumeric = 1700;

bool IsNumber(Oid type) {
  return type == kInt8 || type == kInt4 || type == kInt2 || type == kNumeric;
}

}  // namespace

Oid PostgresRow::Type(int column) const {
  RequireColumn(column >= 0 && column < PQnfields(result_), column, "anything");
  return PQftype(result_, column);
}

absl::string_view PostgresRow::Get(int column) const {
  return {PQgetvalue(result_, row_, column),
          static_cast<size_t>(PQgetlength(result_, row_, column))};
}

bool PostgresRow::IsNull(int column) const {
  Type(column);
  return PQgetisnull(result_, row_, column) != 0;
}

// SUM of integers is NUMERIC in PostgreSQL and EXISTS is BOOLEAN: both are integers in SQLite.
int64_t PostgresRow::Int(int column) const {
  const Oid type = Type(column);
  if (type == kBool && !IsNull(column)) return Get(column) == "t" ? 1 : 0;
  int64_t value = 0;
  RequireColumn(!IsNull(column) && IsNumber(type) && absl::SimpleAtoi(Get(column), &value), column,
                "an integer");
  return value;
}

double PostgresRow::Real(int column) const {
  const Oid type = Type(column);
  double value = 0;
  RequireColumn(!IsNull(column) && (type == kFloat8 || type == kFloat4 || IsNumber(type)) &&
                    absl::SimpleAtod(Get(column), &value),
                column, "a number");
  return value;
}

std::string PostgresRow::Text(int column) const {
  const Oid type = Type(column);
  RequireColumn(!IsNull(column) && (type == kText || type == kVarchar || type == kName), column,
                "a text");
  return std::string(Get(column));
}

std::string PostgresRow::Bytes(int column) const {
  RequireColumn(!IsNull(column) && Type(column) == kBytea && absl::StartsWith(Get(column), "\\x"),
                column, "bytes");
  return absl::HexStringToBytes(Get(column).substr(2));
}

int64_t RowsChanged(PGresult* result) {
  int64_t rows = 0;
  if (absl::StartsWith(PQcmdStatus(result), "SELECT")) return 0;
  return absl::SimpleAtoi(PQcmdTuples(result), &rows) ? rows : 0;
}

absl::string_view SqlState(const PGresult* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

bool EndsConnection(absl::string_view sqlstate) {
  if (sqlstate == "08P01") return false;  // a wrong number of parameters: our mistake
  return absl::StartsWith(sqlstate, "08") || absl::StartsWith(sqlstate, "57P");
}

absl::Status PostgresError(absl::string_view sqlstate, const Context& context) {
  if (sqlstate == "23505") return EngineError(Failure::kUnique, sqlstate);
  if (sqlstate == "23503" || sqlstate == "23001" || sqlstate == "P0001") {
    return EngineError(Failure::kReference, sqlstate);
  }
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03") {
    return EngineError(Failure::kRace, sqlstate);
  }
  if (sqlstate == "57014") return Stopped(context, sqlstate);
  if (sqlstate.empty() || EndsConnection(sqlstate) || absl::StartsWith(sqlstate, "53")) {
    return EngineError(Failure::kUnavailable, sqlstate);
  }
  return EngineError(Failure::kInternal, sqlstate);
}

}  // namespace tarazy::sql
