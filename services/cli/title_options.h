// The options with which an institution or programme is put: only what is given is changed.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "google/protobuf/field_mask.pb.h"

namespace tarazy::cli {

struct TitleOptions {
  std::string title;
  std::optional<std::string> title_ru;
  std::optional<std::string> title_kk;
  std::optional<std::string> group;
};

inline void AddTitleOptions(CLI::App& command, TitleOptions& options) {
  command.add_option("--title", options.title, "Its title in English")->required();
  // Not bound to the optionals directly: CLI11 would take "" for an option that was not given.
  const auto add = [&command](const char* name, std::optional<std::string>& to, const char* help) {
    command.add_option_function<std::string>(
        name, [&to](const std::string& text) { to = text; }, help);
  };
  add("--title-ru", options.title_ru, "Its title in Russian; \"\" removes it");
  add("--title-kk", options.title_kk, "Its title in Kazakh; \"\" removes it");
  add("--group", options.group, "The group it is ranked in; \"\" removes it");
}

inline void AddOn(CLI::App& command, std::string& on) {
  command.add_option("--on", on, "Tell the title on this date, such as 2015-09-01, too");
}

// Fills the fields of an Institution or Programme and names those that were given.
template <class Unit>
void FillTitle(const TitleOptions& options, Unit& unit, google::protobuf::FieldMask& mask) {
  unit.mutable_title()->set_en(options.title);
  mask.add_paths("title.en");
  if (options.title_ru) {
    unit.mutable_title()->set_ru(*options.title_ru);
    mask.add_paths("title.ru");
  }
  if (options.title_kk) {
    unit.mutable_title()->set_kk(*options.title_kk);
    mask.add_paths("title.kk");
  }
  if (options.group) {
    unit.set_group(*options.group);
    mask.add_paths("group");
  }
}

}  // namespace tarazy::cli
