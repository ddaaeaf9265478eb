// All modules in one process: the laptop's server.
#include "common/server/main.h"
#include "services/accreditation/module.h"
#include "services/notifications/module.h"
#include "services/rankings/module.h"
#include "services/registry/module.h"
#include "services/surveys/module.h"

int main(int argc, char** argv) {
  return tarazy::server::Main(argc, argv,
                              {{"registry", tarazy::registry::MakeModule},
                               {"rankings", tarazy::rankings::MakeModule},
                               {"accreditation", tarazy::accreditation::MakeModule},
                               {"surveys", tarazy::surveys::MakeModule},
                               {"notifications", tarazy::notifications::MakeModule}});
}
