#include "common/base/memory.h"

#include <malloc.h>

namespace tarazy {

MemoryReturned::~MemoryReturned() { malloc_trim(0); }

}  // namespace tarazy
