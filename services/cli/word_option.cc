#include "services/cli/word_option.h"

#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "services/cli/time_argument.h"

namespace tarazy::cli {

CLI::Option* AddClock(CLI::App& command, const std::string& name, std::string& to,
                      const std::string& help) {
  const auto check = [](const std::string& text) {
    return IsClock(text) ? std::string()
                         : absl::StrCat("\"", text, "\" is not a time of day written 09:00");
  };
  return command.add_option(name, to, help)->check(CLI::Validator(check, ""))->type_name("HH:MM");
}

CLI::Option* AddDay(CLI::App& command, const std::string& name, std::string& to,
                    const std::string& help) {
  const auto check = [](const std::string& text) {
    return ParseDay(text).has_value()
               ? std::string()
               : absl::StrCat("\"", text, "\" is not an existing day written 2026-12-01");
  };
  return command.add_option(name, to, help)->check(CLI::Validator(check, ""))->type_name("DATE");
}

}  // namespace tarazy::cli
