#include "services/accreditation/app/deqar.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/canonical_json.h"
#include "services/accreditation/domain/record/dates.h"

namespace tarazy::accreditation {
namespace {

constexpr char kDateFormat[] = "%Y-%m-%d";
constexpr char kBinResource[] = "KZ-BIN";
// The lengths that DEQAR's serializers take.
constexpr size_t kMaxIdentifier = 50;
constexpr size_t kMaxName = 255;
constexpr size_t kMaxAlternativeName = 200;
constexpr size_t kMaxLocalIdentifier = 255;
constexpr size_t kMaxLink = 255;
constexpr size_t kMaxLocation = 500;

// Characters, as DEQAR counts them.
size_t Length(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool IsUrl(absl::string_view text) {
  return absl::StartsWith(text, "https://") || absl::StartsWith(text, "http://");
}

class Submission {
 public:
  explicit Submission(const DeqarReport& report) : report_(report) {}

  DeqarSubmission Make() {
    WriteReport();
    WriteDates();
    WriteActivity();
    WriteInstitutions();
    WriteProgrammes();
    WriteFiles();
    if (result_.problems.empty()) result_.json = CanonicalJson(json_);
    return std::move(result_);
  }

 private:
  void Problem(absl::string_view field, absl::string_view description) {
    result_.problems.push_back({std::string(field), std::string(description)});
  }
  void Flag(absl::string_view field, absl::string_view description) {
    result_.flags.push_back({std::string(field), std::string(description)});
  }

  void WriteReport() {
    const v1::Decision& decision = report_.decision;
    if (report_.agency.id.empty()) Problem("agency", "the agency's number or acronym is not known");
    json_["agency"] = report_.agency.id;
    const absl::string_view id = absl::StripPrefix(decision.name(), "decisions/");
    if (id.empty() || Length(id) > kMaxLocalIdentifier) {
      Problem("local_identifier", "must be 1 to 255 characters");
    }
    json_["local_identifier"] = id;
    json_["decision"] = decision.kind() == v1::DECISION_KIND_REFUSE ? "negative"
                        : decision.kind() == v1::DECISION_KIND_GRANT
                            ? "positive"
                            : "positive with conditions or "
                              "restrictions";
    json_["status"] = report_.agency.obligatory ? "part of obligatory EQA system" : "voluntary";
    if (!IsDeqarOutcome(decision.kind())) Problem("decision", "is no outcome of a procedure");
  }

  // Our terms end before a day; DEQAR's last day counts.
  void WriteDates() {
    const v1::Decision& decision = report_.decision;
    json_["date_format"] = kDateFormat;
    from_ = ParseDay(decision.valid_from().empty() ? decision.decided_on() : decision.valid_from());
    if (!from_.has_value()) {
      Problem("valid_from", "the decision has no day");
      return;
    }
    json_["valid_from"] = FormatDay(*from_);
    std::optional<absl::CivilDay> end = ParseDay(decision.valid_to());
    if (!end.has_value() && decision.years() > 0) end = Anniversary(*from_, decision.years());
    if (end.has_value()) {
      json_["valid_to"] = FormatDay(*end - 1);
      if (*from_ >= *end - 1) Problem("valid_to", "must be after valid_from");
    } else if (decision.kind() != v1::DECISION_KIND_REFUSE) {
      // DEQAR would take it for valid for six years.
      Problem("valid_to", "a positive decision without an end");
    }
    CheckWindow("valid_from", report_.agency.registered, "the agency's registration with EQAR",
                /*from_counts=*/report_.agency.registered.to.has_value());
  }

  // DEQAR leaves the first day of an open registration out and counts it in otherwise.
  void CheckWindow(absl::string_view field, const DeqarWindow& window, absl::string_view what,
                   bool from_counts) {
    if (!from_.has_value()) return;
    const bool early =
        window.from.has_value() && (from_counts ? *from_ < *window.from : *from_ <= *window.from);
    const bool late = window.to.has_value() && *from_ > *window.to;
    if (early || late) {
      Problem(field, absl::StrCat(FormatDay(*from_), " is outside ", what));
    }
  }

  std::optional<DeqarActivityType> Type() {
    switch (report_.decision.scope()) {
      case v1::PROCEDURE_TYPE_INSTITUTIONAL:
        return DeqarActivityType::kInstitutional;
      case v1::PROCEDURE_TYPE_PROGRAMME:
      case v1::PROCEDURE_TYPE_PRIMARY:
        return report_.institutions.size() > 1 ? DeqarActivityType::kJointProgramme
                                               : DeqarActivityType::kProgramme;
      default:
        return std::nullopt;
    }
  }

  void WriteActivity() {
    type_ = Type();
    if (!type_.has_value()) {
      Problem("activities", "the procedure is no external quality assurance by the ESG");
      return;
    }
    const auto& activities = report_.agency.activities;
    const auto found =
        std::find_if(activities.begin(), activities.end(),
                     [&](const DeqarActivity& activity) { return activity.type == *type_; });
    if (found == activities.end() || (found->id.empty() && found->local_identifier.empty())) {
      Problem("activities", "the agency has no activity of this type in DEQAR");
      return;
    }
    Json::Object activity;
    if (!found->id.empty()) activity["id"] = found->id;
    if (found->id.empty()) activity["local_identifier"] = found->local_identifier;
    json_["activities"] = Json::Array{Json(std::move(activity))};
    CheckWindow("activities", found->valid, "the activity's time", /*from_counts=*/true);
  }

  void WriteInstitutions() {
    Json::Array institutions;
    std::set<std::string> seen;
    for (const DeqarInstitution& institution : report_.institutions) {
      Json::Object json;
      if (!institution.deqar_id.empty()) {
        json["deqar_id"] = institution.deqar_id;
      } else if (!institution.eter_id.empty()) {
        json["eter_id"] = institution.eter_id;
      } else if (!institution.bin.empty()) {
        json["identifier"] = institution.bin;
        json["resource"] = kBinResource;
      } else {
        Problem("institutions",
                absl::StrCat(institution.name, " has neither a DEQAR id, an ETER id nor a BIN"));
      }
      if (!json.empty() && !seen.insert(CanonicalJson(json)).second) {
        Problem("institutions", absl::StrCat(institution.name, " stands twice"));
      }
      institutions.push_back(std::move(json));
    }
    if (institutions.empty()) Problem("institutions", "there must be one");
    json_["institutions"] = std::move(institutions);
  }

  void WriteProgrammes() {
    if (type_ == DeqarActivityType::kInstitutional) {
      if (!report_.programmes.empty()) Problem("programmes", "none for an institutional activity");
      return;
    }
    if (report_.programmes.empty()) Problem("programmes", "there must be one");
    Json::Array programmes;
    for (size_t i = 0; i < report_.programmes.size(); ++i) {
      programmes.push_back(Programme(report_.programmes[i], absl::StrCat("programmes[", i, "].")));
    }
    json_["programmes"] = std::move(programmes);
  }

  Json Programme(const DeqarProgramme& programme, const std::string& path) {
    // All are full degrees; programmes without one would need more.
    Json::Object json = {{"degree_outcome", "full degree"}};
    if (!programme.code.empty()) {
      if (Length(programme.code) > kMaxIdentifier) {
        Problem(path + "identifiers", "the code has more than 50 characters");
      }
      json["identifiers"] = Json::Array{Json(Json::Object{{"identifier", programme.code}})};
    }
    WriteNames(programme.title, path, json);
    static const auto* const kLevels =
        new std::map<absl::string_view, std::pair<const char*, const char*>>{
            {"6B", {"first cycle", "level 6"}},
            {"7M", {"second cycle", "level 7"}},
            {"8D", {"third cycle", "level 8"}}};
    const auto level = kLevels->find(absl::string_view(programme.code).substr(0, 2));
    if (level == kLevels->end()) {
      Problem(path + "qf_ehea_level", "the code does not begin with 6B, 7M or 8D");
    } else {
      json["qf_ehea_level"] = level->second.first;
      json["nqf_level"] = level->second.second;
    }
    if (programme.ects > 0) json["workload_ects"] = programme.ects;
    return json;
  }

  // English first, as DEQAR recommends; the other languages are alternatives.
  void WriteNames(const Localized& title, const std::string& path, Json::Object& json) {
    const std::string& primary = title.Any();
    if (primary.empty() || Length(primary) > kMaxName) {
      Problem(path + "name_primary", "must be 1 to 255 characters");
    }
    json["name_primary"] = primary;
    Json::Array others;
    for (const std::string* other : {&title.ru, &title.kk}) {
      if (other->empty() || *other == primary) continue;
      if (Length(*other) > kMaxAlternativeName) {
        Problem(path + "alternative_names", "each at most 200 characters");
      }
      others.push_back(Json::Object{{"name_alternative", *other}});
    }
    if (!others.empty()) json["alternative_names"] = std::move(others);
  }

  void WriteFiles() {
    Json::Array files;
    for (const DeqarFile& file : report_.files) {
      if (!IsUrl(file.url) || file.url.size() > kMaxLocation) {
        Problem("report_files", "each needs a web address of at most 500 characters");
      }
      if (file.languages.empty() ||
          std::any_of(file.languages.begin(), file.languages.end(), [](const std::string& code) {
            return code.size() != 2 && code.size() != 3;
          })) {
        Problem("report_files", "each needs its languages, ISO 639 codes of two or three letters");
      }
      Json::Array languages(file.languages.begin(), file.languages.end());
      Json::Object json = {{"original_location", file.url},
                           {"report_language", std::move(languages)}};
      if (!file.display_name.empty()) json["display_name"] = file.display_name;
      files.push_back(std::move(json));
    }
    if (files.empty()) {
      Flag("report_files", "no file of the report: DEQAR hides it until there is one");
    } else {
      json_["report_files"] = std::move(files);
    }
    Json::Array links;
    for (const std::string& link : report_.links) {
      if (!IsUrl(link) || link.size() > kMaxLink) {
        Problem("report_links", "each must be a web address of at most 255 characters");
      }
      links.push_back(Json::Object{{"link", link}});
    }
    if (!links.empty()) json_["report_links"] = std::move(links);
  }

  const DeqarReport& report_;
  Json::Object json_;
  DeqarSubmission result_;
  std::optional<absl::CivilDay> from_;
  std::optional<DeqarActivityType> type_;
};

}  // namespace

bool IsDeqarOutcome(v1::DecisionKind kind) {
  return kind == v1::DECISION_KIND_GRANT || kind == v1::DECISION_KIND_GRANT_CONDITIONALLY ||
         kind == v1::DECISION_KIND_REFUSE;
}

DeqarSubmission ToDeqar(const DeqarReport& report) { return Submission(report).Make(); }

}  // namespace tarazy::accreditation
