// Documents of cases over a real database: stored once, given to who may have them, named by those
// only who have them.
#include "services/accreditation/app/documents.h"

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "services/accreditation/app/follow_up_case.h"
#include "services/accreditation/app/import_case.h"
#include "services/accreditation/app/store_framework.h"
#include "tests/store/service_store_test.h"
#include "tests/store/small_case.h"

namespace tarazy::testing {
namespace {

using accreditation::AddStep;
using accreditation::CheckMayName;
using accreditation::FindDocument;
using accreditation::ImportCase;
using accreditation::LoadCase;
using accreditation::ReadCase;
using accreditation::ReadDocument;
using accreditation::SaveCase;
using accreditation::StoredDocument;
using accreditation::StoreDocument;
using accreditation::StoreFramework;
using accreditation::Viewer;
using accreditation::v1::Case;

const Viewer kStaff{.person = "methodologist tokens/m", .token = "tokens/m", .staff = true};
const Viewer kCouncil{.person = "council tokens/c", .token = "tokens/c", .council = true};
const Viewer kChair{
    .person = "commission tokens/chair", .token = "tokens/chair", .commission = true};
const Viewer kOtherMember{.person = "commission tokens/x", .token = "tokens/x", .commission = true};
const Viewer kSteppe{
    .person = "institution tokens/s", .token = "tokens/s", .institution = "steppe"};
const Viewer kOther{.person = "institution tokens/o", .token = "tokens/o", .institution = "other"};
const Viewer kPublic{.person = "public", .token = ""};

constexpr int64_t kNoQuota = int64_t{1} << 40;

std::string DigestOf(const std::string& bytes) { return Hex(Sha256Of(bytes)); }

class DocumentsTest : public ServiceStoreTest {
 protected:
  DocumentsTest() : ServiceStoreTest(accreditation::SchemaMigrations()) {}

  absl::Status Upload(const std::string& bytes, const Viewer& by, int64_t quota = kNoQuota) {
    blob::SpooledFile file;
    EXPECT_TRUE(file.Append(bytes).ok());
    return StoreDocument(db(), Soon(), file,
                         {.sha256 = DigestOf(bytes),
                          .title = "Есеп 2023/24",
                          .media_type = "application/pdf",
                          .now = At(5),
                          .max_holder_bytes = quota},
                         by);
  }
  absl::StatusOr<StoredDocument> Find(const std::string& bytes, const Viewer& viewer) {
    return InRead(db(), [&](sql::Tx& tx) { return FindDocument(tx, DigestOf(bytes), viewer); });
  }
  absl::StatusOr<std::string> Read(const StoredDocument& document) {
    std::string bytes;
    RETURN_IF_ERROR(ReadDocument(db(), Soon(), document, [&](std::string piece) {
      bytes += piece;
      return absl::OkStatus();
    }));
    return bytes;
  }
  bool Sees(const Viewer& viewer, const std::string& bytes) {
    const absl::Status found = Find(bytes, viewer).status();
    if (!found.ok()) {
      EXPECT_FAILS(found, kNotFound, kNotFound);
    }
    return found.ok();
  }
  int64_t Count(absl::string_view table) {
    return ReadInt(db(), absl::StrCat("SELECT COUNT(*) FROM ", table));
  }

  // The small case, of the institution "steppe", with a document of these bytes.
  void AddCase(const std::string& bytes, bool is_public) {
    Ok(InWrite(db(),
               [&](sql::Tx& tx) { return StoreFramework(tx, kSmallFramework, kStaff, At(1)); }));
    Ok(InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<Case> {
      ASSIGN_OR_RETURN(Case record, ReadCase(kSmallCase));
      auto& document = *record.add_documents();
      document.set_id("proof");
      document.set_title("Proof");
      document.set_sha256(DigestOf(bytes));
      document.set_is_public(is_public);
      return ImportCase(
          tx, std::move(record), "",
          {{"institutions/steppe", {.institution = "steppe"}},
           {"programmes/steppe-6b06101", {.institution = "steppe", .code = "6B06101"}},
           {"programmes/steppe-7m06101", {.institution = "steppe", .code = "7M06101"}}},
          kStaff, At(2));
    }));
  }
  template <typename Change>
  void ChangeCase(Change change) {
    Ok(InWrite(db(), [&](sql::Tx& tx) -> absl::StatusOr<Case> {
      ASSIGN_OR_RETURN(const Case before, LoadCase(tx, "steppe-2024"));
      Case after = before;
      change(after);
      RETURN_IF_ERROR(SaveCase(tx, before, after, {"tester", At(9), "change"}));
      return after;
    }));
  }
};
TEST_ON_BOTH_ENGINES(DocumentsTest);

TEST_P(DocumentsTest, WhatIsUploadedComesBackByteForByte) {
  std::string bytes(600'000, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7 + i / 256);
  ASSERT_TRUE(Upload(bytes, kStaff).ok());
  const StoredDocument stored = Ok(Find(bytes, kStaff));
  EXPECT_EQ(stored.size, 600'000);
  EXPECT_EQ(stored.title, "Есеп 2023/24");
  EXPECT_EQ(stored.media_type, "application/pdf");
  EXPECT_EQ(stored.created, At(5));
  EXPECT_TRUE(Ok(Read(stored)) == bytes);
  EXPECT_EQ(Count("document_chunk"), 3);
}

TEST_P(DocumentsTest, ContentIsStoredOnceWhoeverBringsIt) {
  for (const Viewer& by : {kStaff, kSteppe, kSteppe, kChair}) ASSERT_TRUE(Upload("x", by).ok());
  EXPECT_EQ(Count("document"), 1);
  EXPECT_EQ(Count("document_chunk"), 1);
  EXPECT_EQ(Count("document_access"), 3);
}

TEST_P(DocumentsTest, BytesThatWereChangedAreNotHandedOut) {
  ASSERT_TRUE(Upload("genuine", kStaff).ok());
  const absl::Status changed = db().Write(Soon(), [&](sql::Tx& tx) {
    return tx.Exec("UPDATE document_chunk SET bytes = ?1", {sql::V(sql::Blob{"altered"})}).status();
  });
  ASSERT_TRUE(changed.ok()) << changed;
  EXPECT_FAILS(Read(Ok(Find("genuine", kStaff))).status(), kDataLoss, kEvidenceMismatch);
}

TEST_P(DocumentsTest, AnEmptyFileIsRefused) {
  EXPECT_FAILS(Upload("", kStaff), kInvalidArgument, kInvalidField);
  EXPECT_EQ(Count("document"), 0);
}

TEST_P(DocumentsTest, QuotaHoldsToTheByteAndNotForTheAgency) {
  ASSERT_TRUE(Upload("12345", kSteppe, 10).ok());
  EXPECT_FAILS(Upload("678901", kSteppe, 10), kResourceExhausted, kResourceExhausted);
  EXPECT_EQ(Count("document"), 1);
  EXPECT_TRUE(Upload("67890", kSteppe, 10).ok());
  EXPECT_TRUE(Upload("12345", kSteppe, 10).ok()) << "it has that already";
  EXPECT_FAILS(Upload("12345678901", kChair, 10), kResourceExhausted, kResourceExhausted);
  EXPECT_TRUE(Upload("12345678901", kStaff, 10).ok());
}

TEST_P(DocumentsTest, WithoutACaseTheAgencyAndTheUploaderHaveIt) {
  ASSERT_TRUE(Upload("a", kSteppe).ok());
  ASSERT_TRUE(Upload("b", kChair).ok());
  ASSERT_TRUE(Upload("c", kStaff).ok());
  for (const char* bytes : {"a", "b", "c"}) EXPECT_TRUE(Sees(kStaff, bytes));
  const Viewer colleague{
      .person = "institution tokens/s2", .token = "tokens/s2", .institution = "steppe"};
  EXPECT_TRUE(Sees(kSteppe, "a") && Sees(colleague, "a") && Sees(kChair, "b"));
  for (const Viewer& viewer : {kCouncil, kOtherMember, kOther, kPublic}) {
    for (const char* bytes : {"a", "b", "c", "never uploaded"}) EXPECT_FALSE(Sees(viewer, bytes));
  }
  EXPECT_FALSE(Sees(kChair, "a") || Sees(kSteppe, "b") || Sees(kSteppe, "c"));
}

TEST_P(DocumentsTest, WhoSeesACaseHasWhatItNames) {
  ASSERT_TRUE(Upload("proof", kStaff).ok());
  AddCase("proof", /*is_public=*/false);
  for (const Viewer& viewer : {kStaff, kCouncil, kChair, kSteppe}) {
    EXPECT_TRUE(Sees(viewer, "proof")) << viewer.person;
  }
  for (const Viewer& viewer : {kOtherMember, kOther, kPublic}) {
    EXPECT_FALSE(Sees(viewer, "proof")) << viewer.person;
  }
  ChangeCase([](Case& record) { record.mutable_documents()->RemoveLast(); });
  EXPECT_FALSE(Sees(kSteppe, "proof")) << "it names it no more";
}

TEST_P(DocumentsTest, WhatAPublishedCaseMakesPublicIsForEverybody) {
  ASSERT_TRUE(Upload("proof", kStaff).ok());
  AddCase("proof", /*is_public=*/true);
  EXPECT_FALSE(Sees(kPublic, "proof")) << "not published yet";
  ChangeCase([](Case& record) { record.set_state(accreditation::v1::CASE_STATE_PUBLISHED); });
  for (const Viewer& viewer : {kPublic, kOther, kOtherMember}) {
    EXPECT_TRUE(Sees(viewer, "proof")) << viewer.person;
  }
  ChangeCase([](Case& record) { record.mutable_documents(1)->set_is_public(false); });
  EXPECT_FALSE(Sees(kPublic, "proof"));
}

TEST_P(DocumentsTest, ADigestThatOneReadSomewhereGivesNothing) {
  ASSERT_TRUE(Upload("another's secret", kOther).ok());
  AddCase("proof", /*is_public=*/false);
  ChangeCase([](Case& record) { record.set_state(accreditation::v1::CASE_STATE_MONITORED); });
  const auto name = [&](const std::string& bytes) {
    return InWrite(db(),
                   [&](sql::Tx& tx) {
                     accreditation::v1::FollowUpStep step;
                     step.set_finding("r-2.1");
                     step.set_programme("6B06101");
                     step.set_due("2024-12-31");
                     step.set_act(accreditation::v1::FOLLOW_UP_ACT_EVIDENCE);
                     step.set_text("Renewed");
                     step.add_documents(DigestOf(bytes));
                     return AddStep(tx,
                                    {.id = "steppe-2024",
                                     .by = kSteppe,
                                     .now = At(9),
                                     .today = absl::CivilDay(2024, 9, 1)},
                                    step);
                   })
        .status();
  };
  EXPECT_FAILS(name("another's secret"), kInvalidArgument, kInvalidField);
  EXPECT_FALSE(Sees(kSteppe, "another's secret"));

  // Named before it was there, and then brought by somebody whom the case does not concern.
  EXPECT_TRUE(name("comes later").ok());
  ASSERT_TRUE(Upload("comes later", kOther).ok());
  EXPECT_FALSE(Sees(kSteppe, "comes later") || Sees(kChair, "comes later"));
  ASSERT_TRUE(Upload("comes later", kSteppe).ok());
  EXPECT_TRUE(Sees(kChair, "comes later")) << "who sees the case sees what proves its follow-up";
  EXPECT_FALSE(Sees(kPublic, "comes later"));
}

TEST_P(DocumentsTest, WhatAMemberBringsToItsCaseIsForTheCase) {
  AddCase("notes", /*is_public=*/false);
  ASSERT_TRUE(Upload("notes", kOtherMember).ok());
  EXPECT_FALSE(Sees(kSteppe, "notes")) << "not of this commission";
  ASSERT_TRUE(Upload("notes", kChair).ok());
  EXPECT_TRUE(Sees(kSteppe, "notes"));
}

TEST_P(DocumentsTest, OneNamesOnesOwnAndWhatIsNotThere) {
  ASSERT_TRUE(Upload("own", kSteppe).ok());
  ASSERT_TRUE(Upload("of the agency", kStaff).ok());
  const auto check = [&](const std::string& bytes, const Viewer& viewer) {
    const std::vector<std::string> digests = {DigestOf(bytes)};
    return db().Read(Soon(), [&](sql::Tx& tx) { return CheckMayName(tx, "f", digests, viewer); });
  };
  for (const char* bytes : {"own", "of the agency", "on paper only"}) {
    EXPECT_TRUE(check(bytes, kStaff).ok()) << bytes;
  }
  EXPECT_TRUE(check("own", kSteppe).ok());
  EXPECT_TRUE(check("on paper only", kSteppe).ok());
  EXPECT_FAILS(check("of the agency", kSteppe), kInvalidArgument, kInvalidField);
  EXPECT_FAILS(check("own", kOther), kInvalidArgument, kInvalidField);
}

}  // namespace
}  // namespace tarazy::testing
