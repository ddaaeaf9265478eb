// Between the registry's contract and its domain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/registry/app/put_unit.h"
#include "services/registry/app/succession.h"
#include "services/registry/domain/institution.h"
#include "services/registry/domain/programme.h"
#include "tarazy/registry/v1/registry_service.pb.h"

namespace tarazy::registry {

// With a date also what it was called on it, if that is known.
v1::Institution ToInstitution(const Institution& institution, std::optional<Date> on = {});
v1::Programme ToProgramme(const Programme& programme, std::optional<Date> on = {});
v1::Unit ToUnit(const Unit& unit);
void Fill(const Succession& succession, v1::ResolveSuccessorsResponse& response);

// INVALID_ARGUMENT with the field's path for a malformed name and an unknown path in the mask. What
// else cannot be read is among the faults of the change, to be refused together with the others.
absl::StatusOr<PutInstitution> Parse(const v1::UpdateInstitutionRequest& request);
absl::StatusOr<PutProgramme> Parse(const v1::UpdateProgrammeRequest& request);

// INVALID_ARGUMENT for UNIT_KIND_UNSPECIFIED and unknown values.
absl::StatusOr<Kind> ParseKind(v1::UnitKind kind);

absl::StatusOr<std::vector<Unit>> Parse(const v1::RegisterUnitsRequest& request);

}  // namespace tarazy::registry
