#include "services/notifications/file/catalogue_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class CatalogueFolderTest : public testing::Test {
 protected:
  CatalogueFolderTest() {
    std::string path = (std::filesystem::temp_directory_path() / "catalogueXXXXXX").string();
    folder_ = ::mkdtemp(path.data());
  }
  ~CatalogueFolderTest() override { std::filesystem::remove_all(folder_); }

  void Put(const std::string& name, const std::string& content) {
    std::ofstream(folder_ + "/" + name) << content;
  }

  std::string folder_;
};

TEST_F(CatalogueFolderTest, YamlFilesAreReadByName) {
  Put("b.yaml", "topics: []\n");
  Put("a.yaml", "templates: []\n");
  Put("README.md", "words");
  const auto files = ReadCatalogueFolder(folder_);
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_THAT(*files,
              ElementsAre(Pair("a.yaml", "templates: []\n"), Pair("b.yaml", "topics: []\n")));
}

TEST_F(CatalogueFolderTest, WhatHoldsNothingIsRefused) {
  EXPECT_THAT(ReadCatalogueFolder(folder_).status().message(), HasSubstr("holds no *.yaml"));
  EXPECT_EQ(ReadCatalogueFolder(folder_ + "/missing").status().code(),
            absl::StatusCode::kInvalidArgument);
  std::filesystem::create_directory(folder_ + "/a.yaml");
  EXPECT_EQ(ReadCatalogueFolder(folder_).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tarazy::notifications
