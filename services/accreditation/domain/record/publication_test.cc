#include "services/accreditation/domain/record/publication.h"

#include <gmock/gmock.h>

namespace tarazy::accreditation {
namespace {

using testing::ElementsAre;
using testing::Pair;

v1::Document Named(const char* sha256, bool is_public) {
  v1::Document document;
  document.set_sha256(sha256);
  document.set_is_public(is_public);
  return document;
}

TEST(Publication, FilesArePublicWhenThePublishedCaseSaysSo) {
  v1::Case record;
  *record.add_documents() = Named("aa", true);
  *record.add_documents() = Named("bb", false);
  *record.add_documents() = Named("", true);  // only its title is known
  record.add_follow_up()->add_documents("cc");
  record.set_state(v1::CASE_STATE_FINALISED);
  EXPECT_THAT(NamedFiles(record),
              ElementsAre(Pair("aa", false), Pair("bb", false), Pair("cc", false)));
  record.set_state(v1::CASE_STATE_PUBLISHED);
  EXPECT_THAT(NamedFiles(record),
              ElementsAre(Pair("aa", true), Pair("bb", false), Pair("cc", false)));
  record.set_state(v1::CASE_STATE_MONITORED);
  record.add_history()->set_state(v1::CASE_STATE_PUBLISHED);
  EXPECT_TRUE(NamedFiles(record)["aa"]) << "it stays public afterwards";
}

TEST(Publication, AFileNamedTwiceIsPublicWhenOneOfThemIs) {
  v1::Case record;
  record.set_state(v1::CASE_STATE_PUBLISHED);
  *record.add_documents() = Named("aa", true);
  *record.add_documents() = Named("aa", false);
  record.add_follow_up()->add_documents("aa");
  EXPECT_THAT(NamedFiles(record), ElementsAre(Pair("aa", true)));
}

}  // namespace
}  // namespace tarazy::accreditation
