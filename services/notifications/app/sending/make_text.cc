#include "services/notifications/app/sending/make_text.h"

#include <utility>

#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "services/notifications/app/notices/steps.h"
#include "services/notifications/domain/template/built_in_values.h"
#include "services/notifications/domain/template/gathered.h"
#include "services/notifications/domain/template/language.h"
#include "services/notifications/domain/template/notice_values.h"
#include "services/notifications/domain/timing/wall_time.h"

namespace tarazy::notifications {
namespace {

absl::StatusOr<v1::Rendered> RenderOne(const TimelyDelivery& timely, NoticeValues values,
                                       const CompiledTemplate& letter, const Job& job,
                                       Language language, const absl::TimeZone& zone,
                                       absl::Time now) {
  Occasion occasion{.recipient = job.leased.recipient.title(),
                    .topic = {.en = job.topic->title().en(),
                              .ru = job.topic->title().ru(),
                              .kk = job.topic->title().kk()},
                    .now = now};
  if (!timely.due.empty()) {
    ASSIGN_OR_RETURN(const absl::TimeZone due_zone, FindZone("deadline.zone", timely.zone));
    const std::optional<absl::CivilDay> due = ParseDay(timely.due);
    if (!due.has_value()) return Internal("a stored deadline has no day");
    occasion.deadline = {.due = *due, .today = absl::ToCivilDay(now, due_zone)};
  }
  AddBuiltIns(occasion, values);
  return letter.Render(values, language, zone);
}

absl::StatusOr<v1::Rendered> RenderPart(const GatheredPart& part, const Job& job, Language language,
                                        const absl::TimeZone& zone, absl::Time now) {
  if (!part.letter.has_value()) {
    return FailedPrecondition(Reason::kTemplateInvalid, "its template cannot be read");
  }
  ASSIGN_OR_RETURN(NoticeValues values, FromJson(part.part.notice.values));
  return RenderOne(part.part, std::move(values), *part.letter, job, language, zone, now);
}

}  // namespace

absl::StatusOr<Words> MakeText(const Job& job, absl::Time now) {
  const Language language = ParseLanguage(job.leased.recipient.language()).value_or(Language::kKk);
  ASSIGN_OR_RETURN(const absl::TimeZone zone, FindZone("zone", job.leased.recipient.zone()));
  if (job.leased.notice.step != kDigestStep) {
    if (!job.letter.has_value()) return FailedPrecondition(Reason::kTemplateInvalid, job.fault);
    ASSIGN_OR_RETURN(NoticeValues values, job.values->Get());
    Words words;
    ASSIGN_OR_RETURN(words.rendered, RenderOne(job.leased, std::move(values), *job.letter, job,
                                               language, zone, now));
    return words;
  }
  Words words;
  std::vector<GatheredNotice> gathered;
  for (const GatheredPart& part : job.parts) {
    if (part.part.moot) continue;
    // One that cannot be told does not keep the others from being told.
    absl::StatusOr<v1::Rendered> rendered = RenderPart(part, job, language, zone, now);
    if (!rendered.ok()) {
      words.unwritten[part.part.delivery.id] = std::string(rendered.status().message());
      continue;
    }
    gathered.push_back({.subject = std::move(*rendered->mutable_subject()),
                        .text = std::move(*rendered->mutable_text()),
                        .time = part.part.notice.created});
  }
  if (gathered.empty() && !words.unwritten.empty()) {
    return FailedPrecondition(Reason::kTemplateInvalid, words.unwritten.begin()->second);
  }
  if (gathered.empty()) return absl::NotFoundError("nothing is left to tell");
  words.rendered = RenderDigest(gathered, language, zone);
  return words;
}

}  // namespace tarazy::notifications
