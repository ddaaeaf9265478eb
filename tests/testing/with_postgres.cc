// with_postgres COMMAND …: runs a command, such as ctest, with a throw-away PostgreSQL that all
// test programs under it share (TARAZY_TEST_POSTGRES).
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "tests/testing/temp_postgres.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: with_postgres COMMAND …\n", stderr);
    return 2;
  }
  const auto server = tarazy::testing::TempPostgres::Start();
  if (!server.ok()) {
    std::fprintf(stderr, "%s\n", server.status().ToString().c_str());
    return 1;
  }
  setenv("TARAZY_TEST_POSTGRES", (*server)->url().c_str(), 1);
  const pid_t child = fork();
  if (child == 0) {
    execvp(argv[1], argv + 1);
    std::perror(argv[1]);
    _exit(127);
  }
  int status = 1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
