// The files in examples/ are what their contracts say.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/record/read.h"
#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::record {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Reads every *.yaml of a folder as a message of this type.
template <typename Message>
int ReadAll(const char* folder) {
  int read = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(EXAMPLES "/") + folder)) {
    // x.yaml, not x.corrections.yaml
    if (file.path().extension() != ".yaml" || file.path().stem().has_extension()) continue;
    Message message;
    for (const FieldViolation& fault :
         ReadRecord(ReadFile(file.path()), {.bytes = 4 << 20, .nodes = 2000000}, message)) {
      ADD_FAILURE() << file.path().filename() << ": " << fault.field << ": " << fault.description;
    }
    ++read;
  }
  return read;
}

TEST(Examples, FrameworksAreFrameworks) {
  EXPECT_GE(ReadAll<accreditation::v1::Framework>("frameworks"), 4);
}
TEST(Examples, CasesAreCases) { EXPECT_GE(ReadAll<accreditation::v1::Case>("cases"), 1); }

}  // namespace
}  // namespace tarazy::record
