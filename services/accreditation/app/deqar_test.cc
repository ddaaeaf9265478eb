#include "services/accreditation/app/deqar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace tarazy::accreditation {
namespace {

using ::testing::IsEmpty;

DeqarReport Programme() {
  DeqarReport report;
  report.decision.set_name("decisions/2023-17-6b04107");
  report.decision.set_kind(v1::DECISION_KIND_GRANT);
  report.decision.set_scope(v1::PROCEDURE_TYPE_PROGRAMME);
  report.decision.set_decided_on("2023-05-26");
  report.decision.set_years(5);
  report.agency = {
      .id = "IAAR",
      .registered = {.from = absl::CivilDay(2017, 6, 20)},
      .activities = {
          {.type = DeqarActivityType::kProgramme, .local_identifier = "programme"},
          {.type = DeqarActivityType::kJointProgramme, .id = "508"},
          {.type = DeqarActivityType::kInstitutional, .local_identifier = "institutional"}}};
  report.institutions = {{.name = "institutions/ektu", .bin = "990340004432"}};
  report.programmes = {
      {.code = "6B04107", .title = {.en = "Accounting", .kk = "Есеп"}, .ects = 240}};
  report.files = {
      {.url = "https://iaar.example/r.pdf", .display_name = "Report", .languages = {"eng", "ru"}}};
  report.links = {"https://iaar.example/2023-17"};
  return report;
}

// The fields that DEQAR would reject.
std::vector<std::string> Fields(const DeqarReport& report) {
  std::vector<std::string> fields;
  const DeqarSubmission submission = ToDeqar(report);
  for (const FieldViolation& problem : submission.problems) fields.push_back(problem.field);
  EXPECT_EQ(submission.json.empty(), !fields.empty());
  return fields;
}
std::vector<std::string> FieldsWhen(const std::function<void(DeqarReport&)>& change) {
  DeqarReport report = Programme();
  change(report);
  return Fields(report);
}

TEST(DeqarTest, WritesAProgrammesAccreditation) {
  const DeqarSubmission submission = ToDeqar(Programme());
  EXPECT_THAT(submission.problems, IsEmpty());
  EXPECT_THAT(submission.flags, IsEmpty());
  EXPECT_EQ(submission.json,
            "{\"activities\":[{\"local_identifier\":\"programme\"}],\"agency\":\"IAAR\","
            "\"date_format\":\"%Y-%m-%d\",\"decision\":\"positive\","
            "\"institutions\":[{\"identifier\":\"990340004432\",\"resource\":\"KZ-BIN\"}],"
            "\"local_identifier\":\"2023-17-6b04107\","
            "\"programmes\":[{\"alternative_names\":[{\"name_alternative\":\"Есеп\"}],"
            "\"degree_outcome\":\"full degree\","
            "\"identifiers\":[{\"identifier\":\"6B04107\"}],"
            "\"name_primary\":\"Accounting\",\"nqf_level\":\"level 6\","
            "\"qf_ehea_level\":\"first cycle\",\"workload_ects\":240}],"
            "\"report_files\":[{\"display_name\":\"Report\","
            "\"original_location\":\"https://iaar.example/r.pdf\","
            "\"report_language\":[\"eng\",\"ru\"]}],"
            "\"report_links\":[{\"link\":\"https://iaar.example/2023-17\"}],"
            "\"status\":\"voluntary\",\"valid_from\":\"2023-05-26\",\"valid_to\":\"2028-05-25\"}");
}

TEST(DeqarTest, WritesAJointProgrammeWithAllItsInstitutions) {
  DeqarReport report = Programme();
  report.decision.set_kind(v1::DECISION_KIND_GRANT_CONDITIONALLY);
  report.agency.obligatory = true;
  report.institutions.push_back({.name = "institutions/iitu", .deqar_id = "DEQARINST4821"});
  report.institutions.push_back({.name = "institutions/abroad", .eter_id = "DE0140"});
  report.programmes[0].code = "7M04107";
  const std::string json = ToDeqar(report).json;
  EXPECT_THAT(json, ::testing::HasSubstr("\"activities\":[{\"id\":\"508\"}]"));
  EXPECT_THAT(json, ::testing::HasSubstr("{\"deqar_id\":\"DEQARINST4821\"}"));
  EXPECT_THAT(json, ::testing::HasSubstr("{\"eter_id\":\"DE0140\"}"));
  EXPECT_THAT(json, ::testing::HasSubstr("\"positive with conditions or restrictions\""));
  EXPECT_THAT(json, ::testing::HasSubstr("\"part of obligatory EQA system\""));
  EXPECT_THAT(json, ::testing::HasSubstr("\"second cycle\""));
}

TEST(DeqarTest, WritesAnInstitutionsAccreditation) {
  DeqarReport report = Programme();
  report.decision.set_scope(v1::PROCEDURE_TYPE_INSTITUTIONAL);
  report.programmes.clear();
  const DeqarSubmission submission = ToDeqar(report);
  EXPECT_THAT(submission.problems, IsEmpty());
  EXPECT_EQ(submission.json.find("\"programmes\""), std::string::npos);
}

TEST(DeqarTest, ARefusalNeedsNoEnd) {
  DeqarReport report = Programme();
  report.decision.set_kind(v1::DECISION_KIND_REFUSE);
  report.decision.set_years(0);
  const DeqarSubmission submission = ToDeqar(report);
  EXPECT_THAT(submission.problems, IsEmpty());
  EXPECT_THAT(submission.json, ::testing::HasSubstr("\"decision\":\"negative\""));
  EXPECT_EQ(submission.json.find("valid_to"), std::string::npos);
}

TEST(DeqarTest, OnlyOutcomesAreSubmitted) {
  EXPECT_TRUE(IsDeqarOutcome(v1::DECISION_KIND_REFUSE));
  for (const auto kind :
       {v1::DECISION_KIND_DEFER, v1::DECISION_KIND_SUSPEND, v1::DECISION_KIND_REINSTATE,
        v1::DECISION_KIND_WITHDRAW, v1::DECISION_KIND_VOID, v1::DECISION_KIND_EXTEND}) {
    EXPECT_FALSE(IsDeqarOutcome(kind));
    EXPECT_THAT(FieldsWhen([&](DeqarReport& r) { r.decision.set_kind(kind); }),
                ::testing::Contains("decision"));
  }
}

TEST(DeqarTest, NamesWhatDeqarWouldReject) {
  struct Case {
    const char* field;
    std::function<void(DeqarReport&)> change;
  };
  const std::string long_text(256, 'x');
  const Case kCases[] = {
      {"agency", [](DeqarReport& r) { r.agency.id.clear(); }},
      {"local_identifier", [&](DeqarReport& r) { r.decision.set_name(long_text); }},
      {"valid_from",
       [](DeqarReport& r) { r.agency.registered.from = absl::CivilDay(2023, 5, 26); }},
      {"valid_from", [](DeqarReport& r) { r.agency.registered.to = absl::CivilDay(2023, 5, 25); }},
      {"valid_to", [](DeqarReport& r) { r.decision.set_valid_to("2023-05-27"); }},
      {"valid_to", [](DeqarReport& r) { r.decision.set_years(0); }},
      {"activities", [](DeqarReport& r) { r.agency.activities.clear(); }},
      {"activities",
       [](DeqarReport& r) { r.agency.activities[0].valid.to = absl::CivilDay(2023, 5, 25); }},
      {"activities",
       [](DeqarReport& r) { r.agency.activities[0].valid.from = absl::CivilDay(2023, 5, 27); }},
      {"activities",
       [](DeqarReport& r) { r.decision.set_scope(v1::PROCEDURE_TYPE_CERTIFICATION); }},
      {"programmes", [](DeqarReport& r) { r.programmes.clear(); }},
      {"programmes",
       [](DeqarReport& r) { r.decision.set_scope(v1::PROCEDURE_TYPE_INSTITUTIONAL); }},
      {"institutions", [](DeqarReport& r) { r.institutions.clear(); }},
      {"institutions", [](DeqarReport& r) { r.institutions[0].bin.clear(); }},
      {"institutions", [](DeqarReport& r) { r.institutions.push_back(r.institutions[0]); }},
      {"programmes[0].name_primary", [](DeqarReport& r) { r.programmes[0].title = {}; }},
      {"programmes[0].name_primary", [&](DeqarReport& r) { r.programmes[0].title.en = long_text; }},
      {"programmes[0].alternative_names",
       [](DeqarReport& r) { r.programmes[0].title.ru = std::string(201, 'x'); }},
      {"programmes[0].qf_ehea_level", [](DeqarReport& r) { r.programmes[0].code = "5B04107"; }},
      {"programmes[0].identifiers",
       [](DeqarReport& r) { r.programmes[0].code = "6B" + std::string(49, '1'); }},
      {"report_files", [](DeqarReport& r) { r.files[0].url = "r.pdf"; }},
      {"report_files", [](DeqarReport& r) { r.files[0].languages.clear(); }},
      {"report_files", [](DeqarReport& r) { r.files[0].languages = {"english"}; }},
      {"report_links", [](DeqarReport& r) { r.links[0] = "iaar.example"; }},
  };
  int number = 0;
  for (const Case& c : kCases) {
    EXPECT_THAT(FieldsWhen(c.change), ::testing::ElementsAre(c.field)) << "case " << number;
    ++number;
  }
}

TEST(DeqarTest, TheFirstDayOfAnEndedRegistrationCounts) {
  EXPECT_THAT(FieldsWhen([](DeqarReport& r) {
                r.agency.registered = {.from = absl::CivilDay(2023, 5, 26),
                                       .to = absl::CivilDay(2023, 5, 26)};
              }),
              IsEmpty());
}

TEST(DeqarTest, LengthsAreCountedInCharacters) {
  std::string kazakh;
  for (int i = 0; i < 200; ++i) kazakh += "ғ";
  EXPECT_THAT(FieldsWhen([&](DeqarReport& r) { r.programmes[0].title.kk = kazakh; }), IsEmpty());
}

TEST(DeqarTest, FlagsAReportWithoutAFile) {
  DeqarReport report = Programme();
  report.files.clear();
  const DeqarSubmission submission = ToDeqar(report);
  ASSERT_EQ(submission.flags.size(), 1u);
  EXPECT_EQ(submission.flags[0].field, "report_files");
  EXPECT_FALSE(submission.json.empty());
}

}  // namespace
}  // namespace tarazy::accreditation
