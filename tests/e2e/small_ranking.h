// A small ranking that tests change and break.
#pragma once

#include <string>

#include "tests/e2e/deployment.h"

namespace tarazy::e2e {

inline constexpr char kSmallMethodology[] = R"(
id: small
title: {en: Small, ru: Малый, kk: Шағын}
variables:
  x: {title: {en: X, ru: X, kk: X}, unit: score, min: 0, max: 100}
  y: {title: {en: Y, ru: Y, kk: Y}, unit: score, min: 0}
indicators:
  - {code: "1", title: {en: A, ru: A, kk: A}, points: 60, value: x}
  - {code: "2", title: {en: B, ru: B, kk: B}, points: 40, value: x / y}
)";

inline constexpr char kSmallValues[] = "institution,x,y\nu1,50,2\nu2,100,10\nu3,25,0\n";

// Creates the ranking `id` over kSmallMethodology without values.
inline void CreateSmall(Deployment& deployment, const std::string& id) {
  deployment.Must({"methodology", "put", deployment.Write("small.yaml", kSmallMethodology),
                   "--request-id", "small-methodology"});
  deployment.Must({"ranking", "create", id, "--methodology", "small@1", "--year", "2026"});
}

// And imports kSmallValues and computes; gives the edition.
inline std::string ComputeSmall(Deployment& deployment, const std::string& id) {
  CreateSmall(deployment, id);
  deployment.Must(
      {"ranking", "import", id, deployment.Write("small.csv", kSmallValues), "--register"});
  return deployment.Must({"ranking", "compute", id}).at("edition");
}

}  // namespace tarazy::e2e
