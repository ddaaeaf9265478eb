// tarazy: the command line of the suite (docs/cli.md).
#include <unistd.h>

#include <iostream>

#include "services/cli/run.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  tarazy::cli::Terminal terminal{.out = std::cout,
                                 .err = std::cerr,
                                 .out_is_terminal = isatty(STDOUT_FILENO) != 0,
                                 .err_is_terminal = isatty(STDERR_FILENO) != 0};
  return tarazy::cli::Run(argc, argv, terminal);
}
