// Merkle trees of RFC 9162, section 2.1, with SHA-256: the hash of a leaf is over 0x00 and its
// bytes, that of a node over 0x01 and both children, so that neither can be taken for the other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tarazy::notifications {

// 32 bytes.
std::string LeafHash(absl::string_view leaf);

// The root over the leaves' hashes; of none the hash of no bytes.
std::string MerkleRoot(absl::Span<const std::string> leaf_hashes);

// The hashes beside the way of leaf `index` to the root, from the leaf upwards. `index` is below
// the number of leaves.
std::vector<std::string> InclusionPath(absl::Span<const std::string> leaf_hashes, int64_t index);

// True when the leaf is number `index` of `leaves` under this root (section 2.1.3.2).
bool VerifyInclusion(absl::string_view leaf_hash, int64_t index, int64_t leaves,
                     absl::Span<const std::string> path, absl::string_view root);

}  // namespace tarazy::notifications
