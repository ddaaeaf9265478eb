#include "services/surveys/app/roll/qr_code.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <vector>

#include "absl/strings/numbers.h"

namespace tarazy::surveys {
namespace {

// The dark modules of the picture, by its path.
std::vector<std::string> Draw(const std::string& svg) {
  const size_t box = svg.find("viewBox=\"0 0 ") + 13;
  const int side = std::atoi(svg.c_str() + box);
  std::vector<std::string> rows(static_cast<size_t>(side),
                                std::string(static_cast<size_t>(side), '.'));
  const size_t path = svg.find("<path d=\"") + 9;
  const std::string runs = svg.substr(path, svg.find('"', path) - path);
  int x = 0, y = 0, length = 0, back = 0, read = 0;
  for (const char* at = runs.c_str();
       std::sscanf(at, "M%d %dh%dv1h-%dz%n", &x, &y, &length, &back, &read) == 4; at += read) {
    EXPECT_EQ(length, back);
    for (int i = 0; i < length; ++i)
      rows.at(static_cast<size_t>(y)).at(static_cast<size_t>(x + i)) = '#';
  }
  return rows;
}

TEST(QrCodeTest, DrawsFindersInAQuietZone) {
  const auto svg = QrSvg("https://survey.example.kz/t/K7QM-2XWP-9RTD-4FHB");
  ASSERT_TRUE(svg.ok()) << svg.status();
  const std::vector<std::string> rows = Draw(*svg);
  ASSERT_EQ(rows.size(), 41u);  // version 4 has 33 modules
  const std::string finder[] = {"#######", "#.....#", "#.###.#", "#.###.#",
                                "#.###.#", "#.....#", "#######"};
  for (size_t i = 0; i < 7; ++i) {
    EXPECT_EQ(rows[4 + i].substr(4, 7), finder[i]);
    EXPECT_EQ(rows[4 + i].substr(30, 7), finder[i]);
    EXPECT_EQ(rows[30 + i].substr(4, 7), finder[i]);
  }
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(rows[i], std::string(41, '.'));
    EXPECT_EQ(rows[40 - i], std::string(41, '.'));
  }
  for (const std::string& row : rows) {
    EXPECT_EQ(row.substr(0, 4) + row.substr(37), "........");
  }
  EXPECT_EQ(*QrSvg("https://survey.example.kz/t/K7QM-2XWP-9RTD-4FHB"), *svg);
  EXPECT_NE(*QrSvg("https://survey.example.kz/t/K7QM-2XWP-9RTD-4FHC"), *svg);
}

TEST(QrCodeTest, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(QrSvg("").ok());
  EXPECT_FALSE(QrSvg(std::string(5000, 'x')).ok());
}

}  // namespace
}  // namespace tarazy::surveys
