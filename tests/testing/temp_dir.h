// A folder that lives as long as the test that needs it.
#pragma once

#include <string>

namespace tarazy::testing {

class TempDir {
 public:
  TempDir();  // aborts the program when there is no room for a folder
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace tarazy::testing
