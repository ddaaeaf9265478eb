// tarazy ranking pull against a server of canned answers.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "services/cli/fake_refusal.h"
#include "services/cli/run.h"
#include "tarazy/rankings/v1/sources_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using testing::HasSubstr;
namespace v1 = rankings::v1;

class FakeSources final : public v1::SourcesService::Service {
 public:
  grpc::Status PullValues(grpc::ServerContext*, const v1::PullValuesRequest* request,
                          grpc::ServerWriter<v1::PullValuesResponse>* writer) override {
    asked = *request;
    v1::PullValuesResponse response;
    response.mutable_progress()->set_done(1);
    response.mutable_progress()->set_total(2);
    writer->Write(response);
    if (request->variable() == "unknown") {
      return RefusalOf(grpc::StatusCode::INVALID_ARGUMENT, "there is no variable unknown",
                       "INVALID_FIELD", {});
    }
    if (request->variable() == "silent") return grpc::Status::OK;
    v1::PullValuesResponse::Result& result = *response.mutable_result();
    result.set_revision(4);
    result.set_cells(1);
    result.set_on("2026-03-01");
    result.set_origin("agency");
    auto& without = *result.add_without_value();
    without.set_unit("new");
    without.set_reason("institutions/new has no programmes");
    writer->Write(response);
    return grpc::Status::OK;
  }

  v1::PullValuesRequest asked;
};

class PullCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&fake_);
    server_ = builder.BuildAndStart();
  }

  int Pull(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"tarazy", "--server", "127.0.0.1:" + std::to_string(port_),
                                         "ranking", "pull", "iqaa-2026"});
    std::vector<const char*> argv;
    for (const auto& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out, err;
    Terminal terminal{.out = out, .err = err, .err_is_terminal = true};
    const int code = cli::Run(static_cast<int>(argv.size()), argv.data(), terminal);
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  FakeSources fake_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::string out_, err_;
};

TEST_F(PullCommandTest, AsksAndNamesThoseWithoutAValue) {
  ASSERT_EQ(Pull({"--from", "accreditation", "--variable", "accredited", "--on", "2026-03-01",
                  "--agency", "iaar", "--state", "submitted", "--request-id", "r1"}),
            0)
      << err_;
  EXPECT_EQ(fake_.asked.ranking(), "rankings/iqaa-2026");
  EXPECT_EQ(fake_.asked.source(), "accreditation");
  EXPECT_EQ(fake_.asked.on(), "2026-03-01");
  EXPECT_EQ(fake_.asked.agency(), "iaar");
  EXPECT_EQ(fake_.asked.state(), v1::VALUE_STATE_SUBMITTED);
  EXPECT_EQ(fake_.asked.request_id(), "r1");
  const auto shown = nlohmann::json::parse(out_);
  EXPECT_EQ(shown["revision"], 4);
  EXPECT_EQ(shown["cells"], 1);
  EXPECT_EQ(shown["without_value"][0]["unit"], "new");
  EXPECT_EQ(shown["without_value"][0]["reason"], "institutions/new has no programmes");
  EXPECT_THAT(err_, HasSubstr("50 %"));
}

TEST_F(PullCommandTest, AsksSurveysForAFigure) {
  ASSERT_EQ(Pull({"--from", "surveys", "--variable", "teaching", "--campaign", "students-2026",
                  "--question", "6", "--statistic", "share", "--choice", "very-good"}),
            0)
      << err_;
  EXPECT_EQ(fake_.asked.source(), "surveys");
  EXPECT_EQ(fake_.asked.campaign(), "campaigns/students-2026");
  EXPECT_EQ(fake_.asked.question(), "6");
  EXPECT_EQ(fake_.asked.statistic(), v1::SURVEY_STATISTIC_SHARE);
  EXPECT_EQ(fake_.asked.choice(), "very-good");
}

TEST_F(PullCommandTest, NeedsASourceAndAVariable) {
  EXPECT_EQ(Pull({"--variable", "accredited"}), 2);
  EXPECT_EQ(Pull({"--from", "accreditation"}), 2);
  EXPECT_EQ(Pull({"--from", "hearsay", "--variable", "accredited"}), 2);
  EXPECT_EQ(Pull({"--from", "surveys", "--variable", "v", "--statistic", "median"}), 2);
  EXPECT_EQ(fake_.asked.ranking(), "");
}

TEST_F(PullCommandTest, RefusalsAreExitOne) {
  EXPECT_EQ(Pull({"--from", "accreditation", "--variable", "unknown"}), 1);
  EXPECT_THAT(err_, HasSubstr("there is no variable unknown"));
  EXPECT_EQ(Pull({"--from", "accreditation", "--variable", "silent"}), 1);
  EXPECT_THAT(err_, HasSubstr("without a result"));
}

}  // namespace
}  // namespace tarazy::cli
