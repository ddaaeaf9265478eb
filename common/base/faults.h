// All that is wrong with an input, so that a refusal names every field and not only the first.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace tarazy {

class Faults {
 public:
  Faults() = default;
  explicit Faults(std::vector<FieldViolation> fields) : fields_(std::move(fields)) {}

  void Add(absl::string_view field, absl::string_view description);

  void Add(const std::vector<FieldViolation>& more) {
    fields_.insert(fields_.end(), more.begin(), more.end());
  }

  // Takes over the fields of a refusal such as InvalidField's; nothing from OK.
  void Add(const absl::Status& status);

  // The value, or its default and the fault.
  template <typename T>
  T Take(absl::StatusOr<T> value) {
    if (value.ok()) return *std::move(value);
    Add(value.status());
    return T{};
  }

  bool empty() const { return fields_.empty(); }
  const std::vector<FieldViolation>& fields() const { return fields_; }

  // OK when there are none; else `code` with all of them, and a message that says the first and
  // how many more there are, behind what was refused ("the case cannot be taken").
  absl::Status ToStatus(absl::StatusCode code = absl::StatusCode::kInvalidArgument,
                        Reason reason = Reason::kInvalidField, absl::string_view what = "") const;

 private:
  std::vector<FieldViolation> fields_;
};

}  // namespace tarazy
