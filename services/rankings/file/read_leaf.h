// The keys of a leaf: value, normalize, interpolate, direction, missing.
#pragma once

#include "services/rankings/domain/methodology.h"
#include "services/rankings/file/fields.h"

namespace tarazy::rankings {

void ReadLeaf(Fields& fields, Node& leaf);

}  // namespace tarazy::rankings
