#include "services/accreditation/domain/report_lint/words.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/text.h"

namespace tarazy::accreditation::report_lint {
namespace {

// The character at the front and its length; an ill-formed byte is a character of its own.
uint32_t Decode(absl::string_view text, size_t& length) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto tail = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  length = 1;
  const unsigned char lead = byte(0);
  if (lead >= 0xC2 && lead < 0xE0 && tail(1)) {
    length = 2;
    return (lead & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
  }
  if (lead >= 0xE0 && lead < 0xF0 && tail(1) && tail(2)) {
    length = 3;
    return (lead & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
  }
  if (lead >= 0xF0 && lead < 0xF5 && tail(1) && tail(2) && tail(3)) {
    length = 4;
    return 0x10000;  // neither letter of ours nor punctuation: kept as it is
  }
  return lead;
}

// Simple case folding of the scripts that reports here are written in.
uint32_t Fold(uint32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 0x20;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
  if (c >= 0x0410 && c <= 0x042F) return c + 0x20;
  if (c >= 0x0400 && c <= 0x040F) return c + 0x50;
  const bool even_upper =
      (c >= 0x0100 && c <= 0x0137) || (c >= 0x0460 && c <= 0x04BF) || (c >= 0x04D0 && c <= 0x052F);
  if (even_upper) return c | 1;
  return c;
}

bool IsWord(uint32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (c < 0xC0 || c == 0xD7 || c == 0xF7) return false;
  if (c >= 0x2000 && c <= 0x206F) return false;  // dashes, quotes, spaces, bullets
  return c != 0x3000 && c != 0xFEFF;
}

void Encode(uint32_t c, std::string& out) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

}  // namespace

std::vector<std::string> Words(absl::string_view text) {
  std::vector<std::string> words;
  std::string word;
  while (!text.empty()) {
    size_t length;
    const uint32_t c = Decode(text, length);
    if (!IsWord(c)) {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else if (c == 0x10000) {
      word.append(text.data(), length);
    } else {
      Encode(Fold(c), word);
    }
    text.remove_prefix(length);
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string Folded(absl::string_view text) { return absl::StrJoin(Words(text), " "); }

double Similarity(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() && b.empty()) return 1;
  std::vector<std::string> left = a, right = b, shared;
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(shared));
  return 2.0 * static_cast<double>(shared.size()) / static_cast<double>(a.size() + b.size());
}

std::string Slug(absl::string_view text) {
  return std::string(Shorten(absl::StrJoin(Words(text), "-"), 60));
}

std::string Excerpt(absl::string_view text, size_t max_bytes) {
  const absl::string_view cut = Shorten(text, max_bytes);
  return cut.size() == text.size() ? std::string(text) : absl::StrCat(cut, "\u2026");
}

}  // namespace tarazy::accreditation::report_lint
