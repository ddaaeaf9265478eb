#include "services/notifications/channel/webhook/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace tarazy::notifications {
namespace {

struct Range4 {
  uint32_t network;
  int bits;
};

constexpr uint32_t Quad(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// IANA's registry of special-purpose IPv4 addresses (RFC 6890 as updated by RFC 8190), where they
// are not globally reachable, and multicast.
constexpr Range4 kSpecial4[] = {
    {Quad(0, 0, 0, 0), 8},        // "this network": RFC 791, section 3.2
    {Quad(10, 0, 0, 0), 8},       // private: RFC 1918
    {Quad(100, 64, 0, 0), 10},    // shared by providers' translators: RFC 6598
    {Quad(127, 0, 0, 0), 8},      // loopback: RFC 1122, section 3.2.1.3
    {Quad(169, 254, 0, 0), 16},   // link-local, clouds' metadata: RFC 3927
    {Quad(172, 16, 0, 0), 12},    // private: RFC 1918
    {Quad(192, 0, 0, 0), 24},     // protocol assignments: RFC 6890, section 2.1
    {Quad(192, 0, 2, 0), 24},     // documentation: RFC 5737
    {Quad(192, 88, 99, 0), 24},   // relays of 6to4, deprecated: RFC 7526
    {Quad(192, 168, 0, 0), 16},   // private: RFC 1918
    {Quad(198, 18, 0, 0), 15},    // benchmarks: RFC 2544
    {Quad(198, 51, 100, 0), 24},  // documentation: RFC 5737
    {Quad(203, 0, 113, 0), 24},   // documentation: RFC 5737
    {Quad(224, 0, 0, 0), 4},      // multicast: RFC 5771
    {Quad(240, 0, 0, 0), 4},      // reserved, and broadcast: RFC 1112, section 4; RFC 919
};

struct Range6 {
  uint8_t network[16];
  int bits;
};

// The unicast space that IANA hands out; nothing beyond it is somebody's server: not loopback,
// unspecified, IPv4-mapped and -compatible (RFC 4291), NAT64 (64:ff9b::/96, RFC 6052, and
// 64:ff9b:1::/48, RFC 8215), discard (100::/64, RFC 6666), segment routing (5f00::/16, RFC 9602),
// unique local (fc00::/7, RFC 4193), link-local (fe80::/10), site-local (fec0::/10, RFC 3879),
// multicast (ff00::/8).
constexpr Range6 kGlobalUnicast = {{0x20}, 3};  // 2000::/3, RFC 4291, section 4

// What of it is special: IANA's registry of special-purpose IPv6 addresses (RFC 6890).
constexpr Range6 kSpecial6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments, Teredo, ORCHID: RFC 2928, 4380, 7343
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation: RFC 3849
    {{0x20, 0x02}, 16},              // 6to4, holds an IPv4 address: RFC 3056
    {{0x3f, 0xff, 0x00}, 20},        // documentation: RFC 9637
};

bool IsIn(uint32_t address, const Range4& range) {
  return (address ^ range.network) >> (32 - range.bits) == 0;
}

bool IsIn(const uint8_t* address, const Range6& range) {
  const int bytes = range.bits / 8;
  if (std::memcmp(address, range.network, static_cast<size_t>(bytes)) != 0) return false;
  const int rest = range.bits % 8;
  return rest == 0 || (address[bytes] ^ range.network[bytes]) >> (8 - rest) == 0;
}

// An interface of ISATAP, whose last four bytes are an IPv4 address (RFC 5214, section 6.1).
bool IsIsatap(const uint8_t* address) {
  constexpr uint8_t kInterface[] = {0x5e, 0xfe};
  return (address[8] & ~2) == 0 && address[9] == 0 &&
         std::memcmp(address + 10, kInterface, sizeof kInterface) == 0;
}

bool IsPublic4(uint32_t address) {
  for (const Range4& range : kSpecial4) {
    if (IsIn(address, range)) return false;
  }
  return true;
}

bool IsPublic6(const uint8_t* address) {
  if (!IsIn(address, kGlobalUnicast) || IsIsatap(address)) return false;
  for (const Range6& range : kSpecial6) {
    if (IsIn(address, range)) return false;
  }
  return true;
}

}  // namespace

bool IsPublicAddress(const sockaddr* address) {
  // Copied: the caller's bytes need not be aligned for the family's type.
  if (address->sa_family == AF_INET) {
    sockaddr_in four;
    std::memcpy(&four, address, sizeof four);
    return IsPublic4(ntohl(four.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 six;
    std::memcpy(&six, address, sizeof six);
    return IsPublic6(six.sin6_addr.s6_addr);
  }
  return false;
}

bool IsPublicLiteral(absl::string_view literal) {
  const std::string text(literal);
  if (text.find('\0') != std::string::npos) return false;
  in_addr four;
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return IsPublic4(ntohl(four.s_addr));
  in6_addr six;
  return inet_pton(AF_INET6, text.c_str(), &six) == 1 && IsPublic6(six.s6_addr);
}

}  // namespace tarazy::notifications
