// Faulty imports: every bad row is named, nothing is stored, whichever way the file comes in.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "common/rpc/status_map.h"
#include "tarazy/rankings/v1/rankings_service.grpc.pb.h"
#include "tests/e2e/small_ranking.h"

namespace tarazy::e2e {
namespace {

struct BadImport {
  const char* name;
  const char* csv;
  const char* field;  // in the error: the row and column
  const char* says;
};

class BadImportTest : public ::testing::TestWithParam<BadImport> {
 protected:
  Deployment& deployment_ = Deployment::Get();
};

// Sends a file straight over gRPC; gives the final status and the number of problems streamed.
absl::Status ImportOverGrpc(Deployment& deployment, const std::string& ranking,
                            const std::string& csv, int& problems) {
  const auto stub = rankings::v1::RankingsService::NewStub(deployment.rankings());
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + deployment.AdminToken());
  const auto stream = stub->ImportValues(&context);
  rankings::v1::ImportValuesRequest part;
  part.mutable_header()->set_ranking("rankings/" + ranking);
  part.mutable_header()->set_register_units(true);
  stream->Write(part);
  part.set_chunk(csv);
  stream->Write(part);
  stream->WritesDone();
  rankings::v1::ImportValuesResponse response;
  problems = 0;
  while (stream->Read(&response)) problems += response.has_problem() ? 1 : 0;
  return rpc::FromGrpc(stream->Finish());
}

TEST_P(BadImportTest, NamesTheRowAndStoresNothing) {
  const BadImport& bad = GetParam();
  const std::string id = absl::StrCat("bad-", absl::StrReplaceAll(bad.name, {{"_", "-"}}));
  CreateSmall(deployment_, id);
  const std::string file = deployment_.Write("bad.csv", bad.csv);
  const CliResult result = deployment_.Run({"ranking", "import", id, file, "--register"});
  EXPECT_EQ(result.exit, 1) << result.out;
  EXPECT_TRUE(absl::StrContains(result.err, bad.field)) << result.err;
  EXPECT_TRUE(absl::StrContains(result.err, bad.says)) << result.err;

  int problems = 0;
  const absl::Status status = ImportOverGrpc(deployment_, id, bad.csv, problems);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(DetailOf(status).reason, Reason::kImportRejected);
  EXPECT_FALSE(DetailOf(status).fields.empty());

  EXPECT_EQ(deployment_.Must({"ranking", "get", id})["revision"], 0);
  EXPECT_EQ(deployment_.Must({"ranking", "values", id}), nlohmann::json::array());
}

INSTANTIATE_TEST_SUITE_P(
    All, BadImportTest,
    ::testing::Values(
        BadImport{"nan", "institution,x,y\nu1,nan,1\n", "row 2, x", "not a finite decimal"},
        BadImport{"inf", "institution,x,y\nu1,1,inf\n", "row 2, y", "not a finite decimal"},
        BadImport{"huge", "institution,x,y\nu1,1,1e400\n", "row 2, y", "not a finite decimal"},
        BadImport{"after_empty_lines", "institution,x,y\r\n\r\n\r\nu1,bad,1\r\n", "row 4, x",
                  "not a finite decimal"},
        BadImport{"hex", "institution,x,y\nu1,0x1F,1\n", "row 2, x", "not a finite decimal"},
        BadImport{"decimal_comma", "institution;x;y\nu1;1,5;1\n", "row 2, x", "decimal comma"},
        BadImport{"too_many_fields", "institution,x,y\nu1,1,5,1\n", "row 2", "4 fields"},
        BadImport{"below_min", "institution,x,y\nu1,-1,1\n", "row 2, x", "below the minimum 0"},
        BadImport{"above_max", "institution,x,y\nu1,100.5,1\n", "row 2, x",
                  "above the maximum 100"},
        BadImport{"unknown_column", "institution,x,z\nu1,1,1\n", "row 1, z", "no variable"},
        BadImport{"wrong_first_column", "university,x,y\nu1,1,1\n", "row 1, university",
                  "must be \"institution\""},
        BadImport{"programme_column", "programme,x,y\nu1,1,1\n", "row 1, programme",
                  "must be \"institution\""},
        BadImport{"column_twice", "institution,x,x\nu1,1,1\n", "row 1, x", "twice"},
        BadImport{"duplicate_cell", "institution,x,y\nu1,1,1\nu2,1,1\nu1,2,\n", "row 4, x",
                  "earlier row"},
        BadImport{"duplicate_long_cell", "institution,variable,value\nu1,x,1\nu1,y,1\nu1,x,1\n",
                  "row 4, x", "earlier row"},
        BadImport{"unknown_variable", "institution,variable,value\nu1,z,1\n", "row 2, variable",
                  "no variable"},
        BadImport{"no_unit", "institution,x,y\n,1,1\n", "row 2", "names no unit"},
        BadImport{"negative_base", "institution,variable,value,base\nu1,x,1,-5\n", "row 2, base",
                  "negative"},
        BadImport{"open_quote", "institution,x,y\n\"u1,1,1\n", "row 2", "quote"},
        BadImport{"no_rows", "institution,x,y\n", "row 1", "no data rows"},
        BadImport{"empty", "\n", "row 1", "no data rows"},
        BadImport{"bad_utf8", "institution,x,y\n\xff\xfe,1,1\n", "row 2", "UTF-8"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(BadImportTest, UnknownUnitsAreRefusedWithoutRegister) {
  CreateSmall(deployment_, "unknown-unit");
  const CliResult result = deployment_.Run(
      {"ranking", "import", "unknown-unit",
       deployment_.Write("u.csv", "institution,x,y\nnobody-1,1,1\nnobody-2,1,1\n")});
  EXPECT_EQ(result.exit, 1);
  EXPECT_TRUE(absl::StrContains(result.err, "row 2")) << result.err;
  EXPECT_TRUE(absl::StrContains(result.err, "row 3")) << result.err;
  EXPECT_TRUE(absl::StrContains(result.err, "not registered")) << result.err;
  EXPECT_NE(deployment_.Run({"institution", "get", "nobody-1"}).exit, 0);
}

TEST_F(BadImportTest, FirstHundredBadRowsAreNamedAndAllCounted) {
  CreateSmall(deployment_, "many-bad");
  std::string csv = "institution,x,y\n";
  for (int i = 0; i < 250; ++i) absl::StrAppend(&csv, "m", i, ",bad,1\n");
  int problems = 0;
  const absl::Status status = ImportOverGrpc(deployment_, "many-bad", csv, problems);
  EXPECT_EQ(problems, 100);
  EXPECT_TRUE(absl::StrContains(status.message(), "250 faults")) << status;
  const CliResult result =
      deployment_.Run({"ranking", "import", "many-bad", deployment_.Write("m.csv", csv)});
  EXPECT_TRUE(absl::StrContains(result.err, "row 101, x")) << result.err;
}

TEST_F(BadImportTest, OtherSpellingIsTheSameUnitButASharedSlugIsNot) {
  CreateSmall(deployment_, "slugs");
  const std::string prefix(70, 'a');  // longer than an id
  deployment_.Must({"ranking", "import", "slugs",
                    deployment_.Write("1.csv", "institution,x,y\nKing's Slug College,1,1\n" +
                                                   prefix + " B,1,1\n"),
                    "--register"});
  EXPECT_EQ(
      deployment_.Must({"ranking", "import", "slugs",
                        deployment_.Write("2.csv", "institution,x,y\nKing’s Slug College,2,2\n"),
                        "--register"})["registered"],
      0);
  const CliResult result = deployment_.Run(
      {"ranking", "import", "slugs",
       deployment_.Write("3.csv", "institution,x,y\n" + prefix + " C,2,2\n"), "--register"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_TRUE(absl::StrContains(result.err, "which another unit has")) << result.err;
  EXPECT_TRUE(absl::StrContains(result.err, "row 2")) << result.err;
}

TEST_F(BadImportTest, HalfAnUploadIsNotStored) {
  CreateSmall(deployment_, "half");
  const auto stub = rankings::v1::RankingsService::NewStub(deployment_.rankings());
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + deployment_.AdminToken());
  const auto stream = stub->ImportValues(&context);
  rankings::v1::ImportValuesRequest part;
  part.mutable_header()->set_ranking("rankings/half");
  part.mutable_header()->set_register_units(true);
  part.mutable_header()->set_size_bytes(1000);
  stream->Write(part);
  part.set_chunk(kSmallValues);
  stream->Write(part);
  stream->WritesDone();
  rankings::v1::ImportValuesResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(deployment_.Must({"ranking", "get", "half"})["revision"], 0);
}

TEST_F(BadImportTest, ImportsNeedAHeaderAndARanking) {
  int problems = 0;
  EXPECT_EQ(ImportOverGrpc(deployment_, "no-such-ranking", kSmallValues, problems).code(),
            absl::StatusCode::kNotFound);
  const auto stub = rankings::v1::RankingsService::NewStub(deployment_.rankings());
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + deployment_.AdminToken());
  const auto stream = stub->ImportValues(&context);
  rankings::v1::ImportValuesRequest part;
  part.set_chunk("institution,x\n");
  stream->Write(part);
  stream->WritesDone();
  rankings::v1::ImportValuesResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(BadImportTest, ComputingNeedsData) {
  CreateSmall(deployment_, "no-data");
  const CliResult result = deployment_.Run({"ranking", "compute", "no-data"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_TRUE(absl::StrContains(result.err, "NO_DATA")) << result.err;
}

TEST_F(BadImportTest, DivisionByZeroForOneUnitIsAFindingAndOnlyItsOwn) {
  CreateSmall(deployment_, "division");
  deployment_.Must(
      {"ranking", "import", "division", deployment_.Write("v.csv", kSmallValues), "--register"});
  const auto computed = deployment_.Must({"ranking", "compute", "division"});
  int undefined = 0;
  for (const auto& finding : computed["findings"]) {
    if (finding["rule"] != "undefined_value") continue;
    ++undefined;
    EXPECT_EQ(finding["unit"], "u3");
    EXPECT_EQ(finding["node"], "2");
  }
  EXPECT_EQ(undefined, 1);
  EXPECT_EQ(deployment_.Must({"ranking", "table", computed["edition"]}).size(), 3u);
}

TEST_F(BadImportTest, AUnitWithoutGroupIsRefusedWhenGroupsAreDeclared) {
  const std::string yaml = deployment_.Write(
      "g.yaml",
      "id: grouped\nvariables: {x: {unit: score}}\n"
      "indicators: [{code: a, points: 5, value: x}]\ngroups: {by: kind, rank_within: true}\n");
  deployment_.Must({"methodology", "put", yaml});
  deployment_.Must({"ranking", "create", "grouped", "--methodology", "grouped", "--year", "2026"});
  const CliResult result = deployment_.Run(
      {"ranking", "import", "grouped",
       deployment_.Write("g.csv", "institution,group,x\ng1,art,5\ng2,,4\n"), "--register"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_TRUE(absl::StrContains(result.err, "row 3, group")) << result.err;
}

}  // namespace
}  // namespace tarazy::e2e
