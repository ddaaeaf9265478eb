// The notifications service alone.
#include "common/server/main.h"
#include "services/notifications/module.h"

int main(int argc, char** argv) {
  return tarazy::server::Main(argc, argv, {{"notifications", tarazy::notifications::MakeModule}});
}
