#include "services/registry/domain/bin.h"

#include <array>

#include "absl/strings/ascii.h"
#include "common/base/error.h"

namespace tarazy::registry {
namespace {

constexpr size_t kDigits = 12;
using Weights = std::array<int, kDigits - 1>;
constexpr Weights kFirst = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
// Where the first round leaves 10, which is no digit.
constexpr Weights kSecond = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};

int Remainder(absl::string_view bin, const Weights& weights) {
  int sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) sum += (bin[i] - '0') * weights[i];
  return sum % 11;
}

}  // namespace

absl::Status CheckBin(absl::string_view field, absl::string_view bin) {
  bool digits = bin.size() == kDigits;
  for (const char c : bin) digits = digits && absl::ascii_isdigit(c);
  if (!digits) return InvalidField(field, "a BIN has 12 digits");
  // The fifth tells what is registered: 4 and 5 legal entities, 6 sole proprietors together. In a
  // person's number it is the first digit of the day of birth.
  if (bin[4] < '4' || bin[4] > '6') {
    return InvalidField(field,
                        "this is not the number of an organisation: the fifth digit of a "
                        "BIN is 4, 5 or 6");
  }
  int check = Remainder(bin, kFirst);
  if (check == 10) check = Remainder(bin, kSecond);
  if (check == 10) {
    return InvalidField(field, "the state gives out no BIN with these first eleven digits");
  }
  if (check != bin[kDigits - 1] - '0') {
    return InvalidField(field,
                        "the check digit is wrong; a digit was mistyped or two changed "
                        "places");
  }
  return absl::OkStatus();
}

}  // namespace tarazy::registry
