// Who is evaluated, by whom, and how it went.
#include <array>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/accreditation/app/print/sections.h"
#include "services/accreditation/domain/record/programmes.h"

namespace tarazy::accreditation {
namespace {

std::string PartnerInWords(const Sheet& sheet, const v1::PartnerProgramme& partner) {
  std::string words(absl::StripPrefix(partner.institution(), "institutions/"));
  if (!partner.code().empty()) absl::StrAppend(&words, ", ", partner.code());
  if (!partner.title().empty()) absl::StrAppend(&words, ", ", partner.title());
  if (partner.has_agreement()) {
    absl::StrAppend(&words, " (", partner.agreement().number(), ", ",
                    sheet.Day(partner.agreement().on()), ")");
  }
  return words;
}

void ProgrammeRow(const Sheet& sheet, const v1::ProgrammeReview& review) {
  const auto row = sheet.html.In("tr");
  sheet.html.Add("th", review.code(), {{"scope", "row"}, {"class", "code"}});
  sheet.Add("td", review.title());
  {
    const auto cell = sheet.html.In("td");
    for (const v1::PartnerProgramme& partner : review.partners()) {
      sheet.html.Add("p", PartnerInWords(sheet, partner));
    }
  }
  sheet.Number(review.contingent());
}

// Columns of the commission's table: on site, online, hybrid, not known.
constexpr std::array<v1::VisitFormat, 4> kModes = {v1::VISIT_FORMAT_ON_SITE,
                                                   v1::VISIT_FORMAT_ONLINE, v1::VISIT_FORMAT_HYBRID,
                                                   v1::VISIT_FORMAT_UNSPECIFIED};

using Counts = std::map<v1::VisitFormat, int>;

void CommissionRow(const Sheet& sheet, absl::string_view title, const Counts& counts,
                   const Counts& shown) {
  const auto row = sheet.html.In("tr");
  sheet.html.Add("th", title, {{"scope", "row"}});
  int sum = 0;
  for (const v1::VisitFormat mode : kModes) {
    const auto found = counts.find(mode);
    const int count = found == counts.end() ? 0 : found->second;
    if (shown.contains(mode)) sheet.Count(count);
    sum += count;
  }
  sheet.Count(sum);
}

}  // namespace

void PrintProgrammes(const Sheet& sheet) {
  if (ProgrammesOf(sheet.record).empty()) return;
  const auto section = sheet.html.In("section", {{"id", "programmes"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kProgrammes));
  const auto table = sheet.html.In("table");
  sheet.Head({sheet.Word(Phrase::kCode), sheet.Word(Phrase::kTitle), sheet.Word(Phrase::kPartners),
              sheet.Word(Phrase::kStudents)});
  for (const v1::Cluster& cluster : sheet.record.clusters()) {
    const auto body = sheet.html.In("tbody");
    {
      const auto row = sheet.html.In("tr", {{"class", "group"}});
      sheet.html.Add(
          "th",
          absl::StrCat(sheet.Word(Phrase::kCluster), " ", cluster.id(), " · ",
                       Words(TypeOf(sheet.record, cluster), sheet.language), " · ",
                       sheet.Word(cluster.reported() ? Phrase::kReported : Phrase::kNotReported)),
          {{"scope", "rowgroup"}, {"colspan", "4"}});
    }
    for (const v1::ProgrammeReview& review : cluster.programmes()) ProgrammeRow(sheet, review);
  }
}

void PrintCommission(const Sheet& sheet) {
  if (sheet.record.commission().empty()) return;
  std::map<v1::CommissionRole, Counts> roles;
  Counts all;
  for (const v1::Member& member : sheet.record.commission()) {
    ++roles[member.role()][member.mode()];
    ++all[member.mode()];
  }
  const auto section = sheet.html.In("section", {{"id", "commission"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kCommission));
  {
    const auto table = sheet.html.In("table", {{"class", "figures"}});
    std::vector<absl::string_view> columns = {sheet.Word(Phrase::kRole)};
    for (const v1::VisitFormat mode : kModes) {
      if (!all.contains(mode)) continue;
      const absl::string_view words = Words(mode, sheet.language);
      columns.push_back(words.empty() ? sheet.Word(Phrase::kUnknown) : words);
    }
    columns.push_back(sheet.Word(Phrase::kTotal));
    sheet.Head(columns);
    {
      const auto body = sheet.html.In("tbody");
      for (const auto& [role, counts] : roles) {
        CommissionRow(sheet, Words(role, sheet.language), counts, all);
      }
    }
    const auto foot = sheet.html.In("tfoot");
    CommissionRow(sheet, sheet.Word(Phrase::kTotal), all, all);
  }
  if (roles.contains(v1::COMMISSION_ROLE_COORDINATOR)) {
    sheet.html.Add("p", sheet.Word(Phrase::kCoordinatorNote), {{"class", "note"}});
  }
}

void PrintHistory(const Sheet& sheet) {
  if (sheet.record.history().empty()) return;
  const auto section = sheet.html.In("section", {{"id", "history"}});
  sheet.html.Add("h2", sheet.Word(Phrase::kHistory));
  const auto table = sheet.html.In("table");
  sheet.Head({sheet.Word(Phrase::kDay), sheet.Word(Phrase::kState), sheet.Word(Phrase::kNote)});
  const auto body = sheet.html.In("tbody");
  for (const v1::StateChange& change : sheet.record.history()) {
    const auto row = sheet.html.In("tr");
    sheet.html.Add("th", sheet.Day(change.on()), {{"scope", "row"}, {"class", "day"}});
    sheet.html.Add("td", Words(change.state(), sheet.language));
    sheet.html.Add("td", change.note());
  }
}

}  // namespace tarazy::accreditation
