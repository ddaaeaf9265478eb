#include "services/surveys/app/roll/make_keys.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {
namespace {

constexpr char kPurpose[] = "surveys/voucher keys";

std::string Belongs(absl::string_view campaign, absl::string_view stratum) {
  return absl::StrCat(campaign, "/", stratum);  // ids hold no '/'
}

}  // namespace

absl::StatusOr<std::vector<StratumKey>> MakeKeys(const Secret& secret, absl::string_view campaign,
                                                 absl::Span<const std::string> strata) {
  const Sealer sealer(secret, kPurpose);
  std::vector<StratumKey> keys(strata.size());
  std::atomic<size_t> next{0};
  const auto make = [&] {
    for (size_t i = next++; i < strata.size(); i = next++) {
      const BlindRsaKey key = BlindRsaKey::Generate();
      keys[i] = {.stratum = strata[i],
                 .public_key = key.Public().ToSpki(),
                 .sealed_private_key = sealer.Seal(key.ToPkcs8(), Belongs(campaign, strata[i]))};
    }
  };
  const size_t cores = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> helpers;
  for (size_t i = 1; i < std::min(cores, strata.size()); ++i) helpers.emplace_back(make);
  make();
  for (std::thread& helper : helpers) helper.join();
  return keys;
}

absl::StatusOr<BlindRsaKey> OpenKey(const Secret& secret, absl::string_view campaign,
                                    const StratumKey& key) {
  ASSIGN_OR_RETURN(
      const std::string plain,
      Sealer(secret, kPurpose).Open(key.sealed_private_key, Belongs(campaign, key.stratum)));
  return BlindRsaKey::FromPkcs8(plain);
}

}  // namespace tarazy::surveys
