// Options that take a word of an enum or a day.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/enum_words.h"

namespace tarazy::cli {

// "commission-formed" and "commission_formed" are the same word.
template <class Enum>
CLI::Option* AddWord(CLI::App& command, const std::string& name, std::string& to,
                     const std::string& help) {
  const auto underscored = [](std::string word) {
    std::replace(word.begin(), word.end(), '-', '_');
    return word;
  };
  return command.add_option(name, to, help)
      ->transform(CLI::IsMember(EnumWords<Enum>(), underscored));
}

// The same of several words with commas between them.
template <class Enum>
CLI::Option* AddWords(CLI::App& command, const std::string& name, std::vector<std::string>& to,
                      const std::string& help) {
  return command.add_option(name, to, help)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(EnumWords<Enum>()));
}

// Takes a time of day written 09:00.
CLI::Option* AddClock(CLI::App& command, const std::string& name, std::string& to,
                      const std::string& help);

// Takes existing days written 2026-12-01.
CLI::Option* AddDay(CLI::App& command, const std::string& name, std::string& to,
                    const std::string& help);

}  // namespace tarazy::cli
