// tarazy certificate against a server of canned answers.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "common/base/ids.h"
#include "services/cli/fake_refusal.h"
#include "services/cli/run.h"
#include "tarazy/accreditation/v1/certificates_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using testing::HasSubstr;
namespace v1 = accreditation::v1;

class FakeCertificates final : public v1::CertificatesService::Service {
 public:
  grpc::Status GetCertificate(grpc::ServerContext*, const v1::GetCertificateRequest* request,
                              v1::GetCertificateResponse* response) override {
    response->mutable_certificate()->set_name(request->name());
    response->mutable_certificate()->set_number("IAAR-2023-000017");
    response->mutable_certificate()->set_document("{\"signed\":1}");
    return grpc::Status::OK;
  }
  grpc::Status RevokeCertificate(grpc::ServerContext*, const v1::RevokeCertificateRequest* request,
                                 v1::RevokeCertificateResponse* response) override {
    if (request->name() == "certificates/gone") {
      return RefusalOf(grpc::StatusCode::FAILED_PRECONDITION, "it is revoked already",
                       "CERTIFICATE_REVOKED", {});
    }
    revoke = *request;
    v1::Revocation& revocation = *response->mutable_certificate()->mutable_revocation();
    revocation.set_from("2026-03-01");
    revocation.set_reason(request->reason());
    return grpc::Status::OK;
  }
  grpc::Status GetRevocations(grpc::ServerContext*, const v1::GetRevocationsRequest*,
                              v1::GetRevocationsResponse* response) override {
    response->set_document("{\"list\":1}");
    return grpc::Status::OK;
  }
  grpc::Status GetSigningKey(grpc::ServerContext*, const v1::GetSigningKeyRequest*,
                             v1::GetSigningKeyResponse* response) override {
    response->set_key_id("did:key:zNow");
    response->set_public_key("AAAA");
    response->add_former_key_ids("did:key:zBefore");
    return grpc::Status::OK;
  }

  v1::RevokeCertificateRequest revoke;
};

class CertificateCommandsTest : public testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&fake_);
    server_ = builder.BuildAndStart();
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int Certificate(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"tarazy", "--server", "127.0.0.1:" + std::to_string(port_), "certificate"});
    std::vector<const char*> argv;
    for (const auto& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out, err;
    Terminal terminal{.out = out, .err = err};
    const int code = cli::Run(static_cast<int>(argv.size()), argv.data(), terminal);
    out_ = out.str();
    err_ = err.str();
    return code;
  }
  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  std::string Content(const std::string& name) const {
    std::stringstream text;
    text << std::ifstream(Path(name), std::ios::binary).rdbuf();
    return text.str();
  }

  FakeCertificates fake_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  const std::string folder_ = testing::TempDir() + "certificates-" + RandomHex(8);
  std::string out_, err_;
};

TEST_F(CertificateCommandsTest, GetShowsItAndWritesTheDocument) {
  ASSERT_EQ(Certificate({"get", "iaar-2023-000017", "--out", Path("c.json")}), 0) << err_;
  const auto shown = nlohmann::json::parse(out_);
  EXPECT_EQ(shown["name"], "certificates/iaar-2023-000017");
  EXPECT_EQ(shown["state"], "in-force");
  EXPECT_EQ(Content("c.json"), "{\"signed\":1}");
}

TEST_F(CertificateCommandsTest, RevokeNeedsAReasonAndShowsTheRevocation) {
  EXPECT_EQ(Certificate({"revoke", "iaar-2023-000017"}), 2);
  ASSERT_EQ(Certificate({"revoke", "iaar-2023-000017", "--reason", "wrong title", "--request-id",
                         "r1", "--validate-only"}),
            0)
      << err_;
  EXPECT_EQ(fake_.revoke.name(), "certificates/iaar-2023-000017");
  EXPECT_EQ(fake_.revoke.request_id(), "r1");
  EXPECT_TRUE(fake_.revoke.validate_only());
  const auto shown = nlohmann::json::parse(out_);
  EXPECT_EQ(shown["state"], "revoked");
  EXPECT_EQ(shown["since"], "2026-03-01");
  EXPECT_EQ(shown["reason"], "wrong title");
  EXPECT_EQ(Certificate({"revoke", "gone", "--reason", "again"}), 1);
  EXPECT_THAT(err_, HasSubstr("CERTIFICATE_REVOKED"));
}

TEST_F(CertificateCommandsTest, RevocationsGoToTheOutputOrAFile) {
  ASSERT_EQ(Certificate({"revocations"}), 0) << err_;
  EXPECT_EQ(out_, "{\"list\":1}\n");
  ASSERT_EQ(Certificate({"revocations", "--out", Path("r.json")}), 0) << err_;
  EXPECT_EQ(Content("r.json"), "{\"list\":1}");
  EXPECT_EQ(out_, "");
}

TEST_F(CertificateCommandsTest, KeyWritesACurrentAndFormerKeysAsAKeyFile) {
  ASSERT_EQ(Certificate({"key", "--out", Path("keys")}), 0) << err_;
  EXPECT_THAT(Content("keys"), HasSubstr("\ndid:key:zNow\ndid:key:zBefore\n"));
  ASSERT_EQ(Certificate({"key"}), 0) << err_;
  EXPECT_EQ(nlohmann::json::parse(out_)["former_key_ids"][0], "did:key:zBefore");
}

}  // namespace
}  // namespace tarazy::cli
