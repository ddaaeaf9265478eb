// Who records something in the register. For the files of DecisionsService.
#pragma once

#include <utility>

#include <optional>
#include <utility>

#include "common/rpc/call.h"
#include "common/rpc/runtime.h"
#include "services/accreditation/app/certificate_book.h"
#include "services/accreditation/app/record_decision.h"
#include "services/accreditation/rpc/caller.h"

namespace tarazy::accreditation {

// To be made inside the transaction: the time of the recording is that of its commit, or just
// before, not that of the call, so that who asks what was known then is answered the same later.
inline RecordingBy RecordingOf(const rpc::Runtime& runtime, const rpc::Call& call,
                               RegisteredUnits units = {}) {
  return {.by = ViewerOf(call),
          .now = runtime.clock.Now(),
          .today = Today(call),
          .units = std::move(units)};
}

// The same with certificates, when there is somebody who signs them.
class CertifiedRecording {
 public:
  CertifiedRecording(const rpc::Runtime& runtime, const rpc::Call& call, const Signer* signer,
                     RegisteredUnits units = {})
      : by_(RecordingOf(runtime, call, std::move(units))) {
    if (signer == nullptr) return;
    certificates_.emplace(*signer, by_.units, by_.now);
    by_.certificates = &*certificates_;
  }
  CertifiedRecording(const CertifiedRecording&) = delete;
  CertifiedRecording& operator=(const CertifiedRecording&) = delete;

  const RecordingBy& by() const { return by_; }

 private:
  RecordingBy by_;
  std::optional<RegisterCertificates> certificates_;
};

// Who voted how is for the agency and the council.
inline bool SeesVotes(const rpc::Call& call) {
  const Viewer viewer = ViewerOf(call);
  return viewer.staff || viewer.council;
}

}  // namespace tarazy::accreditation
