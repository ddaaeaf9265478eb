// The example of a proof of notice, which other tools are shown to verify, is what this code makes.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "services/notifications/domain/receipt/proof.h"
#include "services/notifications/domain/receipt/test_proof.h"

namespace tarazy::notifications {
namespace {

std::string Example() {
  std::stringstream text;
  text << std::ifstream(std::string(REPOSITORY) + "/examples/notifications/proof.json").rdbuf();
  return text.str();
}

TEST(ProofExampleTest, IsWhatIsMade) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(TestProof(), &json, options).ok());
  EXPECT_EQ(Example(), json);
}

TEST(ProofExampleTest, Verifies) {
  v1::Proof proof;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(Example(), &proof).ok());
  EXPECT_TRUE(VerifyProof(proof, TestKey().PublicKey()).ok());
}

}  // namespace
}  // namespace tarazy::notifications
