// Files of evidence over a real database: stored once, given to who uploaded them, never changed
// unnoticed.
#include "services/rankings/app/evidence.h"

#include <atomic>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "tests/store/service_store_test.h"

namespace tarazy::testing {
namespace {

using rankings::CheckEvidence;
using rankings::Evidence;
using rankings::EvidenceBytesOf;
using rankings::EvidenceUpload;
using rankings::LoadEvidence;
using rankings::ReadEvidence;
using rankings::SpooledFile;
using rankings::StoreEvidence;
using ::testing::SizeIs;

constexpr char kAgency[] = "";
constexpr int64_t kNoQuota = int64_t{1} << 40;

std::string DigestOf(const std::string& bytes) { return Hex(Sha256Of(bytes)); }
std::string NameOf(const std::string& bytes) { return "evidence/" + DigestOf(bytes); }

// Bytes of all values, and no two pieces alike.
std::string Pattern(size_t size) {
  std::string bytes(size, '\0');
  uint32_t state = 1;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

class EvidenceTest : public RankingsTest {
 protected:
  absl::StatusOr<Evidence> Upload(const std::string& bytes, const std::string& institution,
                                  const std::string& file_name = "a.pdf", int64_t quota = kNoQuota,
                                  absl::Time now = At(5)) {
    SpooledFile file;
    EXPECT_TRUE(file.Append(bytes).ok());
    return StoreEvidence(db(), Soon(), file,
                         {.sha256 = DigestOf(bytes),
                          .file_name = file_name,
                          .institution = institution,
                          .uploaded_by = absl::StrCat("uploader of ", institution),
                          .now = now,
                          .max_institution_bytes = quota});
  }
  absl::StatusOr<Evidence> Load(const std::string& bytes, const std::string& institution) {
    return InRead(db(),
                  [&](sql::Tx& tx) { return LoadEvidence(tx, DigestOf(bytes), institution); });
  }
  int64_t BytesOf(const std::string& institution) {
    return Ok(InRead(db(), [&](sql::Tx& tx) { return EvidenceBytesOf(tx, institution); }));
  }
  absl::StatusOr<std::string> Read(const Evidence& evidence) {
    std::string bytes;
    RETURN_IF_ERROR(ReadEvidence(db(), Soon(), evidence, [&](std::string piece) {
      bytes += piece;
      return absl::OkStatus();
    }));
    return bytes;
  }
  absl::Status Check(const std::vector<std::string>& names, const std::string& institution) {
    return db().Read(Soon(), [&](sql::Tx& tx) { return CheckEvidence(tx, names, institution); });
  }
  int64_t Count(absl::string_view table) {
    return ReadInt(db(), absl::StrCat("SELECT COUNT(*) FROM ", table));
  }
};
TEST_ON_BOTH_ENGINES(EvidenceTest);

TEST_P(EvidenceTest, WhatIsUploadedComesBackByteForByte) {
  constexpr size_t kPiece = SpooledFile::kPieceBytes;
  for (const size_t size :
       {size_t{1}, kPiece - 1, kPiece, kPiece + 1, 3 * kPiece, 5 * kPiece / 2}) {
    const std::string bytes = Pattern(size);
    const Evidence stored = Ok(Upload(bytes, "ektu", "Отчёт.pdf"));
    EXPECT_EQ(stored.sha256, DigestOf(bytes));
    EXPECT_EQ(stored.size, static_cast<int64_t>(size));
    EXPECT_EQ(stored.file_name, "Отчёт.pdf");
    EXPECT_EQ(stored.created, At(5));
    EXPECT_TRUE(Ok(Read(stored)) == bytes) << size;
  }
  EXPECT_LE(ReadInt(db(), "SELECT MAX(LENGTH(bytes)) FROM evidence_chunk"),
            static_cast<int64_t>(kPiece));
}

TEST_P(EvidenceTest, AnEmptyFileIsRefused) {
  EXPECT_FAILS(Upload("", "ektu").status(), kInvalidArgument, kInvalidField);
  EXPECT_EQ(Count("evidence"), 0);
}

TEST_P(EvidenceTest, ContentIsStoredOnceWhoeverBringsIt) {
  const std::string bytes = Pattern(600'000);
  Ok(Upload(bytes, "ektu", "first.pdf", kNoQuota, At(1)));
  Ok(Upload(bytes, "kaznu", "second.pdf", kNoQuota, At(2)));
  Ok(Upload(bytes, kAgency, "third.pdf", kNoQuota, At(3)));
  EXPECT_EQ(Count("evidence"), 1);
  EXPECT_EQ(Count("evidence_chunk"), 3);
  EXPECT_EQ(Count("evidence_access"), 3);
}

TEST_P(EvidenceTest, ARepeatChangesNothing) {
  Ok(Upload("proof", "ektu", "first.pdf", kNoQuota, At(1)));
  const Evidence again = Ok(Upload("proof", "ektu", "second.pdf", kNoQuota, At(2)));
  EXPECT_EQ(again.file_name, "first.pdf");
  EXPECT_EQ(again.created, At(1));
  EXPECT_EQ(Count("evidence_access"), 1);
  EXPECT_EQ(Count("evidence_chunk"), 1);
}

TEST_P(EvidenceTest, AnInstitutionHasWhatItUploadedAndTheAgencyAll) {
  Ok(Upload("proof", "ektu"));
  EXPECT_EQ(Ok(Load("proof", "ektu")).sha256, DigestOf("proof"));
  EXPECT_EQ(Ok(Load("proof", kAgency)).sha256, DigestOf("proof"));
  const absl::Status others = Load("proof", "kaznu").status();
  const absl::Status absent = Load("absent", "kaznu").status();
  EXPECT_FAILS(others, kNotFound, kNotFound);
  EXPECT_EQ(others.message(), "there is no file " + NameOf("proof"));
  EXPECT_EQ(absent.message(), "there is no file " + NameOf("absent"));
  EXPECT_FAILS(Load("absent", kAgency).status(), kNotFound, kNotFound);
}

TEST_P(EvidenceTest, WhatTheAgencyUploadedIsNoInstitutions) {
  Ok(Upload("memo", kAgency));
  EXPECT_FAILS(Load("memo", "ektu").status(), kNotFound, kNotFound);
}

TEST_P(EvidenceTest, NobodyLearnsThatAnotherBroughtTheFileBefore) {
  Ok(Upload("proof", "ektu", "secret name.pdf", kNoQuota, At(1)));
  const Evidence second = Ok(Upload("proof", "kaznu", "mine.pdf", kNoQuota, At(2)));
  EXPECT_EQ(second.file_name, "mine.pdf");
  EXPECT_EQ(second.created, At(2));
  EXPECT_EQ(BytesOf("kaznu"), 5);
}

TEST_P(EvidenceTest, TheAgencySeesTheFirstNameUntilItGivesOne) {
  Ok(Upload("proof", "ektu", "first.pdf", kNoQuota, At(1)));
  Ok(Upload("proof", "kaznu", "second.pdf", kNoQuota, At(2)));
  EXPECT_EQ(Ok(Load("proof", kAgency)).file_name, "first.pdf");
  Ok(Upload("proof", kAgency, "ours.pdf", kNoQuota, At(3)));
  EXPECT_EQ(Ok(Load("proof", kAgency)).file_name, "ours.pdf");
  EXPECT_EQ(Ok(Load("proof", kAgency)).created, At(1));
}

TEST_P(EvidenceTest, QuotaHoldsToTheByteAndARefusedFileLeavesNothing) {
  Ok(Upload("12345", "ektu", "a", 10));
  EXPECT_FAILS(Upload("678901", "ektu", "b", 10).status(), kResourceExhausted, kResourceExhausted);
  EXPECT_EQ(Count("evidence"), 1);
  EXPECT_EQ(Count("evidence_chunk"), 1);
  EXPECT_EQ(Count("evidence_access"), 1);
  Ok(Upload("67890", "ektu", "c", 10));
  EXPECT_EQ(BytesOf("ektu"), 10);
  EXPECT_FAILS(Upload("x", "ektu", "d", 10).status(), kResourceExhausted, kResourceExhausted);
}

TEST_P(EvidenceTest, AFullQuotaTakesWhatIsThereAndLimitsNobodyElse) {
  Ok(Upload("12345", "ektu", "a", 5));
  Ok(Upload("12345", "ektu", "a", 5));
  Ok(Upload("67890", "kaznu", "a", 5));
  Ok(Upload("more than five bytes", kAgency, "a", 5));
  // A file that another has brought counts like any other.
  EXPECT_FAILS(Upload("67890", "ektu", "b", 5).status(), kResourceExhausted, kResourceExhausted);
  EXPECT_FAILS(Load("67890", "ektu").status(), kNotFound, kNotFound);
}

TEST_P(EvidenceTest, ParallelUploadsOfOneFileAllSucceedAndStoreItOnce) {
  const std::string bytes = Pattern(1'000'000);
  InParallel(6, [&](int i) {
    EXPECT_EQ(Ok(Upload(bytes, i % 2 == 0 ? "ektu" : "kaznu")).sha256, DigestOf(bytes));
  });
  EXPECT_EQ(Count("evidence"), 1);
  EXPECT_EQ(Count("evidence_access"), 2);
  EXPECT_TRUE(Ok(Read(Ok(Load(bytes, kAgency)))) == bytes);
}

TEST_P(EvidenceTest, ParallelUploadsDoNotPassTheQuotaTogether) {
  std::atomic<int> stored = 0;
  InParallel(6, [&](int i) {
    const absl::Status status = Upload(absl::StrCat("file", i), "ektu", "a", 12).status();
    if (status.ok()) {
      ++stored;
    } else {
      EXPECT_FAILS(status, kResourceExhausted, kResourceExhausted);
    }
  });
  EXPECT_EQ(stored, 2);
  EXPECT_EQ(BytesOf("ektu"), 10);
}

TEST_P(EvidenceTest, ChangedBytesAreNoticedBeforeTheLastPiece) {
  const std::string bytes = Pattern(2 * SpooledFile::kPieceBytes + 100);
  const Evidence stored = Ok(Upload(bytes, "ektu"));
  struct Damage {
    const char* sql;
    int pieces;  // that are given before it is noticed
  };
  // One on top of the other.
  for (const Damage& damage :
       {Damage{"UPDATE evidence_chunk SET bytes = (SELECT c.bytes FROM evidence_chunk c WHERE "
               "c.ordinal = 0) WHERE ordinal = 1",
               2},
        Damage{"DELETE FROM evidence_chunk WHERE ordinal = 2", 2},
        Damage{"UPDATE evidence SET size_bytes = 262144", 0},
        Damage{"DELETE FROM evidence_chunk WHERE ordinal = 0", 0}}) {
    ASSERT_OK(Exec(db(), damage.sql));
    int pieces = 0;
    const absl::Status status =
        ReadEvidence(db(), Soon(), Ok(Load(bytes, "ektu")), [&](std::string) {
          ++pieces;
          return absl::OkStatus();
        });
    EXPECT_FAILS(status, kDataLoss, kEvidenceMismatch) << damage.sql;
    EXPECT_EQ(pieces, damage.pieces) << damage.sql;
  }
}

TEST_P(EvidenceTest, ASizeThatWasRaisedIsNoticed) {
  Ok(Upload("proof", "ektu"));
  ASSERT_OK(Exec(db(), "UPDATE evidence SET size_bytes = 6"));
  EXPECT_FAILS(Read(Ok(Load("proof", "ektu"))).status(), kDataLoss, kEvidenceMismatch);
}

TEST_P(EvidenceTest, NoTransactionIsOpenWhileAPieceIsTaken) {
  // More readers inside each other than there are connections: one that kept its own would leave
  // none for the innermost.
  constexpr int kReaders = 20;
  const Evidence stored = Ok(Upload("proof", "ektu"));
  int readers = 0;
  const std::function<absl::Status()> read = [&] {
    return ReadEvidence(db(), Soon(), stored, [&](std::string) {
      return ++readers == kReaders ? absl::OkStatus() : read();
    });
  };
  ASSERT_OK(read());
  EXPECT_EQ(readers, kReaders);
}

TEST_P(EvidenceTest, WhoTakesThePiecesMayStop) {
  const Evidence stored = Ok(Upload(Pattern(600'000), "ektu"));
  int pieces = 0;
  EXPECT_EQ(ReadEvidence(db(), Soon(), stored,
                         [&](std::string) {
                           ++pieces;
                           return absl::CancelledError("enough");
                         }),
            absl::CancelledError("enough"));
  EXPECT_EQ(pieces, 1);
}

TEST_P(EvidenceTest, NamesInTextsAreChecked) {
  Ok(Upload("mine", "ektu"));
  Ok(Upload("theirs", "kaznu"));
  EXPECT_TRUE(Check({}, "ektu").ok());
  EXPECT_TRUE(Check({"", "https://example.org/evidence/1", "page 3", NameOf("mine"), NameOf("mine"),
                     "Evidence/x"},
                    "ektu")
                  .ok());
  EXPECT_TRUE(Check({NameOf("mine"), NameOf("theirs")}, kAgency).ok());

  const absl::Status status = Check({NameOf("theirs"), NameOf("mine"), NameOf("absent"),
                                     "evidence/", NameOf("theirs"), "evidence/../etc"},
                                    "ektu");
  EXPECT_FAILS(status, kInvalidArgument, kInvalidField);
  EXPECT_EQ(status.message(),
            "there is no file " + NameOf("theirs") + " (and 3 more); upload it first");
  const auto fields = DetailOf(status).fields;
  ASSERT_THAT(fields, SizeIs(4));
  EXPECT_EQ(fields[0].field, NameOf("theirs"));
  EXPECT_EQ(fields[1].field, NameOf("absent"));
  EXPECT_EQ(fields[2].field, "evidence/");
  EXPECT_EQ(fields[3].field, "evidence/../etc");
  EXPECT_EQ(fields[0].description, fields[1].description) << "others' files show";
}

TEST_P(EvidenceTest, AFileThatIsCheckedAndStoredInOneTransactionIsThere) {
  ASSERT_OK(db().Write(Soon(), [&](sql::Tx& tx) -> absl::Status {
    const Evidence evidence{.sha256 = DigestOf("x"), .size = 1, .file_name = "x", .created = At(1)};
    RETURN_IF_ERROR(rankings::InsertEvidence(tx, evidence, "me").status());
    RETURN_IF_ERROR(rankings::GrantEvidence(tx, evidence, "ektu", "me").status());
    return CheckEvidence(tx, {NameOf("x")}, "ektu");
  }));
}

}  // namespace
}  // namespace tarazy::testing
