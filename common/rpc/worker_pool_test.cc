#include "common/rpc/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace tarazy::rpc {
namespace {

TEST(WorkerPoolTest, RunsAllThatItTook) {
  std::atomic<int> done{0};
  {
    WorkerPool pool(3, 1000);
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(pool.Run([&] { ++done; }));
  }
  EXPECT_EQ(done, 500);
}

TEST(WorkerPoolTest, TasksRunSideBySide) {
  WorkerPool pool(2, 10);
  std::promise<void> first, second;
  ASSERT_TRUE(pool.Run([&] {
    first.set_value();
    second.get_future().wait();
  }));
  ASSERT_TRUE(pool.Run([&] {
    first.get_future().wait();
    second.set_value();
  }));
}

TEST(WorkerPoolTest, RefusesWhenTooManyWait) {
  std::promise<void> began, end;
  const auto ended = end.get_future().share();
  WorkerPool pool(1, 1);
  ASSERT_TRUE(pool.Run([&] {
    began.set_value();
    ended.wait();
  }));
  began.get_future().wait();
  EXPECT_TRUE(pool.Run([] {})) << "waits";
  EXPECT_FALSE(pool.Run([] {})) << "one too many";
  end.set_value();
}

}  // namespace
}  // namespace tarazy::rpc
