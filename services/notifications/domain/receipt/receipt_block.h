// Blocks of receipts: what is hashed, what is signed (docs/proof-of-notice.md has every byte).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/ed25519.h"
#include "tarazy/notifications/v1/receipt.pb.h"

namespace tarazy::notifications {

// What a block's signature is over. Written out here rather than left to protobuf, whose bytes are
// promised to be the same neither across languages nor across versions.
std::string SignedBytes(const v1::ReceiptBlock& block);

// SHA-256 of the signed bytes: what the next block names, and what somebody outside keeps. 32
// bytes.
std::string BlockHash(const v1::ReceiptBlock& block);

// The block after `previous` (nothing: the first) over the receipts' bytes, of which there is at
// least one. `time` is cut to seconds.
v1::ReceiptBlock SealBlock(const std::optional<v1::ReceiptBlock>& previous,
                           absl::Span<const std::string> receipts, absl::Time time,
                           const Ed25519Key& key);

// Takes the signatures off all blocks but the newest: one proves all, since each block names the
// one before it.
void KeepNewestSignature(v1::Proof& proof);

// The bytes of the receipt after one whose bytes are `previous` (empty: the first): fills in its
// `previous` and serializes it. What is returned is what is stored; it is never serialized again.
std::string ReceiptBytes(v1::Receipt receipt, absl::string_view previous);

}  // namespace tarazy::notifications
