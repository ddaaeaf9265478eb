// The table of texts that the cells of a workbook share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rankings/app/xml_reader.h"

namespace tarazy::rankings {

// Reads the part. RESOURCE_EXHAUSTED above 32 MiB of text or two million texts. Formatting within a
// text is dropped, and so is its phonetic reading.
class SharedStrings : public XmlHandler {
 public:
  // Nothing beyond the table. Valid as long as the table.
  std::optional<absl::string_view> At(size_t index) const;

  void Start(absl::string_view name, const XmlAttributes& attributes) override;
  void End(absl::string_view name) override;
  void Text(absl::string_view text) override;

 private:
  std::string texts_;           // one behind the other
  std::vector<uint32_t> ends_;  // in texts_
  std::string current_;
  bool in_text_ = false;
  bool phonetic_ = false;
};

}  // namespace tarazy::rankings
