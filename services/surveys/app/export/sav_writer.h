// An SPSS system file (.sav), written by ReadStat as a stream.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/surveys/app/export/sink.h"

namespace tarazy::surveys {

// Limits of the format, in bytes.
inline constexpr size_t kMaxSavLabel = 255;       // of a variable
inline constexpr size_t kMaxSavValueLabel = 120;  // of a value
inline constexpr size_t kMaxSavText = 255;        // of a text that is one segment

enum class SavScale { kNominal, kOrdinal, kInterval };

// A numeric variable. Texts that are too long are cut between characters.
struct SavNumber {
  std::string name;                                    // valid: see variable_names.h
  std::string label;                                   // what it is
  std::vector<std::pair<double, std::string>> values;  // what its codes mean
  // Codes from the first to the second are declared as missing.
  std::optional<std::pair<double, double>> missing;
  SavScale scale = SavScale::kInterval;
  int decimals = 0;
};

// Say the variables, then Begin, then the cases: every variable in order, NextCase after each; then
// End. Errors of the sink are returned as they are; INTERNAL for what ReadStat refuses, which is a
// mistake of the caller.
class SavWriter {
 public:
  explicit SavWriter(Sink sink);
  ~SavWriter();
  SavWriter(const SavWriter&) = delete;
  SavWriter& operator=(const SavWriter&) = delete;

  void AddNumber(const SavNumber& variable);
  // `width`: bytes of the longest text, at most kMaxSavText; longer ones are cut.
  void AddText(const std::string& name, absl::string_view label, size_t width);
  // A line of the file's documents; cut at 80 bytes.
  void AddNote(absl::string_view note);

  size_t variables() const;

  // `cases`: how many follow, exactly.
  absl::Status Begin(absl::string_view title, absl::Time created, int64_t cases);
  // The next variable of the case; nothing: system missing.
  absl::Status Put(std::optional<double> value);
  absl::Status Put(absl::string_view text);
  absl::Status NextCase();
  absl::Status End();

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace tarazy::surveys
