// A line's story and what is asked about it, for the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/accreditation/domain/register/script_test.h"
#include "services/accreditation/domain/register/status.h"

namespace tarazy::accreditation {

struct Asked {
  const char* day;
  const char* known;  // "": all
  const char* answer;
};

struct Story {
  const char* name;
  const char* acts;
  std::vector<Asked> asked;
};

inline void ExpectAnswers(const Story& story) {
  const std::vector<Act> acts = Script(story.acts);
  for (const Asked& asked : story.asked) {
    const absl::Time known = *asked.known == '\0' ? kAllKnown : KnownOn(asked.known);
    EXPECT_EQ(ToText(StatusOn(acts, Day(asked.day), known)), asked.answer)
        << "on " << asked.day << " known " << asked.known;
  }
}

}  // namespace tarazy::accreditation
