// Which addresses of the Internet are other people's servers, and not something of our own network.
#pragma once

#include <sys/socket.h>

#include "absl/strings/string_view.h"

namespace tarazy::notifications {

// True for an IPv4 or IPv6 address of the public Internet; false for private, loopback, link-local,
// shared, multicast, documentation and reserved ones, for IPv6 addresses that hold or stand for an
// IPv4 address (mapped, compatible, translated, 6to4, NAT64, Teredo), and for other families.
// `address` has the size that its family has.
bool IsPublicAddress(const sockaddr* address);

// The same of a literal: "10.0.0.1", "::1" without brackets; false for what is none.
bool IsPublicLiteral(absl::string_view literal);

}  // namespace tarazy::notifications
