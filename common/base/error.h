// Failures as values: an absl::Status with a machine-readable reason, the faulty fields and a
// sentence a person can act on. Knows nothing of protobuf; common/rpc puts it on the wire.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tarazy {

// Why a call was refused. The same list, in the same order, as tarazy.common.v1.ErrorReason
// (a test holds the two together).
enum class Reason {
  kUnspecified = 0,
  kInvalidField,          // a field's value is malformed or out of range
  kUnknownField,          // a key or column nobody declared
  kNotFound,              // the named resource does not exist (or is not visible to the caller)
  kAlreadyExists,         // the id is taken
  kStaleEtag,             // someone changed the resource since it was read
  kRequestIdReused,       // the request_id was used before with another body
  kInvalidPageToken,      // not a token of ours, or of another query
  kUnauthenticated,       // no token, an unknown, expired or revoked one
  kPermissionDenied,      // the role may not do this
  kOverloaded,            // too many calls at once; retry later
  kDeadlineExceeded,      // the caller's time ran out before the answer was ready
  kUnavailable,           // a dependency (database, another service) does not answer
  kCommitOutcomeUnknown,  // the connection was lost during COMMIT; retry with the same request_id
  kConflict,              // lost against concurrent changes after all retries
  kInternal,              // our fault; the log has the details under the request id
  kMethodologyInvalid,    // the methodology file has unacknowledged errors
  kUnsupportedFeature,    // valid, but not built yet; the message names it
  kImportRejected,        // rows of the import are wrong; nothing was stored
  kUnknownUnit,           // an institution or programme that is not registered
  kNoData,                // nothing to compute from
  kUnitWithoutGroup,      // the methodology declares groups and a unit has none
  kUnitExcluded,          // the unit is not ranked in this edition
  kEditionState,          // the edition's state does not allow this
  kEmbargoed,             // published, but not to be shown yet
  kEvidenceMismatch,      // stored data differ from what was computed from them or uploaded
  kResourceExhausted,     // larger than a limit allows
  kConflictOfInterest,    // the caller's own institution
  kSecondPersonNeeded,    // who proposed or disputed may not also approve or settle
  kValueState,            // the value's state does not allow this
  kObjectionWindow,       // objections are not, or no longer, taken
  kObjectionsStand,       // open or upheld objections, or an open window
  kFrameworkInvalid,      // the framework file has errors
  kCaseInvalid,           // the case contradicts its framework, the registry or itself
  kCaseState,             // the case's state does not allow this
  kCaseIncomplete,        // something that the next state needs is missing; all of it is named
  kContradictions,        // the report contradicts itself and nobody has overridden it by name
  kNoQuorum,              // too few members of the council voted, or the vote failed
  kRegisterConflict,      // the act does not fit what the register holds about the subject
  kAppealState,           // the appeal has ended, or the decision cannot be appealed
  kInvalidCursor,         // not a cursor of this feed, or of a change that is not there yet
  kCertificateRevoked,    // the certificate is no longer valid
  kQuestionnaireInvalid,  // the questionnaire file has errors
  kCampaignState,         // the campaign is not open yet, over or closed
  kTicketUnknown,         // no ticket of this installation
  kTicketTaken,           // the ticket was exchanged for another voucher
  kVoucherInvalid,        // forged, or of another campaign or stratum
  kVoucherSpent,          // another submission used the voucher
  kAnswersInvalid,        // the answers do not fit the questionnaire
  kQuotaFull,             // the stratum has as many ballots as it takes
  kRateLimited,           // too many attempts; retry later
  kResultsNotYet,         // results are shown once the campaign is closed
  kRecordsNeeded,         // only counts are known, the statistic needs records
  kDisclosure,            // the answer would tell about single people
  kApprovalNeeded,        // records need a second person's approval
  kDeliveryState,         // the delivery's state does not allow this
  kEventReused,           // the event's id was used before with another content
  kTemplateInvalid,       // the template has errors
  kMandatoryTopic,        // nobody can be spared what this topic tells
  kAddressRefused,        // the endpoint's address is private, or not one to send to
  kNoSuchLocalTime,       // the clock skips this time on that day in that zone
  kProofBroken,           // the proof of notice does not hold
};

inline constexpr Reason kLastReason = Reason::kProofBroken;

// The wire name, such as "STALE_ETAG".
absl::string_view ReasonName(Reason reason);

// A fault of the input. `field` is a path such as "institution.title.en", "row 17: enrolled".
struct FieldViolation {
  std::string field;
  std::string description;
};

// What a status of ours carries besides its code and message.
struct ErrorDetail {
  Reason reason = Reason::kUnspecified;
  std::vector<FieldViolation> fields;
  std::vector<std::pair<std::string, std::string>> metadata;
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

// Builds a status; the message is for a person and never holds SQL, paths or secrets.
absl::Status MakeError(absl::StatusCode code, Reason reason, absl::string_view message,
                       ErrorDetail detail = {});

// The detail of a status; reason kUnspecified when the status is not one of ours.
ErrorDetail DetailOf(const absl::Status& status);

absl::Status InvalidField(absl::string_view field, absl::string_view description);
absl::Status InvalidArgument(Reason reason, absl::string_view message,
                             std::vector<FieldViolation> fields = {});
absl::Status NotFound(absl::string_view what, absl::string_view name);
absl::Status AlreadyExists(absl::string_view what, absl::string_view name);
absl::Status FailedPrecondition(Reason reason, absl::string_view message, Metadata metadata = {});
absl::Status StaleEtag(absl::string_view name, absl::string_view current);
absl::Status Internal(absl::string_view message);

}  // namespace tarazy
