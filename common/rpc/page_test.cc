#include "common/rpc/page.h"

#include <gtest/gtest.h>

#include "common/base/error.h"
#include "tarazy/registry/v1/registry_service.pb.h"

namespace tarazy::rpc {
namespace {

registry::v1::ListProgrammesRequest Request(std::string institution, int size, std::string token) {
  registry::v1::ListProgrammesRequest request;
  request.set_institution(std::move(institution));
  request.set_page_size(size);
  request.set_page_token(std::move(token));
  return request;
}

TEST(PageTest, SizesAreCoercedOrRefused) {
  const PageSigner signer("key");
  EXPECT_EQ(signer.Open(Request("", 0, ""), 1)->size, 100);
  EXPECT_EQ(signer.Open(Request("", 5, ""), 1)->size, 5);
  EXPECT_EQ(signer.Open(Request("", 5000, ""), 1)->size, 1000);
  EXPECT_FALSE(signer.Open(Request("", -1, ""), 1).ok());
}

TEST(PageTest, TokenCarriesTheKeysAndTheSizeMayChange) {
  const PageSigner signer("key");
  const std::string token = signer.Next(Request("a", 5, ""), {"x:y", ""});
  const auto page = signer.Open(Request("a", 7, token), 2);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->after, (std::vector<std::string>{"x:y", ""}));
}

TEST(PageTest, ForgedOrForeignTokensAreRefused) {
  const PageSigner signer("key");
  const std::string token = signer.Next(Request("a", 5, ""), {"x"});
  std::string forged = token;
  forged[forged.size() - 1] = forged.back() == 'A' ? 'B' : 'A';
  for (const std::string& bad : {forged, std::string("AAAA"), std::string("%%%"), token + "A"}) {
    const auto page = signer.Open(Request("a", 5, bad), 1);
    EXPECT_EQ(DetailOf(page.status()).reason, Reason::kInvalidPageToken) << bad;
  }
  EXPECT_FALSE(signer.Open(Request("b", 5, token), 1).ok()) << "another query";
  EXPECT_FALSE(signer.Open(Request("a", 5, token), 2).ok()) << "another number of keys";
  EXPECT_FALSE(PageSigner("other").Open(Request("a", 5, token), 1).ok()) << "another key";
  registry::v1::ListInstitutionsRequest other;
  other.set_page_token(token);
  EXPECT_FALSE(signer.Open(other, 1).ok()) << "another list";
}

TEST(PageTest, ACursorIsAPlaceInOneFeed) {
  const PageSigner signer("key");
  const std::string cursor = signer.CursorOf("folders/a", 17);
  EXPECT_EQ(signer.CursorOf("folders/a", 17), cursor);
  EXPECT_EQ(*signer.OpenCursor("folders/a", cursor), 17);
  EXPECT_EQ(*signer.OpenCursor("folders/a", ""), 0);
  std::string forged = cursor;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  for (const std::string& bad : {forged, std::string("17"), std::string("%%%"), cursor + "A"}) {
    EXPECT_EQ(DetailOf(signer.OpenCursor("folders/a", bad).status()).reason, Reason::kInvalidCursor)
        << bad;
  }
  EXPECT_FALSE(signer.OpenCursor("folders/b", cursor).ok()) << "another feed";
  EXPECT_FALSE(PageSigner("other").OpenCursor("folders/a", cursor).ok()) << "another key";
  const std::string token = signer.Next(Request("folders/a", 5, ""), {"17"});
  EXPECT_FALSE(signer.OpenCursor("folders/a", token).ok()) << "a page's token";
}

}  // namespace
}  // namespace tarazy::rpc
