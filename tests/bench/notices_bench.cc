// What it costs to write one notice of a template that was parsed before: subject, text and HTML
// with a phrase, a date, a number and a list, and its digest.
#include <benchmark/benchmark.h>

#include "services/notifications/domain/template/built_in_values.h"
#include "services/notifications/domain/template/render.h"
#include "services/notifications/domain/template/test_letter.h"

namespace tarazy::notifications {
namespace {

NoticeValues Values() {
  NoticeValues values = {
      {"programme.title", std::string("6B07101 Electric power engineering")},
      {"fee", 1250000.5},
      {"note", std::string("The plan goes to the council, too.")},
      {"points", std::vector<std::string>{"Plan of measures", "Order", "Report"}}};
  AddBuiltIns({.recipient = "Rector's office",
               .topic = {.en = "Deadlines"},
               .now = absl::UnixEpoch(),
               .deadline = Occasion::Deadline{.due = absl::CivilDay(2026, 4, 25),
                                              .today = absl::CivilDay(2026, 4, 18)}},
              values);
  return values;
}

void RenderNotice(benchmark::State& state) {
  const auto compiled = CompiledTemplate::Compile(FindingDue());
  const NoticeValues values = Values();
  for (auto _ : state) {
    benchmark::DoNotOptimize(compiled->Render(values, Language::kRu, absl::UTCTimeZone()));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(RenderNotice);

void CompileTemplate(benchmark::State& state) {
  const v1::Template letter = FindingDue();
  for (auto _ : state) benchmark::DoNotOptimize(CompiledTemplate::Compile(letter));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(CompileTemplate);

}  // namespace
}  // namespace tarazy::notifications

BENCHMARK_MAIN();
