// tarazy document against a server of canned answers.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "common/base/ids.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "services/cli/run.h"
#include "tarazy/accreditation/v1/documents_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using accreditation::v1::UploadDocumentRequest;
using testing::HasSubstr;

class FakeDocuments final : public accreditation::v1::DocumentsService::Service {
 public:
  grpc::Status UploadDocument(grpc::ServerContext*,
                              grpc::ServerReader<UploadDocumentRequest>* reader,
                              accreditation::v1::UploadDocumentResponse* response) override {
    UploadDocumentRequest request;
    while (reader->Read(&request)) {
      if (request.has_header()) header = request.header();
      uploaded += request.piece();
    }
    response->set_name("documents/" + Hex(Sha256Of(uploaded)));
    response->set_size_bytes(static_cast<int64_t>(uploaded.size()));
    return grpc::Status::OK;
  }

  // "one, two", whatever is asked for.
  grpc::Status DownloadDocument(
      grpc::ServerContext*, const accreditation::v1::DownloadDocumentRequest* request,
      grpc::ServerWriter<accreditation::v1::DownloadDocumentResponse>* writer) override {
    asked = request->name();
    accreditation::v1::DownloadDocumentResponse response;
    for (const char* piece : {"one, ", "two"}) {
      response.set_piece(piece);
      writer->Write(response);
    }
    return outcome;
  }

  accreditation::v1::DocumentHeader header;
  std::string uploaded;
  std::string asked;
  grpc::Status outcome;
};

class DocumentCommandsTest : public testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&fake_);
    server_ = builder.BuildAndStart();
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int Document(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"tarazy", "--server", "127.0.0.1:" + std::to_string(port_), "document"});
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

  FakeDocuments fake_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  const std::string folder_ = testing::TempDir() + "documents-" + RandomHex(8);
  std::string out_, err_;
};

TEST_F(DocumentCommandsTest, UploadSendsTheFileWithSizeDigestAndTitle) {
  const std::string bytes(600'000, 'x');
  ASSERT_EQ(Document({"upload", File("proof.pdf", bytes)}), 0) << err_;
  EXPECT_EQ(fake_.header.title(), "proof.pdf");
  EXPECT_EQ(fake_.header.size_bytes(), 600'000);
  EXPECT_EQ(fake_.header.sha256(), Hex(Sha256Of(bytes)));
  EXPECT_TRUE(fake_.uploaded == bytes);
  EXPECT_EQ(nlohmann::json::parse(out_)["name"], "documents/" + Hex(Sha256Of(bytes)));
  ASSERT_EQ(Document({"upload", Path("proof.pdf"), "--title", "Есеп 2023/24", "--media-type",
                      "application/pdf"}),
            0)
      << err_;
  EXPECT_EQ(fake_.header.title(), "Есеп 2023/24");
  EXPECT_EQ(fake_.header.media_type(), "application/pdf");
}

TEST_F(DocumentCommandsTest, DownloadWritesOnlyWhatHasTheDigest) {
  const std::string digest = Hex(Sha256Of("one, two"));
  ASSERT_EQ(Document({"download", digest, "--out", Path("out")}), 0) << err_;
  EXPECT_EQ(fake_.asked, "documents/" + digest);
  EXPECT_EQ(Content("out"), "one, two");
  EXPECT_EQ(Document({"download", Hex(Sha256Of("one, three")), "--out", Path("out")}), 1);
  EXPECT_THAT(err_, HasSubstr("what arrived is not documents/"));
  EXPECT_EQ(Content("out"), "one, two");
  fake_.outcome = grpc::Status(grpc::StatusCode::DATA_LOSS, "other bytes");
  EXPECT_EQ(Document({"download", digest, "--out", Path("new")}), 1);
  EXPECT_THAT(err_, HasSubstr("error: other bytes"));
  EXPECT_FALSE(std::filesystem::exists(Path("new")));
}

TEST_F(DocumentCommandsTest, WhatIsNoFileIsAUsageError) {
  EXPECT_EQ(Document({"upload", File("empty", "")}), 2);
  EXPECT_EQ(Document({"upload", "/nonexistent"}), 2);
  EXPECT_EQ(Document({"download", Hex(Sha256Of("x"))}), 2) << "no --out";
}

}  // namespace
}  // namespace tarazy::cli
