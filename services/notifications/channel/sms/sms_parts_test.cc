#include "services/notifications/channel/sms/sms_parts.h"

#include <gtest/gtest.h>

#include <string>

#include "common/base/error.h"

namespace tarazy::notifications {
namespace {

std::string Times(int n, absl::string_view text) {
  std::string repeated;
  for (int i = 0; i < n; ++i) repeated.append(text.data(), text.size());
  return repeated;
}

void ExpectSize(const std::string& text, SmsEncoding encoding, int units, int parts) {
  const SmsSize size = SmsParts(text);
  EXPECT_EQ(size.encoding, encoding) << text;
  EXPECT_EQ(size.units, units) << text;
  EXPECT_EQ(size.parts, parts) << text;
}

TEST(SmsParts, CountsSeptets) {
  ExpectSize("", SmsEncoding::kGsm7, 0, 0);
  ExpectSize("Hello, @_$!", SmsEncoding::kGsm7, 11, 1);
  ExpectSize(Times(160, "a"), SmsEncoding::kGsm7, 160, 1);
  ExpectSize(Times(161, "a"), SmsEncoding::kGsm7, 161, 2);
  ExpectSize(Times(306, "a"), SmsEncoding::kGsm7, 306, 2);
  ExpectSize(Times(307, "a"), SmsEncoding::kGsm7, 307, 3);
  ExpectSize("£¥èéùìòÇ\nØø\rÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà", SmsEncoding::kGsm7, 41, 1);
}

TEST(SmsParts, TheExtensionTakesTwoSeptetsThatStayTogether) {
  ExpectSize("€[]{}\\^~|\f", SmsEncoding::kGsm7, 20, 1);
  ExpectSize(Times(80, "€"), SmsEncoding::kGsm7, 160, 1);
  // 152 septets and an escape do not fit into 153: 154, 76 pairs in the second part, the rest.
  ExpectSize(Times(153, "€"), SmsEncoding::kGsm7, 306, 3);
  ExpectSize(Times(152, "a") + "€" + Times(152, "b"), SmsEncoding::kGsm7, 306, 3);
  ExpectSize(Times(151, "a") + "€" + Times(153, "b"), SmsEncoding::kGsm7, 306, 2);
}

TEST(SmsParts, OneOtherCharacterMakesItUcs2) {
  ExpectSize("Срок", SmsEncoding::kUcs2, 4, 1);
  ExpectSize("Қ", SmsEncoding::kUcs2, 1, 1);
  ExpectSize("`", SmsEncoding::kUcs2, 1, 1);
  ExpectSize("ç", SmsEncoding::kUcs2, 1, 1);
  ExpectSize(Times(69, "a") + "Қ", SmsEncoding::kUcs2, 70, 1);
  ExpectSize(Times(70, "a") + "Қ", SmsEncoding::kUcs2, 71, 2);
  ExpectSize(Times(134, "Қ"), SmsEncoding::kUcs2, 134, 2);
  ExpectSize(Times(135, "Қ"), SmsEncoding::kUcs2, 135, 3);
}

TEST(SmsParts, SurrogatePairsStayTogether) {
  ExpectSize("🎓", SmsEncoding::kUcs2, 2, 1);
  ExpectSize(Times(35, "🎓"), SmsEncoding::kUcs2, 70, 1);
  // 33 pairs fit into 67 units.
  ExpectSize(Times(66, "🎓"), SmsEncoding::kUcs2, 132, 2);
  ExpectSize(Times(67, "🎓"), SmsEncoding::kUcs2, 134, 3);
  ExpectSize("Қ" + Times(66, "🎓"), SmsEncoding::kUcs2, 133, 2);
}

TEST(CheckPhoneNumber, TakesE164Alone) {
  for (const char* number : {"+77011234567", "+1234567", "+123456789012345"}) {
    EXPECT_TRUE(CheckPhoneNumber("phone", number).ok()) << number;
  }
  for (const std::string& number :
       {std::string(), std::string("+"), std::string("77011234567"), std::string("+07011234567"),
        std::string("+123456"), std::string("+1234567890123456"), std::string("+7 701 1234567"),
        std::string("+7(701)1234567"), std::string("87011234567"), std::string("+7701123456٧"),
        std::string("+7701123456\n"), std::string("++7701123456"),
        std::string("+7701\00012345", 11)}) {
    EXPECT_EQ(DetailOf(CheckPhoneNumber("phone", number)).reason, Reason::kInvalidField) << number;
  }
}

}  // namespace
}  // namespace tarazy::notifications
