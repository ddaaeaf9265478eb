// Files of evidence through the real programs: who gets what, what is refused, that bytes stay.
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/error.h"
#include "tests/e2e/evidence_fixture.h"

namespace tarazy::e2e {
namespace {

using nlohmann::json;

TEST_F(EvidenceTest, AnInstitutionGetsItsOwnAndTheAgencyAll) {
  const std::string own = deployment_.TokenFile("institution", "e-own");
  const std::string colleague = deployment_.TokenFile("institution", "e-own");
  const std::string foreign = deployment_.TokenFile("institution", "e-foreign");
  const std::string bytes = "the minutes of the senate";
  const json uploaded = deployment_.Must(
      {"evidence", "upload", deployment_.Write("x", bytes), "--file-name", "Хаттама.pdf"}, own);
  EXPECT_EQ(uploaded["name"], NameOf(bytes));
  EXPECT_EQ(uploaded["size_bytes"], bytes.size());
  EXPECT_EQ(uploaded["file_name"], "Хаттама.pdf");

  std::vector<std::string> readers = {own, colleague, ""};
  for (const char* role : {"methodologist", "verifier"}) {
    readers.push_back(deployment_.TokenFile(role));
  }
  for (const std::string& reader : readers) {
    EXPECT_EQ(deployment_.Must({"evidence", "get", NameOf(bytes)}, reader), uploaded);
    EXPECT_EQ(Downloaded(NameOf(bytes), reader), bytes);
  }

  // What is others' and what is not there look the same.
  for (const std::string& name : {NameOf(bytes), NameOf("never uploaded")}) {
    const std::string out = Out();
    for (const auto& command : {std::vector<std::string>{"evidence", "get", name},
                                std::vector<std::string>{"evidence", "download", name, out}}) {
      const CliResult refused = deployment_.Run(command, foreign);
      EXPECT_EQ(refused.exit, 1);
      EXPECT_EQ(refused.err, "error: there is no file " + name + "\n  reason: NOT_FOUND\n");
    }
    EXPECT_FALSE(std::filesystem::exists(out));
  }
}

TEST_F(EvidenceTest, OtherRolesHaveNoEvidence) {
  const std::string name = Upload("for the agency");
  const std::string file = deployment_.Write("x", "bytes");
  for (const char* role : {"public", "respondent", "commission", "council"}) {
    const std::string token = deployment_.TokenFile(role);
    ExpectRefused({"evidence", "get", name}, token, "PERMISSION_DENIED");
    ExpectRefused({"evidence", "download", name, Out()}, token, "PERMISSION_DENIED");
    ExpectRefused({"evidence", "upload", file}, token, "PERMISSION_DENIED");
  }
  const std::string nobody = deployment_.Write("bad.token", "tzy_" + std::string(64, '0'));
  ExpectRefused({"evidence", "get", name}, nobody, "UNAUTHENTICATED");
}

TEST_F(EvidenceTest, KnowingTheHashGivesNothing) {
  const std::string bytes = "known by its hash only";
  const std::string name = Upload(bytes, deployment_.TokenFile("institution", "h-own"));
  const std::string thief = deployment_.TokenFile("institution", "h-thief");
  UploadEvidenceRequest::Header header = HeaderFor("x");
  header.set_sha256(Hex(Sha256Of(bytes)));
  for (const auto& chunks : {std::vector<std::string>{}, std::vector<std::string>{"something"},
                             std::vector<std::string>{bytes.substr(1)}}) {
    const absl::Status status = Send(deployment_, Parts(header, chunks), SecretIn(thief)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    ExpectRefused({"evidence", "get", name}, thief, "NOT_FOUND");
  }
  // Whoever has the bytes has the file.
  EXPECT_EQ(Upload(bytes, thief), name);
  EXPECT_EQ(Downloaded(name, thief), bytes);
}

TEST_F(EvidenceTest, ContentIsStoredOnceAndEverybodyKeepsHisName) {
  const std::string bytes = Pattern(700'000, 3);
  const std::string one = deployment_.TokenFile("institution", "d-one");
  const std::string two = deployment_.TokenFile("institution", "d-two");
  const std::string file = deployment_.Write("d", bytes);
  deployment_.Must({"evidence", "upload", file, "--file-name", "one.pdf"}, one);
  deployment_.Must({"evidence", "upload", file, "--file-name", "two.pdf"}, two);
  deployment_.Must({"evidence", "upload", file, "--file-name", "again.pdf"}, two);
  EXPECT_EQ(deployment_.Must({"evidence", "get", NameOf(bytes)}, one)["file_name"], "one.pdf");
  EXPECT_EQ(deployment_.Must({"evidence", "get", NameOf(bytes)}, two)["file_name"], "two.pdf");
  const auto data = deployment_.OpenData("rankings");
  const std::string where = absl::StrCat(" WHERE sha256 = '", Hex(Sha256Of(bytes)), "'");
  EXPECT_EQ(Count(*data, "SELECT COUNT(*) FROM evidence" + where), 1);
  EXPECT_EQ(Count(*data, "SELECT COUNT(*) FROM evidence_chunk" + where), 3);
  EXPECT_EQ(Count(*data, "SELECT COUNT(*) FROM evidence_access" + where), 2);
}

TEST_F(EvidenceTest, AnUploadThatIsNotWhatItSaysIsRefused) {
  const std::string bytes = "what arrives";
  UploadEvidenceRequest::Header longer = HeaderFor("x");
  longer.set_size_bytes(static_cast<int64_t>(bytes.size()) + 1);
  UploadEvidenceRequest::Header shorter = HeaderFor("x");
  shorter.set_size_bytes(1);
  UploadEvidenceRequest::Header negative = HeaderFor("x");
  negative.set_size_bytes(-1);
  UploadEvidenceRequest::Header other = HeaderFor("x");
  other.set_sha256(Hex(Sha256Of("what was sent")));
  UploadEvidenceRequest::Header no_hex = HeaderFor("x");
  no_hex.set_sha256("abc");
  UploadEvidenceRequest::Header path = HeaderFor("../x");
  UploadEvidenceRequest::Header nameless;
  for (const auto& [header, field] :
       {std::pair{longer, "header.size_bytes"}, std::pair{shorter, "header.size_bytes"},
        std::pair{negative, "header.size_bytes"}, std::pair{other, "header.sha256"},
        std::pair{no_hex, "header.sha256"}, std::pair{path, "header.file_name"},
        std::pair{nameless, "header.file_name"}}) {
    const absl::Status status = Refusal(Parts(header, {bytes}));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    ASSERT_EQ(DetailOf(status).fields.size(), 1u) << status;
    EXPECT_EQ(DetailOf(status).fields[0].field, field);
  }
  ExpectRefused({"evidence", "get", NameOf(bytes)}, "", "NOT_FOUND");

  EXPECT_EQ(Refusal(Parts(HeaderFor("x"), {})).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Refusal({}).code(), absl::StatusCode::kInvalidArgument);
  std::vector<UploadEvidenceRequest> two_headers = Parts(HeaderFor("x"), {bytes});
  two_headers.push_back(two_headers[0]);
  EXPECT_EQ(Refusal(two_headers).code(), absl::StatusCode::kInvalidArgument);
  std::vector<UploadEvidenceRequest> no_header = Parts(HeaderFor("x"), {bytes});
  no_header.erase(no_header.begin());
  EXPECT_EQ(Refusal(no_header).code(), absl::StatusCode::kInvalidArgument);
  ExpectRefused({"evidence", "get", NameOf(bytes)}, "", "NOT_FOUND");

  UploadEvidenceRequest::Header capitals = HeaderFor("x");
  capitals.set_size_bytes(static_cast<int64_t>(bytes.size()));
  capitals.set_sha256(absl::AsciiStrToUpper(Hex(Sha256Of(bytes))));
  EXPECT_EQ(Send(deployment_, Parts(capitals, {"what ", "arrives"}), deployment_.AdminToken())
                .value_or("refused"),
            NameOf(bytes));
}

TEST_F(EvidenceTest, OddNamesAreNoNames) {
  const std::string digest(64, 'a');
  for (const std::string& name :
       {"evidence/" + digest + "0", std::string("evidence/x"), "evidence/" + std::string(64, 'A'),
        digest.substr(1), std::string("evidence/../../etc/passwd"), std::string("' OR 1")}) {
    ExpectRefused({"evidence", "get", name}, "", "INVALID_FIELD");
    ExpectRefused({"evidence", "download", name, Out()}, "", "INVALID_FIELD");
  }
  ExpectRefused({"evidence", "get", digest}, "", "NOT_FOUND");
}

TEST_F(EvidenceTest, HalfAnUploadIsNotStored) {
  const std::string bytes = "the first half";
  const auto stub = EvidenceService::NewStub(deployment_.rankings());
  const auto context = ContextOf(deployment_.AdminToken());
  context->AddMetadata("x-request-id", "half-an-upload");
  rankings::v1::UploadEvidenceResponse response;
  const auto writer = stub->UploadEvidence(context.get(), &response);
  for (const auto& part : Parts(HeaderFor("x"), {bytes})) ASSERT_TRUE(writer->Write(part));
  context->TryCancel();
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  const auto ended = [&] {
    return absl::StrContains(ReadAll(deployment_.folder() + "/tarazyd.log") +
                                 ReadAll(deployment_.folder() + "/rankings.log"),
                             "\"half-an-upload\"");
  };
  while (!ended() && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(ended());
  ExpectRefused({"evidence", "get", NameOf(bytes)}, "", "NOT_FOUND");
}

TEST_F(EvidenceTest, BytesThatWereChangedAreNotHandedOut) {
  const std::string bytes = Pattern(600'000, 7);
  const std::string name = Upload(bytes);
  const auto data = deployment_.OpenData("rankings");
  const absl::Status changed =
      data->Write({.deadline = absl::Now() + absl::Seconds(20)}, [&](sql::Tx& tx) {
        return tx
            .Exec("UPDATE evidence_chunk SET bytes = ?2 WHERE sha256 = ?1 AND ordinal = 1",
                  {sql::V(Hex(Sha256Of(bytes))), sql::V(sql::Blob{std::string(262'144, 'x')})})
            .status();
      });
  ASSERT_TRUE(changed.ok()) << changed;

  const std::string out = deployment_.Write("kept", "as it was");
  const CliResult result = deployment_.Run({"evidence", "download", name, out});
  EXPECT_EQ(result.exit, 1);
  EXPECT_TRUE(absl::StrContains(result.err, "EVIDENCE_MISMATCH")) << result.err;
  EXPECT_EQ(ReadAll(out), "as it was");
  for (const auto& entry : std::filesystem::directory_iterator(deployment_.folder())) {
    EXPECT_FALSE(absl::StrContains(entry.path().string(), ".new")) << entry.path();
  }

  const auto stub = EvidenceService::NewStub(deployment_.rankings());
  const auto context = ContextOf(deployment_.AdminToken());
  rankings::v1::DownloadEvidenceRequest request;
  request.set_name(name);
  const auto reader = stub->DownloadEvidence(context.get(), request);
  rankings::v1::DownloadEvidenceResponse response;
  size_t received = 0;
  while (reader->Read(&response)) received += response.chunk().size();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(received, 2u * 262'144) << "all but the last piece";
}

TEST_F(EvidenceTest, TheCommandLineWritesWholeFilesOnly) {
  const std::string name = Upload("a small file");
  const std::string out = deployment_.Write("before", "something else");
  deployment_.Must({"evidence", "download", name, out});
  EXPECT_EQ(ReadAll(out), "a small file");
  EXPECT_EQ(deployment_.Run({"evidence", "download", name, deployment_.folder()}).exit, 2);
  EXPECT_EQ(deployment_.Run({"evidence", "download", name, "/nonexistent/out"}).exit, 2);
  EXPECT_EQ(deployment_.Run({"evidence", "upload", "/nonexistent"}).exit, 2);
  EXPECT_EQ(deployment_.Run({"evidence", "upload", "-"}).exit, 2) << "no name";
  EXPECT_EQ(
      deployment_.RunWithInput({"evidence", "upload", "-", "--file-name", "piped"}, "a small file")
          .json()["name"],
      name);
}

}  // namespace
}  // namespace tarazy::e2e
