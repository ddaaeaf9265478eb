// The verifier that other people are given knows the same rules as this code.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/notifications/domain/timing/delivery_states.h"

namespace tarazy::notifications {
namespace {

// What a shell command prints.
std::string Output(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "cannot be run";
  char piece[4096];
  for (size_t got = 0; (got = fread(piece, 1, sizeof piece, pipe)) > 0;) text.append(piece, got);
  return pclose(pipe) == 0 ? text : absl::StrCat("failed: ", text);
}

TEST(ReceiptRulesTest, ThePublishedVerifierKnowsTheSame) {
  std::string ours;
  int allowed = 0;
  for (int channel = 0; channel < v1::Channel_ARRAYSIZE; ++channel) {
    for (int from = 0; from < v1::DeliveryState_ARRAYSIZE; ++from) {
      for (int to = 0; to < v1::DeliveryState_ARRAYSIZE; ++to) {
        if (!ReceiptMayFollow(static_cast<v1::Channel>(channel),
                              static_cast<v1::DeliveryState>(from),
                              static_cast<v1::DeliveryState>(to))) {
          continue;
        }
        absl::StrAppend(&ours, channel, " ", from, " ", to, "\n");
        ++allowed;
      }
    }
  }
  EXPECT_GT(allowed, 80);
  EXPECT_EQ(Output(absl::StrCat("PYTHONPATH='", REPOSITORY, "/docs' PYTHONDONTWRITEBYTECODE=1 ",
                                "/usr/bin/python3 -c '\n", "import verify_proof_of_notice as v\n",
                                "states = range(len(v.STATES))\n", "for channel in range(",
                                v1::Channel_ARRAYSIZE, "):\n", "  for before in states:\n",
                                "    for after in states:\n",
                                "      if v.may_follow(channel, v.STATES[before], "
                                "v.STATES[after]):\n",
                                "        print(channel, before, after)\n'")),
            ours);
}

}  // namespace
}  // namespace tarazy::notifications
