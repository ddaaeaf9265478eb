#include "common/sql/postgres_array.h"

#include <gtest/gtest.h>

#include <limits>

namespace tarazy::sql {
namespace {

TEST(ArrayLiteralTest, QuotesTextsAndBytes) {
  const std::vector<std::vector<Value>> rows = {{V("NULL"), V(Blob{std::string("\0\xff", 2)})},
                                                {V("a\\b\"c,{}"), Null()},
                                                {V(""), V(Blob{})}};
  EXPECT_EQ(ArrayLiteral(rows, 0), R"({"NULL","a\\b\"c,{}",""})");
  EXPECT_EQ(ArrayLiteral(rows, 1), R"({"\\x00ff",NULL,"\\x"})");
}

TEST(ArrayLiteralTest, WritesNumbersExactly) {
  const std::vector<std::vector<Value>> rows = {
      {V(0.1)}, {V(-std::numeric_limits<double>::infinity())}, {V(int64_t{-7})}};
  EXPECT_EQ(ArrayLiteral(rows, 0), "{0.1,-Infinity,-7}");
}

}  // namespace
}  // namespace tarazy::sql
