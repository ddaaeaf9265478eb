#include "services/rankings/domain/digest.h"

#include <gtest/gtest.h>

#include <functional>

#include "services/rankings/domain/test_methodology.h"

namespace tarazy::rankings {
namespace {

struct Edition {
  Methodology methodology = MethodologyOf({"a", "b"}, {PointsLeaf("1", 10, "a / b")});
  Dataset dataset = DatasetOf({{1, 2}, {3, kAbsent}});
  std::string engine = "tarazy-engine/1";

  std::string Bytes() const {
    std::string bytes;
    WriteEditionBytes(methodology, dataset, engine,
                      [&](absl::string_view b) { bytes.append(b.data(), b.size()); });
    return bytes;
  }
};

TEST(EditionBytesTest, ChangeWithEveryCoveredField) {
  Edition edition;
  edition.dataset.groups = {"x", "y"};
  const std::function<void(Edition&)> changes[] = {
      [](Edition& e) { e.dataset.units[1] = "u3"; },
      [](Edition& e) { e.dataset.groups[0] = "z"; },
      [](Edition& e) {
        e.dataset.groups = {"xy", ""};
      },
      [](Edition& e) { e.dataset.columns[0][0] = 1.0000000000000002; },
      [](Edition& e) { e.dataset.columns[0][0] = kAbsent; },
      [](Edition& e) { e.dataset.columns[1][1] = 0; },
      [](Edition& e) { std::swap(e.dataset.columns[0], e.dataset.columns[1]); },
      [](Edition& e) { e.methodology.indicators[0].points = 11; },
      [](Edition& e) { e.methodology.title.ru = "Рейтинг"; },
      [](Edition& e) { e.methodology.variables[0].name = "c"; },
      [](Edition& e) { e.engine = "tarazy-engine/2"; }};
  const std::string before = edition.Bytes();
  for (size_t i = 0; i < std::size(changes); ++i) {
    Edition changed = edition;
    changes[i](changed);
    EXPECT_NE(changed.Bytes(), before) << "change " << i;
  }
}

TEST(EditionBytesTest, DoNotDependOnTheFilesOrder) {
  Edition edition;
  Edition other;
  std::swap(other.methodology.variables[0], other.methodology.variables[1]);
  std::swap(other.dataset.columns[0], other.dataset.columns[1]);
  EXPECT_EQ(edition.Bytes(), other.Bytes());
  other.methodology.indicators[0].value = F("(a)/b");
  EXPECT_EQ(edition.Bytes(), other.Bytes());
}

TEST(ResultBytesTest, ChangeWithEveryBit) {
  const Edition edition;
  Result result = Computed(edition.methodology, edition.dataset);
  const auto bytes = [&] {
    std::string out;
    WriteResultBytes(edition.dataset, result,
                     [&](absl::string_view b) { out.append(b.data(), b.size()); });
    return out;
  };
  const std::string before = bytes();
  result.values.row(0)[0] += 1e-15;
  EXPECT_NE(bytes(), before);
  result = Computed(edition.methodology, edition.dataset);
  EXPECT_EQ(bytes(), before);
  result.units[1].rank = 7;
  EXPECT_NE(bytes(), before);
}

}  // namespace
}  // namespace tarazy::rankings
