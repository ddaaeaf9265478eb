#include "tests/chaos/registry_operations.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/chaos/operation_parts.h"

namespace tarazy::chaos {
namespace {

namespace rg = registry::v1;

constexpr int kInstitutions = 20;

}  // namespace

// Each put changes the title, so that its version counts how often it was done.
Operation PutInstitution(const Realm& realm, const std::string& request_id, Random& random) {
  const std::string id = absl::StrCat(realm.id, "-i", Below(random, kInstitutions));
  const std::string title = absl::StrCat("Institution ", request_id);
  rg::UpdateInstitutionRequest request;
  request.mutable_institution()->set_name("institutions/" + id);
  request.mutable_institution()->mutable_title()->set_en(title);
  request.mutable_update_mask()->add_paths("title.en");
  request.set_allow_missing(true);
  request.set_request_id(request_id);
  return {.send = Unary(&Clients::registry, &rg::RegistryService::Stub::UpdateInstitution,
                        std::move(request)),
          .effect =
              [id, title](Realm& after) {
                const auto [it, fresh] = after.institutions.try_emplace(id);
                it->second.title = title;
                if (!fresh) ++it->second.version;
              },
          .check =
              [id](const std::string& bytes, const Realm& after) {
                const auto response = Parsed<rg::UpdateInstitutionResponse>(bytes);
                EXPECT_EQ(response.institution().etag(),
                          absl::StrCat("v", after.institutions.at(id).version));
              }};
}

Operation RegisterUnits(const Realm& realm, const std::string& request_id, Random& random) {
  rg::RegisterUnitsRequest request;
  request.set_kind(rg::UNIT_KIND_INSTITUTION);
  request.set_request_id(request_id);
  std::vector<std::string> ids;
  int fresh = 0;
  for (int i = 0; i < 4; ++i) {
    const std::string id = absl::StrCat(realm.id, "-r", Below(random, 500), "-", i);
    ids.push_back(id);
    if (!realm.institutions.contains(id)) ++fresh;
    auto& unit = *request.add_units();
    unit.set_id(id);
    unit.mutable_title()->set_en(id);
  }
  return {.send = Unary(&Clients::registry, &rg::RegistryService::Stub::RegisterUnits,
                        std::move(request)),
          .effect =
              [ids](Realm& after) {
                for (const std::string& id : ids) {
                  after.institutions.try_emplace(id, InstitutionFacts{.title = id});
                }
              },
          .check =
              [fresh](const std::string& bytes, const Realm&) {
                EXPECT_EQ(Parsed<rg::RegisterUnitsResponse>(bytes).registered(), fresh);
              }};
}

}  // namespace tarazy::chaos
