// The audiences that a visit hears and counts, in words.
#pragma once

#include <array>
#include <utility>

#include "absl/strings/string_view.h"
#include "tarazy/accreditation/v1/vocabulary.pb.h"

namespace tarazy::accreditation::report_lint {

inline constexpr std::array<std::pair<v1::Audience, absl::string_view>, 7> kHeardAudiences = {{
    {v1::AUDIENCE_LEADERSHIP, "leadership"},
    {v1::AUDIENCE_ADMINISTRATION, "administration"},
    {v1::AUDIENCE_PROGRAMME_HEADS, "programme heads"},
    {v1::AUDIENCE_TEACHERS, "teachers"},
    {v1::AUDIENCE_STUDENTS, "students"},
    {v1::AUDIENCE_GRADUATES, "graduates"},
    {v1::AUDIENCE_EMPLOYERS, "employers"},
}};

}  // namespace tarazy::accreditation::report_lint
