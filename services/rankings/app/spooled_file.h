// The file that an import or a piece of evidence arrives in.
#pragma once

#include "common/blob/spooled_file.h"  // IWYU pragma: export

namespace tarazy::rankings {

using blob::SpooledFile;

}  // namespace tarazy::rankings
