#include "services/cli/programme_details.h"

#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "services/cli/dated_names.h"
#include "services/cli/enum_words.h"
#include "services/cli/failure.h"
#include "services/cli/records.h"
#include "services/cli/resource_name.h"

namespace tarazy::cli {
namespace {

using registry::v1::Programme;

// "2019-06-24=240".
absl::Status FillEcts(const std::vector<std::string>& versions, Programme& programme) {
  for (const std::string& text : versions) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(text, absl::MaxSplits('=', 1));
    auto& version = *programme.add_ects();
    version.set_approved_on(std::string(parts.first));
    int32_t ects = 0;
    if (!absl::SimpleAtoi(parts.second, &ects)) {
      return UsageError(absl::StrCat("--ects: \"", text, "\" is not like 2019-06-24=240"));
    }
    version.set_ects(ects);
  }
  return absl::OkStatus();
}

// "5B051100" or "5B051100=2019-01-01".
void FillOldCodes(const std::vector<std::string>& codes, Programme& programme) {
  for (const std::string& text : codes) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    auto& code = *programme.add_old_codes();
    code.set_code(parts.first);
    code.set_replaced_on(parts.second);
  }
}

absl::StatusOr<bool> FillPartners(const ListOption& partners, Programme& programme) {
  return ForEachRecord(
      "--partner", partners,
      {"institution", "name", "code", "title", "title-ru", "title-kk", "agreement", "on"},
      [&](const Fields& fields) -> absl::Status {
        auto& partner = *programme.add_partners();
        if (fields["institution"].empty() == fields["name"].empty()) {
          return UsageError("--partner: give institution=ID or name=…");
        }
        if (fields["name"].empty()) {
          partner.set_institution(FullName("institutions", fields["institution"]));
        } else {
          partner.set_external_name(fields["name"]);
        }
        partner.set_code(fields["code"]);
        partner.mutable_title()->set_en(fields["title"]);
        partner.mutable_title()->set_ru(fields["title-ru"]);
        partner.mutable_title()->set_kk(fields["title-kk"]);
        partner.set_agreement_number(fields["agreement"]);
        partner.set_agreement_on(fields["on"]);
        return absl::OkStatus();
      });
}

std::shared_ptr<const Table> EctsTable(const Programme& programme) {
  auto table = std::make_shared<Table>();
  table->columns = {{"approved_on"}, {"ects"}};
  for (const auto& version : programme.ects()) {
    table->rows.push_back({Text(version.approved_on()), int64_t{version.ects()}});
  }
  return table;
}

std::shared_ptr<const Table> PartnerTable(const Programme& programme) {
  auto table = std::make_shared<Table>();
  table->columns = {{"institution"}, {"external_name"},    {"code"},
                    {"title"},       {"agreement_number"}, {"agreement_on"}};
  for (const auto& partner : programme.partners()) {
    table->rows.push_back({Text(BareId("institutions", partner.institution())),
                           Text(partner.external_name()), Text(partner.code()),
                           Title(partner.title()), Text(partner.agreement_number()),
                           Text(partner.agreement_on())});
  }
  return table;
}

std::shared_ptr<const Table> OldCodeTable(const Programme& programme) {
  auto table = std::make_shared<Table>();
  table->columns = {{"code"}, {"replaced_on"}};
  for (const auto& old : programme.old_codes()) {
    table->rows.push_back({Text(old.code()), Text(old.replaced_on())});
  }
  return table;
}

}  // namespace

void AddProgrammeDetails(CLI::App& command, ProgrammeDetails& details) {
  command.add_option_function<std::string>(
      "--code", [&details](const std::string& text) { details.code = text; },
      "Its code, such as 6B04107; \"\" removes it");
  command.add_option("--level", details.level, "Its level; the code tells it, too")
      ->check(CLI::IsMember(EnumWords<registry::v1::ProgrammeLevel>()));
  AddList(command, "--name", details.names, kNameHelp);
  AddList(command, "--ects", details.ects,
          "Its credits by the day of approval, such as 2019-06-24=240; once for each, \"\" removes "
          "all");
  command.add_option_function<int32_t>(
      "--duration-months", [&details](int32_t months) { details.duration_months = months; },
      "How many months it takes; 0 for unknown");
  AddList(command, "--language", details.languages,
          "What it is taught in, such as kk; once for each, \"\" removes all");
  AddList(command, "--partner", details.partners,
          "With whom it is given: \"institution=ID|name=…;code=…;title=…;title-ru=…;title-kk=…;"
          "agreement=NUMBER;on=DATE\"; once for each, \"\" removes all");
  AddList(command, "--old-code", details.old_codes,
          "A code that it had, CODE or CODE=DATE of its end; once for each, \"\" removes all");
}

absl::Status FillProgrammeDetails(const ProgrammeDetails& details,
                                  registry::v1::UpdateProgrammeRequest& request) {
  Programme& programme = *request.mutable_programme();
  google::protobuf::FieldMask& mask = *request.mutable_update_mask();
  if (details.code) {
    programme.set_code(*details.code);
    mask.add_paths("code");
  }
  if (!details.level.empty()) {
    programme.set_level(EnumValue<registry::v1::ProgrammeLevel>(details.level));
    mask.add_paths("level");
  }
  ASSIGN_OR_RETURN(const bool names, FillNames(details.names, *programme.mutable_names()));
  if (names) mask.add_paths("names");
  if (details.ects) {
    RETURN_IF_ERROR(FillEcts(*details.ects, programme));
    mask.add_paths("ects");
  }
  if (details.duration_months) {
    programme.set_duration_months(*details.duration_months);
    mask.add_paths("duration_months");
  }
  if (details.languages) {
    programme.mutable_languages()->Assign(details.languages->begin(), details.languages->end());
    mask.add_paths("languages");
  }
  ASSIGN_OR_RETURN(const bool partners, FillPartners(details.partners, programme));
  if (partners) mask.add_paths("partners");
  if (details.old_codes) {
    FillOldCodes(*details.old_codes, programme);
    mask.add_paths("old_codes");
  }
  return absl::OkStatus();
}

std::vector<Column> ProgrammeDetailColumns() {
  return {{.name = "duration_months", .detail = true},
          {.name = "languages", .detail = true},
          {.name = "ects", .detail = true},
          {.name = "names", .detail = true},
          {.name = "partners", .detail = true},
          {.name = "old_codes", .detail = true}};
}

std::vector<Value> ProgrammeDetailValues(const Programme& programme) {
  const Value months = programme.duration_months() == 0
                           ? Value(std::monostate())
                           : Value(int64_t{programme.duration_months()});
  return {months,
          std::vector<std::string>(programme.languages().begin(), programme.languages().end()),
          EctsTable(programme),
          NameTable(programme.names()),
          PartnerTable(programme),
          OldCodeTable(programme)};
}

}  // namespace tarazy::cli
