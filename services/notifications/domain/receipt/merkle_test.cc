#include "services/notifications/domain/receipt/merkle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/text.h"

namespace tarazy::notifications {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The leaves and roots that implementations of Certificate Transparency are tested with.
const char* const kLeaves[] = {"",
                               "00",
                               "10",
                               "2021",
                               "3031",
                               "40414243",
                               "5051525354555657",
                               "606162636465666768696a6b6c6d6e6f"};
const char* const kRoots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                              "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                              "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                              "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                              "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                              "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                              "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                              "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                              "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<std::string> KnownLeaves(size_t count) {
  std::vector<std::string> hashes;
  for (size_t i = 0; i < count; ++i) hashes.push_back(LeafHash(absl::HexStringToBytes(kLeaves[i])));
  return hashes;
}

std::vector<std::string> KnownPath(size_t leaves, int64_t index) {
  std::vector<std::string> path;
  for (const std::string& hash : InclusionPath(KnownLeaves(leaves), index)) {
    path.push_back(Hex(hash));
  }
  return path;
}

std::vector<std::string> Leaves(int count) {
  std::vector<std::string> hashes;
  for (int i = 0; i < count; ++i) hashes.push_back(LeafHash(absl::StrCat("leaf ", i)));
  return hashes;
}

TEST(MerkleTest, RootsAreThoseOfTheKnownVectors) {
  for (size_t count = 0; count < std::size(kRoots); ++count) {
    EXPECT_EQ(Hex(MerkleRoot(KnownLeaves(count))), kRoots[count]) << count;
  }
}

TEST(MerkleTest, PathsAreThoseOfTheKnownVectors) {
  EXPECT_THAT(KnownPath(1, 0), IsEmpty());
  EXPECT_THAT(KnownPath(8, 0),
              ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  EXPECT_THAT(KnownPath(8, 5),
              ElementsAre("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
}

TEST(MerkleTest, EveryLeafOfEveryTreeVerifiesInItsPlaceAlone) {
  for (int count = 1; count <= 40; ++count) {
    const std::vector<std::string> leaves = Leaves(count);
    const std::string root = MerkleRoot(leaves);
    for (int64_t index = 0; index < count; ++index) {
      const std::vector<std::string> path = InclusionPath(leaves, index);
      const std::string& leaf = leaves[static_cast<size_t>(index)];
      for (int64_t claimed = -1; claimed <= count; ++claimed) {
        EXPECT_EQ(VerifyInclusion(leaf, claimed, count, path, root), claimed == index)
            << index << " of " << count << " as " << claimed;
      }
    }
  }
}

TEST(MerkleTest, NothingMayBeChanged) {
  const std::vector<std::string> leaves = Leaves(11);
  const std::string root = MerkleRoot(leaves);
  for (int64_t index = 0; index < 11; ++index) {
    const std::string& leaf = leaves[static_cast<size_t>(index)];
    const std::vector<std::string> path = InclusionPath(leaves, index);
    for (size_t byte = 0; byte < 32; ++byte) {
      const auto flip = [&](std::string hash) {
        hash[byte] = static_cast<char>(hash[byte] ^ 1);
        return hash;
      };
      EXPECT_FALSE(VerifyInclusion(flip(leaf), index, 11, path, root));
      EXPECT_FALSE(VerifyInclusion(leaf, index, 11, path, flip(root)));
      for (size_t step = 0; step < path.size(); ++step) {
        std::vector<std::string> changed = path;
        changed[step] = flip(changed[step]);
        EXPECT_FALSE(VerifyInclusion(leaf, index, 11, changed, root));
      }
    }
    std::vector<std::string> longer = path, shorter = path;
    longer.push_back(root);
    shorter.pop_back();
    EXPECT_FALSE(VerifyInclusion(leaf, index, 11, longer, root));
    EXPECT_FALSE(VerifyInclusion(leaf, index, 11, shorter, root));
  }
}

// A node's bytes given as a leaf are another hash than the node.
TEST(MerkleTest, ANodeIsNoLeaf) {
  const std::vector<std::string> leaves = Leaves(2);
  EXPECT_NE(LeafHash(leaves[0] + leaves[1]), MerkleRoot(leaves));
}

}  // namespace
}  // namespace tarazy::notifications
