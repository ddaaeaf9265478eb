// What others do with the register: a ranking counts, an employer verifies a certificate.
#include <utility>

#include "tests/e2e/accreditation_journey.h"

namespace tarazy::e2e {

using nlohmann::json;
using ::testing::HasSubstr;

// Of the university's two programmes one is accredited, one was refused.
void AccreditationJourneyTest::Rank() {
  constexpr char kMethodology[] = R"(
id: with-shares
title: {en: With shares, ru: С долями, kk: Үлестермен}
variables:
  accredited: {title: {en: Accredited, ru: Доля, kk: Үлесі}, unit: percent, min: 0, max: 100}
indicators:
  - {code: "1", title: {en: A, ru: A, kk: A}, points: 100, value: accredited, normalize: identity}
)";
  Must({"methodology", "put", deployment_.Write("shares.yaml", kMethodology)});
  Must({"ranking", "create", "shares-2026", "--methodology", "with-shares", "--year", "2026"});
  Must({"ranking", "import", "shares-2026",
        deployment_.Write("shares.csv", "institution,accredited\nrowan,99\n")});
  Must({"ranking", "pull", "shares-2026", "--from", "accreditation", "--variable", "accredited"});
  const json values = Must({"ranking", "values", "shares-2026"});
  ASSERT_EQ(values.size(), 1u);
  EXPECT_EQ(values[0].at("value"), 50);
  EXPECT_THAT(values[0].dump(), HasSubstr("accreditation register"));
  Must({"ranking", "compute", "shares-2026"});
  EXPECT_EQ(Must({"ranking", "table", "shares-2026/1"})[0].at("score"), 50);
}

// Who verifies has three files and no server; after the withdrawal the list says so.
void AccreditationJourneyTest::Certificate() {
  const std::string document = deployment_.folder() + "/certificate.json";
  const std::string key = deployment_.folder() + "/key.json";
  const std::string list = deployment_.folder() + "/revocations.json";
  const auto fetch = [&](std::vector<std::string> what) {
    const CliResult fetched = deployment_.Run(std::move(what), publik_);
    EXPECT_EQ(fetched.exit, 0) << fetched.err;
  };
  fetch({"certificate", "get", "rw-1", "--out", document});
  fetch({"certificate", "key", "--out", key});
  fetch({"certificate", "revocations", "--out", list});
  const std::vector<std::string> verify = {"certificate", "verify", document,        "--key", key,
                                           "--on",        Day(0),   "--revocations", list};
  EXPECT_THAT(Must({"register", "search", "--programme", kBachelor}, publik_)[0].dump(),
              HasSubstr("certificates/"));
  const CliResult valid = deployment_.Run(verify);
  EXPECT_EQ(valid.exit, 0) << valid.out << valid.err;

  const std::string council = deployment_.TokenFile("council");
  const json withdrawn =
      Must({"decision", "record",    "rw-9",      "--subject", kBachelor,   "--agency", "birch",
            "--scope",  "programme", "--kind",    "withdraw",  "--acts-on", "rw-1",     "--on",
            Day(0),     "--reason",  "It closed", "--members", "5",         "--ballot", "c-1=for",
            "--ballot", "c-2=for",   "--ballot",  "c-3=for"},
           council);
  EXPECT_EQ(withdrawn.at("status")[0].at("status"), "withdrawn");
  EXPECT_EQ(deployment_.Run(verify).exit, 0) << "the old list knows nothing of it";
  fetch({"certificate", "revocations", "--out", list});
  const CliResult revoked = deployment_.Run(verify);
  EXPECT_EQ(revoked.exit, 1) << revoked.out;
  EXPECT_THAT(revoked.out + revoked.err, HasSubstr("rw-9"));
  EXPECT_THAT(Must({"register", "search", "--programme", kBachelor}, publik_)[0].dump(),
              ::testing::Not(HasSubstr("certificates/")));
  EXPECT_EQ(Must({"register", "share", "rowan"}, publik_).at("share"), 0);
}

}  // namespace tarazy::e2e
