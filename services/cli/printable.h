// Text that came from elsewhere, made fit for a terminal: nothing in it can move the cursor, colour
// the screen or turn the reading direction.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace tarazy::cli {

// True for control characters (C0, DEL, C1), line and paragraph separators and the characters that
// change the direction of text.
bool IsControl(int32_t code_point);

// `text` with such characters as escapes ("\n", "\x1b", "\u202e") and bytes that are not UTF-8 as
// "\xff".
std::string Printable(absl::string_view text);

// The columns that `text` takes on a terminal: combining marks none, East Asian wide characters
// two, all others one.
int DisplayWidth(absl::string_view text);

}  // namespace tarazy::cli
