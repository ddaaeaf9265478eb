#include "common/obs/trace.h"

#include <gtest/gtest.h>

#include <set>

namespace tarazy::obs {
namespace {

constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kParent[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceTest, GoesOnWithTheCallersTraceUnderASpanOfItsOwn) {
  const Trace trace = ContinueTrace(kParent, "vendor=1");
  EXPECT_EQ(trace.trace_id, kTraceId);
  EXPECT_EQ(trace.span_id.size(), 16u);
  EXPECT_NE(trace.span_id, "00f067aa0ba902b7");
  EXPECT_EQ(trace.state, "vendor=1");
  EXPECT_EQ(trace.Parent(), std::string("00-") + kTraceId + "-" + trace.span_id + "-01");
  EXPECT_EQ(ContinueTrace(trace.Parent(), "").trace_id, kTraceId);
}

TEST(TraceTest, AMalformedParentBeginsANewTrace) {
  for (const char* bad : {
           "",
           "nonsense",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
           "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
           "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
       }) {
    const Trace trace = ContinueTrace(bad, "vendor=1");
    EXPECT_EQ(trace.trace_id.size(), 32u) << bad;
    EXPECT_NE(trace.trace_id, kTraceId) << bad;
    EXPECT_EQ(trace.state, "") << bad << ": the state belongs to the parent";
  }
}

TEST(TraceTest, ALaterVersionIsReadAsFarAsKnown) {
  EXPECT_EQ(ContinueTrace(std::string("cc") + (kParent + 2) + "-what-comes-later", "").trace_id,
            kTraceId);
}

TEST(TraceTest, AStateThatIsTooLongOrNoTextIsDropped) {
  EXPECT_EQ(ContinueTrace(kParent, std::string(512, 'x')).state.size(), 512u);
  EXPECT_EQ(ContinueTrace(kParent, std::string(513, 'x')).state, "");
  EXPECT_EQ(ContinueTrace(kParent, "a=b\n").state, "");
}

TEST(TraceTest, IdsDiffer) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(RandomTraceHex(16));
  EXPECT_EQ(ids.size(), 1000u);
}

}  // namespace
}  // namespace tarazy::obs
