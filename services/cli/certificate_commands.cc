// tarazy certificate get | revoke | revocations | key; verify has a file of its own.
#include "absl/strings/str_cat.h"
#include "services/cli/commands.h"
#include "services/cli/records.h"
#include "services/cli/replace_file.h"
#include "services/cli/resource_name.h"
#include "tarazy/accreditation/v1/certificates_service.grpc.pb.h"

namespace tarazy::cli {
namespace {

using accreditation::v1::Certificate;
using accreditation::v1::CertificatesService;

constexpr char kOutHelp[] = "Write it to this file";

void Print(Session& session, const Certificate& certificate) {
  const auto& revocation = certificate.revocation();
  const std::string holds = !certificate.has_revocation() ? "in-force"
                            : revocation.suspended()      ? "suspended"
                                                          : "revoked";
  const Table table{
      .columns = {{"name"},
                  {"number"},
                  {"decision"},
                  {"state"},
                  {"since"},
                  {"until"},
                  {"reason"},
                  {"by"},
                  {.name = "document", .detail = true}},
      .rows = {{certificate.name(), certificate.number(), certificate.decision(), holds,
                Text(revocation.from()), Text(revocation.to()), Text(revocation.reason()),
                Text(revocation.decision()), Text(certificate.document())}}};
  PrintOne(table, session.style, session.terminal.out);
}

// A document as the server signed it, to a file or as the command's output.
absl::Status Deliver(Session& session, const std::string& document, const std::string& out) {
  if (!out.empty()) return ReplaceFile(out, document);
  session.terminal.out << document << "\n";
  return absl::OkStatus();
}

struct GetOptions {
  std::string id;
  std::string out;
};

absl::Status Get(Session& session, const GetOptions& options) {
  accreditation::v1::GetCertificateRequest request;
  request.set_name(FullName("certificates", options.id));
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CertificatesService::Stub::GetCertificate, request));
  if (!options.out.empty()) {
    RETURN_IF_ERROR(ReplaceFile(options.out, response.certificate().document()));
  }
  Print(session, response.certificate());
  return absl::OkStatus();
}

struct RevokeOptions {
  std::string id;
  std::string reason;
  std::string request_id;
  bool validate_only = false;
};

absl::Status Revoke(Session& session, const RevokeOptions& options) {
  accreditation::v1::RevokeCertificateRequest request;
  request.set_name(FullName("certificates", options.id));
  request.set_reason(options.reason);
  request.set_request_id(options.request_id);
  request.set_validate_only(options.validate_only);
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CertificatesService::Stub::RevokeCertificate, request));
  Print(session, response.certificate());
  return absl::OkStatus();
}

struct OutOptions {
  std::string out;
};

absl::Status Revocations(Session& session, const OutOptions& options) {
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CertificatesService::Stub::GetRevocations,
                                       accreditation::v1::GetRevocationsRequest()));
  return Deliver(session, response.document(), options.out);
}

absl::Status Key(Session& session, const OutOptions& options) {
  ASSIGN_OR_RETURN(const auto response,
                   session.client.Call(&CertificatesService::Stub::GetSigningKey,
                                       accreditation::v1::GetSigningKeyRequest()));
  std::string keys = absl::StrCat(response.key_id(), "\n");
  for (const std::string& former : response.former_key_ids()) absl::StrAppend(&keys, former, "\n");
  if (!options.out.empty()) {
    return ReplaceFile(
        options.out,
        absl::StrCat("# Public keys (Ed25519) of one register's certificates: the current one "
                     "first, then those before it.\n# Take out a key that got into other hands.\n",
                     keys));
  }
  const Table table{.columns = {{"key_id"}, {"public_key"}, {"former_key_ids"}},
                    .rows = {{response.key_id(), response.public_key(),
                              std::vector<std::string>(response.former_key_ids().begin(),
                                                       response.former_key_ids().end())}}};
  PrintOne(table, session.style, session.terminal.out);
  return absl::OkStatus();
}

}  // namespace

void AddCertificateCommands(CLI::App& app, Action& chosen) {
  CLI::App& group = AddGroup(app, "certificate", "Certificates of accreditation");

  CLI::App& get = *group.add_subcommand("get", "Show a certificate");
  auto& get_options = Bind(get, chosen, Get);
  get.add_option("ID", get_options.id, "Its id, or its decision's")->required();
  get.add_option("--out", get_options.out, "Write the signed document to this file")
      ->type_name("FILE");
  AddExample(get, "tarazy certificate get iaar-2023-000017 --out certificate.json");

  CLI::App& revoke = *group.add_subcommand("revoke", "Revoke a certificate");
  auto& revoke_options = Bind(revoke, chosen, Revoke);
  revoke.add_option("ID", revoke_options.id, "Its id")->required();
  revoke.add_option("--reason", revoke_options.reason, "Why; everybody can read it")->required();
  AddRequestId(revoke, revoke_options.request_id);
  AddValidateOnly(revoke, revoke_options.validate_only);

  CLI::App& revocations =
      *group.add_subcommand("revocations", "The signed list of those that do not hold");
  revocations.add_option("--out", Bind(revocations, chosen, Revocations).out, kOutHelp)
      ->type_name("FILE");

  CLI::App& key = *group.add_subcommand("key", "The public keys that certificates are signed with");
  key.add_option("--out", Bind(key, chosen, Key).out, "Write them as a key file for verify")
      ->type_name("FILE");

  AddCertificateVerifyCommand(group, chosen);
}

}  // namespace tarazy::cli
