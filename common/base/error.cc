#include "common/base/error.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"

namespace tarazy {
namespace {

constexpr char kPayloadUrl[] = "tarazy/error-detail";

constexpr std::array<absl::string_view, static_cast<size_t>(kLastReason) + 1> kReasonNames = {
    "UNSPECIFIED",
    "INVALID_FIELD",
    "UNKNOWN_FIELD",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "STALE_ETAG",
    "REQUEST_ID_REUSED",
    "INVALID_PAGE_TOKEN",
    "UNAUTHENTICATED",
    "PERMISSION_DENIED",
    "OVERLOADED",
    "DEADLINE_EXCEEDED",
    "UNAVAILABLE",
    "COMMIT_OUTCOME_UNKNOWN",
    "CONFLICT",
    "INTERNAL",
    "METHODOLOGY_INVALID",
    "UNSUPPORTED_FEATURE",
    "IMPORT_REJECTED",
    "UNKNOWN_UNIT",
    "NO_DATA",
    "UNIT_WITHOUT_GROUP",
    "UNIT_EXCLUDED",
    "EDITION_STATE",
    "EMBARGOED",
    "EVIDENCE_MISMATCH",
    "RESOURCE_EXHAUSTED",
    "CONFLICT_OF_INTEREST",
    "SECOND_PERSON_NEEDED",
    "VALUE_STATE",
    "OBJECTION_WINDOW",
    "OBJECTIONS_STAND",
    "FRAMEWORK_INVALID",
    "CASE_INVALID",
    "CASE_STATE",
    "CASE_INCOMPLETE",
    "CONTRADICTIONS",
    "NO_QUORUM",
    "REGISTER_CONFLICT",
    "APPEAL_STATE",
    "INVALID_CURSOR",
    "CERTIFICATE_REVOKED",
    "QUESTIONNAIRE_INVALID",
    "CAMPAIGN_STATE",
    "TICKET_UNKNOWN",
    "TICKET_TAKEN",
    "VOUCHER_INVALID",
    "VOUCHER_SPENT",
    "ANSWERS_INVALID",
    "QUOTA_FULL",
    "RATE_LIMITED",
    "RESULTS_NOT_YET",
    "RECORDS_NEEDED",
    "DISCLOSURE",
    "APPROVAL_NEEDED",
    "DELIVERY_STATE",
    "EVENT_REUSED",
    "TEMPLATE_INVALID",
    "MANDATORY_TOPIC",
    "ADDRESS_REFUSED",
    "NO_SUCH_LOCAL_TIME",
    "PROOF_BROKEN",
};

// Length-prefixed strings ("5:hello"): all a payload inside one process needs.
void Append(std::string& out, absl::string_view text) {
  absl::StrAppend(&out, text.size(), ":", text);
}

absl::string_view Take(absl::string_view& in) {
  const size_t colon = in.find(':');
  size_t size = 0;
  if (colon == absl::string_view::npos || !absl::SimpleAtoi(in.substr(0, colon), &size)) return "";
  const absl::string_view text = in.substr(colon + 1, size);
  in.remove_prefix(colon + 1 + text.size());
  return text;
}

}  // namespace

absl::string_view ReasonName(Reason reason) { return kReasonNames[static_cast<size_t>(reason)]; }

absl::Status MakeError(absl::StatusCode code, Reason reason, absl::string_view message,
                       ErrorDetail detail) {
  std::string payload;
  Append(payload, absl::StrCat(static_cast<int>(reason)));
  Append(payload, absl::StrCat(detail.fields.size()));
  for (const FieldViolation& field : detail.fields) {
    Append(payload, field.field);
    Append(payload, field.description);
  }
  for (const auto& [key, value] : detail.metadata) {
    Append(payload, key);
    Append(payload, value);
  }
  absl::Status status(code, message);
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  return status;
}

ErrorDetail DetailOf(const absl::Status& status) {
  ErrorDetail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) return detail;
  const std::string text(*payload);
  absl::string_view rest = text;
  int reason = 0;
  size_t fields = 0;
  if (!absl::SimpleAtoi(Take(rest), &reason) || !absl::SimpleAtoi(Take(rest), &fields)) {
    return detail;
  }
  detail.reason = static_cast<Reason>(reason);
  for (size_t i = 0; i < fields; ++i) {
    std::string field(Take(rest));
    detail.fields.push_back({std::move(field), std::string(Take(rest))});
  }
  while (!rest.empty()) {
    std::string key(Take(rest));
    detail.metadata.emplace_back(std::move(key), std::string(Take(rest)));
  }
  return detail;
}

absl::Status InvalidArgument(Reason reason, absl::string_view message,
                             std::vector<FieldViolation> fields) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason, message,
                   {.fields = std::move(fields)});
}

absl::Status InvalidField(absl::string_view field, absl::string_view description) {
  return InvalidArgument(Reason::kInvalidField, absl::StrCat(field, ": ", description),
                         {{std::string(field), std::string(description)}});
}

absl::Status NotFound(absl::string_view what, absl::string_view name) {
  return MakeError(absl::StatusCode::kNotFound, Reason::kNotFound,
                   absl::StrCat("there is no ", what, " ", name),
                   {.metadata = {{"resource", std::string(name)}}});
}

absl::Status AlreadyExists(absl::string_view what, absl::string_view name) {
  return MakeError(absl::StatusCode::kAlreadyExists, Reason::kAlreadyExists,
                   absl::StrCat(what, " ", name, " exists already; choose another id"),
                   {.metadata = {{"resource", std::string(name)}}});
}

absl::Status FailedPrecondition(Reason reason, absl::string_view message, Metadata metadata) {
  return MakeError(absl::StatusCode::kFailedPrecondition, reason, message,
                   {.metadata = std::move(metadata)});
}

absl::Status StaleEtag(absl::string_view name, absl::string_view current) {
  return MakeError(
      absl::StatusCode::kAborted, Reason::kStaleEtag,
      absl::StrCat(name, " was changed since you read it; read it again and retry with its etag"),
      {.metadata = {{"resource", std::string(name)}, {"etag", std::string(current)}}});
}

absl::Status Internal(absl::string_view message) {
  return MakeError(absl::StatusCode::kInternal, Reason::kInternal, message);
}

}  // namespace tarazy
