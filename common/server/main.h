// The whole life of a server process: configuration, modules, serving, drain.
#pragma once

#include <string>
#include <vector>

#include "common/server/module.h"

namespace tarazy::server {

// Returns the process's exit code: 0 after a clean drain, 1 when it cannot start, 2 on wrong usage.
int Main(int argc, char** argv, const std::vector<ModuleEntry>& modules);

}  // namespace tarazy::server
