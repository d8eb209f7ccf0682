#include "cli/commands.h"
#include "pipelines/document/schema.h"

namespace spool::cli {

int schema_command() { return print(pipelines::json_schema()) ? 0 : 1; }

}  // namespace spool::cli
