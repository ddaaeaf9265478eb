// tarazy certificate verify: a certificate, the keys that are trusted and a list of revocations,
// all files; no server. Exit 1, with a sentence, when the certificate does not hold.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/civil_day.h"
#include "common/base/text.h"
#include "services/accreditation/domain/certificate/verify.h"
#include "services/cli/commands.h"
#include "services/cli/failure.h"
#include "services/cli/input_file.h"
#include "services/cli/records.h"

namespace tarazy::cli {
namespace {

namespace certificates = tarazy::accreditation;

constexpr size_t kMaxKeyFileBytes = 1 << 20;

struct VerifyOptions {
  std::string file;
  std::string key_file;
  std::string revocations;
  std::string on;
};

void Print(Session& session, const certificates::Verified& verified, absl::CivilDay on) {
  const auto& facts = verified.certificate;
  const Table table{
      .columns = {{"number"},
                  {"holds_on"},
                  {"subject"},
                  {"code"},
                  {"title"},
                  {"institution"},
                  {"agency"},
                  {"valid_from"},
                  {"valid_to"},
                  {"issued"},
                  {"decision"},
                  {"key"},
                  {"revocations_as_of"}},
      .rows = {{facts.number, FormatDay(on), facts.subject.name, Text(facts.subject.code),
                facts.subject.title, facts.subject.institution_title, facts.agency,
                FormatDay(facts.valid_from), FormatDay(facts.valid_to), IsoTime(verified.issued),
                facts.decision, verified.key,
                verified.list_issued ? Value(IsoTime(*verified.list_issued)) : Value()}}};
  PrintOne(table, session.style, session.terminal.out);
  if (!verified.list_issued) {
    session.terminal.err << "warning: whether it was revoked is not checked: no list was given "
                            "(--revocations; tarazy certificate revocations --out FILE)\n";
  }
}

absl::Status Verify(Session& session, const VerifyOptions& options) {
  certificates::Verification verification{.now = absl::Now()};
  verification.on = absl::ToCivilDay(verification.now, absl::UTCTimeZone());
  if (!options.on.empty()) {
    const auto day = ParseDay(options.on);
    if (!day) return UsageError("--on must be a day such as 2026-03-01");
    verification.on = *day;
  }
  ASSIGN_OR_RETURN(const std::string document,
                   ReadWholeFile(options.file, certificates::kMaxDocumentBytes));
  ASSIGN_OR_RETURN(const std::string key_file, ReadWholeFile(options.key_file, kMaxKeyFileBytes));
  const auto keys = certificates::ReadKeyFile(key_file);
  if (!keys.ok()) {
    return UsageError(absl::StrCat("--key ", options.key_file, ": ", keys.status().message()));
  }
  verification.certificate = document;
  verification.keys = *keys;
  std::string list;
  if (!options.revocations.empty()) {
    ASSIGN_OR_RETURN(list, ReadWholeFile(options.revocations, certificates::kMaxDocumentBytes));
    verification.revocations = list;
  }
  const auto verified = certificates::VerifyCertificate(verification);
  if (!verified.ok()) {
    // The sentence says all; the fields would repeat it.
    return absl::Status(verified.status().code(), verified.status().message());
  }
  Print(session, *verified, verification.on);
  return absl::OkStatus();
}

}  // namespace

void AddCertificateVerifyCommand(CLI::App& certificate, Action& chosen) {
  CLI::App& verify = *certificate.add_subcommand(
      "verify", "Check a certificate's signature, dates and revocation, without a server");
  auto& options = Bind(verify, chosen, Verify);
  verify.add_option("FILE", options.file, "The certificate; - is standard input")->required();
  verify
      .add_option("--key", options.key_file,
                  "The keys that you trust: tarazy certificate key --out FILE writes it")
      ->required()
      ->type_name("FILE");
  verify
      .add_option("--revocations", options.revocations,
                  "The list: tarazy certificate revocations --out FILE writes it")
      ->type_name("FILE");
  verify.add_option("--on", options.on, "The day on which it should hold; today by default")
      ->type_name("DATE");
  AddExample(verify,
             "tarazy certificate verify certificate.json --key register.keys --revocations "
             "revocations.json");
}

}  // namespace tarazy::cli
