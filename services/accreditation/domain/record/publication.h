// What of a case is for everybody.
#pragma once

#include <map>
#include <string>

#include "tarazy/accreditation/v1/case.pb.h"

namespace tarazy::accreditation {

// The case was published, whatever came after.
bool IsPublished(const v1::Case& record);

// The digests of files that the case names: of its documents and of what proves follow-up; true
// when the case makes the file public.
std::map<std::string, bool> NamedFiles(const v1::Case& record);

}  // namespace tarazy::accreditation
