#include "services/rankings/domain/evidence_name.h"

#include <gtest/gtest.h>

#include "common/base/error.h"

namespace tarazy::rankings {
namespace {

const std::string kDigest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

TEST(EvidenceNameTest, NameAndDigestAreTwoFormsOfOne) {
  EXPECT_EQ(EvidenceName(kDigest), "evidence/" + kDigest);
  EXPECT_EQ(EvidenceDigest("evidence/" + kDigest), kDigest);
}

TEST(EvidenceNameTest, WhatIsNoNameHasNoDigest) {
  std::string upper = kDigest;
  upper[1] = 'F';
  for (const std::string& text :
       {std::string(), std::string("evidence/"), kDigest, "evidence/" + kDigest + "0",
        "evidence/" + kDigest.substr(1), "evidence/" + upper, "evidence/g" + kDigest.substr(1),
        "Evidence/" + kDigest, " evidence/" + kDigest, "evidence//" + kDigest.substr(1)}) {
    EXPECT_EQ(EvidenceDigest(text), "") << text;
  }
}

TEST(EvidenceNameTest, OrdinaryFileNamesAreTaken) {
  for (const std::string& name :
       {std::string("report.pdf"), std::string("Отчёт 2026 (қосымша).docx"), std::string("🎓"),
        std::string("..."), std::string(".profile"), std::string("a b"), std::string(200, 'x')}) {
    EXPECT_TRUE(CheckFileName("f", name).ok()) << name;
  }
}

TEST(EvidenceNameTest, FileNamesThatCouldMisleadAreRefused) {
  for (const std::string& name :
       {std::string(), std::string("."), std::string(".."), std::string("/etc/passwd"),
        std::string("../a"), std::string("a/b"), std::string("C:\\fakepath\\a"),
        std::string("a\nb"), std::string("a\0b", 3), std::string("\x7f"), std::string("\xff"),
        std::string("a\u0085b"), std::string("a\u009bb"), std::string("ann\u202efdp.exe"),
        std::string("a\u2066b"), std::string("a\u2028b"), std::string(" a"), std::string("a "),
        std::string(201, 'x')}) {
    const absl::Status status = CheckFileName("header.file_name", name);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
    const ErrorDetail detail = DetailOf(status);
    ASSERT_EQ(detail.fields.size(), 1u) << name;
    EXPECT_EQ(detail.fields[0].field, "header.file_name");
  }
}

}  // namespace
}  // namespace tarazy::rankings
