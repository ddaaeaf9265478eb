// Whole commands against a server of canned answers: what they print and how they end.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/fake_server.h"
#include "services/cli/run.h"

namespace tarazy::cli {

class CommandTest : public testing::Test {
 protected:
  int Tarazy(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"tarazy", "--server", server_.Address()});
    return Plain(arguments);
  }

  int Plain(const std::vector<std::string>& arguments) {
    std::vector<const char*> argv;
    for (const auto& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out, err;
    Terminal terminal{.out = out, .err = err};
    const int code = cli::Run(static_cast<int>(argv.size()), argv.data(), terminal);
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  std::string File(const std::string& name, const std::string& text) {
    const std::string path = (std::filesystem::path(testing::TempDir()) / name).string();
    std::ofstream(path) << text;
    chmod(path.c_str(), 0600);
    return path;
  }

  FakeServer server_;
  std::string out_, err_;
};

}  // namespace tarazy::cli
