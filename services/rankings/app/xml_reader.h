// XML from an untrusted file, as a stream of elements. Expat parses; document types (and with them
// entities, internal or external) are refused, depth and memory are bounded.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct XML_ParserStruct;

namespace tarazy::rankings {

// The attributes of one element, valid while it is being started.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}

  // The attribute's value, empty when it is not there.
  absl::string_view Get(absl::string_view name) const;
  bool Has(absl::string_view name) const;

 private:
  const char** pairs_;
};

// Names of elements and attributes come without namespace when it is one of the spreadsheet's own
// (transitional or strict), or there is none; in other namespaces they are "uri|name".
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Start(absl::string_view name, const XmlAttributes& attributes) = 0;
  virtual void End(absl::string_view /*name*/) {}
  virtual void Text(absl::string_view /*text*/) {}

  // What went wrong in one of the above: stops the parsing.
  const absl::Status& status() const { return status_; }

 protected:
  void Fail(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
  }

 private:
  absl::Status status_;
};

class XmlReader {
 public:
  // `handler` must outlive the reader. One reader at a time in a thread: they share its allowance
  // of memory.
  explicit XmlReader(XmlHandler& handler);
  ~XmlReader();

  // INVALID_ARGUMENT for what is not well-formed, has a document type or nests more than 64 deep;
  // RESOURCE_EXHAUSTED for more than 2 MiB of names and of one tag; what the handler failed with.
  absl::Status Feed(absl::string_view piece);
  absl::Status Finish();

 private:
  struct Callbacks;
  absl::Status Parse(absl::string_view piece, bool last);

  XML_ParserStruct* parser_;
  XmlHandler& handler_;
  int depth_ = 0;
  absl::Status fault_;
};

}  // namespace tarazy::rankings
