// The surveys service alone.
#include "common/server/main.h"
#include "services/surveys/module.h"

int main(int argc, char** argv) {
  return tarazy::server::Main(argc, argv, {{"surveys", tarazy::surveys::MakeModule}});
}
