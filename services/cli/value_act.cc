#include "services/cli/value_act.h"

namespace tarazy::cli {

void AddValueActOptions(CLI::App& command, ValueActOptions& options) {
  command.add_option("ID", options.ranking, "The ranking")->required();
  command.add_option("UNIT", options.unit, "The institution or programme")->required();
  AddEtag(command, options.etag, "r17: only if the unit has nothing newer than revision 17");
  AddRequestId(command, options.request_id);
  AddValidateOnly(command, options.validate_only);
}

void AddOrigin(CLI::App& command, std::string& origin) {
  command.add_option("--origin", origin, "Whose statement it is; the institution's by default")
      ->type_name("SOURCE");
}

}  // namespace tarazy::cli
