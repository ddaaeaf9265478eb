// The topics and templates that a store begins with, on both engines.
#include <atomic>
#include <thread>

#include "services/notifications/app/catalogue/install_defaults.h"
#include "services/notifications/file/default_files.h"
#include "services/notifications/file/read_catalogue.h"
#include "tests/store/notices_fixture.h"

namespace tarazy::notifications {
namespace {

// Every event brings every variable: what real events bring is the contract's matter
// (tests/notices/default_topics_test.cc).
EventLookup Generous(const Catalogue& catalogue) {
  auto fields = std::make_shared<EventFields>();
  for (const v1::Template& letter : catalogue.templates) {
    for (const v1::Variable& variable : letter.variables()) {
      (*fields)[variable.name()] = variable.kind();
    }
  }
  return [fields](absl::string_view) { return fields.get(); };
}

class DefaultsTest : public NoticesTest {
 protected:
  DefaultsTest() : catalogue_(Ok(ReadCatalogue(DefaultFiles()))) {}

  absl::StatusOr<InstalledDefaults> Install() {
    return Write([&](sql::Tx& tx) {
      return InstallDefaults(tx, catalogue_, Generous(catalogue_), clock_.Now());
    });
  }
  int64_t Topics() { return CountWhere("SELECT COUNT(*) FROM topic"); }
  int64_t Templates() { return CountWhere("SELECT COUNT(*) FROM template"); }

  const Catalogue catalogue_;
};

TEST_P(DefaultsTest, TheyAreStoredOnce) {
  const InstalledDefaults installed = Ok(Install());
  EXPECT_EQ(installed.topics, static_cast<int>(catalogue_.topics.size()));
  EXPECT_EQ(installed.templates, static_cast<int>(catalogue_.templates.size()));
  EXPECT_GT(installed.topics, 0);
  EXPECT_EQ(Topics(), installed.topics);
  const InstalledDefaults again = Ok(Install());
  EXPECT_EQ(again.topics + again.templates, 0);
  EXPECT_EQ(Templates(), installed.templates);
}

TEST_P(DefaultsTest, WhatTheAgencyChangedStays) {
  Ok(Install());
  Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(v1::Topic topic, LoadTopic(tx, "finding-deadline"));
    topic.mutable_title()->set_en("Days by which something is due");
    RETURN_IF_ERROR(StoreTopic(tx, topic, Generous(catalogue_), clock_.Now()).status());
    ASSIGN_OR_RETURN(v1::Template letter, LoadTemplate(tx, "announcement", 0));
    letter.mutable_subject()->set_en("The agency: {{heading}}");
    RETURN_IF_ERROR(StoreTemplate(tx, letter, Generous(catalogue_), clock_.Now()).status());
    return true;
  }));
  const InstalledDefaults again = Ok(Install());
  EXPECT_EQ(again.topics + again.templates, 0);
  Ok(Write([&](sql::Tx& tx) -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(const v1::Topic topic, LoadTopic(tx, "finding-deadline"));
    EXPECT_EQ(topic.title().en(), "Days by which something is due");
    ASSIGN_OR_RETURN(const v1::Template letter, LoadTemplate(tx, "announcement", 0));
    EXPECT_EQ(letter.subject().en(), "The agency: {{heading}}");
    return true;
  }));
}

TEST_P(DefaultsTest, WhatIsMissingIsAdded) {
  Ok(Write([&](sql::Tx& tx) {
    return StoreTemplate(tx, catalogue_.templates.front(), Generous(catalogue_), clock_.Now());
  }));
  const InstalledDefaults installed = Ok(Install());
  EXPECT_EQ(installed.topics, static_cast<int>(catalogue_.topics.size()));
  EXPECT_EQ(installed.templates, static_cast<int>(catalogue_.templates.size()) - 1);
}

TEST_P(DefaultsTest, ProcessesThatStartAtOnceStoreThemOnce) {
  std::atomic<int> topics = 0;
  std::vector<std::thread> processes;
  for (int i = 0; i < 4; ++i) {
    processes.emplace_back([&] { topics += Ok(Install()).topics; });
  }
  for (std::thread& process : processes) process.join();
  EXPECT_EQ(topics, static_cast<int>(catalogue_.topics.size()));
  EXPECT_EQ(Topics(), static_cast<int64_t>(catalogue_.topics.size()));
  EXPECT_EQ(Templates(), static_cast<int64_t>(catalogue_.templates.size()));
}

TEST_P(DefaultsTest, WhatCannotBeStoredIsNamedAndNothingIs) {
  const EventFields none;
  const auto status = Write([&](sql::Tx& tx) {
                        return InstallDefaults(
                            tx, catalogue_, [&](absl::string_view) { return &none; }, clock_.Now());
                      }).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), ::testing::StartsWith("topic case-state: "));
  EXPECT_EQ(Templates(), 0);
}

TEST_ON_BOTH_ENGINES(DefaultsTest);

}  // namespace
}  // namespace tarazy::notifications
