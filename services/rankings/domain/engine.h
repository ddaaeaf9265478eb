// The engine's name. It is part of every edition's digest: change it whenever the same input could
// give other bits.
#pragma once

namespace tarazy::rankings {

inline constexpr char kEngineVersion[] = "tarazy-engine/1";

}  // namespace tarazy::rankings
