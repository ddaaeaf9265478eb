#include "services/accreditation/rpc/hot_register.h"

#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/civil_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rpc/page.h"
#include "common/rpc/values.h"
#include "services/accreditation/app/read_register.h"
#include "services/accreditation/rpc/caller.h"
#include "services/accreditation/rpc/register_bell.h"
#include "services/accreditation/rpc/register_request.h"

namespace tarazy::accreditation {
namespace {

// There are as many questions as somebody cares to ask: only those that many ask are kept.
constexpr size_t kMaxQuestion = 400;  // bytes
constexpr int64_t kMaxDays = 400;     // from today
constexpr size_t kMaxCode = 32;       // bytes of a code's beginning
constexpr char kBetween = '\x1f';     // what no id and no day holds

// A page's place: the day and the line before it.
constexpr size_t kPageKeys = 4;

absl::Status NothingToKeep() { return absl::OutOfRangeError("an empty answer"); }

bool IsNear(absl::CivilDay day, absl::Time now) { return std::abs(day - DayOf(now)) <= kMaxDays; }

// The day that is asked for; nothing for a text that is none.
std::optional<absl::CivilDay> DayAsked(const std::string& on, absl::Time now) {
  return on.empty() ? DayOf(now) : ParseDay(on);
}

template <typename... Parts>
std::string Question(const Parts&... parts) {
  std::string text;
  (absl::StrAppend(&text, parts, std::string(1, kBetween)), ...);
  return text;
}

std::string QuestionOf(const v1::GetStatusRequest& request, absl::CivilDay on) {
  return Question("status", FormatDay(on), request.subject(), request.agency(), request.scope());
}

std::string QuestionOf(const v1::SearchRegisterRequest& request, absl::CivilDay on, int size,
                       const LineKey& after) {
  return Question("search", FormatDay(on), size, after.subject, after.agency, after.scope,
                  request.institution(), request.subject(), request.agency(), request.scope(),
                  request.status(), request.code_prefix());
}

absl::StatusOr<AsOf> ParseAsOf(absl::CivilDay on, bool has_known_at,
                               const google::protobuf::Timestamp& known_at) {
  AsOf as_of{.on = on};
  if (has_known_at) {
    ASSIGN_OR_RETURN(as_of.known_at, rpc::ParseTime("known_at", known_at));
  }
  return as_of;
}

// Where a page of a search starts.
struct Place {
  absl::CivilDay on;
  int size = 0;
  LineKey after;
};

// The first page names the day of the others, so that a search that goes on past midnight is about
// one day.
absl::StatusOr<Place> PlaceOf(const rpc::PageSigner& pages,
                              const v1::SearchRegisterRequest& request, absl::Time now) {
  ASSIGN_OR_RETURN(const rpc::Page page, pages.Open(request, kPageKeys));
  const std::optional<absl::CivilDay> on = DayAsked(request.on(), now);
  if (!on.has_value()) return InvalidField("on", "is not an existing day written YYYY-MM-DD");
  Place place{.on = *on, .size = page.size};
  if (page.first()) return place;
  const std::optional<absl::CivilDay> begun = ParseDay(page.after[0]);
  if (!begun.has_value() || !absl::SimpleAtoi(page.after[3], &place.after.scope)) {
    return Internal("a bad cursor");
  }
  place.on = *begun;
  place.after.subject = page.after[1];
  place.after.agency = page.after[2];
  return place;
}

absl::Status CheckSearch(const v1::SearchRegisterRequest& request) {
  if (!request.institution().empty()) {
    RETURN_IF_ERROR(CheckSubject("institution", request.institution()));
  }
  if (!request.subject().empty()) {
    RETURN_IF_ERROR(CheckSubject("subject", request.subject()));
  }
  RETURN_IF_ERROR(CheckAgency(request.agency()));
  RETURN_IF_ERROR(CheckScope(request.scope()));
  if (!v1::RegisterStatus_IsValid(request.status())) {
    return InvalidField("status", "is no status of the register");
  }
  return CheckText("code_prefix", request.code_prefix(), kMaxCode);
}

SearchFilter FilterOf(const v1::SearchRegisterRequest& request) {
  return {.institution = request.institution(),
          .subject = request.subject(),
          .agency = request.agency(),
          .scope = request.scope(),
          .status = static_cast<RegisterStatus>(request.status()),
          .code_prefix = request.code_prefix()};
}

// One read transaction that fills a response.
template <typename Response>
absl::StatusOr<std::string> ReadBytes(sql::Database& database, const Context& context,
                                      absl::FunctionRef<absl::Status(sql::Tx&, Response&)> read) {
  Response response;
  RETURN_IF_ERROR(database.Read(context, [&](sql::Tx& tx) -> absl::Status {
    response.Clear();
    return read(tx, response);
  }));
  return response.SerializeAsString();
}

cache::Value Shared(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

}  // namespace

HotRegister::HotRegister(rpc::Runtime& runtime, sql::Database& database, cache::TieredCache& cache,
                         cache::Heads& heads)
    : runtime_(runtime),
      database_(database),
      cache_(cache),
      heads_(heads),
      status_(
          runtime,
          [this](const auto&, const auto& request, absl::Time now) {
            return FindStatus(request, now);
          },
          [this](const auto& call, const auto& request) { return LoadStatus(call, request); }),
      search_(
          runtime,
          [this](const auto&, const auto& request, absl::Time now) {
            return FindPage(request, now);
          },
          [this](const auto& call, const auto& request) { return LoadPage(call, request); }) {}

cache::Value HotRegister::FindCached(const std::string& question) {
  const cache::Value head = heads_.Find(kRegisterHead);
  if (head == nullptr || question.size() > kMaxQuestion) return nullptr;
  return cache_.Find(absl::StrCat("tarazy:v1:register:", *head, ":", question));
}

absl::StatusOr<cache::Value> HotRegister::Cached(const rpc::Call& call, const std::string& question,
                                                 const cache::TieredCache::Compute& compute) {
  // The head first: what is read after it may be newer than its key says, never older.
  ASSIGN_OR_RETURN(
      const cache::Value head, heads_.Get(kRegisterHead, [&]() -> absl::StatusOr<std::string> {
        RegisterHead read;
        RETURN_IF_ERROR(database_.Read(call, [&](sql::Tx& tx) -> absl::Status {
          ASSIGN_OR_RETURN(read, LoadRegisterHead(tx));
          return absl::OkStatus();
        }));
        // The time tells this change from one of the same number that a restored backup lacks.
        return absl::StrCat(read.epoch, ".", read.sequence, ".", sql::ToMicros(read.recorded));
      }));
  return cache_.GetOrCompute(absl::StrCat("tarazy:v1:register:", *head, ":", question),
                             call.deadline, compute);
}

cache::Value HotRegister::FindStatus(const v1::GetStatusRequest& request, absl::Time now) {
  const std::optional<absl::CivilDay> on = DayAsked(request.on(), now);
  if (request.has_known_at() || !on.has_value()) return nullptr;
  return FindCached(QuestionOf(request, *on));
}

absl::StatusOr<cache::Value> HotRegister::LoadStatus(const rpc::Call& call,
                                                     const v1::GetStatusRequest& request) {
  RETURN_IF_ERROR(CheckSubject("subject", request.subject()));
  RETURN_IF_ERROR(CheckAgency(request.agency()));
  RETURN_IF_ERROR(CheckScope(request.scope()));
  ASSIGN_OR_RETURN(const absl::CivilDay on, ParseDayOrToday("on", request.on(), call));
  ASSIGN_OR_RETURN(const AsOf as_of, ParseAsOf(on, request.has_known_at(), request.known_at()));
  bool empty = false;
  const auto read = [&] {
    return ReadBytes<v1::GetStatusResponse>(
        database_, call, [&](sql::Tx& tx, v1::GetStatusResponse& response) -> absl::Status {
          ASSIGN_OR_RETURN(
              std::vector<v1::StatusView> lines,
              StatusOf(tx, request.subject(), as_of, request.agency(), request.scope()));
          empty = lines.empty();
          for (v1::StatusView& line : lines) *response.add_lines() = std::move(line);
          response.set_on(FormatDay(on));
          return absl::OkStatus();
        });
  };
  const std::string question = QuestionOf(request, on);
  if (!request.has_known_at() && IsNear(on, call.now) && question.size() <= kMaxQuestion) {
    const auto kept = Cached(call, question, [&]() -> absl::StatusOr<std::string> {
      ASSIGN_OR_RETURN(std::string bytes, read());
      if (empty) return NothingToKeep();
      return bytes;
    });
    if (!absl::IsOutOfRange(kept.status())) return kept;
  }
  ASSIGN_OR_RETURN(std::string bytes, read());
  return Shared(std::move(bytes));
}

cache::Value HotRegister::FindPage(const v1::SearchRegisterRequest& request, absl::Time now) {
  if (request.has_known_at()) return nullptr;
  const absl::StatusOr<Place> place = PlaceOf(runtime_.pages, request, now);
  if (!place.ok()) return nullptr;
  return FindCached(QuestionOf(request, place->on, place->size, place->after));
}

absl::StatusOr<cache::Value> HotRegister::LoadPage(const rpc::Call& call,
                                                   const v1::SearchRegisterRequest& request) {
  RETURN_IF_ERROR(CheckSearch(request));
  ASSIGN_OR_RETURN(const Place place, PlaceOf(runtime_.pages, request, call.now));
  ASSIGN_OR_RETURN(const AsOf as_of,
                   ParseAsOf(place.on, request.has_known_at(), request.known_at()));
  bool empty = false;
  const auto read = [&] {
    return ReadBytes<v1::SearchRegisterResponse>(
        database_, call, [&](sql::Tx& tx, v1::SearchRegisterResponse& response) -> absl::Status {
          ASSIGN_OR_RETURN(RegisterPage page,
                           SearchRegister(tx, FilterOf(request), as_of, place.after, place.size));
          empty = page.entries.empty();
          for (v1::RegisterEntry& entry : page.entries) {
            *response.add_entries() = std::move(entry);
          }
          response.set_on(FormatDay(place.on));
          if (page.next.has_value()) {
            response.set_next_page_token(
                runtime_.pages.Next(request, {FormatDay(place.on), page.next->subject,
                                              page.next->agency, absl::StrCat(page.next->scope)}));
          }
          return absl::OkStatus();
        });
  };
  const std::string question = QuestionOf(request, place.on, place.size, place.after);
  if (!request.has_known_at() && IsNear(place.on, call.now) && question.size() <= kMaxQuestion) {
    const auto kept = Cached(call, question, [&]() -> absl::StatusOr<std::string> {
      ASSIGN_OR_RETURN(std::string bytes, read());
      if (empty) return NothingToKeep();
      return bytes;
    });
    if (!absl::IsOutOfRange(kept.status())) return kept;
  }
  ASSIGN_OR_RETURN(std::string bytes, read());
  return Shared(std::move(bytes));
}

}  // namespace tarazy::accreditation
