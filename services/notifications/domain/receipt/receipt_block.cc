#include "services/notifications/domain/receipt/receipt_block.h"

#include <cstdint>

#include "common/base/sha256.h"
#include "services/notifications/domain/receipt/merkle.h"

namespace tarazy::notifications {
namespace {

constexpr absl::string_view kLabel = "tarazy.notifications.v1.ReceiptBlock";

std::string BigEndian(uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  return bytes;
}

void AppendField(absl::string_view field, std::string& bytes) {
  bytes += BigEndian(field.size());
  bytes.append(field.data(), field.size());
}

}  // namespace

std::string SignedBytes(const v1::ReceiptBlock& block) {
  std::string bytes;
  AppendField(kLabel, bytes);
  AppendField(BigEndian(static_cast<uint64_t>(block.number())), bytes);
  AppendField(block.previous(), bytes);
  AppendField(block.root(), bytes);
  AppendField(BigEndian(static_cast<uint64_t>(block.receipts())), bytes);
  AppendField(BigEndian(static_cast<uint64_t>(block.time().seconds())), bytes);
  return bytes;
}

std::string BlockHash(const v1::ReceiptBlock& block) { return Sha256Of(SignedBytes(block)); }

v1::ReceiptBlock SealBlock(const std::optional<v1::ReceiptBlock>& previous,
                           absl::Span<const std::string> receipts, absl::Time time,
                           const Ed25519Key& key) {
  std::vector<std::string> leaves;
  leaves.reserve(receipts.size());
  for (const std::string& receipt : receipts) leaves.push_back(LeafHash(receipt));
  v1::ReceiptBlock block;
  block.set_number(previous.has_value() ? previous->number() + 1 : 1);
  block.set_previous(previous.has_value() ? BlockHash(*previous) : std::string(32, '\0'));
  block.set_root(MerkleRoot(leaves));
  block.set_receipts(static_cast<int64_t>(receipts.size()));
  block.mutable_time()->set_seconds(absl::ToUnixSeconds(time));
  block.set_signature(key.Sign(SignedBytes(block)));
  return block;
}

void KeepNewestSignature(v1::Proof& proof) {
  for (int i = 0; i + 1 < proof.blocks_size(); ++i) proof.mutable_blocks(i)->clear_signature();
}

std::string ReceiptBytes(v1::Receipt receipt, absl::string_view previous) {
  receipt.set_previous(previous.empty() ? std::string() : Sha256Of(previous));
  return receipt.SerializeAsString();
}

}  // namespace tarazy::notifications
