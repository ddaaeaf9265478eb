// Builds a page whose every text is escaped and whose every element is closed: HTML that is
// well-formed XML too.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace tarazy::accreditation {

// The text for content and for quoted attributes. Characters that XML forbids become U+FFFD;
// those that turn the direction of text are taken out, so that a page shows what the record says.
std::string Escape(absl::string_view text);

class Html {
 public:
  // Names are constants of ours, values are anybody's.
  using Attributes = std::vector<std::pair<absl::string_view, std::string>>;

  // Closes its element at the end of the block.
  class Scope {
   public:
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { html_.Close(tag_); }

   private:
    friend class Html;
    Scope(Html& html, absl::string_view tag) : html_(html), tag_(tag) {}
    Html& html_;
    const absl::string_view tag_;
  };

  // An element with what is written until the scope ends.
  [[nodiscard]] Scope In(absl::string_view tag, const Attributes& attributes = {});
  // An element that holds this text.
  void Add(absl::string_view tag, absl::string_view text, const Attributes& attributes = {});
  // An element that holds nothing.
  void Empty(absl::string_view tag, const Attributes& attributes = {});
  void Text(absl::string_view text);
  // A style sheet of ours, as it is: HTML does not know escapes there. It must not hold '<' or '&'.
  void Style(absl::string_view css);

  // "<!DOCTYPE html>" and everything written.
  std::string Finish() &&;

 private:
  void Open(absl::string_view tag, const Attributes& attributes, absl::string_view end);
  void Close(absl::string_view tag);

  std::string out_ = "<!DOCTYPE html>\n";
};

}  // namespace tarazy::accreditation
