// Reads everything back and compares it with what the clients believe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/chaos/clients.h"
#include "tests/chaos/realm.h"

namespace tarazy::chaos {

// The ranking as the server shows it, to be compared with RankingFacts::Text. Fails the test for an
// edition that is not whole: without a line for each unit, without the scores of a unit, or one
// that does not verify.
std::string ReadRanking(Clients& clients, const std::string& name);

// The same without looking into editions older than the last two.
std::string ReadRankingQuickly(Clients& clients, const std::string& name);

// All institutions of the registry, by id.
std::map<std::string, InstitutionFacts> ReadInstitutions(Clients& clients);

// What must hold for all stored data, whoever stored them: revisions and editions are numbered
// without gaps, each edition has the lines and scores that it announces, and on SQLite the files
// are sound.
void ExpectStoreIsWhole(e2e::Deployment& deployment);

// The case as it is stored: its revision and the marks of one programme.
CaseFacts ReadCase(Clients& clients, const std::string& id);

// The names of a subject's decisions in the order of their recording.
std::vector<std::string> ReadDecisions(Clients& clients, const std::string& subject);

}  // namespace tarazy::chaos
