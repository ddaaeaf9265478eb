// tarazy register export against a server of canned answers.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "common/base/ids.h"
#include "services/cli/commands.h"
#include "tarazy/accreditation/v1/register_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using testing::HasSubstr;
namespace v1 = accreditation::v1;

class FakeExport final : public v1::RegisterService::Service {
 public:
  grpc::Status ExportRegister(grpc::ServerContext*, const v1::ExportRegisterRequest* request,
                              grpc::ServerWriter<v1::ExportRegisterResponse>* writer) override {
    asked = *request;
    v1::ExportRegisterResponse response;
    response.set_piece("one\r\n");
    writer->Write(response);
    response.set_piece("two\r\n");
    if (request->format() == v1::EXPORT_FORMAT_DEQAR) {
      v1::ExportProblem& problem = *response.add_problems();
      problem.set_decision("decisions/x");
      problem.set_field("valid_to");
      problem.set_description("must be after valid_from");
    }
    writer->Write(response);
    return outcome;
  }

  v1::ExportRegisterRequest asked;
  grpc::Status outcome;
};

class RegisterExportTest : public testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&fake_);
    server_ = builder.BuildAndStart();
  }
  void TearDown() override { std::filesystem::remove(path_); }

  absl::Status Export(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"tarazy", "register", "export"});
    std::vector<const char*> argv;
    for (const auto& argument : arguments) argv.push_back(argument.c_str());
    CLI::App app;
    Action chosen;
    AddRegisterExportCommand(AddGroup(app, "register", ""), chosen);
    app.parse(static_cast<int>(argv.size()), argv.data());
    std::ostringstream out, err;
    Terminal terminal{.out = out, .err = err};
    Client client({.server = "127.0.0.1:" + std::to_string(port_)}, err);
    Session session{client, Style(), terminal};
    const absl::Status status = chosen(session);
    out_ = out.str();
    err_ = err.str();
    return status;
  }
  std::string Content() const {
    std::stringstream text;
    text << std::ifstream(path_, std::ios::binary).rdbuf();
    return text.str();
  }

  FakeExport fake_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  const std::string path_ = testing::TempDir() + "register-" + RandomHex(8);
  std::string out_, err_;
};

TEST_F(RegisterExportTest, WritesThePiecesAsTheyAre) {
  ASSERT_TRUE(Export({"--format", "csv", "--on", "2026-03-01", "--agency", "iaar"}).ok());
  EXPECT_EQ(out_, "one\r\ntwo\r\n");
  EXPECT_EQ(fake_.asked.format(), v1::EXPORT_FORMAT_CSV);
  EXPECT_EQ(fake_.asked.on(), "2026-03-01");
  EXPECT_EQ(fake_.asked.agency(), "iaar");
}

TEST_F(RegisterExportTest, WritesAFileOnlyWhenAllOfItCame) {
  ASSERT_TRUE(Export({"--format", "csv", "--out", path_}).ok());
  EXPECT_EQ(Content(), "one\r\ntwo\r\n");
  EXPECT_EQ(out_, "");
  std::ofstream(path_) << "before";
  fake_.outcome = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  EXPECT_FALSE(Export({"--format", "csv", "--out", path_}).ok());
  EXPECT_EQ(Content(), "before");
}

TEST_F(RegisterExportTest, NamesWhatDeqarWouldReject) {
  const absl::Status status = Export({"--format", "deqar", "--out", path_});
  EXPECT_THAT(status.message(), HasSubstr("1 problem"));
  EXPECT_EQ(err_, "decisions/x, valid_to: must be after valid_from\n");
  EXPECT_EQ(Content(), "one\r\ntwo\r\n");
}

TEST_F(RegisterExportTest, NeedsAFormat) {
  EXPECT_THROW((void)Export({}), CLI::ParseError);
  EXPECT_THROW((void)Export({"--format", "pdf"}), CLI::ParseError);
}

}  // namespace
}  // namespace tarazy::cli
