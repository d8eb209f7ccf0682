// The commands, one file each (run_command.cpp, …). Each gives the exit code.
#pragma once

#include "cli/face.h"
#include "cli/options.h"

namespace spool::cli {

int run_command(const RunOptions& options, const Face& face);
int batch_command(const BatchOptions& options, const Face& face);
int validate_command(const ValidateOptions& options, const Face& face);
int probe_command(const ProbeOptions& options, const Face& face);
int doctor_command(const Face& face);
int schema_command();

}  // namespace spool::cli
