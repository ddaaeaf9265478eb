// Services' data under database roles of their own, as docs/operations.md sets them up: none reads
// another's, whichever of them is broken into.
#include <libpq-fe.h>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/store/database_test.h"

namespace tarazy::testing {
namespace {

using ::testing::Contains;
using ::testing::Pair;

constexpr char kRoles[] =
    "CREATE ROLE control LOGIN;"
    "CREATE ROLE tarazy_roll LOGIN;"
    "CREATE ROLE tarazy_ballots LOGIN;"
    "CREATE DATABASE installation OWNER control ENCODING 'UTF8' TEMPLATE template0";
constexpr char kSchemas[] =
    "GRANT CONNECT ON DATABASE installation TO tarazy_roll, tarazy_ballots;"
    "CREATE SCHEMA surveys_roll AUTHORIZATION tarazy_roll;"
    "CREATE SCHEMA surveys_ballots AUTHORIZATION tarazy_ballots;";

class SeparateRolesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = TempPostgres::Start(/*max_connections=*/40);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    for (const absl::string_view statement : absl::StrSplit(absl::string_view(kRoles), ';')) {
      RunAsSuperuser("postgres", std::string(statement));
    }
    RunAsSuperuser("installation", kSchemas);
    roll_ = OpenOrDie(Url("tarazy_roll"), "surveys_roll");
    ballots_ = OpenOrDie(Url("tarazy_ballots"), "surveys_ballots");
    control_ = OpenOrDie(Url("control"), "surveys");
  }

  std::string Url(const std::string& role, const std::string& database = "installation") const {
    return absl::StrReplaceAll(server_->url(),
                               {{"tarazy@/postgres", absl::StrCat(role, "@/", database)}});
  }
  void RunAsSuperuser(const std::string& database, const std::string& sql) {
    PGconn* const connection = PQconnectdb(Url("tarazy", database).c_str());
    PGresult* const result = PQexec(connection, sql.c_str());
    EXPECT_EQ(PQresultStatus(result), PGRES_COMMAND_OK) << PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
  }
  // That PostgreSQL says "permission denied", and not something else.
  void ExpectDenied(sql::Database& db, const std::string& sql) {
    const absl::Status status = Exec(db, sql);
    EXPECT_THAT(DetailOf(status).metadata, Contains(Pair("engine_code", "42501")))
        << sql << ": " << status;
  }

  std::unique_ptr<TempPostgres> server_;
  std::unique_ptr<sql::Database> roll_, ballots_, control_;
};

TEST_F(SeparateRolesTest, EachWritesItsOwnAndIsRefusedTheOthers) {
  constexpr char kAdd[] = "UPDATE counter SET count = count + 1";
  for (sql::Database* db : {roll_.get(), ballots_.get(), control_.get()}) {
    EXPECT_TRUE(Exec(*db, kAdd).ok());
  }
  struct Pairing {
    sql::Database* db;
    const char* schema;
  };
  for (const Pairing& other :
       {Pairing{roll_.get(), "surveys_ballots"}, Pairing{ballots_.get(), "surveys_roll"},
        Pairing{control_.get(), "surveys_roll"}, Pairing{control_.get(), "surveys_ballots"},
        Pairing{roll_.get(), "surveys"}, Pairing{ballots_.get(), "surveys"}}) {
    for (const char* statement :
         {"SELECT count FROM $0.counter", "DELETE FROM $0.counter",
          "SELECT response FROM $0.request_log", "CREATE TABLE $0.mine (x BIGINT)"}) {
      ExpectDenied(*other.db, absl::StrReplaceAll(statement, {{"$0", other.schema}}));
    }
  }
  for (sql::Database* db : {roll_.get(), ballots_.get()}) {
    ExpectDenied(*db, "SET ROLE control");
    ExpectDenied(*db, "GRANT tarazy_roll TO tarazy_ballots");
  }
}

}  // namespace
}  // namespace tarazy::testing
