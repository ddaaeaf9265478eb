// For tests: what programs that are not ours read in an exported file.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/functional/function_ref.h"
#include "services/surveys/app/export/sink.h"
#include "tests/testing/temp_dir.h"

namespace tarazy::surveys {

// The whole of an export.
inline std::string Exported(absl::FunctionRef<absl::Status(Sink)> write) {
  std::string bytes;
  const absl::Status status = write([&](absl::string_view piece) {
    bytes.append(piece.data(), piece.size());
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return bytes;
}

class TemporaryFolder {
 public:
  std::string Path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
    return Path(name);
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }

 private:
  const testing::TempDir folder_;
};

// What PSPP, which shares no code with ReadStat, says to `syntax` about a system file: as CSV.
inline std::string Pspp(const std::string& sav, const std::string& syntax) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("file.sav", sav);
  const std::string script =
      folder.Write("script.sps", "GET FILE='" + file + "'.\n" + syntax + "\n");
  const std::string out = folder.Path("out.csv");
  const std::string command = "LC_ALL=C.UTF-8 pspp --no-statrc -O format=csv -o '" + out + "' '" +
                              script + "' >/dev/null 2>'" + folder.Path("log") + "'";
  const int status = std::system(command.c_str());
  const std::string log = folder.Read("log");
  EXPECT_EQ(log, "") << "PSPP warns";
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << log;
  const std::string told = folder.Read("out.csv");
  EXPECT_EQ(told.find("warning:"), std::string::npos) << told;
  return told;
}

}  // namespace tarazy::surveys
