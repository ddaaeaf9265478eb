// The names that the texts of a template may use, and how they use them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/notifications/domain/template/parsed_text.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

struct Name {
  v1::VariableKind kind = v1::VARIABLE_KIND_TEXT;
  // Of a declared variable: it has to have a value in every notice.
  bool required = false;
  // Of a phrase; its kind is NUMBER and its value that of `phrase->count()`.
  const v1::Phrase* phrase = nullptr;

  // The variable that its value comes from.
  const std::string& Source(const std::string& name) const {
    return phrase == nullptr ? name : phrase->count();
  }
};

using Names = std::map<std::string, Name>;

// Variables, phrases and what is built in. Points into the template.
Names NamesOf(const v1::Template& letter);

struct NameUse {
  // Every name that the text has.
  std::set<std::string> names;
  // The variables without which it cannot be written: those shown outside a section of theirs, with
  // the first line where they are.
  std::map<std::string, int> needed;
  // Sentences with the line: unknown names, lists that are no sections, items that are in none.
  std::vector<std::string> faults;
};

NameUse UseOf(const std::vector<TextNode>& nodes, const Names& names);

}  // namespace tarazy::notifications
