// Messages of the server as rows of a table.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/cli/table.h"
#include "tarazy/common/v1/localized.pb.h"
#include "tarazy/rankings/v1/edition.pb.h"
#include "tarazy/rankings/v1/methodology.pb.h"

namespace tarazy::cli {

// An empty text is an absent value.
Value Text(const std::string& text);

Value Title(const common::v1::Localized& title);

// EnumText("EDITION_STATE_DRAFT", "EDITION_STATE_") is "draft"; a value that this client does not
// know yet is absent.
Value EnumText(absl::string_view name, absl::string_view prefix);

// A time that is absent when the message does not have it.
Value Time(bool present, const google::protobuf::Timestamp& time);

std::shared_ptr<const Table> FindingTable(
    const google::protobuf::RepeatedPtrField<rankings::v1::Finding>& findings);

// Columns and row of an edition, without findings.
std::vector<Column> EditionColumns();
std::vector<Value> EditionRow(const rankings::v1::Edition& edition);

// One edition on its own.
Table EditionTable(const rankings::v1::Edition& edition);

}  // namespace tarazy::cli
