#include "services/notifications/domain/receipt/merkle.h"

#include "common/base/sha256.h"

namespace tarazy::notifications {
namespace {

std::string NodeHash(absl::string_view left, absl::string_view right) {
  Sha256 hash;
  hash.Update("\x01");
  hash.Update(left);
  hash.Update(right);
  return hash.Finish();
}

// The level above: pairs hashed, a last one without a partner as it is. That is the tree of the
// RFC, which splits at the largest power of two below the number of leaves.
std::vector<std::string> Above(const std::vector<std::string>& level) {
  std::vector<std::string> above;
  above.reserve((level.size() + 1) / 2);
  for (size_t i = 0; i + 1 < level.size(); i += 2)
    above.push_back(NodeHash(level[i], level[i + 1]));
  if (level.size() % 2 == 1) above.push_back(level.back());
  return above;
}

}  // namespace

std::string LeafHash(absl::string_view leaf) {
  Sha256 hash;
  hash.Update(absl::string_view("\0", 1));
  hash.Update(leaf);
  return hash.Finish();
}

std::string MerkleRoot(absl::Span<const std::string> leaf_hashes) {
  if (leaf_hashes.empty()) return Sha256Of("");
  std::vector<std::string> level(leaf_hashes.begin(), leaf_hashes.end());
  while (level.size() > 1) level = Above(level);
  return level.front();
}

std::vector<std::string> InclusionPath(absl::Span<const std::string> leaf_hashes, int64_t index) {
  std::vector<std::string> path;
  std::vector<std::string> level(leaf_hashes.begin(), leaf_hashes.end());
  for (auto at = static_cast<size_t>(index); level.size() > 1; at /= 2) {
    const size_t beside = at ^ 1;
    if (beside < level.size()) path.push_back(level[beside]);
    level = Above(level);
  }
  return path;
}

bool VerifyInclusion(absl::string_view leaf_hash, int64_t index, int64_t leaves,
                     absl::Span<const std::string> path, absl::string_view root) {
  if (index < 0 || index >= leaves) return false;
  std::string hash(leaf_hash);
  auto step = path.begin();
  // `last` is the last place of the level.
  int64_t at = index;
  for (int64_t last = leaves - 1; last > 0; at /= 2, last /= 2) {
    if (at == last && at % 2 == 0) continue;
    if (step == path.end()) return false;
    hash = at % 2 == 1 ? NodeHash(*step, hash) : NodeHash(hash, *step);
    ++step;
  }
  return step == path.end() && hash == root;
}

}  // namespace tarazy::notifications
