#include "services/notifications/channel/webhook/public_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace tarazy::notifications {
namespace {

struct Case {
  const char* literal;
  bool is_public;
};

// Of each range the first and the last address, and their neighbours outside where these are
// public.
const Case kCases[] = {
    {"0.0.0.0", false},
    {"0.255.255.255", false},
    {"1.0.0.0", true},
    {"9.255.255.255", true},
    {"10.0.0.0", false},
    {"10.255.255.255", false},
    {"11.0.0.0", true},
    {"100.63.255.255", true},
    {"100.64.0.0", false},
    {"100.64.0.1", false},
    {"100.127.255.255", false},
    {"100.128.0.0", true},
    {"126.255.255.255", true},
    {"127.0.0.0", false},
    {"127.0.0.1", false},
    {"127.255.255.255", false},
    {"128.0.0.0", true},
    {"169.253.255.255", true},
    {"169.254.0.0", false},
    {"169.254.169.254", false},
    {"169.254.255.255", false},
    {"169.255.0.0", true},
    {"172.15.255.255", true},
    {"172.16.0.0", false},
    {"172.31.255.255", false},
    {"172.32.0.0", true},
    {"191.255.255.255", true},
    {"192.0.0.0", false},
    {"192.0.0.255", false},
    {"192.0.1.0", true},
    {"192.0.1.255", true},
    {"192.0.2.0", false},
    {"192.0.2.255", false},
    {"192.0.3.0", true},
    {"192.88.98.255", true},
    {"192.88.99.0", false},
    {"192.88.99.255", false},
    {"192.88.100.0", true},
    {"192.167.255.255", true},
    {"192.168.0.0", false},
    {"192.168.255.255", false},
    {"192.169.0.0", true},
    {"198.17.255.255", true},
    {"198.18.0.0", false},
    {"198.19.255.255", false},
    {"198.20.0.0", true},
    {"198.51.99.255", true},
    {"198.51.100.0", false},
    {"198.51.100.255", false},
    {"198.51.101.0", true},
    {"203.0.112.255", true},
    {"203.0.113.0", false},
    {"203.0.113.255", false},
    {"203.0.114.0", true},
    {"223.255.255.255", true},
    {"224.0.0.0", false},
    {"239.255.255.255", false},
    {"240.0.0.0", false},
    {"255.255.255.255", false},
    {"8.8.8.8", true},
    {"93.184.216.34", true},

    {"::", false},
    {"::1", false},
    {"::8.8.8.8", false},          // IPv4-compatible
    {"::ffff:8.8.8.8", false},     // IPv4-mapped
    {"::ffff:10.0.0.1", false},    //
    {"::ffff:0:10.0.0.1", false},  // IPv4-translated
    {"64:ff9b::8.8.8.8", false},   // NAT64
    {"64:ff9b::a00:1", false},     //
    {"64:ff9b:1::1", false},       // local NAT64
    {"100::1", false},             // discard
    {"1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"2000::", true},
    {"2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"2001::", false},  // Teredo
    {"2001:0:4136:e378:8000:63bf:3fff:fdd2", false},
    {"2001:2::1", false},   // benchmarks
    {"2001:10::1", false},  // ORCHID
    {"2001:20::1", false},  // ORCHID 2
    {"2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"2001:200::", true},
    {"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"2001:db8::", false},
    {"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"2001:db9::", true},
    {"2001:4860:4860::8888", true},
    {"2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"2002::", false},  // 6to4
    {"2002:a00:1::1", false},
    {"2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"2003::", true},
    {"2606:2800:220:1:248:1893:25c8:1946", true},
    {"2a02:2168::1", true},
    {"2a02:2168::5efe:10.0.0.1", false},      // ISATAP
    {"2a02:2168::200:5efe:10.0.0.1", false},  //
    {"2a02:2168::100:5efe:10.0.0.1", true},
    {"3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"3fff::", false},
    {"3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"3fff:1000::", true},
    {"3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"4000::", false},
    {"5f00::1", false},
    {"fbff::1", false},
    {"fc00::1", false},
    {"fd00:ec2::254", false},  // a cloud's metadata
    {"fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"fe80::1", false},
    {"fec0::1", false},
    {"ff02::1", false},
    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false},
};

TEST(IsPublicLiteral, KnowsTheEdgesOfEveryRange) {
  for (const Case& c : kCases) EXPECT_EQ(IsPublicLiteral(c.literal), c.is_public) << c.literal;
}

TEST(IsPublicAddress, SaysTheSameOfSocketAddresses) {
  for (const Case& c : kCases) {
    sockaddr_in four = {};
    sockaddr_in6 six = {};
    const sockaddr* address = reinterpret_cast<const sockaddr*>(&four);
    if (inet_pton(AF_INET, c.literal, &four.sin_addr) == 1) {
      four.sin_family = AF_INET;
    } else {
      ASSERT_EQ(inet_pton(AF_INET6, c.literal, &six.sin6_addr), 1) << c.literal;
      six.sin6_family = AF_INET6;
      address = reinterpret_cast<const sockaddr*>(&six);
    }
    EXPECT_EQ(IsPublicAddress(address), c.is_public) << c.literal;
  }
}

TEST(IsPublicAddress, OtherFamiliesAreNot) {
  sockaddr_un local = {};
  local.sun_family = AF_UNIX;
  EXPECT_FALSE(IsPublicAddress(reinterpret_cast<const sockaddr*>(&local)));
  sockaddr unspecified = {};
  unspecified.sa_family = AF_UNSPEC;
  EXPECT_FALSE(IsPublicAddress(&unspecified));
}

TEST(IsPublicLiteral, WhatIsNoLiteralIsNot) {
  for (const char* text : {"", "example.kz", "8.8.8", "8.8.8.8.8", "0x8.8.8.8", "134744072",
                           "[2000::]", "2000::%eth0", " 8.8.8.8", "8.8.8.8 "}) {
    EXPECT_FALSE(IsPublicLiteral(text)) << text;
  }
  EXPECT_FALSE(IsPublicLiteral(absl::string_view("8.8.8.8\0", 8)));
}

}  // namespace
}  // namespace tarazy::notifications
