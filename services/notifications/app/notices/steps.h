// The steps of an event besides those of a ladder ("T-30").
#pragma once

namespace tarazy::notifications {

inline constexpr char kEventStep[] = "event";
inline constexpr char kEscalationStep[] = "escalation";  // nobody, or not everybody, acknowledged
inline constexpr char kDigestStep[] = "digest";          // several notices in one
inline constexpr char kTaskStep[] = "task";              // somebody has to see to it

}  // namespace tarazy::notifications
