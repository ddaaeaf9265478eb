// What a cache holds: bytes that nobody changes, shared by all who read them.
#pragma once

#include <memory>
#include <string>

namespace tarazy::cache {

using Value = std::shared_ptr<const std::string>;

}  // namespace tarazy::cache
