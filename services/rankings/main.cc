// The rankings service alone. It reaches the registry at --peer registry=HOST:PORT, or hosts it
// when no address is given.
#include "common/server/main.h"
#include "services/rankings/module.h"
#include "services/registry/module.h"

int main(int argc, char** argv) {
  return tarazy::server::Main(
      argc, argv,
      {{"rankings", tarazy::rankings::MakeModule}, {"registry", tarazy::registry::MakeModule}});
}
