// The program without its process: arguments in, exit code out.
#pragma once

#include "services/cli/terminal.h"

namespace tarazy::cli {

// 0 success, 1 a refusal, 2 wrong usage. Throws nothing.
int Run(int argc, const char* const* argv, Terminal& terminal) noexcept;

}  // namespace tarazy::cli
