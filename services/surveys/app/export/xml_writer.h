// XML as a stream.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/surveys/app/export/sink.h"

namespace tarazy::surveys {

// Well-formed by construction: every text is escaped, elements end in their order. The sink's first
// error is kept; what follows it is not written.
class XmlWriter {
 public:
  using Attributes = std::vector<std::pair<absl::string_view, std::string>>;

  // Writes the declaration.
  explicit XmlWriter(Sink sink);

  void Open(const std::string& element, const Attributes& attributes = {});
  void Close();
  // An element with a text and nothing else.
  void Add(const std::string& element, absl::string_view text, const Attributes& attributes = {});
  // As Add, but only when there is a text.
  void AddIf(const std::string& element, absl::string_view text, const Attributes& attributes = {});

  // Closes what is open and gives the sink the rest.
  absl::Status End();

 private:
  void Begin(const std::string& element, const Attributes& attributes);
  void Flush();

  Sink sink_;
  std::string piece_;
  std::vector<std::string> open_;
  absl::Status status_;
};

}  // namespace tarazy::surveys
