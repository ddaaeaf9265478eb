#include "services/accreditation/app/import_case.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/faults.h"
#include "common/base/status_macros.h"
#include "common/record/read.h"
#include "services/accreditation/app/case_events.h"
#include "services/accreditation/app/store_framework.h"
#include "services/accreditation/domain/procedure/check_case.h"

namespace tarazy::accreditation {
namespace {

constexpr YamlLimits kLimits{.bytes = kMaxCaseBytes, .nodes = 2000000, .depth = 32};
constexpr absl::string_view kRefused = "the case cannot be taken";

// Its programmes against the registry: there, of this institution, of this code.
void CheckRegistered(const v1::Case& record, const RegisteredUnits& units, Faults& problems) {
  const std::string institution(absl::StripPrefix(record.institution(), "institutions/"));
  if (!units.contains(record.institution())) {
    problems.Add("institution", absl::StrCat(record.institution(), " is not registered"));
  }
  for (int c = 0; c < record.clusters_size(); ++c) {
    for (int p = 0; p < record.clusters(c).programmes_size(); ++p) {
      const v1::ProgrammeReview& review = record.clusters(c).programmes(p);
      const std::string path = absl::StrCat("clusters[", c, "].programmes[", p, "]");
      for (int i = 0; i < review.partners_size(); ++i) {
        const std::string& partner = review.partners(i).institution();
        if (absl::StartsWith(partner, "institutions/") && !units.contains(partner)) {
          problems.Add(absl::StrCat(path, ".partners[", i, "].institution"),
                       absl::StrCat(partner, " is not registered"));
        }
      }
      if (review.programme().empty()) continue;
      const auto unit = units.find(review.programme());
      if (unit == units.end()) {
        problems.Add(absl::StrCat(path, ".programme"),
                     absl::StrCat(review.programme(), " is not registered"));
        continue;
      }
      if (unit->second.institution != institution) {
        problems.Add(absl::StrCat(path, ".programme"),
                     absl::StrCat(review.programme(), " belongs to institutions/",
                                  unit->second.institution));
      }
      if (!unit->second.code.empty() && unit->second.code != review.code()) {
        problems.Add(absl::StrCat(path, ".code"),
                     absl::StrCat(review.code(), " here, ", unit->second.code, " in the registry"));
      }
    }
  }
}

}  // namespace

absl::StatusOr<v1::Case> ReadCase(absl::string_view source) {
  v1::Case record;
  Faults problems;
  problems.Add(record::ReadRecord(source, kLimits, record));
  RETURN_IF_ERROR(
      problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid, kRefused));
  return record;
}

std::vector<std::string> UnitsOf(const v1::Case& record) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) {
    if (absl::StrContains(name, '/')) names.insert(name);
  };
  add(record.institution());
  for (const v1::Cluster& cluster : record.clusters()) {
    for (const v1::ProgrammeReview& review : cluster.programmes()) {
      add(review.programme());
      for (const v1::PartnerProgramme& partner : review.partners()) {
        if (absl::StartsWith(partner.institution(), "institutions/")) add(partner.institution());
      }
    }
  }
  return {names.begin(), names.end()};
}

absl::Status CheckWhole(sql::Tx& tx, const v1::Case& record, const RegisteredUnits& units) {
  ASSIGN_OR_RETURN(const v1::Framework framework, FrameworkOf(tx, "framework", record.framework()));
  Faults problems = CheckCase(record, framework);
  CheckRegistered(record, units, problems);
  if (!record.previous_case().empty()) {
    const absl::string_view id = absl::StripPrefix(record.previous_case(), "cases/");
    const absl::StatusOr<v1::Case> previous = LoadCaseHeader(tx, id);
    if (absl::IsNotFound(previous.status())) {
      problems.Add("previous_case", absl::StrCat(record.previous_case(), " is not there"));
    } else if (!previous.ok()) {
      return previous.status();
    } else if (previous->institution() != record.institution()) {
      problems.Add("previous_case",
                   absl::StrCat(record.previous_case(), " is about ", previous->institution()));
    }
  }
  return problems.ToStatus(absl::StatusCode::kInvalidArgument, Reason::kCaseInvalid, kRefused);
}

absl::StatusOr<v1::Case> ImportCase(sql::Tx& tx, v1::Case record, absl::string_view etag,
                                    const RegisteredUnits& units, const Viewer& by,
                                    absl::Time now) {
  if (record.state() == v1::CASE_STATE_UNSPECIFIED) record.set_state(v1::CASE_STATE_APPLIED);
  for (v1::LintOverride& kept : *record.mutable_overrides()) {
    if (kept.by().empty()) kept.set_by(by.person);
  }
  RETURN_IF_ERROR(CheckWhole(tx, record, units));
  const CaseChange change{by.person, now, "import"};
  if (etag.empty()) {
    RETURN_IF_ERROR(InsertAndTell(tx, record, change));
    return record;
  }
  ASSIGN_OR_RETURN(const v1::Case before, LoadCase(tx, record.id()));
  if (before.etag() != etag) return StaleEtag(before.name(), before.etag());
  if (before.state() >= v1::CASE_STATE_DECIDED && before.state() != v1::CASE_STATE_WITHDRAWN) {
    return FailedPrecondition(Reason::kCaseState, absl::StrCat(before.name(),
                                                               " is decided; what the council had "
                                                               "before it stays as it was"));
  }
  RETURN_IF_ERROR(SaveAndTell(tx, before, record, change));
  return record;
}

}  // namespace tarazy::accreditation
