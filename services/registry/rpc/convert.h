// Between the registry's contract and its domain.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/registry/app/put_unit.h"
#include "services/registry/domain/unit.h"
#include "tarazy/registry/v1/registry_service.pb.h"

namespace tarazy::registry {

v1::Institution ToInstitution(const Unit& unit);
v1::Programme ToProgramme(const Unit& unit);
v1::Unit ToUnit(const Unit& unit);

// INVALID_ARGUMENT with the field's path for a malformed name, an unknown path in the mask.
absl::StatusOr<PutUnit> Parse(const v1::UpdateInstitutionRequest& request);
absl::StatusOr<PutUnit> Parse(const v1::UpdateProgrammeRequest& request);

// INVALID_ARGUMENT for UNIT_KIND_UNSPECIFIED and unknown values.
absl::StatusOr<Kind> ParseKind(v1::UnitKind kind);

absl::StatusOr<std::vector<Unit>> Parse(const v1::RegisterUnitsRequest& request);

}  // namespace tarazy::registry
