// A template and values become what one reader sees. The same input gives the same bytes, as long
// as the machine has the same ICU and the same law of the zone.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/notifications/domain/template/language.h"
#include "services/notifications/domain/template/notice_values.h"
#include "tarazy/notifications/v1/template.pb.h"

namespace tarazy::notifications {

// Of subject, text, HTML and SMS together.
inline constexpr size_t kMaxRenderedBytes = 512 * 1024;
// Of a list variable.
inline constexpr size_t kMaxListItems = 1000;

// A template parsed once, for many notices. Cheap to copy; may be used by many threads at once.
class CompiledTemplate {
 public:
  // FAILED_PRECONDITION kTemplateInvalid when a text is no mustache of ours, or uses a name that is
  // neither a variable, a phrase nor built in. A template that LintTemplate accepts always
  // compiles.
  static absl::StatusOr<CompiledTemplate> Compile(const v1::Template& letter);

  // A value is taken as its variable's kind says: a text "2026-04-25" is a day where a DATE is
  // declared, "12.5" a number, "2026-04-25T09:00:00Z" an instant, a text a list of its lines.
  // Values that nothing declares are ignored. Empty texts count as absent; zero and an empty list
  // do not. Without a value for a variable that is not optional, for one that a text uses
  // unguarded, or with a value that is not of its kind (a LINK is https or a resource name):
  // FAILED_PRECONDITION kTemplateInvalid that names all that is missing, or the first that is of
  // another kind. Larger than kMaxRenderedBytes, or a list of
  // more than kMaxListItems: RESOURCE_EXHAUSTED.
  //
  // The subject is one line whatever the values hold: control characters become spaces. Values are
  // escaped in HTML. Without an SMS wording `sms` is the subject.
  absl::StatusOr<v1::Rendered> Render(const NoticeValues& values, Language language,
                                      const absl::TimeZone& zone) const;

 private:
  struct Program;
  explicit CompiledTemplate(std::shared_ptr<const Program> program)
      : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

// For one notice; see CompiledTemplate.
absl::StatusOr<v1::Rendered> Render(const v1::Template& letter, const NoticeValues& values,
                                    Language language, const absl::TimeZone& zone);

// From the variables' examples and examples of the built-in ones.
absl::StatusOr<v1::Rendered> Preview(const v1::Template& letter, Language language,
                                     const absl::TimeZone& zone);

// Hexadecimal SHA-256 over language, subject, text, html and sms in this order, each as UTF-8
// behind its length in bytes as 8 bytes, big-endian. `digest` itself is not read.
std::string DigestOf(const v1::Rendered& rendered);

}  // namespace tarazy::notifications
