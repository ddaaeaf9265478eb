// What a case file may not be: refused whole, with every reason at once, on both engines.
#include "services/accreditation/app/import_case.h"

#include "absl/strings/str_replace.h"
#include "services/accreditation/app/change_case.h"
#include "services/accreditation/app/store_framework.h"
#include "services/accreditation/domain/record/marks.h"
#include "tests/store/service_store_test.h"
#include "tests/store/small_case.h"

namespace tarazy::testing {
namespace {

using accreditation::ImportCase;
using accreditation::LoadCase;
using accreditation::ReadCase;
using accreditation::RegisteredUnits;
using accreditation::StoreFramework;
using accreditation::UnitsOf;
using accreditation::Viewer;
using accreditation::v1::Case;
using ::testing::HasSubstr;

const Viewer kStaff{.person = "methodologist tokens/m", .token = "tokens/m", .staff = true};

RegisteredUnits Registry() {
  return {{"institutions/steppe", {.institution = "steppe"}},
          {"programmes/steppe-6b06101", {.institution = "steppe", .code = "6B06101"}},
          {"programmes/steppe-7m06101", {.institution = "steppe", .code = "7M06101"}}};
}

class ImportCaseTest : public ServiceStoreTest {
 protected:
  ImportCaseTest() : ServiceStoreTest(accreditation::SchemaMigrations()) {
    Ok(InWrite(db(),
               [&](sql::Tx& tx) { return StoreFramework(tx, kSmallFramework, kStaff, At(1)); }));
  }
  absl::StatusOr<Case> Import(const std::string& file, const std::string& etag = "",
                              const RegisteredUnits& units = Registry()) {
    return InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<Case> {
      ASSIGN_OR_RETURN(Case record, ReadCase(file));
      return ImportCase(tx, std::move(record), etag, units, kStaff, At(2));
    });
  }
  absl::StatusOr<Case> Load(const std::string& id) {
    return InRead(db(), [&](sql::Tx& tx) { return LoadCase(tx, id); });
  }
  // Imports the small case with one thing in it replaced; gives all faults, and nothing is stored.
  std::string Faults(absl::string_view from, absl::string_view to) {
    const std::string file = absl::StrReplaceAll(kSmallCase, {{from, to}});
    EXPECT_NE(file, kSmallCase) << "nothing replaced: " << from;
    const absl::StatusOr<Case> refused = Import(file);
    EXPECT_FALSE(refused.ok()) << to;
    EXPECT_FAILS(Load("steppe-2024").status(), kNotFound, kNotFound);
    std::string all;
    for (const FieldViolation& fault : DetailOf(refused.status()).fields) {
      absl::StrAppend(&all, fault.field, ": ", fault.description, "\n");
    }
    return all.empty() ? std::string(refused.status().message()) : all;
  }
};
TEST_ON_BOTH_ENGINES(ImportCaseTest);

TEST_P(ImportCaseTest, ASoundCaseComesInWhole) {
  const Case record = Ok(Import(kSmallCase));
  EXPECT_EQ(record.etag(), "1");
  const Case loaded = Ok(Load("steppe-2024"));
  EXPECT_EQ(loaded.evaluations_size(), 4);
  EXPECT_EQ(loaded.state(), accreditation::v1::CASE_STATE_DRAFTING);
  EXPECT_FAILS(Import(kSmallCase).status(), kAlreadyExists, kAlreadyExists);
  EXPECT_FAILS(Import(kSmallCase, "7").status(), kAborted, kStaleEtag);
  EXPECT_EQ(Ok(Import(absl::StrReplaceAll(kSmallCase, {{"every year", "yearly"}}), "1")).etag(),
            "2");
}

TEST_P(ImportCaseTest, EveryFaultHasItsPath) {
  struct Row {
    const char* from;
    const char* to;
    const char* fault;
  };
  for (const Row& row : std::vector<Row>{
           {"mark: strong", "mark: excellent", "evaluations[1].mark: "},
           {"criterion: \"1.2\"", "criterion: \"1.9\"", "evaluations[1].criterion: "},
           {"{criterion: \"1.2\", mark", "{criterion: \"1.1\", mark", "evaluations[1]: line "},
           {"programme: 6B06101, mark", "programme: 6B99999, mark", "evaluations[3].programme: "},
           {"type: programme\n", "type: programmatic\n", "type: line "},
           {"fixed: \"2024-12-31\"", "fixed: \"31.12.2024\"", "findings[1].deadline.fixed: line "},
           {"fixed: \"2024-12-31\"", "fixed: \"2024-11-31\"", "findings[1].deadline.fixed: line "},
           {"fixed: \"2024-12-31\"", "fixed: \"2024-03-31\"", "findings[1].deadline.fixed: "},
           {"fixed: \"2024-12-31\"", "on_event: graduation", "findings[1].deadline.on_event: "},
           {"code: 7M06101,", "code: 6M06101,", "clusters[0].programmes[1].code: "},
           {"code: 7M06101,", "code: 6B06101,", "clusters[0].programmes[1]: line "},
           {"programmes: [6B06101], text", "programmes: [8D06101], text",
            "findings[1].programmes[0]: "},
           {"member: student,", "member: nobody,", "interests[2].member: "},
           {"on: \"2024-04-17\", begin: \"10:00\", end: \"11:00\"",
            "on: \"2024-04-19\", begin: \"10:00\", end: \"11:00\"", "visit.sessions[1].on: "},
           {"begin: \"10:00\", end: \"11:00\"", "begin: \"11:00\", end: \"10:00\"",
            "visit.sessions[1].end: "},
           {"document: self-assessment-1,", "document: lost,", "self_assessments[0].document: "},
           {"sha256: 9f86", "sha256: 9F86", "documents[0].sha256: line "},
           {"years: 5, unanimous", "years: 4, unanimous", "proposals[0].years: "},
           {"framework: frameworks/small/versions/1", "framework: frameworks/none/versions/1",
            "framework"},
           {"state: visited, on: \"2024-04-18\"", "state: visited, on: \"2024-04-02\"", "history["},
           {"institution: institutions/steppe", "institution: institutions/lost",
            "institution: institutions/lost is not registered"},
       }) {
    EXPECT_THAT(Faults(row.from, row.to), HasSubstr(row.fault)) << row.from << " -> " << row.to;
  }
}

TEST_P(ImportCaseTest, AllFaultsAreNamedAtOnce) {
  std::string file =
      absl::StrReplaceAll(kSmallCase, {{"mark: strong", "mark: excellent"},
                                       {"member: student,", "member: nobody,"},
                                       {"years: 5, unanimous", "years: 4, unanimous"}});
  const absl::Status status = Import(file).status();
  EXPECT_FAILS(status, kInvalidArgument, kCaseInvalid);
  std::string fields;
  for (const FieldViolation& fault : DetailOf(status).fields) {
    absl::StrAppend(&fields, fault.field, " ");
  }
  EXPECT_THAT(fields, HasSubstr("evaluations[1].mark"));
  EXPECT_THAT(fields, HasSubstr("interests[2].member"));
  EXPECT_THAT(fields, HasSubstr("proposals[0].years"));
}

TEST_P(ImportCaseTest, HalfACaseIsRefused) {
  const std::string file = kSmallCase;
  // Inside of something: a case that ends behind its clusters or its visit is small, but whole.
  for (const size_t cut : {file.find("programmes:"), file.find("role: chair"), file.find("begin:"),
                           file.size() / 2, file.size() - 40}) {
    const absl::StatusOr<Case> refused = Import(file.substr(0, cut));
    EXPECT_FALSE(refused.ok()) << file.substr(0, cut);
    EXPECT_FAILS(Load("steppe-2024").status(), kNotFound, kNotFound);
  }
}

TEST_P(ImportCaseTest, TheRegistryIsHeldAgainstIt) {
  RegisteredUnits units = Registry();
  units["programmes/steppe-6b06101"].code = "6B06102";
  units["programmes/steppe-7m06101"].institution = "other";
  const absl::Status status = Import(kSmallCase, "", units).status();
  EXPECT_FAILS(status, kInvalidArgument, kCaseInvalid);
  ASSERT_EQ(DetailOf(status).fields.size(), 2u);
  EXPECT_EQ(DetailOf(status).fields[0].field, "clusters[0].programmes[0].code");
  EXPECT_EQ(DetailOf(status).fields[0].description, "6B06101 here, 6B06102 in the registry");
  EXPECT_EQ(DetailOf(status).fields[1].field, "clusters[0].programmes[1].programme");
  EXPECT_EQ(UnitsOf(Ok(ReadCase(kSmallCase))),
            (std::vector<std::string>{"institutions/steppe", "programmes/steppe-6b06101",
                                      "programmes/steppe-7m06101"}));
}

}  // namespace
}  // namespace tarazy::testing
