#include "tests/testing/temp_postgres.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace tarazy::testing {
namespace {

constexpr char kInstall[] =
    "PostgreSQL is missing: install it with 'apt-get install postgresql-15', or set "
    "TARAZY_TEST_POSTGRES to the URL of a server where databases may be created";

// The folder with the newest version's initdb; "" when there is none.
std::string FindBinaries() {
  std::string newest;
  std::error_code error;
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
    const std::filesystem::path bin = version.path() / "bin";
    if (std::filesystem::exists(bin / "initdb", error)) newest = std::max(newest, bin.string());
  }
  return newest;
}

// PostgreSQL refuses to run as root: then its own user runs it.
const passwd* ServerUser() { return geteuid() == 0 ? getpwnam("postgres") : nullptr; }

// Starts a program as the server's user, in its own process group, output to `log`.
pid_t Spawn(const std::vector<std::string>& command, const std::string& log) {
  const passwd* const user = ServerUser();
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) {
    if (child > 0) setpgid(child, child);  // here too: whoever comes first
    return child;
  }
  setpgid(0, 0);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  if (chdir("/") != 0) _exit(126);
  if (user != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGQUIT);  // should the test crash
  if (getppid() != parent) _exit(126);
  execv(argv[0], argv.data());
  _exit(127);
}

pid_t StartServer(const std::string& bin, const std::string& dir, int max_connections,
                  TempPostgres::Speed speed, const std::string& log) {
  const bool durable = speed == TempPostgres::Speed::kDurable;
  const std::string sync = durable ? "on" : "off";
  return Spawn({bin + "/postgres", "-D", dir + "/data", "-k", dir, "-c", "listen_addresses=", "-c",
                "fsync=" + sync, "-c", "full_page_writes=" + sync, "-c",
                absl::StrCat("max_connections=", max_connections), "-c",
                durable ? "shared_buffers=128MB" : "shared_buffers=32MB"},
               log);
}

std::string Slurp(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// "postgresql://host/old?x" with another database.
std::string WithDatabase(const std::string& url, const std::string& database) {
  const size_t host = url.find("://") + 3;
  const size_t query = std::min(url.find('?', host), url.size());
  const size_t slash = std::min(url.find('/', host), query);
  return absl::StrCat(url.substr(0, slash), "/", database, url.substr(query));
}

bool RunSql(const std::string& url, const std::string& sql) {
  PGconn* const connection = PQconnectdb(url.c_str());
  PGresult* const result = PQexec(connection, sql.c_str());
  const bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
  if (!good) std::fprintf(stderr, "TARAZY_TEST_POSTGRES: %s\n", PQerrorMessage(connection));
  PQclear(result);
  PQfinish(connection);
  return good;
}

// The server, if it is ours, and the database in it.
class ProgramDatabase {
 public:
  ProgramDatabase() {
    const char* const shared = std::getenv("TARAZY_TEST_POSTGRES");
    if (shared != nullptr) {
      server_url_ = shared;
    } else {
      auto server = TempPostgres::Start();
      if (!server.ok()) Fail(server.status().ToString());
      server_ = *std::move(server);
      server_url_ = server_->url();
    }
    const std::string name = absl::StrCat("tarazy_test_", RandomHex(8));
    if (!RunSql(server_url_, absl::StrCat("CREATE DATABASE ", name))) Fail("cannot create one");
    url_ = WithDatabase(server_url_, name);
    name_ = name;
  }
  ~ProgramDatabase() {
    if (server_ == nullptr) {
      RunSql(server_url_, absl::StrCat("DROP DATABASE ", name_, " WITH (FORCE)"));
    }
  }
  const std::string& url() const { return url_; }

 private:
  [[noreturn]] static void Fail(const std::string& why) {
    std::fprintf(stderr, "no database to test with: %s\n", why.c_str());
    std::exit(1);
  }

  std::unique_ptr<TempPostgres> server_;
  std::string server_url_;
  std::string url_;
  std::string name_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TempPostgres>> TempPostgres::Start(int max_connections,
                                                                  Speed speed) {
  std::string bin = FindBinaries();
  if (bin.empty()) return absl::NotFoundError(kInstall);
  std::unique_ptr<TempPostgres> server(
      new TempPostgres(std::move(bin), new TempDir, max_connections, speed));
  RETURN_IF_ERROR(server->Init());
  RETURN_IF_ERROR(server->Resume());
  return server;
}

absl::Status TempPostgres::Init() {
  const passwd* const user = ServerUser();
  if (geteuid() == 0 && user == nullptr) return absl::NotFoundError(kInstall);
  if (user != nullptr && chown(dir_->path().c_str(), user->pw_uid, user->pw_gid) != 0) {
    return absl::InternalError("cannot give the server its folder");
  }
  const pid_t initdb = Spawn({bin_ + "/initdb", "-D", dir_->path() + "/data", "-U", "tarazy", "-A",
                              "trust", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu",
                              "--icu-locale=en-US", "--no-sync", "--no-instructions"},
                             "/dev/null");
  int status = 0;
  waitpid(initdb, &status, 0);
  if (status == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("initdb failed with status ", status));
}

std::string TempPostgres::url() const {
  return absl::StrCat("postgresql://tarazy@/postgres?host=",
                      absl::StrReplaceAll(dir_->path(), {{"/", "%2F"}}));
}

bool TempPostgres::Answers() { return PQping(url().c_str()) == PQPING_OK; }

absl::Status TempPostgres::Resume() {
  const std::string log = dir_->path() + "/data/log.txt";
  const absl::Time deadline = absl::Now() + absl::Seconds(15);
  while (absl::Now() < deadline) {
    if (server_ <= 0) server_ = StartServer(bin_, dir_->path(), max_connections_, speed_, log);
    if (Answers()) return absl::OkStatus();
    // It ends at once while killed predecessors still hold its memory: then once more.
    if (waitpid(server_, nullptr, WNOHANG) == server_) server_ = 0;
    absl::SleepFor(absl::Milliseconds(10));  // between looks at a condition
  }
  return absl::InternalError(absl::StrCat("the server does not start: ", Slurp(log)));
}

void TempPostgres::Signal(int signal) {
  // Backends are in process groups of their own; the kernel lists them as the server's children.
  if (server_ <= 0) return;
  std::ifstream children(absl::StrCat("/proc/", server_, "/task/", server_, "/children"));
  kill(server_, signal);
  for (pid_t child; children >> child;) kill(child, signal);
}

void TempPostgres::Stop(int signal) {
  if (server_ <= 0) return;
  kill(server_, signal);
  waitpid(server_, nullptr, 0);
  server_ = 0;
}

void TempPostgres::Kill() {
  if (server_ <= 0) return;
  Signal(SIGKILL);
  waitpid(server_, nullptr, 0);
  server_ = 0;
}

TempPostgres::~TempPostgres() {
  if (server_ <= 0) return;
  Signal(SIGCONT);
  kill(server_, SIGINT);
  const absl::Time deadline = absl::Now() + absl::Seconds(5);
  while (waitpid(server_, nullptr, WNOHANG) == 0) {
    if (absl::Now() > deadline) {
      Kill();
      return;
    }
    absl::SleepFor(absl::Milliseconds(5));  // between looks at a condition
  }
}

const std::string& TestPostgresUrl() {
  static const ProgramDatabase database;  // ends with the program, after its tests
  return database.url();
}

}  // namespace tarazy::testing
