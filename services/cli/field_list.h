// Options that stand for a record: "number=KZ78LAA00018507;issued=2020-07-29". Given several times
// they are the whole list; "" given once empties it.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tarazy::cli {

// What an option was given; nothing when it was not.
using ListOption = std::optional<std::vector<std::string>>;

void AddList(CLI::App& command, const std::string& name, ListOption& to, const std::string& help);

// The fields of one record by their keys, those that were not given as empty texts.
class Fields {
 public:
  // A usage error that names `option` for a part without '=', a key that is not one of `keys` or is
  // there twice. Parts end at ';'; nothing stands for itself that would have to be a ';'.
  static absl::StatusOr<Fields> Parse(absl::string_view option, absl::string_view text,
                                      absl::Span<const absl::string_view> keys);

  const std::string& operator[](absl::string_view key) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// Calls `add` for each record of a list that was given; true when it was.
absl::StatusOr<bool> ForEachRecord(absl::string_view option, const ListOption& list,
                                   absl::Span<const absl::string_view> keys,
                                   const std::function<absl::Status(const Fields&)>& add);

}  // namespace tarazy::cli
