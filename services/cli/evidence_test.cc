// tarazy evidence against a server of canned answers.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "common/base/ids.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "services/cli/run.h"
#include "tarazy/rankings/v1/evidence_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using testing::HasSubstr;

class FakeEvidence final : public rankings::v1::EvidenceService::Service {
 public:
  grpc::Status UploadEvidence(grpc::ServerContext*,
                              grpc::ServerReader<rankings::v1::UploadEvidenceRequest>* reader,
                              rankings::v1::UploadEvidenceResponse* response) override {
    rankings::v1::UploadEvidenceRequest request;
    while (reader->Read(&request)) {
      if (request.has_header()) header = request.header();
      uploaded += request.chunk();
      largest_chunk = std::max(largest_chunk, request.chunk().size());
      if (header.file_name() == "refused") {
        return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "too large");
      }
    }
    response->mutable_evidence()->set_name("evidence/" + Hex(Sha256Of(uploaded)));
    return grpc::Status::OK;
  }

  // "one, two", whatever is asked for.
  grpc::Status DownloadEvidence(
      grpc::ServerContext*, const rankings::v1::DownloadEvidenceRequest* request,
      grpc::ServerWriter<rankings::v1::DownloadEvidenceResponse>* writer) override {
    rankings::v1::DownloadEvidenceResponse response;
    response.mutable_evidence()->set_name(request->name());
    writer->Write(response);
    response.Clear();
    for (const char* piece : {"one, ", "two"}) {
      response.set_chunk(piece);
      writer->Write(response);
    }
    return outcome;
  }

  rankings::v1::UploadEvidenceRequest::Header header;
  std::string uploaded;
  size_t largest_chunk = 0;
  grpc::Status outcome;
};

class EvidenceCommandsTest : public testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&fake_);
    server_ = builder.BuildAndStart();
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int Evidence(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"tarazy", "--server", "127.0.0.1:" + std::to_string(port_), "evidence"});
    std::vector<const char*> argv;
    for (const auto& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out, err;
    Terminal terminal{.out = out, .err = err, .err_is_terminal = true};
    const int code = cli::Run(static_cast<int>(argv.size()), argv.data(), terminal);
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  std::string File(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
    return Path(name);
  }
  std::string Content(const std::string& name) const {
    std::stringstream text;
    text << std::ifstream(Path(name), std::ios::binary).rdbuf();
    return text.str();
  }
  size_t Files() const {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_)) ++count;
    return count;
  }

  FakeEvidence fake_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  const std::string folder_ = testing::TempDir() + "evidence-" + RandomHex(8);
  std::string out_, err_;
};

TEST_F(EvidenceCommandsTest, UploadSendsTheFileInPiecesWithSizeAndDigest) {
  const std::string bytes(600'000, 'x');
  ASSERT_EQ(Evidence({"upload", File("proof.pdf", bytes)}), 0) << err_;
  EXPECT_EQ(fake_.header.file_name(), "proof.pdf");
  EXPECT_EQ(fake_.header.size_bytes(), 600'000);
  EXPECT_EQ(fake_.header.sha256(), Hex(Sha256Of(bytes)));
  EXPECT_TRUE(fake_.uploaded == bytes);
  EXPECT_EQ(fake_.largest_chunk, 256u << 10);
  EXPECT_EQ(nlohmann::json::parse(out_)["name"], "evidence/" + Hex(Sha256Of(bytes)));
  EXPECT_THAT(err_, HasSubstr("100 %"));
  ASSERT_EQ(Evidence({"upload", Path("proof.pdf"), "--file-name", "other.pdf"}), 0) << err_;
  EXPECT_EQ(fake_.header.file_name(), "other.pdf");
}

TEST_F(EvidenceCommandsTest, ARefusedUploadIsToldAsTheServerTellsIt) {
  EXPECT_EQ(Evidence({"upload", File("refused", std::string(5 << 20, 'x'))}), 1);
  EXPECT_THAT(err_, HasSubstr("error: too large"));
}

TEST_F(EvidenceCommandsTest, DownloadWritesWhatHasTheDigestOfItsName) {
  const std::string name = "evidence/" + Hex(Sha256Of("one, two"));
  File("out", "what was there before");
  ASSERT_EQ(Evidence({"download", name, Path("out")}), 0) << err_;
  EXPECT_EQ(Content("out"), "one, two");
  EXPECT_EQ(Evidence({"download", name.substr(sizeof("evidence/") - 1), Path("new")}), 0) << err_;
  EXPECT_EQ(Content("new"), "one, two");
  EXPECT_EQ(Files(), 2u);
}

TEST_F(EvidenceCommandsTest, OtherBytesThanTheNamesAreNotWritten) {
  File("out", "what was there before");
  EXPECT_EQ(Evidence({"download", Hex(Sha256Of("one, three")), Path("out")}), 1);
  EXPECT_THAT(err_, HasSubstr("what arrived is not evidence/"));
  EXPECT_EQ(Content("out"), "what was there before");
  EXPECT_EQ(Files(), 1u);
}

TEST_F(EvidenceCommandsTest, ADownloadThatBreaksOffLeavesNothing) {
  fake_.outcome = grpc::Status(grpc::StatusCode::DATA_LOSS, "other bytes");
  EXPECT_EQ(Evidence({"download", Hex(Sha256Of("one, two")), Path("out")}), 1);
  EXPECT_THAT(err_, HasSubstr("error: other bytes"));
  EXPECT_EQ(Files(), 0u);
}

TEST_F(EvidenceCommandsTest, WrongUsageIsExitTwo) {
  const std::string name = "evidence/" + std::string(64, 'a');
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"upload"},
                                             {"upload", "/nonexistent"},
                                             {"upload", folder_},
                                             {"upload", "-"},
                                             {"get"},
                                             {"download", name},
                                             {"download", name, folder_},
                                             {"download", name, "/dev/null"},
                                             {"download", name, "/nonexistent/out"}}) {
    EXPECT_EQ(Evidence(arguments), 2) << testing::PrintToString(arguments);
    EXPECT_THAT(err_, testing::StartsWith("error: "));
  }
}

}  // namespace
}  // namespace tarazy::cli
