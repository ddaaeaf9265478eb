#include "common/cache/heads.h"

#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace tarazy::cache {
namespace {

// Hears what is rung.
class FakeBell final : public Remote {
 public:
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) override {
    ADD_FAILURE() << "a head is never read from the remote store: " << key;
    return std::nullopt;
  }
  absl::Status Set(absl::string_view key, absl::string_view, absl::Duration) override {
    ++rung[std::string(key)];
    return broken ? absl::UnavailableError("down") : absl::OkStatus();
  }

  std::map<std::string, int> rung;
  bool broken = false;
};

class HeadsTest : public ::testing::Test {
 protected:
  // Where the heads are kept durably.
  Heads::Load Load() {
    return [this] {
      ++loads_;
      return absl::StatusOr<std::string>(stored_);
    };
  }
  std::string Get() { return **heads_.Get("one", Load()); }

  FakeBell bell_;
  Heads heads_{{.max_age = absl::InfiniteDuration()}, &bell_, nullptr};
  std::string stored_ = "edition 1";
  int loads_ = 0;
};

TEST_F(HeadsTest, ALiveHeadIsLoadedOnce) {
  heads_.Live();
  EXPECT_EQ(heads_.Find("one"), nullptr);
  EXPECT_EQ(Get(), "edition 1");
  EXPECT_EQ(Get(), "edition 1");
  EXPECT_EQ(*heads_.Find("one"), "edition 1");
  EXPECT_EQ(loads_, 1);
}

TEST_F(HeadsTest, WhileNobodyListensItIsLoadedEachTime) {
  EXPECT_EQ(Get(), "edition 1");
  stored_ = "edition 2";
  EXPECT_EQ(Get(), "edition 2");
  EXPECT_EQ(heads_.Find("one"), nullptr);
  EXPECT_FALSE(heads_.live());
}

TEST_F(HeadsTest, AChangeHereIsSeenAtOnceAndRingsTheBell) {
  heads_.Live();
  EXPECT_EQ(Get(), "edition 1");
  stored_ = "edition 2";
  heads_.Changed("one");
  EXPECT_EQ(Get(), "edition 2");
  EXPECT_EQ(bell_.rung["tarazy:v1:head:one"], 1);
}

TEST_F(HeadsTest, AChangeHereIsSeenAtOnceWhenTheBellIsBroken) {
  heads_.Live();
  EXPECT_EQ(Get(), "edition 1");
  bell_.broken = true;
  stored_ = "edition 2";
  heads_.Changed("one");
  EXPECT_EQ(Get(), "edition 2");
}

TEST_F(HeadsTest, AChangeElsewhereDropsThatHeadOnly) {
  heads_.Live();
  EXPECT_EQ(Get(), "edition 1");
  ASSERT_TRUE(heads_.Get("two", Load()).ok());
  stored_ = "edition 2";
  heads_.Drop("tarazy:v1:head:one");
  EXPECT_NE(heads_.Find("two"), nullptr);
  EXPECT_EQ(Get(), "edition 2");
}

TEST_F(HeadsTest, KeysOfOthersAreIgnored) {
  heads_.Live();
  EXPECT_EQ(Get(), "edition 1");
  heads_.Drop("one");
  heads_.Drop("tarazy:v1:score:one");
  EXPECT_NE(heads_.Find("one"), nullptr);
}

TEST_F(HeadsTest, ALostConnectionDropsAllAndKeepsNoneUntilItIsLiveAgain) {
  heads_.Live();
  EXPECT_EQ(Get(), "edition 1");
  heads_.Lost();
  EXPECT_EQ(heads_.Find("one"), nullptr);
  stored_ = "edition 2";
  EXPECT_EQ(Get(), "edition 2");
  EXPECT_EQ(heads_.Find("one"), nullptr);
  heads_.Live();
  EXPECT_EQ(heads_.Find("one"), nullptr);
  EXPECT_EQ(Get(), "edition 2");
  EXPECT_NE(heads_.Find("one"), nullptr);
}

// Each is something that happens between a load's read and its keeping.
TEST_F(HeadsTest, ALoadThatRacedWithAChangeIsNotKept) {
  const std::function<void()> races[] = {
      [&] { heads_.Changed("one"); },
      [&] { heads_.Drop("tarazy:v1:head:one"); },
      [&] { heads_.Lost(); },
      [&] { heads_.Lost(), heads_.Live(); },
  };
  for (const auto& race : races) {
    heads_.Live();
    const Result read = heads_.Get("one", [&] {
      race();
      return absl::StatusOr<std::string>("before the change");
    });
    EXPECT_EQ(**read, "before the change");
    EXPECT_EQ(heads_.Find("one"), nullptr);
  }
}

TEST_F(HeadsTest, ALoadThatBeganBeforeItWasLiveIsNotKept) {
  ASSERT_TRUE(heads_
                  .Get("one",
                       [&] {
                         heads_.Live();
                         return absl::StatusOr<std::string>("unheard");
                       })
                  .ok());
  EXPECT_EQ(heads_.Find("one"), nullptr);
}

TEST_F(HeadsTest, ErrorsAreGivenAndNotKept) {
  heads_.Live();
  const Result missing =
      heads_.Get("one", [] { return absl::StatusOr<std::string>(NotFound("thing", "one")); });
  EXPECT_TRUE(absl::IsNotFound(missing.status()));
  EXPECT_EQ(Get(), "edition 1");
}

TEST(HeadsBoundsTest, AHeadIsNotUsedBeyondItsAge) {
  Heads heads({.max_age = absl::Milliseconds(20), .alone = true}, nullptr, nullptr);
  const auto load = [] { return absl::StatusOr<std::string>("value"); };
  ASSERT_TRUE(heads.Get("one", load).ok());
  while (heads.Find("one") != nullptr) std::this_thread::yield();
}

TEST(HeadsBoundsTest, AProcessThatIsAloneNeedsNoBell) {
  Heads heads({.max_age = absl::InfiniteDuration(), .alone = true}, nullptr, nullptr);
  const auto load = [] { return absl::StatusOr<std::string>("value"); };
  ASSERT_TRUE(heads.Get("one", load).ok());
  EXPECT_NE(heads.Find("one"), nullptr);
  heads.Changed("one");
  EXPECT_EQ(heads.Find("one"), nullptr);
}

TEST(HeadsBoundsTest, TheNumberKeptIsBounded) {
  Heads heads({.max_age = absl::InfiniteDuration(), .alone = true, .max_entries = 10}, nullptr,
              nullptr);
  const auto load = [] { return absl::StatusOr<std::string>("value"); };
  for (int i = 0; i < 25; ++i) ASSERT_TRUE(heads.Get(absl::StrCat(i), load).ok());
  int kept = 0;
  for (int i = 0; i < 25; ++i) kept += heads.Find(absl::StrCat(i)) != nullptr;
  EXPECT_EQ(kept, 5);
}

}  // namespace
}  // namespace tarazy::cache
