#include "common/record/write.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>

#include "common/record/read.h"
#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::record {
namespace {

using accreditation::v1::Case;
using ::testing::HasSubstr;

// Texts that a careless writer gets wrong.
Case Awkward() {
  Case record;
  record.set_id("a");
  record.mutable_title()->set_en("\"quoted\": yes, #1 – Құжат");
  record.mutable_title()->set_ru("12");
  record.mutable_title()->set_kk("true");
  record.set_agency("null");
  record.set_framework("frameworks/f/versions/1");
  record.set_institution("institutions/ektu");
  record.set_type(accreditation::v1::PROCEDURE_TYPE_PRIMARY);
  auto& document = *record.add_documents();
  document.set_id("d");
  document.set_title("- a\\b");
  document.set_size_bytes(9007199254740993);
  document.set_is_public(true);
  auto& finding = *record.add_findings();
  finding.set_id("f");
  finding.set_kind(accreditation::v1::FINDING_KIND_REMARK);
  finding.mutable_text()->set_en("01.09.2023\n\tnext line");
  finding.add_programmes("6B04107");
  finding.add_programmes("0x10");
  finding.set_votes_for(0);
  return record;
}

TEST(Write, WhatWasWrittenReadsTheSame) {
  const Case record = Awkward();
  for (const std::string& text : {WriteYaml(record), WriteJson(record)}) {
    Case read;
    const auto faults = ReadRecord(text, {}, read);
    ASSERT_TRUE(faults.empty()) << faults[0].field << ": " << faults[0].description << "\n" << text;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(record, read)) << text;
  }
}

TEST(Write, YamlQuotesWhatAnotherReaderWouldMistake) {
  const std::string text = WriteYaml(Awkward());
  EXPECT_THAT(text, HasSubstr("ru: \"12\"\n"));
  EXPECT_THAT(text, HasSubstr("kk: \"true\"\n"));
  EXPECT_THAT(text, HasSubstr("agency: \"null\"\n"));
  EXPECT_THAT(text, HasSubstr("type: primary\n"));
  EXPECT_THAT(text, HasSubstr("framework: frameworks/f/versions/1\n"));
}

}  // namespace
}  // namespace tarazy::record
