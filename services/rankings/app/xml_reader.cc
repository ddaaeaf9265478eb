#include "services/rankings/app/xml_reader.h"

#include <expat.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "services/rankings/app/workbook_faults.h"

namespace tarazy::rankings {
namespace {

constexpr int kMaxDepth = 64;
constexpr size_t kMaxMemory = 2 << 20;

constexpr std::array<absl::string_view, 7> kOwnNamespaces = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main|",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships|",
    "http://schemas.openxmlformats.org/package/2006/relationships|",
    "http://schemas.openxmlformats.org/package/2006/content-types|",
    "http://purl.oclc.org/ooxml/spreadsheetml/main|",
    "http://purl.oclc.org/ooxml/officeDocument/relationships|",
    "http://www.w3.org/XML/1998/namespace|",
};

absl::string_view LocalName(absl::string_view name) {
  for (const absl::string_view own : kOwnNamespaces) {
    if (absl::ConsumePrefix(&name, own)) break;
  }
  return name;
}

// Expat keeps every distinct name until the end and a tag until it is whole, so that a hostile
// document of few bytes at a time could take any amount. Its allocator knows no caller; a parser
// lives in one thread.
thread_local size_t allocated = 0;

void* Allocate(size_t size) {
  if (size > kMaxMemory - std::min(allocated, kMaxMemory)) return nullptr;
  void* const memory = std::malloc(size);
  if (memory != nullptr) allocated += malloc_usable_size(memory);
  return memory;
}

void Free(void* memory) {
  if (memory != nullptr) allocated -= malloc_usable_size(memory);
  std::free(memory);
}

void* Reallocate(void* memory, size_t size) {
  const size_t before = memory == nullptr ? 0 : malloc_usable_size(memory);
  if (size > before && size - before > kMaxMemory - std::min(allocated, kMaxMemory)) return nullptr;
  void* const moved = std::realloc(memory, size);
  if (moved != nullptr) allocated = allocated - before + malloc_usable_size(moved);
  return moved;
}

}  // namespace

absl::string_view XmlAttributes::Get(absl::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (LocalName(pair[0]) == name) return pair[1];
  }
  return {};
}

bool XmlAttributes::Has(absl::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (LocalName(pair[0]) == name) return true;
  }
  return false;
}

struct XmlReader::Callbacks {
  static XmlReader& Of(void* self) { return *static_cast<XmlReader*>(self); }

  static void Stop(XmlReader& reader, absl::Status fault) {
    if (reader.fault_.ok()) reader.fault_ = std::move(fault);
    XML_StopParser(reader.parser_, XML_FALSE);
  }

  static void AfterHandler(XmlReader& reader) {
    if (!reader.handler_.status().ok()) Stop(reader, reader.handler_.status());
  }

  static void Start(void* self, const char* name, const char** attributes) {
    XmlReader& reader = Of(self);
    if (!reader.fault_.ok()) return;
    if (++reader.depth_ > kMaxDepth) {
      return Stop(reader, BadWorkbook("nests its XML deeper than any spreadsheet program does"));
    }
    reader.handler_.Start(LocalName(name), XmlAttributes(attributes));
    AfterHandler(reader);
  }

  static void End(void* self, const char* name) {
    XmlReader& reader = Of(self);
    if (!reader.fault_.ok()) return;
    --reader.depth_;
    reader.handler_.End(LocalName(name));
    AfterHandler(reader);
  }

  static void Text(void* self, const char* text, int size) {
    XmlReader& reader = Of(self);
    if (!reader.fault_.ok()) return;
    reader.handler_.Text({text, static_cast<size_t>(size)});
    AfterHandler(reader);
  }

  static void Doctype(void* self, const char*, const char*, const char*, int) {
    Stop(Of(self), BadWorkbook("declares a document type or entities, which no spreadsheet "
                               "program writes"));
  }
};

XmlReader::XmlReader(XmlHandler& handler) : handler_(handler) {
  const XML_Memory_Handling_Suite memory{&Allocate, &Reallocate, &Free};
  parser_ = XML_ParserCreate_MM(nullptr, &memory, "|");
  if (parser_ == nullptr) {
    fault_ = Internal("no XML parser");
    return;
  }
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, &Callbacks::Start, &Callbacks::End);
  XML_SetCharacterDataHandler(parser_, &Callbacks::Text);
  XML_SetStartDoctypeDeclHandler(parser_, &Callbacks::Doctype);
}

XmlReader::~XmlReader() {
  if (parser_ != nullptr) XML_ParserFree(parser_);
}

absl::Status XmlReader::Feed(absl::string_view piece) { return Parse(piece, /*last=*/false); }

absl::Status XmlReader::Finish() { return Parse("", /*last=*/true); }

absl::Status XmlReader::Parse(absl::string_view piece, bool last) {
  RETURN_IF_ERROR(fault_);
  const bool parsed = XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()),
                                last ? XML_TRUE : XML_FALSE) == XML_STATUS_OK;
  RETURN_IF_ERROR(fault_);
  if (parsed) return absl::OkStatus();
  fault_ = XML_GetErrorCode(parser_) == XML_ERROR_NO_MEMORY
               ? LargeWorkbook("has XML with more names, or a longer tag, than can be read")
               : BadWorkbook(
                     "is damaged: its XML is not well-formed; save it again with a "
                     "spreadsheet program");
  return fault_;
}

}  // namespace tarazy::rankings
