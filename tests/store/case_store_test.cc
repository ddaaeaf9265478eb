// case_store.h and framework_store.h, on both engines.
#include "services/accreditation/store/case_store.h"

#include <google/protobuf/util/message_differencer.h>

#include "services/accreditation/store/framework_store.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using accreditation::CaseFilter;
using accreditation::FrameworkVersion;
using accreditation::InsertCase;
using accreditation::ListCases;
using accreditation::LoadCase;
using accreditation::LoadCaseRevision;
using accreditation::LoadFramework;
using accreditation::SaveCase;
using accreditation::v1::Case;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Without what the store adds.
Case Content(Case record) {
  record.clear_name();
  record.clear_etag();
  record.clear_create_time();
  record.clear_update_time();
  return record;
}

bool Same(const Case& a, const Case& b) {
  return google::protobuf::util::MessageDifferencer::Equals(Content(a), Content(b));
}

Case Sample(const std::string& id) {
  Case record;
  record.set_id(id);
  record.mutable_title()->set_kk("Құжат");
  record.set_agency("iaar");
  record.set_framework("frameworks/f/versions/1");
  record.set_institution("institutions/ektu");
  record.set_state(accreditation::v1::CASE_STATE_DRAFTING);
  auto& cluster = *record.add_clusters();
  cluster.set_id("1");
  cluster.add_programmes()->set_programme("programmes/" + id + "-p");
  record.mutable_visit()->set_from("2023-04-25");
  for (int i = 0; i < 3; ++i) {
    auto& evaluation = *record.add_evaluations();
    evaluation.set_criterion(absl::StrCat("1.", i));
    evaluation.set_mark("satisfactory");
    evaluation.set_rationale(kOddTexts[static_cast<size_t>(i) + 2]);
  }
  auto& member = *record.add_commission();
  member.set_id("chair");
  member.set_token("tokens/" + id);
  return record;
}

class CaseStoreTest : public ServiceStoreTest {
 protected:
  CaseStoreTest() : ServiceStoreTest(accreditation::SchemaMigrations()) {}

  FrameworkVersion AddFramework(const std::string& id, const std::string& source) {
    return Ok(InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<FrameworkVersion> {
      FrameworkVersion version{.source = source, .created = At(3), .created_by = "x"};
      version.framework.set_id(id);
      version.framework.set_digest("digest of " + source);
      version.framework.add_standards()->set_code("1");
      RETURN_IF_ERROR(AddFrameworkVersion(tx, version));
      return version;
    }));
  }
  absl::StatusOr<Case> Insert(Case record, int64_t at = 10) {
    return InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<Case> {
      Case inserted = record;
      RETURN_IF_ERROR(InsertCase(tx, inserted, {"tester", At(at), "import"}));
      return inserted;
    });
  }
  // Loads, changes and saves; gives what was saved.
  template <typename Change>
  Case Save(const std::string& id, Change change, int64_t at = 20) {
    return Ok(InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<Case> {
      ASSIGN_OR_RETURN(const Case before, LoadCase(tx, id));
      Case after = before;
      change(after);
      RETURN_IF_ERROR(SaveCase(tx, before, after, {"tester", At(at), "change"}));
      return after;
    }));
  }
  absl::StatusOr<Case> Load(const std::string& id) {
    return InRead(db(), [&](sql::Tx& tx) { return LoadCase(tx, id); });
  }
  absl::StatusOr<Case> LoadRevision(const std::string& id, int revision) {
    return InRead(db(), [&](sql::Tx& tx) { return LoadCaseRevision(tx, id, revision); });
  }
  std::vector<std::string> List(const CaseFilter& filter, const std::string& after = "",
                                int limit = 100) {
    std::vector<std::string> ids;
    for (const Case& record :
         Ok(InRead(db(), [&](sql::Tx& tx) { return ListCases(tx, filter, after, limit); }))) {
      ids.push_back(record.id());
    }
    return ids;
  }
  int64_t CountParts(const std::string& id) {
    return Ok(InRead(db(), [&](sql::Tx& tx) -> absl::StatusOr<int64_t> {
      int64_t count = 0;
      RETURN_IF_ERROR(tx.QueryOne("SELECT COUNT(*) FROM case_part WHERE case_id = ?1", {sql::V(id)},
                                  [&](const sql::Row& row) { count = row.Int(0); })
                          .status());
      return count;
    }));
  }
};
TEST_ON_BOTH_ENGINES(CaseStoreTest);

TEST_P(CaseStoreTest, ACaseComesBackWhole) {
  AddFramework("f", "a");
  const Case inserted = Ok(Insert(Sample("a")));
  EXPECT_EQ(inserted.name(), "cases/a");
  EXPECT_EQ(inserted.etag(), "1");
  const Case loaded = Ok(Load("a"));
  EXPECT_TRUE(Same(loaded, Sample("a"))) << loaded.ShortDebugString();
  EXPECT_EQ(loaded.etag(), "1");
  EXPECT_EQ(loaded.create_time().nanos(), 10000);
  EXPECT_FAILS(Load("b").status(), kNotFound, kNotFound);
  EXPECT_FAILS(Insert(Sample("a")).status(), kAlreadyExists, kAlreadyExists);
}

TEST_P(CaseStoreTest, AChangeWritesOnlyWhatChangedAndKeepsWhatWas) {
  AddFramework("f", "a");
  Ok(Insert(Sample("a")));
  const int64_t parts = CountParts("a");
  const Case saved = Save("a", [](Case& record) {
    record.mutable_evaluations(1)->set_mark("strong");
    record.mutable_evaluations(1)->set_rationale("seen");
  });
  EXPECT_EQ(saved.etag(), "2");
  EXPECT_EQ(CountParts("a"), parts + 1);
  EXPECT_TRUE(Same(Ok(Load("a")), saved));
  EXPECT_TRUE(Same(Ok(LoadRevision("a", 1)), Sample("a")));
  EXPECT_TRUE(Same(Ok(LoadRevision("a", 2)), saved));
  EXPECT_FAILS(LoadRevision("a", 3).status(), kNotFound, kNotFound);
}

TEST_P(CaseStoreTest, WhatIsTakenAwayAndComesAgainHasItsHistory) {
  AddFramework("f", "a");
  Ok(Insert(Sample("a")));
  Save("a", [](Case& record) { record.clear_visit(); });
  EXPECT_FALSE(Ok(Load("a")).has_visit());
  Save("a", [](Case& record) { record.mutable_visit()->set_from("2024-01-01"); });
  EXPECT_EQ(Ok(Load("a")).visit().from(), "2024-01-01");
  EXPECT_EQ(Ok(LoadRevision("a", 1)).visit().from(), "2023-04-25");
  EXPECT_FALSE(Ok(LoadRevision("a", 2)).has_visit());
}

TEST_P(CaseStoreTest, WhereNothingChangesNothingIsWritten) {
  AddFramework("f", "a");
  Ok(Insert(Sample("a")));
  EXPECT_EQ(Save("a", [](Case&) {}).etag(), "1");
  EXPECT_FAILS(LoadRevision("a", 2).status(), kNotFound, kNotFound);
}

TEST_P(CaseStoreTest, ItemsKeepTheirOrderWhenOneIsPutInFront) {
  AddFramework("f", "a");
  Ok(Insert(Sample("a")));
  const Case saved = Save("a", [](Case& record) {
    Case reordered = record;
    reordered.clear_evaluations();
    reordered.add_evaluations()->set_criterion("0.0");
    for (const auto& one : record.evaluations()) *reordered.add_evaluations() = one;
    record = reordered;
  });
  EXPECT_TRUE(Same(Ok(Load("a")), saved));
}

TEST_P(CaseStoreTest, ListsFilterAndPage) {
  AddFramework("f", "a");
  for (const char* id : {"b", "a", "c"}) Ok(Insert(Sample(id)));
  Save("c", [](Case& record) {
    record.set_state(accreditation::v1::CASE_STATE_CLOSED);
    record.set_institution("institutions/other");
    record.mutable_commission(0)->set_token("tokens/a");
  });
  EXPECT_THAT(List({}), ElementsAre("a", "b", "c"));
  EXPECT_THAT(List({}, "a", 1), ElementsAre("b"));
  EXPECT_THAT(List({.institution = "ektu"}), ElementsAre("a", "b"));
  EXPECT_THAT(List({.programme = "programmes/b-p"}), ElementsAre("b"));
  EXPECT_THAT(List({.member_token = "tokens/a"}), ElementsAre("a", "c"));
  EXPECT_THAT(List({.member_token = "tokens/c"}), IsEmpty());
  EXPECT_THAT(List({.state = accreditation::v1::CASE_STATE_CLOSED}), ElementsAre("c"));
}

TEST_P(CaseStoreTest, ConcurrentChangesOfOneCaseAllStand) {
  AddFramework("f", "a");
  Ok(Insert(Sample("a")));
  constexpr int kEach = 5;
  InParallel(2, [&](int writer) {
    for (int n = 0; n < kEach; ++n) {
      Save("a", [&](Case& record) {
        record.add_findings()->set_id(absl::StrCat("f-", writer, "-", n));
      });
    }
  });
  EXPECT_EQ(Ok(Load("a")).findings_size(), 2 * kEach);
  EXPECT_EQ(Ok(Load("a")).etag(), absl::StrCat(1 + 2 * kEach));
}

TEST_P(CaseStoreTest, TheSameFrameworkFileIsOneVersion) {
  EXPECT_EQ(AddFramework("f", "a").version, 1);
  EXPECT_EQ(AddFramework("f", "b").version, 2);
  const FrameworkVersion again = AddFramework("f", "a");
  EXPECT_EQ(again.version, 1);
  EXPECT_EQ(again.framework.name(), "frameworks/f/versions/1");
  EXPECT_EQ(AddFramework("g", "a").version, 1);
  const auto newest = Ok(InRead(db(), [&](sql::Tx& tx) { return LoadFramework(tx, "f", 0); }));
  EXPECT_EQ(newest.version, 2);
  EXPECT_EQ(newest.source, "b");
  EXPECT_EQ(newest.framework.standards_size(), 1);
  const auto page =
      Ok(InRead(db(), [&](sql::Tx& tx) { return accreditation::ListFrameworks(tx, "f", 1, 10); }));
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].version, 2);
  EXPECT_EQ(page[0].framework.standards_size(), 0);
  EXPECT_EQ(page[1].framework.id(), "g");
}

}  // namespace
}  // namespace tarazy::testing
