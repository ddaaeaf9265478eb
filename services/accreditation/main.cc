// The accreditation service alone. It reaches the registry at --peer registry=HOST:PORT, or hosts
// it when no address is given.
#include "common/server/main.h"
#include "services/accreditation/module.h"
#include "services/registry/module.h"

int main(int argc, char** argv) {
  return tarazy::server::Main(argc, argv,
                              {{"accreditation", tarazy::accreditation::MakeModule},
                               {"registry", tarazy::registry::MakeModule}});
}
