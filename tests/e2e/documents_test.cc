// Documents of cases through the real programs: who gets what, and what is refused.
#include <gmock/gmock.h>

#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "tarazy/accreditation/v1/cases_service.grpc.pb.h"
#include "tarazy/accreditation/v1/documents_service.grpc.pb.h"
#include "tarazy/accreditation/v1/frameworks_service.grpc.pb.h"
#include "tests/e2e/evidence_fixture.h"
#include "tests/store/small_case.h"

namespace tarazy::e2e {
namespace {

using accreditation::v1::DocumentHeader;
using accreditation::v1::DocumentsService;
using accreditation::v1::UploadDocumentRequest;
using ::testing::HasSubstr;

class DocumentsTest : public ::testing::Test {
 protected:
  std::string Upload(const std::string& bytes, const std::string& token = "") {
    return deployment_.Must({"document", "upload", deployment_.Write("proof.pdf", bytes)}, token)
        .at("name");
  }
  std::string Out() { return deployment_.Write("out", "") + ".downloaded"; }

  CliResult Download(const std::string& name, const std::string& out, const std::string& token) {
    return deployment_.Run({"document", "download", name, "--out", out}, token);
  }
  void ExpectHas(const std::string& bytes, const std::string& token) {
    const std::string out = Out();
    const CliResult result = Download(Hex(Sha256Of(bytes)), out, token);
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_TRUE(ReadAll(out) == bytes);
  }
  void ExpectHasNot(const std::string& bytes, const std::string& token) {
    const std::string out = Out();
    const std::string name = "documents/" + Hex(Sha256Of(bytes));
    const CliResult result = Download(name, out, token);
    EXPECT_EQ(result.exit, 1);
    EXPECT_EQ(result.err, "error: there is no document " + name + "\n  reason: NOT_FOUND\n");
    EXPECT_FALSE(std::filesystem::exists(out));
  }

  // Straight over gRPC: the refusal.
  absl::Status Send(const DocumentHeader& header, const std::string& bytes) {
    const auto stub = DocumentsService::NewStub(deployment_.accreditation());
    const auto context = ContextOf(deployment_.AdminToken());
    accreditation::v1::UploadDocumentResponse response;
    const auto writer = stub->UploadDocument(context.get(), &response);
    UploadDocumentRequest request;
    *request.mutable_header() = header;
    bool open = writer->Write(request);
    request.Clear();
    request.set_piece(bytes);
    if (open) open = writer->Write(request);
    if (open) writer->WritesDone();
    return rpc::FromGrpc(writer->Finish());
  }

  // A new token of a commission: its name and the file with its secret.
  std::pair<std::string, std::string> NewMember() {
    const auto created = deployment_.Must({"token", "create", "--role", "commission"});
    return {"tokens/" + created.at("id").get<std::string>(),
            deployment_.Write("member.token", created.at("secret"))};
  }

  // A case `id` of the institution "steppe" that rests on this document; `chair` sits in its
  // commission.
  void AddCase(const std::string& id, const std::string& sha256, const std::string& chair) {
    deployment_.Must({"institution", "put", "steppe", "--title", "Steppe"});
    for (const char* programme : {"steppe-6b06101", "steppe-7m06101"}) {
      deployment_.Must(
          {"programme", "put", programme, "--institution", "steppe", "--title", "Informatics"});
    }
    accreditation::v1::CreateFrameworkVersionRequest framework;
    framework.set_source(testing::kSmallFramework);
    framework.set_request_id("documents-framework");
    accreditation::v1::CreateFrameworkVersionResponse created;
    Expect(accreditation::v1::FrameworksService::NewStub(deployment_.accreditation())
               ->CreateFrameworkVersion(ContextOf(deployment_.AdminToken()).get(), framework,
                                        &created));
    accreditation::v1::ImportCaseRequest import;
    import.set_source(absl::StrReplaceAll(
        testing::kSmallCase, {{"steppe-2024", id},
                              {"tokens/chair", chair},
                              { "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                                sha256 }}));
    accreditation::v1::ImportCaseResponse imported;
    Expect(accreditation::v1::CasesService::NewStub(deployment_.accreditation())
               ->ImportCase(ContextOf(deployment_.AdminToken()).get(), import, &imported));
  }
  static void Expect(const grpc::Status& status) {
    EXPECT_TRUE(status.ok()) << rpc::FromGrpc(status);
  }

  Deployment& deployment_ = Deployment::Get();
};

TEST_F(DocumentsTest, AFileComesBackByteForByteUnderItsDigest) {
  const std::string bytes = Pattern(700'000, 11);
  EXPECT_EQ(Upload(bytes), "documents/" + Hex(Sha256Of(bytes)));
  EXPECT_EQ(Upload(bytes), "documents/" + Hex(Sha256Of(bytes))) << "again";
  ExpectHas(bytes, "");
}

TEST_F(DocumentsTest, WhatIsNotWhatItSaysIsRefused) {
  const std::string bytes = "what arrives";
  DocumentHeader good;
  good.set_sha256(absl::AsciiStrToUpper(Hex(Sha256Of(bytes))));
  good.set_size_bytes(static_cast<int64_t>(bytes.size()));
  good.set_title("Minutes");
  DocumentHeader other = good;
  other.set_sha256(Hex(Sha256Of("what was sent")));
  DocumentHeader longer = good;
  longer.set_size_bytes(longer.size_bytes() + 1);
  for (const DocumentHeader& header : {other, longer}) {
    const absl::Status status = Send(header, bytes);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_EQ(DetailOf(status).reason, Reason::kEvidenceMismatch) << status;
  }
  DocumentHeader no_digest = good;
  no_digest.set_sha256("abc");
  DocumentHeader nameless = good;
  nameless.clear_title();
  DocumentHeader misleading = good;
  misleading.set_title("ann\u202efdp.exe");
  for (const DocumentHeader& header : {no_digest, nameless, misleading}) {
    const absl::Status status = Send(header, bytes);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_EQ(DetailOf(status).reason, Reason::kInvalidField) << status;
  }
  DocumentHeader huge = good;
  huge.set_size_bytes(static_cast<int64_t>(kLimit) + 1);
  EXPECT_EQ(Send(huge, bytes).code(), absl::StatusCode::kResourceExhausted);
  ExpectHasNot(bytes, "");
  EXPECT_TRUE(Send(good, bytes).ok());
  ExpectHas(bytes, "");
}

TEST_F(DocumentsTest, WhoSeesTheCaseGetsWhatItNames) {
  const std::string bytes = "the self-assessment of the Steppe University";
  Upload(bytes);
  const auto [chair, chair_file] = NewMember();
  const std::string stranger = NewMember().second;
  const std::string council = deployment_.TokenFile("council");
  const std::string own = deployment_.TokenFile("institution", "steppe");
  const std::string foreign = deployment_.TokenFile("institution", "forest");
  const std::string anybody = deployment_.TokenFile("public");
  for (const std::string& token : {chair_file, stranger, council, own, foreign, anybody}) {
    ExpectHasNot(bytes, token);
  }
  AddCase("documents-1", Hex(Sha256Of(bytes)), chair);
  for (const std::string& token : {chair_file, council, own}) ExpectHas(bytes, token);
  for (const std::string& token : {stranger, foreign, anybody}) ExpectHasNot(bytes, token);
  const CliResult respondent =
      Download("documents/" + Hex(Sha256Of(bytes)), Out(), deployment_.TokenFile("respondent"));
  EXPECT_EQ(respondent.exit, 1);
  EXPECT_THAT(respondent.err, HasSubstr("PERMISSION_DENIED"));
}

TEST_F(DocumentsTest, UploadersHaveTheirOwnAndTheAgencyAll) {
  const std::string own = deployment_.TokenFile("institution", "uploader");
  const std::string member = NewMember().second;
  Upload("of the institution", own);
  Upload("of the member", member);
  ExpectHas("of the institution", own);
  ExpectHas("of the institution", deployment_.TokenFile("institution", "uploader"));
  ExpectHas("of the member", member);
  ExpectHas("of the institution", deployment_.TokenFile("verifier"));
  ExpectHasNot("of the institution", member);
  ExpectHasNot("of the member", own);
  for (const char* role : {"council", "public"}) {
    const CliResult refused = deployment_.Run({"document", "upload", deployment_.Write("x", "x")},
                                              deployment_.TokenFile(role));
    EXPECT_EQ(refused.exit, 1);
    EXPECT_THAT(refused.err, HasSubstr("PERMISSION_DENIED"));
  }
}

TEST_F(DocumentsTest, OddNamesAndFilesAreToldAtOnce) {
  for (const std::string& name : {std::string("x"), std::string("documents/../../etc/passwd"),
                                  std::string(64, 'A'), std::string(65, 'a')}) {
    const CliResult result = Download(name, Out(), "");
    EXPECT_EQ(result.exit, 1) << name;
    EXPECT_THAT(result.err, HasSubstr("INVALID_FIELD"));
  }
  EXPECT_EQ(deployment_.Run({"document", "upload", "/nonexistent"}).exit, 2);
  EXPECT_EQ(deployment_.Run({"document", "upload", deployment_.Write("empty", "")}).exit, 2);
  EXPECT_EQ(Download(std::string(64, 'a'), "/nonexistent/out", "").exit, 2);
}

}  // namespace
}  // namespace tarazy::e2e
