// A printed page as a tree, for tests: parsed as XML, so that a page that is not well-formed fails.
#pragma once

#include <expat.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace tarazy::accreditation {

struct Node {
  std::string tag;
  std::map<std::string, std::string> attributes;
  std::string own;  // its text without that of the elements in it
  std::vector<std::unique_ptr<Node>> children;
  std::string whole;  // its text and theirs, in order

  // Every text in it, spaces and line ends as one space each.
  std::string Text() const {
    return absl::StrJoin(absl::StrSplit(whole, absl::ByAnyChar(" \n"), absl::SkipEmpty()), " ");
  }
  std::string Get(const std::string& name) const {
    const auto found = attributes.find(name);
    return found == attributes.end() ? "" : found->second;
  }
  // Elements of this tag below it, in the order of the page.
  std::vector<const Node*> All(absl::string_view wanted) const {
    std::vector<const Node*> found;
    Gather([&](const Node& node) { return node.tag == wanted; }, found);
    return found;
  }
  // The element with this id; null when there is none.
  const Node* Id(absl::string_view id) const {
    std::vector<const Node*> found;
    Gather([&](const Node& node) { return node.Get("id") == id; }, found);
    return found.empty() ? nullptr : found.front();
  }
  // The cells' texts of every row of a table, heads included.
  std::vector<std::vector<std::string>> Rows() const {
    std::vector<std::vector<std::string>> rows;
    for (const Node* row : All("tr")) {
      rows.emplace_back();
      for (const auto& cell : row->children) rows.back().push_back(cell->Text());
    }
    return rows;
  }

 private:
  template <typename Wants>
  void Gather(const Wants& wants, std::vector<const Node*>& found) const {
    for (const auto& child : children) {
      if (wants(*child)) found.push_back(child.get());
      child->Gather(wants, found);
    }
  }
};

// The root; the test fails when the page is not well-formed.
inline std::unique_ptr<Node> ParsePage(const std::string& page) {
  struct State {
    std::unique_ptr<Node> root = std::make_unique<Node>();
    std::vector<Node*> open = {root.get()};
  } state;
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate("UTF-8"), &XML_ParserFree);
  XML_SetUserData(parser.get(), &state);
  XML_SetElementHandler(
      parser.get(),
      [](void* data, const char* name, const char** attributes) {
        auto& open = static_cast<State*>(data)->open;
        auto node = std::make_unique<Node>();
        node->tag = name;
        for (; *attributes != nullptr; attributes += 2) {
          node->attributes[attributes[0]] = attributes[1];
        }
        Node* const opened = node.get();
        open.back()->children.push_back(std::move(node));
        open.push_back(opened);
      },
      [](void* data, const char*) {
        auto& open = static_cast<State*>(data)->open;
        Node* const closed = open.back();
        open.pop_back();
        open.back()->whole += closed->whole;
      });
  XML_SetCharacterDataHandler(parser.get(), [](void* data, const char* text, int length) {
    Node& node = *static_cast<State*>(data)->open.back();
    node.own.append(text, static_cast<size_t>(length));
    node.whole.append(text, static_cast<size_t>(length));
  });
  const auto status = XML_Parse(parser.get(), page.data(), static_cast<int>(page.size()), 1);
  EXPECT_EQ(status, XML_STATUS_OK) << XML_ErrorString(XML_GetErrorCode(parser.get())) << " in line "
                                   << XML_GetCurrentLineNumber(parser.get());
  return std::move(state.root);
}

}  // namespace tarazy::accreditation
