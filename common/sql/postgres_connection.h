// One connection to PostgreSQL that never waits longer than its caller. Included by common/sql
// only.
#pragma once

#include <libpq-fe.h>

#include <deque>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "common/sql/database.h"
#include "common/sql/postgres_result.h"

namespace tarazy::sql {

// libpq in its non-blocking mode: each wait is a poll() that ends with the context. A statement
// that is given up leaves the connection unusable; closing it makes the server stop the statement
// within half a second (client_connection_check_interval), without a cancel request, which would
// itself hang with a hanging server.
class PostgresConnection {
 public:
  // `url` was checked. UNAVAILABLE when there is no server or it refuses us.
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const std::string& url,
                                                                  const std::string& schema,
                                                                  const Context& context);

  // Statements without parameters, several at once if need be, in one round trip.
  absl::StatusOr<PostgresResult> RunScript(const std::string& script, const Context& context);

  // One statement with our placeholders; prepared when it comes for the first time.
  absl::StatusOr<PostgresResult> Run(absl::string_view sql, absl::Span<const Value> params,
                                     const Context& context);

  // The same with its rows one by one, until `each` says false: however many there are, few are in
  // memory. Statements may be run inside `each`; the rows that are left are then read first.
  absl::Status Stream(absl::string_view sql, absl::Span<const Value> params, const Context& context,
                      absl::FunctionRef<bool(const Row&)> each);

  // False when the last statement's outcome is not known: server or caller left meanwhile.
  bool answered() const { return state_ == State::kUsable; }
  // The server has gone, as opposed to the caller.
  bool lost() const { return state_ == State::kLost; }
  bool usable() const;
  PGTransactionStatusType TransactionStatus() const {
    return PQtransactionStatus(connection_.get());
  }

 private:
  enum class State { kUsable, kLost, kAbandoned };
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Prepared {
    std::string name;
    int params;
  };

  // What the server says to one send, as far as it was read.
  struct Answer {
    std::deque<PostgresResult> rows;  // read ahead, each of one row
    PostgresResult last;
    absl::Status error;  // the first
    bool ended = false;
  };

  explicit PostgresConnection(PGconn* connection) : connection_(connection) {}

  absl::Status Connect(const Context& context);
  absl::Status Wait(short events, const Context& context);
  absl::Status Flush(const Context& context);
  absl::StatusOr<PostgresResult> Await(int sent, const Context& context);
  absl::StatusOr<PostgresResult> Receive(const Context& context);
  // Reads one more result; `ended` tells whether it was the last, `error` what went wrong.
  void Advance(Answer& answer, const Context& context);
  // Reads the rows that are left of a stream under way: the server takes the next statement only
  // then.
  absl::Status MakeRoom(const Context& context);
  absl::StatusOr<const Prepared*> PrepareFor(absl::string_view sql, absl::Span<const Value> params,
                                             const Context& context);
  absl::StatusOr<const Prepared*> Prepare(absl::string_view sql, const Context& context);
  absl::Status Lost();

  std::unique_ptr<PGconn, Finish> connection_;
  State state_ = State::kUsable;
  Answer* streaming_ = nullptr;  // the stream whose rows come next from the server
  // Not bounded: texts are constants of the program.
  absl::flat_hash_map<std::string, std::unique_ptr<Prepared>> prepared_;
};

}  // namespace tarazy::sql
