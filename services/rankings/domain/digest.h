// The bytes that digests cover. Hashing is the caller's: the domain knows no cryptography.
// Every field is preceded by its length and every list by its count, so nothing is ambiguous.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/rankings/domain/dataset.h"
#include "services/rankings/domain/methodology.h"
#include "services/rankings/domain/result.h"

namespace tarazy::rankings {

using ByteSink = absl::FunctionRef<void(absl::string_view)>;

// What an edition's digest covers: unit ids, groups, variables and values in bytewise order of the
// ids and names, the methodology's canonical JSON, the engine's version.
void WriteEditionBytes(const Methodology& methodology, const Dataset& dataset,
                       absl::string_view engine_version, ByteSink sink);

// Every figure of a result, bit by bit: standings, totals, scores, published scores, ranks, node
// values. `verify` compares the digests of the stored and the recomputed result.
void WriteResultBytes(const Dataset& dataset, const Result& result, ByteSink sink);

}  // namespace tarazy::rankings
