// Where the program writes, and what the person in front of it sees: a seam, so that tests can be
// the terminal.
#pragma once

#include <ostream>

namespace tarazy::cli {

struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
};

}  // namespace tarazy::cli
