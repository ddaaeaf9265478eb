#include "common/sql/postgres_connection.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/sql/backoff.h"
#include "common/sql/engine_error.h"
#include "common/sql/placeholders.h"
#include "common/sql/postgres_array.h"

namespace tarazy::sql {
namespace {

// To a server that accepts connections but says nothing we do not owe the whole deadline.
constexpr absl::Duration kConnectTimeout = absl::Seconds(10);

void IgnoreNotice(void*, const PGresult*) {}

// A value as libpq takes it: `data` is null for NULL; bytes go binary, all else as text.
struct Param {
  std::string text;
  const char* data = nullptr;
  int length = 0;
  int format = 0;
};

Param MakeParam(const Value& value) {
  Param param;
  if (const auto* number = std::get_if<int64_t>(&value)) {
    param.text = absl::StrCat(*number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    param.text = RealText(*real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    param.data = text->c_str();
  } else if (const auto* blob = std::get_if<Blob>(&value)) {
    param.data = blob->bytes.c_str();
    param.length = static_cast<int>(blob->bytes.size());
    param.format = 1;
  }
  return param;
}

int SendPrepared(PGconn* connection, const char* name, absl::Span<const Value> values) {
  std::vector<Param> params(values.size());
  std::vector<const char*> data(values.size());
  std::vector<int> lengths(values.size());
  std::vector<int> formats(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    params[i] = MakeParam(values[i]);
    data[i] = params[i].text.empty() ? params[i].data : params[i].text.c_str();
    lengths[i] = params[i].length;
    formats[i] = params[i].format;
  }
  return PQsendQueryPrepared(connection, name, static_cast<int>(values.size()), data.data(),
                             lengths.data(), formats.data(), 0);
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const std::string& url, const std::string& schema, const Context& context) {
  const std::string application = absl::StrCat("tarazy-", schema);
  const char* const keys[] = {"fallback_application_name", "dbname", "client_encoding", nullptr};
  const char* const values[] = {application.c_str(), url.c_str(), "UTF8", nullptr};
  std::unique_ptr<PostgresConnection> connection(
      new PostgresConnection(PQconnectStartParams(keys, values, /*expand_dbname=*/1)));
  RETURN_IF_ERROR(connection->Connect(context));
  PQsetNoticeReceiver(connection->connection_.get(), &IgnoreNotice, nullptr);
  PQsetnonblocking(connection->connection_.get(), 1);
  // The name holds only a-z, 0-9 and '_'. Only the service's own tables are in sight.
  const absl::StatusOr<PostgresResult> configured = connection->RunScript(
      absl::StrCat("SET search_path TO \"", schema,
                   "\"; SET standard_conforming_strings = on; SET bytea_output = 'hex'; "
                   "SET extra_float_digits = 1; SET client_connection_check_interval = '500ms'"),
      context);
  RETURN_IF_ERROR(configured.status());
  return connection;
}

absl::Status PostgresConnection::Connect(const Context& context) {
  Context patience = context;
  patience.deadline = std::min(context.deadline, absl::Now() + kConnectTimeout);
  if (connection_ == nullptr || PQstatus(connection_.get()) == CONNECTION_BAD) return Lost();
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED) return Lost();
    const absl::Status ready = Wait(next == PGRES_POLLING_READING ? POLLIN : POLLOUT, patience);
    if (!ready.ok()) return context.Expired() ? ready : Lost();
    next = PQconnectPoll(connection_.get());
  }
  return absl::OkStatus();
}

bool PostgresConnection::usable() const {
  const PGTransactionStatusType status = TransactionStatus();
  // A failed transaction holds nothing on the server; the next user rolls it back.
  return state_ == State::kUsable && (status == PQTRANS_IDLE || status == PQTRANS_INERROR);
}

absl::Status PostgresConnection::Lost() {
  state_ = State::kLost;
  return EngineError(Failure::kUnavailable, "");
}

absl::Status PostgresConnection::Wait(short events, const Context& context) {
  for (;;) {
    if (context.Expired()) {
      state_ = State::kAbandoned;
      return Stopped(context);
    }
    // Rounded up, so that the last wait does not spin; at most a minute, so that it fits an int.
    const absl::Duration wait =
        std::min(NextLook(context) - absl::Now() + absl::Milliseconds(1), absl::Minutes(1));
    pollfd socket = {.fd = PQsocket(connection_.get()), .events = events, .revents = 0};
    const int ready =
        poll(&socket, 1, static_cast<int>(std::max<int64_t>(absl::ToInt64Milliseconds(wait), 0)));
    if (ready > 0) return absl::OkStatus();
    if (ready < 0 && errno != EINTR) return Lost();
  }
}

absl::Status PostgresConnection::Flush(const Context& context) {
  for (;;) {
    const int left = PQflush(connection_.get());
    if (left == 0) return absl::OkStatus();
    if (left < 0) return Lost();
    // A server that answers before it has read everything must not block itself and us.
    RETURN_IF_ERROR(Wait(POLLIN | POLLOUT, context));
    if (PQconsumeInput(connection_.get()) == 0) return Lost();
  }
}

absl::StatusOr<PostgresResult> PostgresConnection::Receive(const Context& context) {
  while (PQisBusy(connection_.get()) != 0) {
    RETURN_IF_ERROR(Wait(POLLIN, context));
    // After a failure PQgetResult gives the error that the server sent before it closed.
    if (PQconsumeInput(connection_.get()) == 0) break;
  }
  return PostgresResult(PQgetResult(connection_.get()));
}

void PostgresConnection::Advance(Answer& answer, const Context& context) {
  absl::StatusOr<PostgresResult> received = Receive(context);
  if (!received.ok()) {
    answer.ended = true;
    answer.error = received.status();
    return;
  }
  PostgresResult result = *std::move(received);
  const bool broken = PQstatus(connection_.get()) == CONNECTION_BAD;
  answer.ended = result == nullptr || broken;
  if (broken) state_ = State::kLost;
  if (result == nullptr) {
    if (answer.error.ok() && (broken || answer.last == nullptr)) answer.error = Lost();
    return;
  }
  switch (PQresultStatus(result.get())) {
    case PGRES_SINGLE_TUPLE:
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      break;
    case PGRES_FATAL_ERROR: {
      const absl::string_view sqlstate = SqlState(result.get());
      if (EndsConnection(sqlstate)) state_ = State::kLost;
      if (answer.error.ok()) answer.error = PostgresError(sqlstate, context);
      break;
    }
    default:  // an empty statement, or COPY, which we do not speak
      if (answer.error.ok()) answer.error = EngineError(Failure::kInternal, "");
  }
  const bool row = PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE;
  if (row) answer.rows.push_back(std::move(result));
  if (!row) answer.last = std::move(result);
  if (broken && answer.error.ok()) answer.error = EngineError(Failure::kUnavailable, "");
}

// Reads all results of what was sent; gives the last, or the first error.
absl::StatusOr<PostgresResult> PostgresConnection::Await(int sent, const Context& context) {
  if (sent == 0) return Lost();
  RETURN_IF_ERROR(Flush(context));
  Answer answer;
  while (!answer.ended) Advance(answer, context);
  if (!answer.error.ok()) return answer.error;
  return std::move(answer.last);
}

absl::Status PostgresConnection::MakeRoom(const Context& context) {
  RETURN_IF_ERROR(CheckWaiting(context));
  if (streaming_ == nullptr) return absl::OkStatus();
  Answer& answer = *streaming_;
  while (!answer.ended) Advance(answer, context);
  streaming_ = nullptr;
  return answer.error;
}

absl::StatusOr<PostgresResult> PostgresConnection::RunScript(const std::string& script,
                                                             const Context& context) {
  RETURN_IF_ERROR(MakeRoom(context));
  return Await(PQsendQuery(connection_.get(), script.c_str()), context);
}

absl::StatusOr<const PostgresConnection::Prepared*> PostgresConnection::Prepare(
    absl::string_view sql, const Context& context) {
  const auto found = prepared_.find(sql);
  if (found != prepared_.end()) return found->second.get();
  const Translated translated = TranslatePlaceholders(sql);
  auto prepared = std::make_unique<Prepared>(
      Prepared{.name = absl::StrCat("s", prepared_.size()), .params = translated.params});
  const absl::StatusOr<PostgresResult> result = Await(
      PQsendPrepare(connection_.get(), prepared->name.c_str(), translated.text.c_str(), 0, nullptr),
      context);
  RETURN_IF_ERROR(result.status());
  return prepared_.emplace(std::string(sql), std::move(prepared)).first->second.get();
}

absl::StatusOr<const PostgresConnection::Prepared*> PostgresConnection::PrepareFor(
    absl::string_view sql, absl::Span<const Value> params, const Context& context) {
  RETURN_IF_ERROR(MakeRoom(context));
  ASSIGN_OR_RETURN(const Prepared* const prepared, Prepare(sql, context));
  if (prepared->params != static_cast<int>(params.size())) {
    return Internal("a statement got another number of values than it has places");
  }
  return prepared;
}

absl::StatusOr<PostgresResult> PostgresConnection::Run(absl::string_view sql,
                                                       absl::Span<const Value> params,
                                                       const Context& context) {
  ASSIGN_OR_RETURN(const Prepared* const prepared, PrepareFor(sql, params, context));
  return Await(SendPrepared(connection_.get(), prepared->name.c_str(), params), context);
}

absl::Status PostgresConnection::Stream(absl::string_view sql, absl::Span<const Value> params,
                                        const Context& context,
                                        absl::FunctionRef<bool(const Row&)> each) {
  ASSIGN_OR_RETURN(const Prepared* const prepared, PrepareFor(sql, params, context));
  if (SendPrepared(connection_.get(), prepared->name.c_str(), params) == 0) return Lost();
  PQsetSingleRowMode(connection_.get());
  RETURN_IF_ERROR(Flush(context));
  Answer answer;
  streaming_ = &answer;
  bool wanted = true;
  while (!answer.ended || !answer.rows.empty()) {
    if (answer.rows.empty()) Advance(answer, context);
    if (answer.rows.empty()) continue;
    const PostgresResult row = std::move(answer.rows.front());
    answer.rows.pop_front();
    if (wanted) wanted = each(PostgresRow(row.get(), 0));
  }
  if (streaming_ == &answer) streaming_ = nullptr;
  return answer.error;
}

}  // namespace tarazy::sql
