#include "common/cache/resolver.h"

#include <gtest/gtest.h>

namespace tarazy::cache {
namespace {

using std::chrono::steady_clock;

TEST(ResolverTest, NumbersNeedNoQuestion) {
  Resolver four("127.0.0.1", 6379);
  EXPECT_EQ(four.Resolve(steady_clock::now())->front().storage.ss_family, AF_INET);
  Resolver six("::1", 6379);
  EXPECT_EQ(six.Resolve(steady_clock::now())->front().storage.ss_family, AF_INET6);
}

TEST(ResolverTest, ResolvesTheNameOfThisMachine) {
  Resolver resolver("localhost", 6379);
  EXPECT_TRUE(resolver.Resolve(steady_clock::now() + std::chrono::seconds(20)).ok());
}

TEST(ResolverTest, DoesNotWaitBeyondTheDeadline) {
  // Whether or not this name could be resolved, there is no time to.
  Resolver resolver("a-name-that-nobody-has.invalid", 6379);
  EXPECT_TRUE(absl::IsUnavailable(resolver.Resolve(steady_clock::now()).status()));
}

}  // namespace
}  // namespace tarazy::cache
