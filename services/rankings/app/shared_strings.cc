#include "services/rankings/app/shared_strings.h"

#include "services/rankings/app/cell_text.h"
#include "services/rankings/app/workbook_faults.h"

namespace tarazy::rankings {
namespace {

constexpr size_t kMaxBytes = 32 << 20;
constexpr size_t kMaxTexts = 2000000;

}  // namespace

std::optional<absl::string_view> SharedStrings::At(size_t index) const {
  if (index >= ends_.size()) return std::nullopt;
  const size_t begin = index == 0 ? 0 : ends_[index - 1];
  return absl::string_view(texts_).substr(begin, ends_[index] - begin);
}

void SharedStrings::Start(absl::string_view name, const XmlAttributes& /*attributes*/) {
  if (name == "si") current_.clear();
  if (name == "rPh") phonetic_ = true;
  if (name == "t") in_text_ = !phonetic_;
}

void SharedStrings::Text(absl::string_view text) {
  if (!in_text_) return;
  if (texts_.size() + current_.size() + text.size() > kMaxBytes) {
    return Fail(LargeWorkbook("has more than 32 MiB of text"));
  }
  current_.append(text.data(), text.size());
}

void SharedStrings::End(absl::string_view name) {
  if (name == "t") in_text_ = false;
  if (name == "rPh") phonetic_ = false;
  if (name != "si") return;
  if (ends_.size() == kMaxTexts) return Fail(LargeWorkbook("has more than two million texts"));
  texts_ += DecodeXString(current_);
  ends_.push_back(static_cast<uint32_t>(texts_.size()));
}

}  // namespace tarazy::rankings
