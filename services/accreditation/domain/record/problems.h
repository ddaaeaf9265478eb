// All that is wrong with a case or framework, gathered before anything is refused.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace tarazy::accreditation {

class Problems {
 public:
  void Add(absl::string_view field, absl::string_view description) {
    faults_.push_back({std::string(field), std::string(description)});
  }
  void Append(std::vector<FieldViolation> more);

  bool none() const { return faults_.empty(); }
  const std::vector<FieldViolation>& faults() const { return faults_; }

  // OK, or a status of this code and reason that carries every fault; the first is in its sentence.
  absl::Status ToStatus(absl::StatusCode code, Reason reason, absl::string_view what) const;

 private:
  std::vector<FieldViolation> faults_;
};

}  // namespace tarazy::accreditation
