#include "tests/testing/temp_dir.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace tarazy::testing {

TempDir::TempDir() {
  std::error_code error;
  std::string pattern = (std::filesystem::temp_directory_path(error) / "tarazy-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr) {
    std::perror("cannot make a temporary folder");
    std::abort();
  }
  path_ = std::move(pattern);
}

TempDir::~TempDir() {
  std::error_code ignored;  // what is left is in the system's temporary folder
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace tarazy::testing
