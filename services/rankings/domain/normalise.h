// normalize: a leaf's x over its reference set to n. This is the table of the methodology page.
#pragma once

#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/reference.h"

namespace tarazy::rankings {

// n of a value x (not NaN) over S (not empty): in [0, 1], except identity (x itself; in [0, points]
// on a leaf with points) and bands (the band's points).
double Normalise(const Node& leaf, const Reference& reference, double x);

// The leaf's node value: n * points, 100 * n, or n itself for identity and bands.
double LeafValue(const Node& leaf, double n);

// The name in the file: "share_of_best".
const char* NormaliserName(const Normaliser& normaliser);

}  // namespace tarazy::rankings
