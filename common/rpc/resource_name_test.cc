#include "common/rpc/resource_name.h"

#include <gtest/gtest.h>

namespace tarazy::rpc {
namespace {

TEST(ResourceNameTest, TakesTheIds) {
  const auto ids = ParseName("name", "rankings/*/editions/*", "rankings/iqaa-2026/editions/3");
  ASSERT_TRUE(ids.ok());
  EXPECT_EQ(*ids, (std::vector<std::string>{"iqaa-2026", "3"}));
}

TEST(ResourceNameTest, RefusesOtherShapes) {
  for (const char* bad :
       {"", "rankings/a", "rankings/a/editions/", "rankings//editions/1", "rankings/a/editions/1/x",
        "Rankings/a/editions/1", "rankings/a'--/editions/1", "rankings/a\n/editions/1"}) {
    EXPECT_FALSE(ParseName("name", "rankings/*/editions/*", bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace tarazy::rpc
