// writer_process URL NAME COUNT: adds 1 to counter 'a' COUNT times, each in a transaction of its
// own, and prints a line after each that was acknowledged. For tests that need another process.
#include <cstdio>
#include <cstdlib>

#include "common/base/status_macros.h"
#include "common/sql/database.h"

namespace tarazy::testing {
const sql::Migrations& SchemaMigrations();
}  // namespace tarazy::testing

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  auto db = tarazy::sql::Open(argv[1], argv[2], tarazy::testing::SchemaMigrations());
  if (!db.ok()) return 1;
  for (int i = 0; i < std::atoi(argv[3]); ++i) {
    const tarazy::Context context{.deadline = absl::Now() + absl::Seconds(20)};
    const absl::Status status = (*db)->Write(context, [](tarazy::sql::Tx& tx) {
      return tx.Exec("UPDATE counter SET count = count + 1 WHERE id = 'a'").status();
    });
    if (!status.ok()) return 1;
    std::puts("+");
    std::fflush(stdout);
  }
  return 0;
}
